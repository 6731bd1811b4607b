#include "app/models/interchange/xgboost_tree.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "classifiers/bins/binning.hpp"

namespace ballast::app {
namespace {

using classifiers::CodeSet;
using classifiers::DecisionTree;
using classifiers::TreeNode;

constexpr std::size_t kMostNodes = std::size_t{1} << 31;

// For each node with a list of categories, those that go left.
using LeftSets = std::map<std::int64_t, CodeSet>;

CodeSet all_but(std::span<const std::int64_t> right, const JsonNode& place) {
  CodeSet left;
  for (std::size_t code = 0; code < classifiers::kMissingCode; ++code) left.insert(code);
  for (const std::int64_t category : right) {
    const auto code = static_cast<std::size_t>(category);
    if (!left.contains(code)) throw place.fault("category " + std::to_string(code) + " occurs twice for one node");
    left.erase(code);
  }
  return left;
}

// Lists follow one another without a gap, as XGBoost writes them, so that none can overlap or reach beyond the end.
LeftSets read_categories(const JsonNode& tree, std::int64_t last_node) {
  const JsonNode place = tree.at("categories");
  const std::size_t lists = tree.at("categories_nodes").length(), total = place.length();
  const auto most = static_cast<std::int64_t>(total);
  const auto nodes = tree.at("categories_nodes").wholes(lists, 0, last_node);
  const auto firsts = tree.at("categories_segments").wholes(lists, 0, most);
  const auto sizes = tree.at("categories_sizes").wholes(lists, 1, most);
  const auto categories = place.wholes(total, 0, classifiers::kMissingCode - 1);
  LeftSets out;
  std::int64_t next = 0;
  for (std::size_t i = 0; i < lists; ++i) {
    if (firsts[i] != next || sizes[i] > most - next) {
      throw place.fault("list " + std::to_string(i) + " does not follow the one before it, or ends beyond the last");
    }
    const auto right =
        std::span(categories).subspan(static_cast<std::size_t>(next), static_cast<std::size_t>(sizes[i]));
    if (!out.emplace(nodes[i], all_but(right, place)).second) {
      throw place.fault("node " + std::to_string(nodes[i]) + " has two lists");
    }
    next += sizes[i];
  }
  if (next != most) throw place.fault("elements that belong to no list");
  return out;
}

// The arrays of one tree, as XGBoost names them.
struct TreeArrays {
  std::vector<std::int64_t> left, right, feature, default_left, type;
  std::vector<float> number, cover, gain;
  LeftSets sets;

  explicit TreeArrays(const JsonNode& tree) {
    const std::size_t count = tree.at("left_children").length();
    tree.at("tree_param").at("num_nodes").size(count, count);
    if (count == 0 || count > kMostNodes) throw tree.fault("a tree without nodes, or too many");
    if (tree.at("tree_param").has("size_leaf_vector") &&
        tree.at("tree_param").at("size_leaf_vector").size(0, kMostNodes) > 1) {
      throw tree.fault("leaves of several outputs (multi_output_tree)").expected("one output a tree");
    }
    const auto last = static_cast<std::int64_t>(count) - 1;
    left = tree.at("left_children").wholes(count, -1, last);
    right = tree.at("right_children").wholes(count, -1, last);
    // Nodes that pruning took out keep a feature beyond all others.
    feature = tree.at("split_indices").wholes(count, 0, (std::int64_t{1} << 32) - 1);
    default_left = tree.at("default_left").wholes(count, 0, 1);
    type = tree.has("split_type") ? tree.at("split_type").wholes(count, 0, 1) : std::vector<std::int64_t>(count, 0);
    if (std::ranges::count(type, 1) != 0) sets = read_categories(tree, last);
    number = tree.at("split_conditions").numbers(count);
    cover = tree.at("sum_hessian").numbers(count);
    gain = tree.at("loss_changes").numbers(count);
  }
};

// Follows the children from the root; each node once, or it is no tree.
class TreeBuilder {
 public:
  TreeBuilder(const JsonNode& place, const TreeArrays& arrays, const FeatureCodes& codes)
      : place_(place), arrays_(arrays), codes_(codes), seen_(arrays.left.size(), false) {}

