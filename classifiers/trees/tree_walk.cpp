#include "classifiers/trees/tree_walk.hpp"

#include <cmath>

#include "classifiers/bins/binning.hpp"
#include "classifiers/bins/float_rounding.hpp"

namespace ballast::classifiers {
namespace {

// A value goes right from here on, once it is a Number. (Below float32's numbers a value would round to -infinity.)
template <class Number>
Number compared_with(const TreeNode& split) {
  if constexpr (std::is_same_v<Number, double>) return cut_of(split);
  const float threshold = to_float32(split.threshold);
  return threshold > std::numeric_limits<float>::lowest() ? threshold : -std::numeric_limits<float>::infinity();
}

}  // namespace

template <class Number, class Link>
bool TreeWalk<Number, Link>::fits(std::span<const DecisionTree> trees, std::size_t features) {
  const unsigned low = low_bits(features), width = std::numeric_limits<Link>::digits;
  return low < width && std::ranges::all_of(trees, [&](const DecisionTree& tree) {
           if (tree.nodes.size() > std::size_t{std::numeric_limits<Link>::max() >> low}) return false;
           return std::is_same_v<Number, double> || std::ranges::none_of(tree.nodes, &TreeNode::exact);
         });
}

template <class Number, class Link>
TreeWalk<Number, Link>::TreeWalk(std::span<const DecisionTree> trees, std::size_t features, std::size_t outputs,
                                 std::size_t groups)
    : low_bits_(low_bits(features)), outputs_(outputs), groups_(groups) {
  std::size_t total = 0;
  for (const DecisionTree& tree : trees) total += tree.nodes.size();
  nodes_.reserve(total);
  value_of_.reserve(total);
  for (const DecisionTree& tree : trees) {
    trees_.push_back({nodes_.size(), static_cast<std::uint32_t>(tree.depth())});
    for (std::size_t number = 0; number < tree.nodes.size(); ++number) {
      const TreeNode& node = tree.nodes[number];
      nodes_.push_back(compile(node, number, sets_.size()));
      value_of_.push_back(static_cast<std::uint32_t>(node.is_leaf() ? values_.size() + node.value * outputs : 0));
    }
    values_.insert(values_.end(), tree.values.begin(), tree.values.end());
    sets_.insert(sets_.end(), tree.sets.begin(), tree.sets.end());
  }
}

template <class Number, class Link>
auto TreeWalk<Number, Link>::compile(const TreeNode& node, std::size_t number, std::size_t first_set) const -> Node {
  if (node.is_leaf()) {
    return {std::numeric_limits<Number>::quiet_NaN(), static_cast<Link>(static_cast<Link>(number) << low_bits_)};
  }
  const Link link = static_cast<Link>(static_cast<Link>(node.left) << low_bits_) |
                    static_cast<Link>(static_cast<Link>(node.feature) << kFlags);
  const Link flags = (node.missing_left ? 0 : kMissingRight) | (node.by_label ? kByLabel : 0);
  const auto set = static_cast<Bits>(first_set + node.value);
  return {node.by_label ? std::bit_cast<Number>(set) : compared_with<Number>(node), link | flags};
}

// Whether x goes right at a split by label (tree.hpp, goes_left).
template <class Number, class Link>
bool TreeWalk<Number, Link>::label_goes_right(Node node, Number value) const {
  const float x = to_float32(static_cast<double>(value));
  const bool is_code = x >= 0 && x < static_cast<float>(kMissingCode);
  if (!is_code) return (node.link & kMissingRight) != 0;
  return !sets_[std::bit_cast<Bits>(node.threshold)].contains(static_cast<std::size_t>(x));
}

template <class Number, class Link>
template <bool kMissing, bool kLabels>
void TreeWalk<Number, Link>::arrive(const Node* const* nodes, const double* const* rows, std::uint32_t* at,
                                    std::uint32_t depth) const {
  constexpr std::uint32_t kStride = 4;  // steps between two looks at whether all walks have arrived
  const unsigned low_bits = low_bits_;
  const Link low_mask = (Link{1} << low_bits) - 1;
  std::fill_n(at, kLanes, 0u);
  for (std::uint32_t step = 0; step < depth;) {
    std::uint32_t moved = 0;
    const std::uint32_t until = std::min(depth, step + kStride);
    for (; step < until; ++step) {
      moved = 0;
      for (std::size_t lane = 0; lane < kLanes; ++lane) {
        const Node node = nodes[lane][at[lane]];
        const auto value = static_cast<Number>(rows[lane][(node.link & low_mask) >> kFlags]);
        std::uint32_t right = value >= node.threshold ? 1 : 0;
        if constexpr (kMissing) right |= (std::isnan(value) ? 1u : 0u) & static_cast<std::uint32_t>(node.link);
        if constexpr (kLabels) {
          if ((node.link & kByLabel) != 0) right = label_goes_right(node, value) ? 1 : 0;
        }
        const std::uint32_t next = static_cast<std::uint32_t>(node.link >> low_bits) + right;
        moved |= next ^ at[lane];
        at[lane] = next;
      }
    }
    if (moved == 0) break;
  }
}

template <class Number, class Link>
void TreeWalk<Number, Link>::arrive(const Node* const* nodes, const double* const* rows, std::uint32_t* at,
                                    std::uint32_t depth, bool missing) const {
  if (!sets_.empty()) return arrive<true, true>(nodes, rows, at, depth);
  missing ? arrive<true, false>(nodes, rows, at, depth) : arrive<false, false>(nodes, rows, at, depth);
}

template <class Number, class Link>
void TreeWalk<Number, Link>::add_leaf(std::size_t tree, std::uint32_t leaf, float* sums) const {
  float* const out = sums + (outputs_ == 1 ? tree % groups_ : 0);
  const float* const value = values_.data() + value_of_[trees_[tree].first + leaf];
  for (std::size_t k = 0; k < outputs_; ++k) out[k] += value[k];
}

// Past the last row the lanes walk the last row again.
template <class Number, class Link>
void TreeWalk<Number, Link>::add_rows(std::size_t tree, numeric::MatrixView<const double> x,
                                      numeric::MatrixView<float> sums, bool missing) const {
  const Node* nodes[kLanes];
  std::ranges::fill(nodes, nodes_.data() + trees_[tree].first);
  for (std::size_t first = 0; first < x.rows(); first += kLanes) {
    const std::size_t count = std::min(kLanes, x.rows() - first);
    const double* rows[kLanes];
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      rows[lane] = x.data() + (first + std::min(lane, count - 1)) * x.stride();
    }
    std::uint32_t at[kLanes];
    arrive(nodes, rows, at, trees_[tree].depth, missing);
    for (std::size_t lane = 0; lane < count; ++lane) add_leaf(tree, at[lane], sums.row(first + lane).data());
  }
}

// Past the last tree the lanes walk the last tree again.
template <class Number, class Link>
void TreeWalk<Number, Link>::add_row(std::span<const double> x, std::span<float> sums, bool missing) const {
  const double* rows[kLanes];
  std::ranges::fill(rows, x.data());
  for (std::size_t first = 0; first < trees_.size(); first += kLanes) {
    const std::size_t count = std::min(kLanes, trees_.size() - first);
    const Node* nodes[kLanes];
    std::uint32_t at[kLanes], depth = 0;
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      const Tree& tree = trees_[first + std::min(lane, count - 1)];
      nodes[lane] = nodes_.data() + tree.first;
      depth = std::max(depth, tree.depth);
    }
    arrive(nodes, rows, at, depth, missing);
    for (std::size_t lane = 0; lane < count; ++lane) add_leaf(first + lane, at[lane], sums.data());
  }
}

template class TreeWalk<float, std::uint32_t>;
template class TreeWalk<float, std::uint64_t>;
template class TreeWalk<double, std::uint64_t>;

}  // namespace ballast::classifiers
