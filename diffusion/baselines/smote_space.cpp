#include "diffusion/baselines/smote_space.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <iterator>
#include <numbers>
#include <span>
#include <utility>
#include <vector>

#include "engine/numeric/random.hpp"
#include "engine/tabular/present_cells.hpp"

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

// Many values share kSigns coordinates: each has a pattern of signs drawn for it, and two patterns differ in half of
// the places, give or take, which is 1 again (Johnson and Lindenstrauss 1984).
void add_signs(std::span<const double> cells, std::vector<Coordinate>& space) {
  constexpr std::size_t kSigns = 32;
  const float size = 1.0F / std::sqrt(2.0F * kSigns);
  std::vector<Coordinate> signs(kSigns, Coordinate(cells.size()));
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (tabular::is_missing(cells[i])) continue;
    const auto name = std::bit_cast<std::uint64_t>(cells[i]);
    const std::uint64_t bits = numeric::RandomStream(name, numeric::Purpose::kGeneral).long_word();
    for (std::size_t k = 0; k < kSigns; ++k) signs[k][i] = (bits >> k & 1) != 0 ? size : -size;
  }
  std::ranges::move(signs, std::back_inserter(space));
}

void add_values(std::span<const double> cells, std::vector<Coordinate>& space) {
  constexpr std::size_t kMostValues = 64;
  std::vector<double> values = tabular::sorted_cells(cells);
  values.erase(std::unique(values.begin(), values.end()), values.end());
  if (values.size() > kMostValues) return add_signs(cells, space);
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
      add_values(rows.column(c), space);
    }
  }
  numeric::Matrix<float> out(rows.rows(), space.size());
  for (std::size_t c = 0; c < space.size(); ++c) {
    for (std::size_t i = 0; i < rows.rows(); ++i) out(i, c) = space[c][i];
  }
  return out;
}

}  // namespace ballast::diffusion
