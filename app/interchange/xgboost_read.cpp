// The trees of the file, group by group, and the model they make; one tree is read in xgboost_tree.cpp, what things are
// called in xgboost_names.cpp.
#include <algorithm>
#include <cmath>
#include <limits>

#include "app/interchange/checked_json.hpp"
#include "app/interchange/interchange.hpp"
#include "app/interchange/xgboost_names.hpp"
#include "app/interchange/xgboost_tree.hpp"
#include "app/version.hpp"
#include "classifiers/boosting.hpp"
#include "classifiers/forest.hpp"

namespace ballast::app {
namespace {

using classifiers::DecisionTree;

constexpr std::size_t kMostColumns = 1'000'000, kMostTrees = 10'000'000;
constexpr float kRounding = 1e-4F;  // by which a share divided and multiplied again may leave 0 .. 1

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
    out[static_cast<std::size_t>(info[next++])].push_back(read_xgboost_tree(tree, features));
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
float undivided(float leaf, float trees, const JsonNode& place) {
  const float guess = leaf * trees;
  if (!(guess > -kRounding && guess < 1 + kRounding)) throw place.fault("a leaf of a forest is no share of a class");
  for (const float share : {guess, std::nextafter(guess, 0.0F), std::nextafter(guess, 2.0F)}) {
    if (share <= 1 && share / trees == leaf) return share;
  }
  return std::clamp(guess, 0.0F, 1.0F);
}

// K trees of one output each become one of K outputs.
DecisionTree merged(const Groups& groups, std::size_t t, const JsonNode& place) {
  const auto trees = static_cast<float>(groups[0].size());
  DecisionTree out = groups[0][t];
  for (const auto& group : groups) {
    if (group[t].nodes == out.nodes && group[t].sets == out.sets) continue;
    throw place.fault("trees of a forest that differ between classes");
  }
  out.values.clear();
  for (std::size_t leaf = 0; leaf < groups[0][t].values.size(); ++leaf) {
    for (const auto& group : groups) out.values.push_back(undivided(group[t].values[leaf], trees, place));
  }
  return out;
}

std::unique_ptr<classifiers::Classifier> make_forest(const Groups& groups, std::size_t features,
                                                     const JsonNode& place) {
  std::vector<DecisionTree> trees;
  for (std::size_t t = 0; t < groups[0].size(); ++t) trees.push_back(merged(groups, t, place));
  return std::make_unique<classifiers::Forest>(std::move(trees), features, groups.size() == 1 ? 2 : groups.size());
}

// Where margins start: XGBoost keeps the base score as a probability in the logistic objectives, else as it is.
float base_margin(const JsonNode& parameters, bool logistic) {
  const float base = parameters.at("base_score").number_in_text();
  if (!logistic) return base;
  const float margin = base > 0 && base < 1 ? -std::log(1.0F / base - 1.0F) : std::numeric_limits<float>::infinity();
  if (!std::isfinite(margin)) throw parameters.at("base_score").fault("not a probability between 0 and 1");
  return margin;
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
  const bool squared = objective == "reg:squarederror", forest = squared && ours && ours->classifier == "forest";
  if (!logistic && !softmax && !squared) {
    throw learner.at("objective")
        .fault("not the objective of a classifier")
        .expected("binary:logistic, reg:logistic, multi:softprob, multi:softmax or reg:squarederror")
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
  if (forest && start != 0) throw parameters.at("base_score").fault("not 0, where the sums of a forest start");
  const JsonNode model = booster.at("model");
  Groups groups_of_trees = read_trees(model, groups, features);
  if (forest) return make_forest(groups_of_trees, features, model);
  std::vector<DecisionTree> trees = by_rounds(std::move(groups_of_trees));
  std::vector<float> starts(groups, start);
  if (!classifiers::sums_stay_finite(trees, starts)) throw model.fault("leaves that may add up beyond float32");
  return std::make_unique<classifiers::Boosting>(
      std::move(trees), std::move(starts), features, groups == 1 ? 2 : groups,
      squared ? classifiers::Loss::squared : classifiers::Loss::cross_entropy);
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
  out.model = read_model(learner, features, ours);
  out.classes = read_classes(learner, out.model->classes(), names, ours);
  out.target = read_target(learner, names, ours, out.features, out.classes);
  return out;
}

}  // namespace ballast::app
