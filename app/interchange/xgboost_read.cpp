// Nothing in the file is believed: lengths are those of the arrays that are there, children are followed once each from
// the root, and every number is looked at.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>

#include "app/interchange/checked_json.hpp"
#include "app/interchange/interchange.hpp"
#include "app/version.hpp"
#include "classifiers/boosting.hpp"
#include "classifiers/forest.hpp"

namespace ballast::app {
namespace {

using classifiers::DecisionTree;
using classifiers::TreeNode;

constexpr std::size_t kMostColumns = 1'000'000, kMostTrees = 10'000'000;
constexpr std::size_t kMostNodes = std::size_t{1} << 31;

// The arrays of one tree, as XGBoost names them.
struct TreeArrays {
  std::vector<std::int64_t> left, right, feature, default_left, type;
  std::vector<float> number, cover, gain;

  TreeArrays(const JsonNode& tree, std::size_t features) {
    const std::size_t count = tree.at("left_children").length();
    tree.at("tree_param").at("num_nodes").size(count, count);
    if (count == 0 || count > kMostNodes) throw tree.fault("a tree without nodes, or too many");
    const auto last = static_cast<std::int64_t>(count) - 1;
    left = tree.at("left_children").wholes(count, -1, last);
    right = tree.at("right_children").wholes(count, -1, last);
    // Nodes that pruning took out keep a feature beyond all others.
    feature = tree.at("split_indices").wholes(count, 0, (std::int64_t{1} << 32) - 1);
    default_left = tree.at("default_left").wholes(count, 0, 1);
    type = tree.has("split_type") ? tree.at("split_type").wholes(count, 0, 1) : std::vector<std::int64_t>(count, 0);
    number = tree.at("split_conditions").numbers(count);
    cover = tree.at("sum_hessian").numbers(count);
    gain = tree.at("loss_changes").numbers(count);
    features_ = static_cast<std::int64_t>(features);
  }
  std::int64_t features() const { return features_; }

 private:
  std::int64_t features_;
};

// Follows the children from the root; each node once, or it is no tree.
class TreeBuilder {
 public:
  TreeBuilder(const JsonNode& place, const TreeArrays& arrays)
      : place_(place), arrays_(arrays), seen_(arrays.left.size(), false) {}

  DecisionTree build() {
    visit(0);
    for (std::size_t i = 0; i < source_.size(); ++i) {
      const std::size_t from = source_[i];
      arrays_.left[from] == -1 ? make_leaf(i, from) : make_split(i, from);
    }
    sum_covers(tree_);
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
    if (arrays_.feature[from] >= arrays_.features()) fail(from, "splits on a feature beyond num_feature");
    if (arrays_.type[from] != 0) fail(from, "splits by categories, which cannot be imported yet");
    if (std::isnan(arrays_.number[from])) fail(from, "is a split without a threshold");
    TreeNode& node = tree_.nodes[to];
    node.feature = static_cast<std::int32_t>(arrays_.feature[from]);
    node.threshold = arrays_.number[from];
    node.missing_left = arrays_.default_left[from] == 1;
    node.gain = std::max(0.0F, arrays_.gain[from]);  // rounding may leave a gain just below zero
    node.left = static_cast<std::uint32_t>(tree_.nodes.size());
    visit(static_cast<std::size_t>(arrays_.left[from]));
    visit(static_cast<std::size_t>(arrays_.right[from]));
  }

