#include "app/study/repeat/arm_rows.hpp"

#include <algorithm>
#include <cassert>

namespace ballast::app {

ArmRows gather_rows(const numeric::Matrix<double>& x, std::span<const std::int32_t> y,
                    std::span<const std::size_t> rows, std::size_t synthetic) {
  ArmRows out{numeric::Matrix<double>(rows.size() + synthetic, x.columns()), {}, {}, rows.size()};
  out.y.reserve(rows.size() + synthetic);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    std::ranges::copy(x.row(rows[i]), out.x.row(i).begin());
    out.y.push_back(y[rows[i]]);
  }
  out.y.resize(rows.size() + synthetic, 1);
  return out;
}

void balance_weights(ArmRows& rows) {
  const auto positives = std::ranges::count(rows.y, 1);
  const auto negatives = std::ssize(rows.y) - positives;
  assert(positives > 0 && negatives > 0);
  const auto weight = static_cast<float>(static_cast<double>(negatives) / static_cast<double>(positives));
  rows.weight.clear();
  for (const std::int32_t label : rows.y) rows.weight.push_back(label == 1 ? weight : 1.0F);
}

}  // namespace ballast::app
