#include "classifiers/boosting/rows/row_partition.hpp"

#include <algorithm>
#include <numeric>

namespace ballast::classifiers {

RowPartition::RowPartition(std::size_t rows) : rows_(rows), scratch_(rows) {}

void RowPartition::reset(numeric::ThreadPool& pool) {
  pool.parallel_for_blocks(rows_.size(), std::size_t{1} << 16, [&](std::size_t first, std::size_t last) {
    std::iota(rows_.begin() + static_cast<std::ptrdiff_t>(first), rows_.begin() + static_cast<std::ptrdiff_t>(last),
              static_cast<std::uint32_t>(first));
  });
}

void RowPartition::split(const BinnedData& data, std::span<RowSplit> splits, numeric::ThreadPool& pool) {
  blocks_.clear();
  for (std::uint32_t s = 0; s < splits.size(); ++s) {
    for (std::uint32_t begin = splits[s].begin; begin < splits[s].end;
         begin += std::min(kBlock, splits[s].end - begin)) {
      blocks_.push_back({s, begin, std::min(splits[s].end, begin + std::min(kBlock, splits[s].end - begin))});
    }
  }
  pool.parallel_for(blocks_.size(), [&](std::size_t b) { split_block(data, splits[blocks_[b].split], blocks_[b]); });
  for (RowSplit& split : splits) split.middle = split.begin;
  for (const Block& block : blocks_) splits[block.split].middle += block.lefts;
  std::uint32_t current = static_cast<std::uint32_t>(-1), left_to = 0, right_to = 0;
  for (Block& block : blocks_) {
    if (block.split != current) {
      current = block.split;
      left_to = splits[current].begin;
      right_to = splits[current].middle;
    }
    block.left_to = left_to;
    block.right_to = right_to;
    left_to += block.lefts;
    right_to += block.end - block.begin - block.lefts;
  }
  pool.parallel_for(blocks_.size(), [&](std::size_t b) {
    const Block& block = blocks_[b];
    const std::uint32_t* const from = scratch_.data() + block.begin;
    std::copy_n(from, block.lefts, rows_.data() + block.left_to);
    std::copy_n(from + block.lefts, block.end - block.begin - block.lefts, rows_.data() + block.right_to);
  });
}

namespace {

// Lefts go to the front of `lefts`; rights wait in the rows themselves, which are read no more, and follow. No branch:
// every row is written to both sides, and only one side moves on.
template <class GoesLeft>
std::uint32_t part(std::uint32_t* rows, std::uint32_t size, std::uint32_t* lefts, GoesLeft goes_left) {
  std::uint32_t left = 0, right = 0;
  for (std::uint32_t i = 0; i < size; ++i) {
    const std::uint32_t row = rows[i];
    const bool goes = goes_left(row);
    lefts[left] = row;
    rows[right] = row;
    left += goes ? 1 : 0;
    right += goes ? 0 : 1;
  }
  std::copy_n(rows, right, lefts + left);
  return left;
}

}  // namespace

void RowPartition::split_block(const BinnedData& data, const RowSplit& split, Block& block) {
  const std::uint8_t* const codes = data.column(split.feature);
  std::uint32_t* const lefts = scratch_.data() + block.begin;
  std::uint32_t* const rows = rows_.data() + block.begin;
  const std::uint32_t size = block.end - block.begin;
  if (split.left_codes != nullptr) {
    const CodeSet& set = *split.left_codes;
    block.lefts = part(rows, size, lefts, [&](std::uint32_t row) { return set.contains(codes[row]); });
  } else {
    const auto shift = static_cast<std::uint8_t>(split.missing_left ? 1 : 0);  // kMissingCode + 1 wraps to 0
    const auto last_left = static_cast<std::uint8_t>(split.bin + shift);
    block.lefts = part(rows, size, lefts,
                       [&](std::uint32_t row) { return static_cast<std::uint8_t>(codes[row] + shift) <= last_left; });
  }
}

std::uint32_t split_rows_slowly(const BinnedData& data, const RowSplit& split, std::span<std::uint32_t> rows) {
  const auto middle = std::stable_partition(rows.begin(), rows.end(), [&](std::uint32_t row) {
    const std::uint8_t code = data.column(split.feature)[row];
    if (split.left_codes != nullptr) return split.left_codes->contains(code);
    return code == kMissingCode ? split.missing_left : code <= split.bin;
  });
  return split.begin + static_cast<std::uint32_t>(middle - rows.begin());
}

}  // namespace ballast::classifiers
