// Written field by field and not through a JSON library: XGBoost reads at most nine digits of a float32, which is what
// the shortest form has, while a library prints the digits of a double.
#include <algorithm>

#include "app/models/interchange/interchange.hpp"
#include "app/models/interchange/number_text.hpp"
#include "app/models/interchange/written_loss.hpp"
#include "classifiers/bins/binning.hpp"
#include "classifiers/explain/ensemble.hpp"
#include "engine/error.hpp"

namespace ballast::app {
namespace {

using classifiers::DecisionTree;
using classifiers::TreeEnsemble;
using classifiers::TreeNode;

constexpr std::uint32_t kNoParent = 2147483647;

template <class Range, class Text>
std::string array_of(const Range& values, Text&& text) {
  std::string out = "[";
  for (const auto& value : values) {
    if (out.size() > 1) out += ',';
    out += text(value);
  }
  return out + "]";
}

// Output k of a tree of the ensemble, and what is done to its leaves.
struct Written {
  const tabular::Schema& columns;
  const TreeEnsemble& ensemble;
  const DecisionTree& tree;
  std::size_t output = 0;
  float add = 0;  // to each leaf of the first tree of a group: the base margin

  float leaf(const TreeNode& node) const {
    const float value = tree.values[node.value * ensemble.outputs + output];
    return ensemble.is_forest ? value / static_cast<float>(ensemble.trees.size()) : add + value;
  }
};

std::vector<std::uint32_t> parents_of(const DecisionTree& tree) {
  std::vector<std::uint32_t> parents(tree.nodes.size(), kNoParent);
  for (std::uint32_t i = 0; i < tree.nodes.size(); ++i) {
    if (tree.nodes[i].is_leaf()) continue;
    parents[tree.nodes[i].left] = parents[tree.nodes[i].left + 1] = i;
  }
  return parents;
}

// XGBoost sends left what a split by label does not list. That is where missing values, and labels never seen with
// them, are to go: if they go right here, the two children change places in the file.
bool turned(const TreeNode& node) {
  return node.by_label && !node.missing_left;
}

// The labels that go right in the file. A column of numbers (an imported model's) holds any code.
std::vector<std::size_t> labels_right(const Written& written, const TreeNode& node) {
  const tabular::ColumnSchema& column = written.columns[static_cast<std::size_t>(node.feature)];
  const std::size_t codes = column.is_text() ? column.labels.size() : classifiers::kMissingCode;
  std::vector<std::size_t> out;
  for (std::size_t code = 0; code < codes && code < classifiers::kMissingCode; ++code) {
    if (written.tree.sets[node.value].contains(code) != node.missing_left) out.push_back(code);
  }
  if (out.empty()) {
    throw Error("a split of '" + column.name + "' sends every label where missing values go")
        .expected("labels on both sides, without which XGBoost does not load a split");
  }
  return out;
}

// The lists of all splits by label, end to end.
std::string categories_json(const Written& written) {
  std::vector<std::size_t> categories, nodes, firsts, sizes;
  for (std::size_t i = 0; i < written.tree.nodes.size(); ++i) {
    if (!written.tree.nodes[i].by_label) continue;
    const std::vector<std::size_t> right = labels_right(written, written.tree.nodes[i]);
    nodes.push_back(i);
    firsts.push_back(categories.size());
    sizes.push_back(right.size());
    categories.insert(categories.end(), right.begin(), right.end());
  }
  const auto list = [](const auto& numbers) { return array_of(numbers, [](auto n) { return std::to_string(n); }); };
  return "\"categories\":" + list(categories) + ",\"categories_nodes\":" + list(nodes) +
         ",\"categories_segments\":" + list(firsts) + ",\"categories_sizes\":" + list(sizes);
}

// XGBoost compares float32.
float float_threshold(const tabular::Schema& columns, const TreeNode& split) {
  if (!split.exact) return static_cast<float>(split.threshold);
  throw Error("a split of '" + columns[static_cast<std::size_t>(split.feature)].name +
              "' needs float64, and XGBoost compares float32")
      .expected("values that float32 tells apart")
      .got("a threshold of " + double_text(split.threshold))
      .hint("take a number near its values off the whole column and train again, or export to C++");
}

std::string tree_json(const Written& written, std::size_t id) {
  const std::vector<TreeNode>& nodes = written.tree.nodes;
  const auto each = [&](auto&& text) { return array_of(nodes, text); };
  const auto whole = [](auto number) { return std::to_string(number); };
  const auto number = [&](const TreeNode& node) {
    return node.is_leaf() ? written.leaf(node) : float_threshold(written.columns, node);
  };
  const auto child = [&](const TreeNode& node, std::uint32_t offset) {
    return node.is_leaf() ? std::string("-1") : whole(node.left + (turned(node) ? 1 - offset : offset));
  };
  const auto flag = [](bool value) { return std::string(1, value ? '1' : '0'); };
  return "{\"base_weights\":" +
         each([&](const TreeNode& node) { return node.is_leaf() ? float_text(written.leaf(node)) : "0.0"; }) + "," +
         categories_json(written) +
         ",\"default_left\":" + each([&](const TreeNode& node) { return flag(node.missing_left || node.by_label); }) +
         ",\"id\":" + whole(id) + ",\"left_children\":" + each([&](const TreeNode& node) { return child(node, 0); }) +
         ",\"loss_changes\":" + each([](const TreeNode& node) { return float_text(node.gain); }) +
         ",\"parents\":" + array_of(parents_of(written.tree), whole) +
         ",\"right_children\":" + each([&](const TreeNode& node) { return child(node, 1); }) +
         ",\"split_conditions\":" + each([&](const TreeNode& node) { return float_text(number(node)); }) +
         ",\"split_indices\":" + each([&](const TreeNode& node) { return whole(node.is_leaf() ? 0 : node.feature); }) +
         ",\"split_type\":" + each([&](const TreeNode& node) { return flag(node.by_label); }) +
         ",\"sum_hessian\":" + each([](const TreeNode& node) { return float_text(node.cover); }) +
         ",\"tree_param\":{\"num_deleted\":\"0\",\"num_feature\":\"" + whole(written.ensemble.features) +
         "\",\"num_nodes\":\"" + whole(nodes.size()) + "\",\"size_leaf_vector\":\"0\"}}";
}

// Trees in the order in which we add them; a forest of K classes gives K trees of one output each for one of its own.
std::string trees_json(const tabular::Schema& columns, const TreeEnsemble& ensemble, std::vector<std::size_t>& groups) {
  std::string out = "[";
  for (std::size_t t = 0; t < ensemble.trees.size(); ++t) {
    for (std::size_t k = 0; k < ensemble.outputs; ++k) {
      const std::size_t group = t % ensemble.groups + k;
      const bool first = t < ensemble.groups && !ensemble.is_forest;
      if (!groups.empty()) out += ',';
      out += tree_json({columns, ensemble, ensemble.trees[t], k, first ? ensemble.start[group] : 0.0F}, groups.size());
      groups.push_back(group);
    }
  }
  return out + "]";
}

bool sums_are_predictions(const TreeEnsemble& ensemble) {
  return ensemble.is_forest || ensemble.loss == classifiers::Loss::squared;
}

std::string objective_json(const TreeEnsemble& ensemble) {
  const std::string one_weight = R"("reg_loss_param":{"scale_pos_weight":"1"}})";
  if (sums_are_predictions(ensemble)) return R"({"name":"reg:squarederror",)" + one_weight;
  if (ensemble.groups == 1) return R"({"name":"binary:logistic",)" + one_weight;
  return R"({"name":"multi:softprob","softmax_multiclass_param":{"num_class":")" + std::to_string(ensemble.groups) +
         "\"}}";
}

// What the model learned from, unless it was imported and nobody knows.
std::string rows_json(const Provenance& made_by) {
  if (!made_by.imported.empty()) return "";
  return ",\"positives\":" + std::to_string(made_by.positives) + ",\"rows\":" + std::to_string(made_by.rows) +
         ",\"seed\":" + std::to_string(made_by.seed);
}

// What XGBoost has no place for.
std::string names_json(const ClassifierFile& file) {
  const auto labels = [](const tabular::ColumnSchema& column) { return array_of(column.labels, json_string); };
  const auto is_date = [](const tabular::ColumnSchema& column) { return column.kind == tabular::ColumnKind::date; };
  const auto format = [&](const tabular::ColumnSchema& column) {
    return json_string(is_date(column) ? column.format : "");
  };
  return "{\"classes\":" + array_of(file.classes, json_string) +
         ",\"classifier\":" + json_string(std::string(file.model->kind())) +
         (std::ranges::any_of(file.features, is_date) ? ",\"dates\":" + array_of(file.features, format) : "") +
         ",\"labels\":" + array_of(file.features, labels) + ",\"positive\":" + json_string(file.target.positive) +
         rows_json(file.made_by) + ",\"target\":" + json_string(file.target.column.name) +
         ",\"version\":" + json_string(file.made_by.version) + "}";
}

// "c" where a split goes by label: XGBoost then takes the column's values as codes.
std::string types_json(const tabular::Schema& columns, const TreeEnsemble& ensemble) {
  std::vector<const char*> types;
  for (const tabular::ColumnSchema& column : columns) {
    types.push_back(column.is_text() || column.kind == tabular::ColumnKind::integer ? "int" : "float");
  }
  for (const DecisionTree& tree : ensemble.trees) {
    for (const TreeNode& node : tree.nodes) {
      if (node.by_label) types[static_cast<std::size_t>(node.feature)] = "c";
    }
  }
  return array_of(types, json_string);
}

}  // namespace

