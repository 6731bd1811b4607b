#include "engine/tabular/features/label_order.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>

#include "engine/numeric/random.hpp"
#include "engine/tabular/present_cells.hpp"

namespace ballast::tabular {

namespace {

constexpr int kRounds = 20;
constexpr std::size_t kMostRows = 100'000, kBins = 10;

// A column as codes 0 .. count - 1, the last for missing cells.
struct Codes {
  std::vector<std::uint32_t> of_row;
  std::size_t count = 0;
};

Codes label_codes(const std::vector<double>& cells, std::size_t labels) {
  Codes out{{}, labels + 1};
  for (const double cell : cells) {
    out.of_row.push_back(static_cast<std::uint32_t>(is_missing(cell) ? labels : static_cast<std::size_t>(cell)));
  }
  return out;
}

Codes rank_codes(const std::vector<double>& cells) {
  const std::vector<double> sorted = sorted_cells(cells);
  Codes out{{}, kBins + 1};
  for (const double cell : cells) {
    const auto rank = static_cast<std::size_t>(std::ranges::lower_bound(sorted, cell) - sorted.begin());
    out.of_row.push_back(static_cast<std::uint32_t>(is_missing(cell) ? kBins : rank * kBins / sorted.size()));
  }
  return out;
}

// The mean of the rows' scores over the rows of each code; 0 where there are none.
std::vector<double> means_of(const Codes& codes, const std::vector<double>& scores) {
  std::vector<double> sums(codes.count, 0.0), counts(codes.count, 0.0);
  for (std::size_t i = 0; i < scores.size(); ++i) sums[codes.of_row[i]] += scores[i], counts[codes.of_row[i]] += 1;
  for (std::size_t k = 0; k < sums.size(); ++k) sums[k] = counts[k] > 0 ? sums[k] / counts[k] : 0.0;
  return sums;
}

// The rows' scores as those of their codes.
std::vector<double> spread_out(const Codes& codes, const std::vector<double>& of_code) {
  std::vector<double> out(codes.of_row.size());
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = of_code[codes.of_row[i]];
  return out;
}

// To mean 0, which is the axis that says nothing, and deviation 1.
void standardise(std::vector<double>& scores) {
  const auto n = static_cast<double>(scores.size());
  const double mean = std::accumulate(scores.begin(), scores.end(), 0.0) / n;
  double squares = 0;
  for (double& score : scores) score -= mean, squares += score * score;
  const double sd = std::sqrt(squares / n);
  if (sd > 0) std::ranges::for_each(scores, [&](double& score) { score /= sd; });
}

}  // namespace

std::vector<double> label_order(const Table& rows, std::size_t column) {
  const std::size_t stride = rows.rows() / kMostRows + 1;
  const auto some = [&](std::size_t c) {
    std::vector<double> out;
    for (std::size_t i = 0; i < rows.rows(); i += stride) out.push_back(rows.column(c)[i]);
    return out;
  };
  const auto codes_of = [&](std::size_t c) {
    const ColumnSchema& schema = rows.schema()[c];
    return schema.is_text() ? label_codes(some(c), schema.labels.size()) : rank_codes(some(c));
  };
  const Codes labels = codes_of(column);
  std::vector<Codes> others;
  for (std::size_t c = 0; c < rows.columns(); ++c) {
    if (c != column) others.push_back(codes_of(c));
  }
  std::vector<double> of_label(labels.count);
  for (std::size_t k = 0; k < of_label.size(); ++k) {
    of_label[k] = numeric::RandomStream(0, numeric::Purpose::kGeneral, k).normal();
  }
  for (int round = 0; round < kRounds; ++round) {
    std::vector<double> scores = spread_out(labels, of_label), means(scores.size(), 0.0);
    standardise(scores);
    for (const Codes& other : others) {
      const std::vector<double> of_cell = means_of(other, scores);
      for (std::size_t i = 0; i < means.size(); ++i) means[i] += of_cell[other.of_row[i]];
    }
    of_label = means_of(labels, means);
  }
  std::vector<double> held = sorted_cells(rows.column(column));
  held.erase(std::unique(held.begin(), held.end()), held.end());
  std::ranges::stable_sort(held, [&](double a, double b) {
    return of_label[static_cast<std::size_t>(a)] < of_label[static_cast<std::size_t>(b)];
  });
  return held;
}

}  // namespace ballast::tabular
