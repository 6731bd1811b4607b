#include "classifiers/trees/predictor.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace ballast::classifiers {
namespace {

// 64 rows stay in the L1 cache. Trees of more than half a megabyte do not stay in any that is near: then the rows run
// by once a tree, and the more rows there are, the less it costs to bring the tree in.
constexpr std::size_t kBlockRows = 64, kLongBlockRows = 1 << 15, kBigTrees = 512 * 1024;
constexpr std::size_t kTaskRows = 512;  // at least, to be worth a thread's while
constexpr std::size_t kFewRows = 8;     // go one by one

bool any_missing(numeric::MatrixView<const double> x) {
  bool found = false;
  for (std::size_t row = 0; row < x.rows(); ++row) {
    for (const double value : x.row(row)) found |= std::isnan(value);
  }
  return found;
}

}  // namespace

auto TreePredictor::compile(std::span<const DecisionTree> trees, std::size_t features, std::size_t outputs,
                            std::size_t groups) -> Walk {
  if (TreeWalk<float, std::uint32_t>::fits(trees, features)) {
    return TreeWalk<float, std::uint32_t>(trees, features, outputs, groups);
  }
  if (TreeWalk<float, std::uint64_t>::fits(trees, features)) {
    return TreeWalk<float, std::uint64_t>(trees, features, outputs, groups);
  }
  return TreeWalk<double, std::uint64_t>(trees, features, outputs, groups);
}

TreePredictor::TreePredictor(std::span<const DecisionTree> trees, std::size_t features, std::size_t outputs,
                             std::size_t groups)
    : walk_(compile(trees, features, outputs, groups)), features_(features), columns_(outputs * groups) {
  if (outputs == 1) bits_ = BitPredictor(trees, groups);
  const std::size_t bytes = std::visit([](const auto& walk) { return walk.bytes(); }, walk_);
  block_rows_ = bytes < kBigTrees ? kBlockRows : kLongBlockRows;
}

// Every thread takes equally many tasks of equal size.
std::size_t TreePredictor::task_rows(std::size_t rows, std::size_t threads) const noexcept {
  const auto quotient_up = [](std::size_t a, std::size_t b) { return (a + b - 1) / b; };
  const std::size_t most = std::max(kTaskRows, block_rows_);
  const std::size_t rounds = std::max<std::size_t>(1, quotient_up(rows, most * threads));
  return std::clamp(quotient_up(rows, rounds * threads), kTaskRows, most);
}

void TreePredictor::add_tree(std::size_t tree, numeric::MatrixView<const double> x,
                             numeric::MatrixView<float> sums) const {
  std::visit([&](const auto& walk) { walk.add_rows(tree, x, sums, any_missing(x)); }, walk_);
}

void TreePredictor::add(numeric::MatrixView<const double> x, numeric::MatrixView<float> sums) const {
  assert(x.columns() == features_ && sums.rows() == x.rows() && sums.columns() == columns_);
  if (!bits_.empty() && x.rows() >= BitPredictor::kFewRows) return bits_.add(x, sums);
  const std::size_t block_rows = x.rows() < kFewRows ? 1 : block_rows_;
  std::visit(
      [&](const auto& walk) {
        for (std::size_t first = 0; first < x.rows(); first += block_rows) {
          const std::size_t count = std::min(block_rows, x.rows() - first);
          const auto x_block = x.row_block(first, count);
          const auto sums_block = sums.row_block(first, count);
          const bool missing = any_missing(x_block);
          if (count == 1) {
            walk.add_row(x_block.row(0), sums_block.row(0), missing);
            continue;
          }
          for (std::size_t tree = 0; tree < walk.trees(); ++tree) walk.add_rows(tree, x_block, sums_block, missing);
        }
      },
      walk_);
}

void TreePredictor::add(numeric::MatrixView<const double> x, numeric::MatrixView<float> sums,
                        numeric::ThreadPool& pool) const {
  pool.parallel_for_blocks(x.rows(), task_rows(x.rows(), pool.threads()), [&](std::size_t first, std::size_t last) {
    add(x.row_block(first, last - first), sums.row_block(first, last - first));
  });
}

}  // namespace ballast::classifiers
