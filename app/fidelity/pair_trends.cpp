#include "app/fidelity/pair_trends.hpp"

#include <algorithm>
#include <cmath>
#include <span>

#include "app/fidelity/common_schema.hpp"
#include "app/fidelity/contingency.hpp"
#include "app/fidelity/figure.hpp"
#include "engine/numeric/random.hpp"

namespace ballast::app::fidelity {
namespace {

constexpr std::size_t kPairsAtOnce = 64;  // between two looks at the observer

// A column of both tables in each coding that pairs need.
struct CodedColumn {
  bool discrete = false;
  PairedCodes own, shared;  // equal for discrete columns: own is empty then

  const PairedCodes& by_own() const { return discrete ? shared : own; }
};

CodedColumn coded(const tabular::ColumnSchema& column, std::span<const double> real, std::span<const double> other) {
  if (is_discrete(column)) return {true, {}, level_codes(real, other)};
  const std::vector<double> edges = equal_width_edges(real);
  return {false,
          {digitised(real, edges), digitised(other, equal_width_edges(other))},
          {digitised(real, edges), digitised(other, edges)}};
}

// The pair at place `index` when pairs (a, b) with a < b are counted by rising a, then b.
ColumnPair pair_at(std::uint64_t index, std::size_t columns) {
  std::size_t a = 0;
  while (index >= columns - 1 - a) index -= columns - 1 - a++;
  return {a, a + 1 + static_cast<std::size_t>(index)};
}

double similarity(const PairedCodes& a, const PairedCodes& b) {
  return contingency_similarity({a.real, b.real}, {a.other, b.other});
}

}  // namespace

std::vector<ColumnPair> column_pairs(std::size_t columns, std::uint64_t seed, std::size_t most) {
  std::vector<ColumnPair> out;
  if (columns < 2) return out;
  const std::uint64_t all = std::uint64_t{columns} * (columns - 1) / 2;
  if (all <= most) {
    for (std::size_t a = 0; a < columns; ++a) {
      for (std::size_t b = a + 1; b < columns; ++b) out.emplace_back(a, b);
    }
    return out;
  }
  numeric::RandomStream stream(seed, numeric::Purpose::kStatistics, 0);
  std::vector<std::uint64_t> chosen;
  while (chosen.size() < most) {
    chosen.push_back(stream.below(all));
    if (chosen.size() < most) continue;
    std::sort(chosen.begin(), chosen.end());
    chosen.erase(std::unique(chosen.begin(), chosen.end()), chosen.end());
  }
  for (const std::uint64_t index : chosen) out.push_back(pair_at(index, columns));
  return out;
}

double pearson(std::span<const double> a, std::span<const double> b) {
  double n = 0, mean_a = 0, mean_b = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const bool known = !std::isnan(a[i]) && !std::isnan(b[i]);
    n += known ? 1 : 0;
    mean_a += known ? a[i] : 0;
    mean_b += known ? b[i] : 0;
  }
  mean_a /= n;
  mean_b /= n;
  double aa = 0, ab = 0, bb = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const bool known = !std::isnan(a[i]) && !std::isnan(b[i]);
    const double x = known ? a[i] - mean_a : 0, y = known ? b[i] - mean_b : 0;
    aa = std::fma(x, x, aa);
    ab = std::fma(x, y, ab);
    bb = std::fma(y, y, bb);
  }
  if (!(aa > 0) || !(bb > 0)) return kUnknown;
  return std::clamp(ab / std::sqrt(aa) / std::sqrt(bb), -1.0, 1.0);
}

double correlation_similarity(double real, double other) {
  return 1 - std::abs(real - other) / 2;
}

PairFigures pair_figures(const tabular::Table& real, const tabular::Table& other, const std::vector<ColumnPair>& pairs,
                         numeric::ThreadPool& pool, Observer& observer) {
  std::vector<CodedColumn> columns(real.columns());
  pool.parallel_for(columns.size(),
                    [&](std::size_t c) { columns[c] = coded(real.schema()[c], real.column(c), other.column(c)); });
  PairFigures out;
  for (auto* figures : {&out.sdmetrics, &out.shared, &out.mutual_real, &out.mutual_other}) {
    figures->resize(pairs.size());
  }
  const auto measure = [&](std::size_t i) {
    const auto& [first, second] = pairs[i];
    const CodedColumn &a = columns[first], &b = columns[second];
    if (!a.discrete && !b.discrete) {
      out.sdmetrics[i] = out.shared[i] = correlation_similarity(pearson(real.column(first), real.column(second)),
                                                                pearson(other.column(first), other.column(second)));
    } else {
      out.shared[i] = similarity(a.shared, b.shared);
      out.sdmetrics[i] = a.discrete && b.discrete ? out.shared[i] : similarity(a.by_own(), b.by_own());
    }
    out.mutual_real[i] = normalised_mutual_information({a.shared.real, b.shared.real});
    out.mutual_other[i] = normalised_mutual_information({a.shared.other, b.shared.other});
  };
  for (std::size_t first = 0; first < pairs.size(); first += kPairsAtOnce) {
    observer.step({.phase = "compare pairs of columns", .done = first, .total = pairs.size()});
    pool.parallel_for(std::min(kPairsAtOnce, pairs.size() - first), [&](std::size_t i) { measure(first + i); });
  }
  return out;
}

double weighted_mutual_similarity(std::span<const double> real, std::span<const double> other) {
  double differences = 0, weights = 0;
  for (std::size_t i = 0; i < real.size(); ++i) {
    const double weight = real[i] + other[i];
    differences += weight * std::abs(real[i] - other[i]);
    weights += weight;
  }
  return weights > 0 ? 1 - differences / weights : kUnknown;
}

}  // namespace ballast::app::fidelity
