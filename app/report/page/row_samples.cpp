#include "app/report/page/row_samples.hpp"

#include <algorithm>
#include <numeric>

namespace ballast::app::page {

std::vector<std::size_t> thinned(const std::vector<std::size_t>& values, std::size_t most) {
  if (values.size() <= most) return values;
  std::vector<std::size_t> out;
  for (std::size_t i = 0; i < most; ++i) out.push_back(values[i * values.size() / most]);
  return out;
}

std::vector<std::size_t> thinned_rows(std::size_t count, std::size_t most) {
  std::vector<std::size_t> all(count);
  std::iota(all.begin(), all.end(), 0);
  return thinned(all, most);
}

RowSamples real_samples(const Dataset& data, const tabular::Split& split) {
  const auto of_class = [&](const std::vector<std::size_t>& rows, std::int32_t label) {
    std::vector<std::size_t> out;
    std::ranges::copy_if(rows, std::back_inserter(out), [&](std::size_t row) { return data.y[row] == label; });
    return data.features_of(thinned(out, kMostRealRows));
  };
  return {of_class(split.train, 0), of_class(split.train, 1), of_class(split.test, 1)};
}

}  // namespace ballast::app::page
