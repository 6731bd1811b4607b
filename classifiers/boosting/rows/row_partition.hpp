// RowPartition: the rows of a tree's nodes, each node a range, each range in ascending row order. Splitting a node
// moves its rows stably into two ranges; big nodes are cut into fixed blocks that several threads split at once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "classifiers/bins/binning.hpp"
#include "classifiers/bins/code_set.hpp"
#include "engine/numeric/thread_pool.hpp"

namespace ballast::classifiers {

struct RowSplit {
  std::uint32_t begin, end;  // the node's range
  std::uint32_t feature;
  std::uint8_t bin;  // code <= bin goes left
  bool missing_left;
  std::uint32_t middle = 0;             // out: where the right child's range begins
  const CodeSet* left_codes = nullptr;  // when set, the codes that go left, in place of bin and missing_left
};

class RowPartition {
 public:
  explicit RowPartition(std::size_t rows);

  // One range with all rows.
  void reset(numeric::ThreadPool& pool);
  std::span<const std::uint32_t> rows(std::uint32_t begin, std::uint32_t end) const noexcept {
    return {rows_.data() + begin, rows_.data() + end};
  }
  // Splits disjoint ranges at the same time; sets each `middle`.
  void split(const BinnedData& data, std::span<RowSplit> splits, numeric::ThreadPool& pool);

 private:
  static constexpr std::uint32_t kBlock = 8192;
  struct Block {
    std::uint32_t split;       // which
    std::uint32_t begin, end;  // part of its range
    std::uint32_t lefts = 0;
    std::uint32_t left_to = 0, right_to = 0;  // where its rows go
  };

  void split_block(const BinnedData& data, const RowSplit& split, Block& block);

  std::vector<std::uint32_t> rows_, scratch_;  // scratch: the lefts of a block, then its rights
  std::vector<Block> blocks_;
};

// Twin: std::stable_partition of one range.
std::uint32_t split_rows_slowly(const BinnedData& data, const RowSplit& split, std::span<std::uint32_t> rows);

}  // namespace ballast::classifiers
