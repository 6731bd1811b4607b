// Passes over a code file: rows move to their new nodes, and count where they are asked to.
#include "classifiers/boosting/rows/rows_on_disk.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "classifiers/boosting/gradient_histogram.hpp"
#include "classifiers/boosting/node_histograms.hpp"

namespace ballast::classifiers {
namespace {

std::size_t share_of(std::size_t rows, std::size_t threads) {
  return (rows + threads - 1) / threads;
}

CodeSet codes_to_the_left(const GradientSplit& split) {
  if (split.by_label) return split.left_codes;
  CodeSet out;
  for (std::size_t code = 0; code <= split.bin; ++code) out.insert(code);
  out.erase(kMissingCode);  // of a split that only parts the missing ones, bin may be the last
  if (split.missing_left) out.insert(kMissingCode);
  return out;
}

}  // namespace

RowsOnDisk::RowsOnDisk(const CodeFile& file, std::size_t room, numeric::ThreadPool& pool)
    : features_(file.features()), shape_(file.shape()), stream_(file, room), pool_(pool), node_(shape_.rows) {
  const std::size_t share = share_of(std::min(shape_.block_rows, shape_.rows), pool.threads());
  for (std::size_t thread = 0; thread < pool.threads(); ++thread) {
    scratch_.push_back({numeric::Buffer<PackedGradient>(kTileCells),
                        numeric::Buffer<std::uint16_t>(share),
                        numeric::Buffer<std::uint32_t>(share),
                        numeric::Buffer<PackedGradient>(share),
                        {}});
  }
}

std::size_t RowsOnDisk::thread_bytes(std::size_t block_rows, std::size_t threads) {
  constexpr std::size_t kOfRow = sizeof(std::uint16_t) + sizeof(std::uint32_t) + sizeof(PackedGradient);
  return kTileCells * sizeof(PackedGradient) + share_of(block_rows, threads) * kOfRow;
}

template <class Work>
void RowsOnDisk::pass(Work&& work) {
  stream_.pass([&](std::size_t number, const std::uint8_t* codes) {
    const Block block{codes, number * shape_.block_rows, shape_.rows_of(number)};
    pool_.parallel_for_blocks(
        block.rows, share_of(block.rows, pool_.threads()),
        [&](std::size_t first, std::size_t last, std::size_t worker) { work(block, first, last, scratch_[worker]); });
  });
}

NodeRows RowsOnDisk::start(std::span<const PackedGradient> gradients) {
  gradients_ = gradients;
  std::ranges::fill(node_, std::uint16_t{0});
  forget_rules();
  return {0, 0, static_cast<std::uint32_t>(shape_.rows)};
}

void RowsOnDisk::part(std::span<NodeParting> partings) {
  for (NodeParting& parting : partings) {
    assert(parting.right.node == parting.left.node + 1 && parting.right.node < kMostNodes);
    if (rules_.size() <= parting.right.node) rules_.resize(parting.right.node + 1);
    rules_[parting.parent.node] = {true, parting.split->feature, static_cast<std::uint16_t>(parting.left.node),
                                   codes_to_the_left(*parting.split)};
    any_rule_ = true;
    const std::uint32_t rows = parting.parent.size();
    const auto left = static_cast<std::uint32_t>(std::lround(parting.left_share * static_cast<double>(rows)));
    parting.left.end = std::max(left, 2u);
    parting.right.end = std::max(rows - std::min(left, rows), 2u);
  }
}

void RowsOnDisk::forget_rules() {
  rules_.assign(1, {});
  any_rule_ = false;
}

// Rows of a node that has been split go to its children.
void RowsOnDisk::move_rows(const Block& block, std::size_t first, std::size_t last) {
  if (!any_rule_) return;
  std::uint16_t* const node = node_.data() + block.first;
  for (std::size_t row = first; row < last; ++row) {
    if (node[row] >= rules_.size()) continue;
    const Rule& rule = rules_[node[row]];
    if (!rule.splits) continue;
    const std::size_t tile = rule.feature / kTileFeatures, lane = rule.feature % kTileFeatures;
    const std::uint8_t code = block.codes[(tile * block.rows + row) * kTileFeatures + lane];
    node[row] = static_cast<std::uint16_t>(rule.left + (rule.left_codes.contains(code) ? 0 : 1));
  }
}

void RowsOnDisk::count(std::span<const NodeCount> counts, NodeHistograms& into) {
  if (counts.empty()) return;
  count_of_.assign(std::max<std::size_t>(rules_.size(), 1), kUncounted);
  for (std::size_t c = 0; c < counts.size(); ++c) {
    into.clear(counts[c].slot);
    const std::uint32_t node = counts[c].rows.node;
    if (count_of_.size() <= node) count_of_.resize(node + 1, kUncounted);
    count_of_[node] = static_cast<std::uint16_t>(c + 1);
  }
  pass([&](const Block& block, std::size_t first, std::size_t last, Scratch& scratch) {
    move_rows(block, first, last);
    sort_rows(block, first, last, counts.size(), scratch);
    count_share(block, counts, into, scratch);
  });
  forget_rules();
}

// Counting sort of the rows that count.
void RowsOnDisk::sort_rows(const Block& block, std::size_t first, std::size_t last, std::size_t counts,
                           Scratch& scratch) const {
  const std::uint16_t* const node = node_.data() + block.first;
  scratch.ends.assign(counts + 1, 0);
  for (std::size_t row = first; row < last; ++row) {
    const std::uint16_t c = node[row] < count_of_.size() ? count_of_[node[row]] : kUncounted;
    scratch.counted[row - first] = c;
    ++scratch.ends[c];
  }
  scratch.ends[kUncounted] = 0;
  std::uint32_t sum = 0;
  for (std::uint32_t& end : scratch.ends) {
    sum += end;
    end = sum - end;
  }
  for (std::size_t row = first; row < last; ++row) {
    const std::uint16_t c = scratch.counted[row - first];
    if (c == kUncounted) continue;
    const std::uint32_t place = scratch.ends[c]++;
    scratch.rows[place] = static_cast<std::uint32_t>(row);
    scratch.gradients[place] = gradients_[block.first + row];
  }
}

void RowsOnDisk::count_share(const Block& block, std::span<const NodeCount> counts, NodeHistograms& into,
                             Scratch& scratch) const {
  std::uint32_t begin = 0;
  for (std::size_t c = 0; c < counts.size(); ++c) {
    for (const std::uint32_t end = scratch.ends[c + 1]; begin < end;) {
      const auto size = std::min<std::size_t>(kPackedRows, end - begin);
      const std::span<const std::uint32_t> rows(scratch.rows.data() + begin, size);
      const std::span<const PackedGradient> gradients(scratch.gradients.data() + begin, size);
      for (std::size_t tile = 0; tile < shape_.tiles(); ++tile) {
        const TileCodes codes{block.codes + tile * block.rows * kTileFeatures, features_.tile_features(tile)};
        if (rows.back() - rows.front() + 1 == rows.size()) {
          add_to_tile(codes, rows.front(), gradients, scratch.cells.data());
        } else {
          add_to_tile(codes, rows, gradients, scratch.cells.data());
        }
        into.take_in(counts[c].slot, tile, scratch.cells.data());
      }
      begin += static_cast<std::uint32_t>(size);
    }
  }
}

void RowsOnDisk::add(std::span<const NodeValue> leaves, float* margin, std::size_t stride) {
  std::vector<float> value;
  for (const NodeValue& leaf : leaves) {
    if (value.size() <= leaf.rows.node) value.resize(leaf.rows.node + 1);
    value[leaf.rows.node] = leaf.value;
  }
  const auto add_values = [&](std::size_t first, std::size_t last) {
    for (std::size_t row = first; row < last; ++row) margin[row * stride] += value[node_[row]];
  };
  if (!any_rule_) {
    constexpr std::size_t kRows = std::size_t{1} << 14;
    return pool_.parallel_for_blocks(shape_.rows, kRows, add_values);
  }
  pass([&](const Block& block, std::size_t first, std::size_t last, Scratch&) {
    move_rows(block, first, last);
    add_values(block.first + first, block.first + last);
  });
  forget_rules();
}

}  // namespace ballast::classifiers
