#include "app/fidelity/column_shapes.hpp"

#include <algorithm>
#include <cmath>

#include "app/fidelity/common_schema.hpp"
#include "app/fidelity/contingency.hpp"
#include "app/fidelity/figure.hpp"
#include "app/fidelity/value_codes.hpp"
#include "engine/tabular/present_cells.hpp"

namespace ballast::app::fidelity {
namespace {

constexpr double kDecimals = 1e14;

std::vector<double> sorted_known(std::span<const double> cells) {
  std::vector<double> out;
  for (const double cell : cells) {
    const double rounded = std::nearbyint(cell * kDecimals) / kDecimals;
    if (!tabular::is_missing(cell)) out.push_back(std::isfinite(rounded) ? rounded : cell);
  }
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace

double ks_complement(std::span<const double> real, std::span<const double> other) {
  const std::vector<double> a = sorted_known(real), b = sorted_known(other);
  if (a.empty() || b.empty()) return a.empty() && b.empty() ? kUnknown : 0.0;
  const double na = static_cast<double>(a.size()), nb = static_cast<double>(b.size());
  double furthest = 0;
  for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    const double value = std::min(a[i], b[j]);
    while (i < a.size() && a[i] == value) ++i;
    while (j < b.size() && b[j] == value) ++j;
    furthest = std::max(furthest, std::abs(static_cast<double>(i) / na - static_cast<double>(j) / nb));
  }
  return 1 - furthest;
}

double tv_complement(std::span<const double> real, std::span<const double> other) {
  const std::vector<double> a = tabular::present_cells(real), b = tabular::present_cells(other);
  if (a.empty() || b.empty()) return a.empty() && b.empty() ? kUnknown : 0.0;
  const PairedCodes codes = level_codes(a, b);
  const Codes alone_a{std::vector<std::uint32_t>(a.size()), 1}, alone_b{std::vector<std::uint32_t>(b.size()), 1};
  return contingency_similarity({codes.real, alone_a}, {codes.other, alone_b});
}

double share_missing(std::span<const double> cells) {
  const auto missing = std::ranges::count_if(cells, [](double cell) { return tabular::is_missing(cell); });
  return static_cast<double>(missing) / static_cast<double>(cells.size());
}

double missing_similarity(std::span<const double> real, std::span<const double> other) {
  return 1 - std::abs(share_missing(real) - share_missing(other));
}

std::vector<double> column_shapes(const tabular::Table& real, const tabular::Table& other, numeric::ThreadPool& pool) {
  std::vector<double> out(real.columns());
  pool.parallel_for(out.size(), [&](std::size_t c) {
    out[c] = is_discrete(real.schema()[c]) ? tv_complement(real.column(c), other.column(c))
                                           : ks_complement(real.column(c), other.column(c));
  });
  return out;
}

double mean_known(std::span<const double> values) {
  double sum = 0, count = 0;
  for (const double value : values) {
    if (std::isnan(value)) continue;
    sum += value;
    count += 1;
  }
  return count > 0 ? sum / count : kUnknown;
}

}  // namespace ballast::app::fidelity