std::string to_xgboost_json(const ClassifierFile& file) {
  const TreeEnsemble ensemble = classifiers::ensemble_of(*file.model);
  require_common_link(ensemble, "XGBoost's JSON");
  std::vector<std::size_t> groups;
  const std::string trees = trees_json(file.features, ensemble, groups);
  const auto whole = [](std::size_t number) { return std::to_string(number); };
  // Margins start from 0: of binary:logistic that is a base score of 1/2.
  const bool logistic = !sums_are_predictions(ensemble) && ensemble.groups == 1;
  return "{\"learner\":{\"attributes\":{\"ballast\":" + json_string(names_json(file)) +
         "},\"feature_names\":" + array_of(file.features, [](const auto& column) { return json_string(column.name); }) +
         ",\"feature_types\":" + types_json(file.features, ensemble) +
         ",\"gradient_booster\":{\"model\":{\"gbtree_model_param\":{\"num_parallel_tree\":\"1\",\"num_trees\":\"" +
         whole(groups.size()) + "\",\"size_leaf_vector\":\"0\"},\"tree_info\":" + array_of(groups, whole) +
         ",\"trees\":" + trees + "},\"name\":\"gbtree\"},\"learner_model_param\":{\"base_score\":\"" +
         (logistic ? "5E-1" : "0E0") + "\",\"boost_from_average\":\"0\",\"num_class\":\"" +
         whole(ensemble.groups == 1 ? 0 : ensemble.groups) + "\",\"num_feature\":\"" + whole(ensemble.features) +
         "\",\"num_target\":\"" + whole(ensemble.outputs) + "\"},\"objective\":" + objective_json(ensemble) +
         "},\"version\":[1,7,4]}\n";
}

}  // namespace ballast::app
