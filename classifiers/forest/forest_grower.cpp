#include "classifiers/forest/forest_grower.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>
#include <utility>

namespace ballast::classifiers {

using numeric::Purpose;
using numeric::RandomStream;

template <class Counts>
ForestGrower<Counts>::ForestGrower(const ForestData& data, const ForestOptions& options)
    : data_(data),
      options_(options),
      counts_(data.classes, data.weight),
      kept_(data.binned, counts_),
      random_(options.seed, Purpose::kTreeFeatures),
      bootstrap_(data, options.seed),
      samples_(data.y.size()),
      right_(data.y.size()),
      features_(data.binned.features()),
      scratch_(kCodes * counts_.words()),
      shares_(counts_.outputs()) {
  const std::size_t features = data.binned.features();
  const auto root = static_cast<std::size_t>(std::sqrt(static_cast<double>(features)));
  max_features_ = std::min(features, options.max_features != 0 ? options.max_features : std::max<std::size_t>(1, root));
}

template <class Counts>
DecisionTree ForestGrower<Counts>::grow(std::uint64_t number, std::span<std::uint8_t> drawn, std::size_t slot) {
  bootstrap_.draw(number, slot, drawn, samples_);
  random_ = RandomStream(options_.seed, Purpose::kTreeFeatures, number);
  std::iota(features_.begin(), features_.end(), 0u);
  DecisionTree tree;
  tree.nodes.emplace_back();
  Node root{0, static_cast<std::uint32_t>(samples_.size()), 0, 0, 0, kNone};
  root.counts = kept_.take(root.size());
  if (options_.max_leaves != 0) {
    grow_by_gain(root, tree);
    sum_covers(tree);
    return tree;
  }
  stack_.assign(1, root);
  while (!stack_.empty()) {
    const Node node = stack_.back();
    stack_.pop_back();
    visit(node, tree);
  }
  sum_covers(tree);
  return tree;
}

template <class Counts>
void ForestGrower<Counts>::visit(Node node, DecisionTree& tree) {
  double gain = 0;
  const GiniSplit split = find_split(node, gain);
  if (split.score < 0) return make_leaf(node, tree);
  const auto [left, right] = split_node(node, split, gain, tree);
  const bool left_smaller = left.size() < right.size();
  stack_.push_back(left_smaller ? right : left);  // the larger waits: few nodes that keep counts wait at a time
  stack_.push_back(left_smaller ? left : right);
}

// Best-first: the frontier's node whose split lowers impurity most is split next; of equals the one made first.
// Nodes are not visited in the order of their paths, so no node hands its constant features on.
template <class Counts>
void ForestGrower<Counts>::grow_by_gain(const Node& root, DecisionTree& tree) {
  const auto later = [](const Candidate& a, const Candidate& b) {
    return a.gain != b.gain ? a.gain < b.gain : a.node.index > b.node.index;
  };
  std::vector<Candidate> heap;
  const auto add = [&](Node node) {
    node.constants = 0;
    double gain = 0;
    const GiniSplit split = find_split(node, gain);
    if (split.score < 0) return make_leaf(node, tree);
    heap.push_back({node, split, gain});
    std::push_heap(heap.begin(), heap.end(), later);
  };
  add(root);
  for (std::size_t leaves = 1; !heap.empty() && leaves < options_.max_leaves; ++leaves) {
    std::pop_heap(heap.begin(), heap.end(), later);
    const Candidate best = heap.back();
    heap.pop_back();
    const auto [left, right] = split_node(best.node, best.split, best.gain, tree);
    add(left);
    add(right);
  }
  for (const Candidate& rest : heap) {
    counts_.set_total(samples(rest.node));
    make_leaf(rest.node, tree);
  }
}

// The split of a node and what it gains; a score below 0 when the node is a leaf.
template <class Counts>
GiniSplit ForestGrower<Counts>::find_split(Node& node, double& gain) {
  counts_.set_total(samples(node));
  if (is_leaf(node)) return {};
  const GiniSplit split = best_split(node);
  gain = std::max(split.score - counts_.unsplit_score(), 0.0) * data_.weight_unit;
  return split;
}

template <class Counts>
auto ForestGrower<Counts>::split_node(const Node& node, const GiniSplit& split, double gain, DecisionTree& tree)
    -> std::pair<Node, Node> {
  const std::uint32_t middle = partition(node, split);
  const auto first_child = static_cast<std::uint32_t>(tree.nodes.size());
  Node left{node.begin, middle, first_child, node.depth + 1, node.constants, kNone};
  Node right{middle, node.end, first_child + 1, node.depth + 1, node.constants, kNone};
  const SplitThreshold threshold = split_threshold(data_.binned.bins(split.feature), split.bin, split.next);
  tree.nodes[node.index] = {.feature = static_cast<std::int32_t>(split.feature),
                            .threshold = threshold.value,
                            .left = first_child,
                            .missing_left = split.missing_left,
                            .gain = static_cast<float>(gain),
                            .exact = threshold.exact};
  if (!split.missing_seen) tree.nodes[node.index].missing_left = middle - node.begin >= node.end - middle;
  tree.nodes.resize(tree.nodes.size() + 2);
  hand_on_counts(node, left, right);
  return {left, right};
}

template <class Counts>
bool ForestGrower<Counts>::is_leaf(const Node& node) {
  return counts_.pure() ||
         counts_.total_draws() < std::max(options_.min_samples_split, 2 * options_.min_samples_leaf) ||
         (options_.max_depth != 0 && node.depth >= options_.max_depth);
}

template <class Counts>
void ForestGrower<Counts>::make_leaf(const Node& node, DecisionTree& tree) {
  counts_.shares(shares_.data());
  tree.nodes[node.index].cover = static_cast<float>(counts_.total_weight() * data_.weight_unit);
  tree.nodes[node.index].value = static_cast<std::uint32_t>(tree.values.size() / shares_.size());
  tree.values.insert(tree.values.end(), shares_.begin(), shares_.end());
  kept_.give_back(node.counts);
}

// features_ holds, in this order: those known to be constant, those found constant here, the undrawn, the drawn.
template <class Counts>
GiniSplit ForestGrower<Counts>::best_split(Node& node) {
  GiniSplit best;
  std::size_t known = node.constants;  // constants not yet drawn: they count, but need no look
  std::size_t found = node.constants, end = features_.size();
  for (std::size_t drawn = 0, varying = 0; found < end && (drawn < max_features_ || varying == 0); ++drawn) {
    const std::size_t draw = random_.below(known + end - found);
    if (draw < known) {
      --known;
      continue;
    }
    const std::size_t at = found + draw - known;
    bool constant = false;
    const GiniSplit split = look_at(node, features_[at], constant);
    if (constant) {
      std::swap(features_[at], features_[found++]);
    } else {
      ++varying;
      std::swap(features_[at], features_[--end]);
      if (split.score > best.score) best = split;
    }
  }
  node.constants = static_cast<std::uint32_t>(found);
  return best;
}

template <class Counts>
GiniSplit ForestGrower<Counts>::look_at(const Node& node, std::size_t feature, bool& constant) {
  const bool all = node.counts != kNone || node.size() > kSmallNode;
  const GiniScan<Counts> scan = all ? scan_big(node, feature) : scan_small(node, feature);
  constant = scan.constant();
  GiniSplit split = scan.best();
  split.feature = feature;
  return split;
}

// Through all bins, by kept counts or by counts made in the scratch.
template <class Counts>
GiniScan<Counts> ForestGrower<Counts>::scan_big(const Node& node, std::size_t feature) {
  const std::size_t bins = data_.binned.bins(feature).bins();
  const std::uint64_t* cells = scratch_.data();
  if (node.counts == kNone) {
    kept_.count(feature, samples(node), scratch_.data());
  } else {
    cells = kept_.of_feature(node.counts, feature, samples(node));
  }
  std::size_t cut = kEveryCut;
  if (options_.extra_random) {
    const auto used = [&](std::size_t bin) { return !Counts::empty(cells + bin * counts_.words()); };
    std::size_t lowest = 0, highest = bins;
    while (lowest < bins && !used(lowest)) ++lowest;
    while (highest > lowest && !used(highest - 1)) --highest;
    cut = random_cut(feature, lowest, highest - 1);
  }
  const GiniScan<Counts> scan = scan_all(counts_, cells, bins, options_.min_samples_leaf, cut);
  if (node.counts == kNone) std::fill(scratch_.begin(), scratch_.end(), 0);
  return scan;
}

// Through the bins in use alone: their mask visits them in order, which sorts the samples.
template <class Counts>
GiniScan<Counts> ForestGrower<Counts>::scan_small(const Node& node, std::size_t feature) {
  const std::uint8_t* const column = data_.binned.column(feature);
  const std::size_t words = counts_.words();
  BinMask mask{};
  for (const InBag sample : samples(node)) {
    const std::uint8_t code = column[sample.row];
    counts_.add(scratch_.data() + code * words, sample);
    mask[code / 64] |= std::uint64_t{1} << (code % 64);
  }
  std::size_t cut = kEveryCut;
  if (options_.extra_random) {
    std::size_t lowest = kCodes, highest = 0;
    for (std::size_t bin = 0; bin < kMissingCode; ++bin) {
      if ((mask[bin / 64] >> (bin % 64) & 1) == 0) continue;
      lowest = std::min(lowest, bin);
      highest = bin;
    }
    cut = random_cut(feature, lowest, highest);
  }
  const GiniScan<Counts> scan = scan_masked(counts_, scratch_.data(), mask, options_.min_samples_leaf, cut);
  for (std::size_t word = 0; word < mask.size(); ++word) {
    for (std::uint64_t bits = mask[word]; bits != 0; bits &= bits - 1) {
      const std::size_t bin = word * 64 + static_cast<std::size_t>(std::countr_zero(bits));
      std::fill_n(scratch_.begin() + static_cast<std::ptrdiff_t>(bin * words), words, 0);
    }
  }
  return scan;
}

// The last bin left of a cut at a random point between the values of two bins (extremely randomised trees: Geurts,
// Ernst and Wehenkel 2006); kEveryCut when there is nothing between them.
template <class Counts>
std::size_t ForestGrower<Counts>::random_cut(std::size_t feature, std::size_t lowest, std::size_t highest) {
  const FeatureBins& bins = data_.binned.bins(feature);
  if (highest >= bins.bins() || lowest >= highest) return kEveryCut;
  const double from = bins.lowest[lowest], to = bins.highest[highest];
  const std::size_t bin = bins.code(from + (to - from) * random_.uniform());
  return std::clamp(bin, lowest, highest - 1);
}

// Stable, without a branch: every sample is written to both sides, and only one side moves on.
template <class Counts>
std::uint32_t ForestGrower<Counts>::partition(const Node& node, const GiniSplit& split) {
  const std::uint8_t* const column = data_.binned.column(split.feature);
  const auto shift = static_cast<std::uint8_t>(split.missing_left ? 1 : 0);  // kMissingCode + 1 wraps to 0
  const auto last_left = static_cast<std::uint8_t>(split.bin + shift);
  InBag* const begin = samples_.data() + node.begin;
  const std::size_t size = node.end - node.begin;
  InBag* const right = right_.data();
  std::size_t lefts = 0, rights = 0;
  for (std::size_t i = 0; i < size; ++i) {
    const InBag sample = begin[i];
    const bool goes_left = static_cast<std::uint8_t>(column[sample.row] + shift) <= last_left;
    begin[lefts] = sample;
    right[rights] = sample;
    lefts += goes_left ? 1 : 0;
    rights += goes_left ? 0 : 1;
  }
  std::copy_n(right, rights, begin + lefts);
  return node.begin + static_cast<std::uint32_t>(lefts);
}

// The node's counts become the larger child's when taking the smaller child's samples out of them is cheaper than
// counting the larger child afresh: smaller x D against larger x (features drawn).
template <class Counts>
void ForestGrower<Counts>::hand_on_counts(const Node& node, Node& left, Node& right) {
  Node& smaller = left.size() < right.size() ? left : right;
  Node& larger = &smaller == &left ? right : left;
  if (node.counts != kNone && larger.size() >= KeptCounts<Counts>::kCountedNode &&
      smaller.size() * data_.binned.features() < larger.size() * max_features_) {
    kept_.remove(node.counts, samples(smaller));
    larger.counts = node.counts;
  } else {
    kept_.give_back(node.counts);
    larger.counts = kept_.take(larger.size());
  }
  smaller.counts = kept_.take(smaller.size());
}

template class ForestGrower<BinaryCounts>;
template class ForestGrower<WeightedCounts>;

}  // namespace ballast::classifiers
