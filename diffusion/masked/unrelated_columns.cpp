// One permutation test a pair of columns, on groups of their codes.
#include "diffusion/masked/unrelated_columns.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>

#include "diffusion/in_waves.hpp"
#include "engine/numeric/random.hpp"
#include "engine/tabular/present_cells.hpp"

namespace ballast::diffusion {
namespace {

constexpr std::size_t kFewestTested = 200, kMostTested = 20'000, kShuffles = 20, kGroups = 4;
constexpr std::size_t kMostCounts = 2'000'000'000;  // rows counted in all tests
constexpr double kDeviations = 4;

std::size_t distinct_values(std::span<const double> cells) {
  std::vector<double> values = tabular::sorted_cells(cells);
  return static_cast<std::size_t>(std::unique(values.begin(), values.end()) - values.begin());
}

bool may_name_rows(const tabular::ColumnSchema& column, std::span<const double> cells) {
  const bool whole = column.kind == tabular::ColumnKind::integer || column.is_text();
  return whole && 4 * distinct_values(cells) >= cells.size();
}

// Groups of a column's codes: kGroups stretches of rank, few so that few rows show a tie, and a group for each code
// without a rank.
std::vector<std::uint32_t> groups_of(const ColumnCodes& codes) {
  std::vector<std::uint32_t> groups;
  std::uint32_t next = kGroups;
  for (const double rank : codes.rank()) {
    const bool ranked = !std::isnan(rank);
    groups.push_back(ranked ? static_cast<std::uint32_t>(std::min(rank, 0.999) * kGroups) : next++);
  }
  return groups;
}

// The grouped codes of some rows.
std::vector<std::uint32_t> grouped(const CodeRows& coded, std::size_t column, const ColumnCodes& codes,
                                   std::span<const std::uint32_t> chosen) {
  const std::vector<std::uint32_t> groups = groups_of(codes);
  std::vector<std::uint32_t> out;
  for (const std::uint32_t row : chosen) out.push_back(groups[coded.row(row)[column]]);
  return out;
}

double sum_n_log_n(std::span<const std::uint32_t> a, std::span<const std::uint32_t> b) {
  const std::size_t width = std::size_t{*std::ranges::max_element(b)} + 1;
  std::vector<std::uint32_t> count((std::size_t{*std::ranges::max_element(a)} + 1) * width, 0);
  for (std::size_t i = 0; i < a.size(); ++i) ++count[a[i] * width + b[i]];
  double sum = 0;
  for (const std::uint32_t n : count) {
    if (n > 1) sum += n * std::log(n);
  }
  return sum;
}

bool related(std::vector<std::uint32_t> a, std::span<const std::uint32_t> b, numeric::RandomStream stream) {
  const double observed = sum_n_log_n(a, b);
  double sum = 0, squares = 0;
  for (std::size_t k = 0; k < kShuffles; ++k) {
    stream.shuffle(std::span(a));
    const double above = observed - sum_n_log_n(a, b);
    sum += above;
    squares += above * above;
  }
  const double mean = sum / kShuffles, variance = squares / kShuffles - mean * mean;
  return mean > kDeviations * std::sqrt(std::max(variance, 0.0)) && mean > 1e-9;
}

}  // namespace

std::vector<std::uint32_t> unrelated_columns(const tabular::Table& rows, const TableCodes& codes, const CodeRows& coded,
                                             std::uint64_t seed, numeric::ThreadPool& pool, Observer& observer) {
  const std::size_t columns = coded.columns, used = std::min(rows.rows(), kMostTested);
  std::vector<std::uint32_t> candidates;
  for (std::uint32_t d = 0; d < columns && rows.rows() >= kFewestTested; ++d) {
    const std::size_t c = codes.learned()[d];
    observer.step({"look for columns that name rows", d, columns});
    if (may_name_rows(rows.schema()[c], rows.column(c))) candidates.push_back(d);
  }
  if (candidates.empty() || candidates.size() * columns * used > kMostCounts / (kShuffles + 1)) return {};
  std::vector<std::uint32_t> chosen(rows.rows());
  std::iota(chosen.begin(), chosen.end(), 0U);
  numeric::RandomStream(seed, numeric::Purpose::kPermutation).shuffle(std::span(chosen));
  chosen.resize(used);

  std::vector<std::uint8_t> found(candidates.size() * columns, 0);
  constexpr std::size_t kCellCost = 10;  // shuffled and counted
  const std::size_t cost = kCellCost * (kShuffles + 1) * used;
  in_waves("look for columns that stand alone", found.size(), cost, pool, observer, [&](std::size_t pair) {
    const std::size_t d = candidates[pair / columns], e = pair % columns;
    if (d == e) return;
    const numeric::RandomStream stream(seed, numeric::Purpose::kPermutation, pair + 1);
    found[pair] = related(grouped(coded, d, codes.codes(d), chosen), grouped(coded, e, codes.codes(e), chosen), stream);
  });
  std::vector<std::uint32_t> out;
  for (std::size_t k = 0; k < candidates.size(); ++k) {
    const auto of = std::span(found).subspan(k * columns, columns);
    if (std::ranges::none_of(of, [](std::uint8_t is) { return is != 0; })) out.push_back(candidates[k]);
  }
  return out.size() < columns ? out : std::vector<std::uint32_t>{};
}

}  // namespace ballast::diffusion
