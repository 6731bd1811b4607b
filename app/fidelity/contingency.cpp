#include "app/fidelity/contingency.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <utility>

namespace ballast::app::fidelity {
namespace {

constexpr std::size_t kDenseCells = std::size_t{1} << 16;  // beyond, cells are sorted rather than laid out

using Cell = std::pair<std::uint64_t, std::int64_t>;

std::uint64_t key(const CodedPair& pair, std::size_t row, std::size_t columns) {
  return std::uint64_t{pair.a.of[row]} * columns + pair.b.of[row];
}

// Cells of a table with their sums of weights, in the order of their keys; those of no rows may be there or not.
class CellSums {
 public:
  CellSums(std::size_t rows, std::size_t columns) : columns_(columns), dense_(rows <= kDenseCells / columns) {
    if (dense_) sums_.resize(rows * columns);
  }
  void add(const CodedPair& pair, std::int64_t weight) {
    for (std::size_t row = 0; row < pair.a.of.size(); ++row) {
      const std::uint64_t cell = key(pair, row, columns_);
      if (dense_) {
        sums_[cell] += weight;
      } else {
        sparse_.emplace_back(cell, weight);
      }
    }
  }
  template <class Visit>
  void for_each(Visit&& visit) {
    if (dense_) return for_each_sum(visit);
    std::sort(sparse_.begin(), sparse_.end());
    for (std::size_t i = 0; i < sparse_.size();) {
      const std::uint64_t cell = sparse_[i].first;
      std::int64_t sum = 0;
      for (; i < sparse_.size() && sparse_[i].first == cell; ++i) sum += sparse_[i].second;
      visit(sum);
    }
  }

 private:
  template <class Visit>
  void for_each_sum(Visit& visit) const {
    for (const std::int64_t sum : sums_) visit(sum);
  }

  std::size_t columns_;
  bool dense_;
  std::vector<std::int64_t> sums_;
  std::vector<Cell> sparse_;
};

// -sum p ln p over counts.
class Entropy {
 public:
  explicit Entropy(double rows) : rows_(rows) {}
  void operator()(std::int64_t count) {
    if (count == 0) return;
    const double p = static_cast<double>(count) / rows_;
    sum_ -= p * std::log(p);
  }
  double value() const { return sum_; }

 private:
  double rows_, sum_ = 0;
};

double entropy_of(const Codes& codes) {
  std::vector<std::int64_t> counts(codes.count);
  for (const std::uint32_t code : codes.of) ++counts[code];
  Entropy out(static_cast<double>(codes.of.size()));
  for (const std::int64_t count : counts) out(count);
  return out.value();
}

}  // namespace

double contingency_similarity(const CodedPair& real, const CodedPair& other) {
  const auto n = static_cast<std::int64_t>(real.a.of.size()), m = static_cast<std::int64_t>(other.a.of.size());
  CellSums cells(real.a.count, real.b.count);
  cells.add(real, m);
  cells.add(other, -n);
  std::int64_t differences = 0;
  cells.for_each([&](std::int64_t sum) { differences += std::abs(sum); });
  return 1 - static_cast<double>(differences) / (2.0 * static_cast<double>(n) * static_cast<double>(m));
}

double normalised_mutual_information(const CodedPair& pair) {
  const double a = entropy_of(pair.a), b = entropy_of(pair.b);
  if (!(a > 0) || !(b > 0)) return 0;
  CellSums cells(pair.a.count, pair.b.count);
  cells.add(pair, 1);
  Entropy joint(static_cast<double>(pair.a.of.size()));
  cells.for_each([&](std::int64_t count) { joint(count); });
  return std::max(0.0, a + b - joint.value()) / (0.5 * (a + b));
}

}  // namespace ballast::app::fidelity