  DecisionTree build() {
    visit(0);
    for (std::size_t i = 0; i < source_.size(); ++i) {
      const std::size_t from = source_[i];
      arrays_.left[from] == -1 ? make_leaf(i, from) : make_split(i, from);
    }
    sum_covers(tree_);
    if (!std::isfinite(tree_.nodes[0].cover)) throw place_.fault("sum_hessian adds up beyond float32");
    return std::move(tree_);
  }

 private:
  [[noreturn]] void fail(std::size_t node, const std::string& what) const {
    throw place_.fault("node " + std::to_string(node) + " " + what);
  }
  // The node `from` of the file becomes the next one of ours.
  void visit(std::size_t from) {
    if (seen_[from]) fail(from, "is the child of two nodes, or of itself");
    seen_[from] = true;
    source_.push_back(from);
    tree_.nodes.emplace_back();
  }
  float at_least_zero(float value, std::size_t from, const char* what) const {
    if (!(value >= 0)) fail(from, std::string("has a bad ") + what);
    return value;
  }
  void make_leaf(std::size_t to, std::size_t from) {
    if (arrays_.right[from] != -1) fail(from, "has one child");
    if (std::isnan(arrays_.number[from])) fail(from, "is a leaf without a value");
    TreeNode& node = tree_.nodes[to];
    node.cover = at_least_zero(arrays_.cover[from], from, "sum_hessian");
    node.value = static_cast<std::uint32_t>(tree_.values.size());
    tree_.values.push_back(arrays_.number[from]);
  }
  void make_split(std::size_t to, std::size_t from) {
    if (arrays_.right[from] == -1) fail(from, "has one child");
    if (arrays_.feature[from] >= static_cast<std::int64_t>(codes_.size())) {
      fail(from, "splits on a feature beyond num_feature");
    }
    TreeNode& node = tree_.nodes[to];
    node.feature = static_cast<std::int32_t>(arrays_.feature[from]);
    node.missing_left = arrays_.default_left[from] == 1;
    node.gain = std::max(0.0F, arrays_.gain[from]);  // rounding may leave a gain just below zero
    arrays_.type[from] == 1 ? set_labels(node, from) : set_threshold(node, from);
    node.left = static_cast<std::uint32_t>(tree_.nodes.size());
    visit(static_cast<std::size_t>(arrays_.left[from]));
    visit(static_cast<std::size_t>(arrays_.right[from]));
  }
  void set_threshold(TreeNode& node, std::size_t from) const {
    if (std::isnan(arrays_.number[from])) fail(from, "is a split without a threshold");
    if (!codes_of(node).empty()) fail(from, "splits labels by a threshold");
    node.threshold = arrays_.number[from];
  }
  void set_labels(TreeNode& node, std::size_t from) {
    const auto set = arrays_.sets.find(static_cast<std::int64_t>(from));
    if (set == arrays_.sets.end()) fail(from, "splits by categories and has no list of them");
    node.by_label = true;
    node.value = static_cast<std::uint32_t>(tree_.sets.size());
    tree_.sets.push_back(codes_of(node).empty() ? set->second : recoded(set->second, codes_of(node), from));
  }
  const std::vector<std::size_t>& codes_of(const TreeNode& node) const {
    return codes_[static_cast<std::size_t>(node.feature)];
  }
  CodeSet recoded(const CodeSet& left, const std::vector<std::size_t>& codes, std::size_t from) const {
    for (std::size_t c = codes.size(); c < classifiers::kMissingCode; ++c) {
      if (!left.contains(c)) fail(from, "sends a category right that its feature does not have");
    }
    CodeSet out;
    for (std::size_t c = 0; c < codes.size(); ++c) {
      if (left.contains(c)) out.insert(codes[c]);
    }
    return out;
  }

  const JsonNode& place_;
  const TreeArrays& arrays_;
  const FeatureCodes& codes_;
  std::vector<bool> seen_;
  std::vector<std::size_t> source_;  // of each of our nodes: its number in the file
  DecisionTree tree_;
};

}  // namespace

DecisionTree read_xgboost_tree(const JsonNode& tree, const FeatureCodes& codes) {
  const TreeArrays arrays(tree);
  return TreeBuilder(tree, arrays, codes).build();
}

}  // namespace ballast::app
