// Rows in memory: a node is a range of the partition, and portions of ranges are counted at the same time.
#include "classifiers/boosting/rows/rows_in_memory.hpp"

#include <algorithm>
#include <utility>

#include "classifiers/boosting/gradient_histogram.hpp"
#include "classifiers/boosting/node_histograms.hpp"

namespace ballast::classifiers {

RowsInMemory::RowsInMemory(const BinnedData& data, numeric::ThreadPool& pool)
    : data_(data), pool_(pool), partition_(data.places()) {
  for (std::size_t thread = 0; thread < pool.threads(); ++thread) {
    scratch_.push_back({numeric::Buffer<PackedGradient>(kTileCells), numeric::Buffer<PackedGradient>(kPackedRows)});
  }
}

NodeRows RowsInMemory::start(std::span<const PackedGradient> gradients) {
  gradients_ = gradients;
  partition_.reset(pool_);
  return {0, 0, static_cast<std::uint32_t>(data_.places())};
}

void RowsInMemory::part(std::span<NodeParting> partings) {
  splits_.clear();
  for (const NodeParting& parting : partings) {
    const GradientSplit& split = *parting.split;
    splits_.push_back({parting.parent.begin, parting.parent.end, split.feature, split.bin, split.missing_left, 0,
                       split.by_label ? &split.left_codes : nullptr});
  }
  partition_.split(data_, splits_, pool_);
  for (std::size_t i = 0; i < partings.size(); ++i) {
    NodeParting& parting = partings[i];
    parting.left.begin = parting.parent.begin;
    parting.left.end = parting.right.begin = splits_[i].middle;
    parting.right.end = parting.parent.end;
  }
}

void RowsInMemory::cut(std::span<const NodeCount> counts) {
  portions_.clear();
  for (std::uint32_t c = 0; c < counts.size(); ++c) {
    constexpr auto kRows = static_cast<std::uint32_t>(kPackedRows);
    const NodeRows& rows = counts[c].rows;
    for (std::uint32_t begin = rows.begin; begin < rows.end;) {
      const std::uint32_t end = begin + std::min(kRows, rows.end - begin);
      portions_.push_back({c, begin, end});
      begin = end;
    }
  }
}

void RowsInMemory::count(std::span<const NodeCount> counts, NodeHistograms& into) {
  cut(counts);
  pool_.parallel_for(counts.size(), [&](std::size_t c) {
    const std::uint32_t size = counts[c].rows.size();  // one portion alone overwrites the cells
    if (size > kPackedRows || size == 0) into.clear(counts[c].slot);
  });
  pool_.parallel_for(portions_.size(), [&](std::size_t p, std::size_t worker) {
    count_portion(portions_[p], counts[portions_[p].count], into, scratch_[worker]);
  });
}

void RowsInMemory::count_portion(const Portion& portion, const NodeCount& count, NodeHistograms& into,
                                 Scratch& scratch) const {
  const std::span<const std::uint32_t> rows = partition_.rows(portion.begin, portion.end);
  const bool in_a_row = rows.back() - rows.front() + 1 == rows.size();  // rows ascend
  std::span<const PackedGradient> own = gradients_.subspan(rows.front(), in_a_row ? rows.size() : 1);
  if (!in_a_row) {
    for (std::size_t i = 0; i < rows.size(); ++i) scratch.gradients.data()[i] = gradients_[rows[i]];
    own = {scratch.gradients.data(), rows.size()};
  }
  const bool alone = portion.begin == count.rows.begin && portion.end == count.rows.end;
  for (std::size_t tile = 0; tile < data_.tiles(); ++tile) {
    PackedGradient* const packed = scratch.cells.data();
    if (in_a_row) {
      add_to_tile(tile_codes(data_, tile), rows.front(), own, packed);
    } else {
      add_to_tile(tile_codes(data_, tile), rows, own, packed);
    }
    into.take_in(count.slot, tile, packed, alone);
  }
}

void RowsInMemory::add(std::span<const NodeValue> leaves, float* margin, std::size_t stride) {
  constexpr std::uint32_t kBlock = 1 << 14;
  std::vector<std::pair<std::size_t, std::uint32_t>> blocks;  // of a leaf: where it begins
  for (std::size_t l = 0; l < leaves.size(); ++l) {
    const NodeRows& rows = leaves[l].rows;
    for (std::uint32_t begin = rows.begin; begin < rows.end; begin += std::min(kBlock, rows.end - begin)) {
      blocks.emplace_back(l, begin);
    }
  }
  pool_.parallel_for(blocks.size(), [&](std::size_t b) {
    const NodeValue& leaf = leaves[blocks[b].first];
    const std::uint32_t begin = blocks[b].second;
    for (const std::uint32_t row : partition_.rows(begin, begin + std::min(kBlock, leaf.rows.end - begin))) {
      margin[row * stride] += leaf.value;
    }
  });
}

}  // namespace ballast::classifiers
