#include "app/report/page/columns/column_facts.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

namespace ballast::app::page {
namespace {

std::vector<double> present(std::span<const double> cells) {
  std::vector<double> out;
  for (const double cell : cells) {
    if (!tabular::is_missing(cell)) out.push_back(cell);
  }
  std::ranges::sort(out);
  return out;
}

double share_below(const std::vector<double>& ascending, double value) {
  const auto below = std::ranges::upper_bound(ascending, value) - ascending.begin();
  return static_cast<double>(below) / static_cast<double>(ascending.size());
}

double correlation(std::span<const double> a, std::span<const double> b) {
  double n = 0, mean_a = 0, mean_b = 0, aa = 0, bb = 0, ab = 0;  // Welford's update, of two columns
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (tabular::is_missing(a[i]) || tabular::is_missing(b[i])) continue;
    n += 1;
    const double da = a[i] - mean_a, db = b[i] - mean_b;
    mean_a += da / n;
    mean_b += db / n;
    aa += da * (a[i] - mean_a);
    bb += db * (b[i] - mean_b);
    ab += da * (b[i] - mean_b);
  }
  const double scale = std::sqrt(aa) * std::sqrt(bb);
  return scale > 0 ? std::clamp(ab / scale, -1.0, 1.0) : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace

Moments moments_of(std::span<const double> cells) {
  Moments out;
  double squares = 0;
  for (const double cell : cells) {
    if (tabular::is_missing(cell)) continue;
    const double away = cell - out.mean;
    out.mean += away / static_cast<double>(++out.count);
    squares += away * (cell - out.mean);
  }
  if (out.count > 1) out.sd = std::sqrt(squares / static_cast<double>(out.count - 1));
  return out;
}

bool is_discrete(const tabular::Table& real, std::size_t column) {
  constexpr std::size_t kFew = 8;
  if (real.schema()[column].is_text()) return true;
  std::vector<double> values = present(real.column(column));
  values.erase(std::unique(values.begin(), values.end()), values.end());
  return values.size() <= kFew;
}

std::vector<double> shares_of(std::span<const double> cells, std::span<const double> values) {
  std::map<double, double> counts;
  double all = 0;
  for (const double cell : cells) {
    if (!tabular::is_missing(cell)) counts[cell] += 1, all += 1;
  }
  std::vector<double> out;
  for (const double value : values) out.push_back(all > 0 ? counts[value] / all : 0);
  return out;
}

std::vector<double> frequent_values(std::span<const double> cells, std::size_t most) {
  std::map<double, std::size_t> counts;
  for (const double cell : cells) {
    if (!tabular::is_missing(cell)) ++counts[cell];
  }
  std::vector<std::pair<double, std::size_t>> sorted(counts.begin(), counts.end());
  std::ranges::stable_sort(sorted, std::ranges::greater{}, &std::pair<double, std::size_t>::second);
  sorted.resize(std::min(sorted.size(), most));
  std::vector<double> out;
  for (const auto& [value, count] : sorted) out.push_back(value);
  std::ranges::sort(out);
  return out;
}

std::vector<double> binned_shares(std::span<const double> cells, std::span<const double> edges) {
  std::vector<double> out(edges.size() - 1);
  double all = 0;
  for (const double cell : cells) {
    if (tabular::is_missing(cell)) continue;
    all += 1;
    if (cell < edges.front() || cell > edges.back()) continue;
    const auto above = std::ranges::upper_bound(edges, cell) - edges.begin();
    out[static_cast<std::size_t>(std::min<std::ptrdiff_t>(above, std::ssize(edges) - 1) - 1)] += 1;
  }
  for (double& share : out) share = all > 0 ? share / all : 0;
  return out;
}

std::vector<double> middle_edges(std::span<const double> cells, std::size_t bins) {
  const std::vector<double> values = present(cells);
  if (values.empty()) return {};
  const auto last = static_cast<double>(values.size() - 1);
  const double low = values[static_cast<std::size_t>(0.005 * last)];
  const double high = values[static_cast<std::size_t>(std::ceil(0.995 * last))];
  std::vector<double> out;
  for (std::size_t i = 0; i <= bins; ++i) {
    out.push_back(low + (high - low) * static_cast<double>(i) / static_cast<double>(bins));
  }
  // A spread beyond what doubles can tell apart or hold is none.
  if (!std::isfinite(high - low) || !std::ranges::is_sorted(out, std::ranges::less_equal{})) return {};
  return out;
}

double distance_between(std::span<const double> a, std::span<const double> b, bool unordered) {
  const std::vector<double> x = present(a), y = present(b);
  if (x.empty() || y.empty()) return 0;
  if (unordered) {
    const std::vector<double> values = [&] {
      std::vector<double> all = x;
      all.insert(all.end(), y.begin(), y.end());
      return frequent_values(all, all.size());
    }();
    const std::vector<double> p = shares_of(x, values), q = shares_of(y, values);
    double sum = 0;
    for (std::size_t i = 0; i < values.size(); ++i) sum += std::abs(p[i] - q[i]) / 2;
    return sum;
  }
  double largest = 0;
  for (const auto* values : {&x, &y}) {
    for (const double value : *values)
      largest = std::max(largest, std::abs(share_below(x, value) - share_below(y, value)));
  }
  return largest;
}

numeric::Matrix<double> correlations(const tabular::Table& table, std::span<const std::size_t> columns) {
  numeric::Matrix<double> out(columns.size(), columns.size());
  for (std::size_t i = 0; i < columns.size(); ++i) {
    for (std::size_t j = i; j < columns.size(); ++j) {
      out(i, j) = out(j, i) = correlation(table.column(columns[i]), table.column(columns[j]));
    }
  }
  return out;
}

}  // namespace ballast::app::page
