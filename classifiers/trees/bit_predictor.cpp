#include "classifiers/trees/bit_predictor.hpp"

#include <algorithm>
#include <limits>

#include "classifiers/trees/bit_lanes.hpp"

namespace ballast::classifiers {
namespace {

constexpr std::uint8_t kAlwaysRight = 255, kAlwaysLeft = 0;  // codes of a missing value
constexpr std::uint8_t kNeverRight = 255;                    // a limit that no code is above

}  // namespace

BitPredictor::BitPredictor(std::span<const DecisionTree> trees, std::size_t groups) : groups_(groups) {
  for (const DecisionTree& tree : trees) {
    if (!tree.sets.empty() || tree.nodes.size() >= 2 * kBitLeaves || tree.depth() > kBitLevels) return;
  }
  const std::vector<Slot> slots = slots_of(trees);
  constexpr std::size_t kSlotsForATree = 8;  // to code a value costs about an eighth of what a tree saves
  if (slots.size() > kMostSlots || slots.size() > kSlotsForATree * trees.size()) return;
  if (std::ranges::any_of(slots, [](const Slot& slot) { return slot.edges.size() > kMostEdges; })) return;
  for (const Slot& slot : slots) {
    search_.emplace_back(slot.edges, slot.missing_left ? kAlwaysLeft : kAlwaysRight);
    feature_of_.push_back(slot.feature);
  }
  for (const DecisionTree& tree : trees) {
    trees_.emplace_back().levels = tree.depth();
    trees_.back().limit.fill(kNeverRight);
    compile(tree, slots, 0, 0, 0, trees_.back());
  }
}

std::vector<BitPredictor::Slot> BitPredictor::slots_of(std::span<const DecisionTree> trees) {
  std::vector<Slot> slots;
  for (const DecisionTree& tree : trees) {
    for (const TreeNode& node : tree.nodes) {
      if (node.is_leaf()) continue;
      const auto feature = static_cast<std::size_t>(node.feature);
      auto slot = std::ranges::find_if(
          slots, [&](const Slot& s) { return s.feature == feature && s.missing_left == node.missing_left; });
      if (slot == slots.end()) slot = slots.insert(slot, {feature, node.missing_left, {}});
      if (slots.size() > kMostSlots) return slots;  // too many already; a search for each of thousands would take long
      slot->edges.push_back(cut_of(node));
    }
  }
  for (Slot& slot : slots) {
    std::ranges::sort(slot.edges);
    slot.edges.erase(std::unique(slot.edges.begin(), slot.edges.end()), slot.edges.end());
  }
  return slots;
}

// The part of a tree below `node`, which path bits `place` of `depth` steps lead to.
void BitPredictor::compile(const DecisionTree& tree, std::span<const Slot> slots, std::uint32_t node, std::size_t depth,
                           std::size_t place, Tree& out) {
  const TreeNode& from = tree.nodes[node];
  if (from.is_leaf()) {
    out.values[place] = tree.values[from.value];
    return;
  }
  const auto slot = std::ranges::find_if(slots, [&](const Slot& s) {
    return s.feature == static_cast<std::size_t>(from.feature) && s.missing_left == from.missing_left;
  });
  const std::size_t at = (std::size_t{1} << depth) - 1 + place;
  out.slot[at] = static_cast<std::uint8_t>(slot - slots.begin());
  out.limit[at] = static_cast<std::uint8_t>(std::ranges::lower_bound(slot->edges, cut_of(from)) - slot->edges.begin());
  compile(tree, slots, from.left, depth + 1, place, out);
  compile(tree, slots, from.left + 1, depth + 1, place | std::size_t{1} << depth, out);
}

// Codes of at most kBitRows rows; past the last row those of the last again.
void BitPredictor::encode(numeric::MatrixView<const double> x, Codes* codes) const {
  for (std::size_t slot = 0; slot < search_.size(); ++slot) {
    search_[slot](x.data() + feature_of_[slot], x.stride(), x.rows(), codes[slot]);
    std::fill(codes[slot] + x.rows(), codes[slot] + kBitRows, codes[slot][x.rows() - 1]);
  }
}

void BitPredictor::add_tree(const Tree& tree, const Codes* codes, float* sums) {
  std::uint64_t answers[kBitLeaves], path[kBitLevels];
  for (std::size_t n = 0; n + 1 < std::size_t{1} << tree.levels; ++n) {
    answers[n] = above(codes[tree.slot[n]], tree.limit[n]);
  }
  for (std::size_t depth = 0; depth < tree.levels; ++depth) {
    // The upper half of these splits is where step depth - 1 went right; of each half that of step depth - 2, ...
    std::uint64_t* const at = answers + (std::size_t{1} << depth) - 1;
    for (std::size_t step = depth; step-- > 0;) {
      const std::size_t half = std::size_t{1} << step;
      for (std::size_t i = 0; i < half; ++i) at[i] ^= (at[i] ^ at[i + half]) & path[step];
    }
    path[depth] = at[0];
  }
  add_values(path, tree.levels, tree.values.data(), sums);
}

void BitPredictor::add(numeric::MatrixView<const double> x, numeric::MatrixView<float> sums) const {
  alignas(64) Codes codes[kMostSlots];
  alignas(64) float block[kBitRows];
  for (std::size_t first = 0; first < x.rows(); first += kBitRows) {
    const std::size_t count = std::min(kBitRows, x.rows() - first);
    encode(x.row_block(first, count), codes);
    for (std::size_t group = 0; group < groups_; ++group) {
      for (std::size_t r = 0; r < count; ++r) block[r] = sums(first + r, group);
      for (std::size_t tree = group; tree < trees_.size(); tree += groups_) add_tree(trees_[tree], codes, block);
      for (std::size_t r = 0; r < count; ++r) sums(first + r, group) = block[r];
    }
  }
}

}  // namespace ballast::classifiers
