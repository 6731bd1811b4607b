#include "app/report/page/nearness.hpp"

#include <algorithm>
#include <cmath>

#include "engine/geometry/neighbours.hpp"
#include "engine/tabular/features/transforms.hpp"

namespace ballast::app::page {
namespace {

std::vector<double> nearest(numeric::MatrixView<const float> rows, numeric::MatrixView<const float> among,
                            bool themselves, numeric::ThreadPool& pool) {
  std::vector<double> out;
  if (rows.empty()) return out;
  const auto found = geometry::nearest_neighbours<float>(rows, among, {.k = 1, .exclude_self = themselves}, pool);
  for (std::size_t i = 0; i < rows.rows(); ++i) out.push_back(std::sqrt(found.squared_distances(i, 0)));
  std::ranges::sort(out);
  return out;
}

}  // namespace

Nearness measure_nearness(const RowSamples& rows, numeric::ThreadPool& pool) {
  if (rows.minority.rows() < 2) return {};
  const auto transform = tabular::RowTransform::fit(rows.minority);
  if (transform.width() == 0) return {};
  const auto learned = transform.forward(rows.minority), held_out = transform.forward(rows.held_out);
  Nearness out{nearest(learned.x.view(), learned.x.view(), true, pool),
               nearest(held_out.x.view(), learned.x.view(), false, pool),
               {}};
  for (const auto& [name, table] : rows.synthetic) {
    out.synthetic.emplace_back(name, nearest(transform.forward(table).x.view(), learned.x.view(), false, pool));
  }
  return out;
}

double quantile_of(const std::vector<double>& ascending, double p) {
  const double place = p * static_cast<double>(ascending.size() - 1);
  const auto low = static_cast<std::size_t>(place);
  const std::size_t high = std::min(low + 1, ascending.size() - 1);
  return ascending[low] + (place - static_cast<double>(low)) * (ascending[high] - ascending[low]);
}

}  // namespace ballast::app::page