  const JsonNode& place_;
  const TreeArrays& arrays_;
  std::vector<bool> seen_;
  std::vector<std::size_t> source_;  // of each of our nodes: its number in the file
  DecisionTree tree_;
};

// Trees of each group in their order.
using Groups = std::vector<std::vector<DecisionTree>>;

Groups read_trees(const JsonNode& model, std::size_t groups, std::size_t features) {
  const JsonNode trees = model.at("trees");
  const std::size_t count = trees.length();
  if (count == 0 || count > kMostTrees) throw trees.fault("no trees, or too many");
  model.at("gbtree_model_param").at("num_trees").size(count, count);
  const auto info = model.at("tree_info").wholes(count, 0, static_cast<std::int64_t>(groups) - 1);
  Groups out(groups);
  std::size_t next = 0;
  for (const JsonNode& tree : trees.elements()) {
    const TreeArrays arrays(tree, features);
    out[static_cast<std::size_t>(info[next++])].push_back(TreeBuilder(tree, arrays).build());
  }
  for (const auto& group : out) {
    if (group.size() != out[0].size()) throw model.fault("classes with unequal numbers of trees");
  }
  return out;
}

// Our order: one tree of each group a round.
std::vector<DecisionTree> by_rounds(Groups groups) {
  std::vector<DecisionTree> out;
  for (std::size_t t = 0; t < groups[0].size(); ++t) {
    for (auto& group : groups) out.push_back(std::move(group[t]));
  }
  return out;
}

// The share that divided by `trees` gives the leaf's bits; by rounding one of a few next to leaf x trees.
float undivided(float leaf, float trees) {
  const float guess = leaf * trees;
  for (const float share : {guess, std::nextafter(guess, 0.0F), std::nextafter(guess, 2.0F)}) {
    if (share / trees == leaf) return share;
  }
  return guess;
}

// K trees of one output each become one of K outputs.
DecisionTree merged(const Groups& groups, std::size_t t, const JsonNode& place) {
  const auto trees = static_cast<float>(groups[0].size());
  DecisionTree out = groups[0][t];
  out.values.clear();
  for (std::size_t leaf = 0; leaf < groups[0][t].values.size(); ++leaf) {
    for (const auto& group : groups) {
      if (group[t].nodes != out.nodes) throw place.fault("trees of a forest that differ between classes");
      out.values.push_back(undivided(group[t].values[leaf], trees));
    }
  }
  return out;
}

std::unique_ptr<classifiers::Classifier> make_forest(const Groups& groups, std::size_t features,
                                                     const JsonNode& place) {
  std::vector<DecisionTree> trees;
  for (std::size_t t = 0; t < groups[0].size(); ++t) trees.push_back(merged(groups, t, place));
  return std::make_unique<classifiers::Forest>(std::move(trees), features, groups.size() == 1 ? 2 : groups.size());
}

// The attribute "ballast", if a forest or boosted model of ours went out with it.
struct Ours {
  std::string classifier, target, positive;
  std::vector<std::string> classes;
  std::vector<std::vector<std::string>> labels;  // of each column
};

std::optional<Ours> read_ours(const JsonNode& learner, const std::string& path) {
  if (!learner.has("attributes") || !learner.at("attributes").has("ballast")) return std::nullopt;
  const nlohmann::json json = parse_checked(learner.at("attributes").at("ballast").text(), path);
  const JsonNode node(json, "learner.attributes.ballast", path);
  Ours out{node.at("classifier").text(),
           node.at("target").text(),
           node.at("positive").text(),
           node.at("classes").texts(),
           {}};
  for (const JsonNode& labels : node.at("labels").elements()) out.labels.push_back(labels.texts());
  return out;
}

std::vector<std::string> feature_names(const JsonNode& learner, std::size_t features, const ForeignNames& names) {
  std::vector<std::string> out = names.features;
  if (!out.empty() && out.size() != features) {
    throw learner.fault("--features names another number of columns")
        .expected(std::to_string(features))
        .got(std::to_string(out.size()));
  }
  if (out.empty() && learner.has("feature_names") && learner.at("feature_names").length() != 0) {
    out = learner.at("feature_names").texts();
    if (out.size() != features) throw learner.fault("feature_names and num_feature differ");
  }
  if (out.empty()) {
    for (std::size_t i = 0; i < features; ++i) out.push_back(std::string("f").append(std::to_string(i)));
  }
  if (std::set<std::string>(out.begin(), out.end()).size() != features || std::ranges::count(out, std::string()) != 0) {
    throw learner.fault("a feature name is empty or occurs twice");
  }
  return out;
}

tabular::Schema read_schema(const JsonNode& learner, std::size_t features, const ForeignNames& names,
                            const std::optional<Ours>& ours) {
  tabular::Schema out;
  for (const std::string& name : feature_names(learner, features, names))
    out.push_back({name, tabular::ColumnKind::numeric, {}});
  if (!ours) return out;
  if (ours->labels.size() != features) throw learner.fault("attributes.ballast: labels and num_feature differ");
  for (std::size_t c = 0; c < features; ++c) {
    std::vector<std::string> labels = ours->labels[c];
    if (labels.empty()) continue;
    if (!std::ranges::is_sorted(labels) || std::ranges::adjacent_find(labels) != labels.end()) {
      throw learner.fault("attributes.ballast: labels of '" + out[c].name + "' repeat or are out of order");
    }
    out[c].kind = tabular::ColumnKind::categorical;
    out[c].labels = std::move(labels);
  }
  return out;
}

bool is_number(const std::string& text) {
  double value = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  return fault == std::errc{} && end == text.data() + text.size();
}

TargetColumn make_target(const ForeignNames& names, const std::optional<Ours>& ours, const tabular::Schema& features,
                         const JsonNode& learner) {
  TargetColumn out;
  out.column.name = names.target.value_or(ours ? ours->target : "target");
  out.positive = names.positive.value_or(ours ? ours->positive : "1");
  out.position = features.size();
  if (!is_number(out.positive)) out.column.labels = {out.positive};
  out.column.kind = is_number(out.positive) ? tabular::ColumnKind::integer : tabular::ColumnKind::categorical;
  if (std::ranges::any_of(features, [&](const auto& column) { return column.name == out.column.name; })) {
    throw learner.fault("a feature has the name of the target, '" + out.column.name + "'")
        .hint("--target gives it another");
  }
  return out;
}

std::vector<std::string> class_names(std::size_t classes, const ForeignNames& names, const std::optional<Ours>& ours,
                                     const JsonNode& learner) {
  if (classes == 2) return {};
  std::vector<std::string> out = !names.classes.empty() ? names.classes : ours ? ours->classes : names.classes;
  if (out.empty()) {
    for (std::size_t k = 0; k < classes; ++k) out.push_back(std::to_string(k));
  }
  if (out.size() != classes || std::set<std::string>(out.begin(), out.end()).size() != classes) {
    throw learner.fault("one name for each class is needed, and no two the same")
        .expected(std::to_string(classes))
        .got(std::to_string(out.size()))
        .hint("--classes names them");
  }
  return out;
}

// Where margins start: XGBoost keeps the base score as a probability in the logistic objectives, else as it is.
float base_margin(const JsonNode& parameters, bool logistic) {
  const float base = parameters.at("base_score").number_in_text();
  if (!logistic) return base;
  if (!(base > 0 && base < 1)) throw parameters.at("base_score").fault("not a probability between 0 and 1");
  return -std::log(1.0F / base - 1.0F);
}

std::unique_ptr<classifiers::Classifier> read_model(const JsonNode& learner, std::size_t features,
                                                    const std::optional<Ours>& ours) {
  const JsonNode parameters = learner.at("learner_model_param"), booster = learner.at("gradient_booster");
  if (const std::string name = booster.at("name").text(); name != "gbtree") {
    throw booster.fault("not a booster of plain trees").expected("gbtree").got(name);
  }
  const std::string objective = learner.at("objective").at("name").text();
  const bool logistic = objective == "binary:logistic" || objective == "reg:logistic";
  const bool softmax = objective == "multi:softprob" || objective == "multi:softmax";
  const bool forest = objective == "reg:squarederror" && ours && ours->classifier == "forest";
  if (!logistic && !softmax && !forest) {
    throw learner.at("objective")
        .fault("not the objective of a classifier")
        .expected("binary:logistic, reg:logistic, multi:softprob, multi:softmax, or a forest that ballast exported")
        .got(objective);
  }
  std::size_t groups = 1;
  if (softmax) groups = parameters.at("num_class").size(3, classifiers::kMostClasses);
  if (!softmax) parameters.at("num_class").size(0, 1);
  if (parameters.has("num_target")) {
    const std::size_t targets = parameters.at("num_target").size(1, forest ? classifiers::kMostClasses : 1);
    if (forest) groups = targets;
  }
  if (forest && groups == 2) throw learner.fault("a forest of two outputs");
  const float start = base_margin(parameters, logistic);
  const JsonNode model = booster.at("model");
  Groups trees = read_trees(model, groups, features);
  if (forest) return make_forest(trees, features, model);
  return std::make_unique<classifiers::Boosting>(by_rounds(std::move(trees)), std::vector<float>(groups, start),
                                                 features, groups == 1 ? 2 : groups);
}

}  // namespace

ClassifierFile from_xgboost_json(std::string_view text, const std::string& path, const ForeignNames& names) {
  const nlohmann::json json = parse_checked(text, path);
  const JsonNode learner = JsonNode(json, "", path).at("learner");
  const std::size_t features = learner.at("learner_model_param").at("num_feature").size(1, kMostColumns);
  const std::optional<Ours> ours = read_ours(learner, path);
  ClassifierFile out;
  out.made_by.version = kVersion;
  out.features = read_schema(learner, features, names, ours);
  out.target = make_target(names, ours, out.features, learner);
  out.model = read_model(learner, features, ours);
  out.classes = class_names(out.model->classes(), names, ours, learner);
  return out;
}

}  // namespace ballast::app
