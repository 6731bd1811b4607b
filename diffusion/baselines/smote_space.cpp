#include "diffusion/baselines/smote_space.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <span>
#include <utility>
#include <vector>

namespace ballast::diffusion {

namespace {

using Coordinate = std::vector<float>;  // one value per row

// In units of the largest cell where squares of it would be beyond double, or nothing.
Coordinate standardised(std::span<const double> cells) {
  double count = 0.0, sum = 0.0, squares = 0.0, largest = 0.0;
  for (const double cell : cells) {
    if (!tabular::is_missing(cell)) largest = std::max(largest, std::fabs(cell));
  }
  const double unit = largest > 1e150 || (largest > 0.0 && largest < 1e-150) ? largest : 1.0;
  for (const double cell : cells) {
    if (tabular::is_missing(cell)) continue;
    count += 1.0;
    sum += cell / unit;
  }
  const double mean = count > 0.0 ? sum / count : 0.0;
  for (const double cell : cells) {
    if (!tabular::is_missing(cell)) squares += (cell / unit - mean) * (cell / unit - mean);
  }
  const double scale = squares > 0.0 ? std::sqrt(count / squares) : 0.0;
  Coordinate out(cells.size());
  for (std::size_t i = 0; i < cells.size(); ++i) {
    out[i] = tabular::is_missing(cells[i]) ? 0.0F : static_cast<float>((cells[i] / unit - mean) * scale);
  }
  return out;
}

void add_one_hot(std::span<const double> cells, std::vector<Coordinate>& space) {
  std::vector<double> values(cells.begin(), cells.end());
  std::erase_if(values, tabular::is_missing);
  std::ranges::sort(values);
  values.erase(std::unique(values.begin(), values.end()), values.end());
  for (const double value : values) {
    Coordinate has(cells.size());
    std::ranges::transform(cells, has.begin(),
                           [&](double cell) { return cell == value ? std::numbers::sqrt2_v<float> / 2.0F : 0.0F; });
    space.push_back(std::move(has));
  }
}

}  // namespace

numeric::Matrix<float> smote_space(const tabular::Table& rows) {
  std::vector<Coordinate> space;
  for (std::size_t c = 0; c < rows.columns(); ++c) {
    const tabular::ColumnKind kind = rows.schema()[c].kind;
    if (kind == tabular::ColumnKind::numeric || kind == tabular::ColumnKind::integer ||
        kind == tabular::ColumnKind::date) {
      space.push_back(standardised(rows.column(c)));
    } else {
      add_one_hot(rows.column(c), space);
    }
  }
  numeric::Matrix<float> out(rows.rows(), space.size());
  for (std::size_t c = 0; c < space.size(); ++c) {
    for (std::size_t i = 0; i < rows.rows(); ++i) out(i, c) = space[c][i];
  }
  return out;
}

}  // namespace ballast::diffusion
