#include "app/models/interchange/xgboost_booster.hpp"

#include <algorithm>
#include <cmath>

namespace ballast::app {
namespace {

using classifiers::DecisionTree;

constexpr std::size_t kMostTrees = 10'000'000;

bool is_dart(const JsonNode& learner) {
  return learner.at("gradient_booster").at("name").text() == "dart";
}

// Trees that a round adds to each sum. Files before 1.6 say it by best_ntree_limit alone.
std::size_t parallel_trees(const JsonNode& learner) {
  const JsonNode parameters = booster_model(learner).at("gbtree_model_param");
  if (parameters.has("num_parallel_tree")) {
    return std::max<std::size_t>(1, parameters.at("num_parallel_tree").size(0, kMostTrees));
  }
  if (!learner.has("attributes")) return 1;
  const JsonNode attributes = learner.at("attributes");
  if (!attributes.has("best_iteration") || !attributes.has("best_ntree_limit")) return 1;
  const std::size_t rounds = attributes.at("best_iteration").size(0, kMostTrees) + 1;
  return std::max<std::size_t>(1, attributes.at("best_ntree_limit").size(0, kMostTrees) / rounds);
}

// Where the trees of each round end. Before there was iteration_indptr, rounds were of equal size.
std::vector<std::size_t> round_ends(const JsonNode& learner, std::size_t groups, std::size_t trees) {
  const JsonNode model = booster_model(learner);
  std::vector<std::size_t> ends;
  if (model.has("iteration_indptr")) {
    const JsonNode starts = model.at("iteration_indptr");
    for (const std::int64_t start : starts.wholes(starts.length(), 0, static_cast<std::int64_t>(trees))) {
      const auto end = static_cast<std::size_t>(start);
      if (end < (ends.empty() ? 0 : ends.back())) throw starts.fault("rounds that end before they start");
      ends.push_back(end);
    }
    if (ends.size() < 2 || ends.front() != 0 || ends.back() != trees) {
      throw starts.fault("does not run from 0 to the number of trees").expected(std::to_string(trees));
    }
    ends.erase(ends.begin());
    return ends;
  }
  const std::size_t round = groups * parallel_trees(learner);
  for (std::size_t end = round; end < trees; end += round) ends.push_back(end);
  ends.push_back(trees);
  return ends;
}

// How many rounds predict.
std::size_t rounds_used(const JsonNode& learner, std::size_t rounds) {
  if (!learner.has("attributes") || !learner.at("attributes").has("best_iteration")) return rounds;
  return std::min(rounds, learner.at("attributes").at("best_iteration").size(0, kMostTrees) + 1);
}

// Of the first `trees` trees; 1 for all that dart has no weight for.
std::vector<float> tree_weights(const JsonNode& learner, std::size_t trees) {
  const JsonNode holder = is_dart(learner) ? learner.at("gradient_booster") : booster_model(learner);
  if (!is_dart(learner) && !holder.has("weight_drop")) return std::vector<float>(trees, 1.0F);
  const JsonNode weights = holder.at("weight_drop");
  if (weights.length() > booster_model(learner).at("trees").length()) throw weights.fault("more weights than trees");
  std::vector<float> out = weights.numbers(weights.length());
  if (std::ranges::any_of(out, [](float weight) { return std::isnan(weight); })) {
    throw weights.fault("a weight that is no number");
  }
  out.resize(trees, 1.0F);
  return out;
}

void weigh(DecisionTree& tree, float weight, const JsonNode& place) {
  for (float& value : tree.values) {
    value *= weight;
    if (!std::isfinite(value)) throw place.fault("a leaf that its weight takes beyond float32");
  }
}

}  // namespace

JsonNode booster_model(const JsonNode& learner) {
  const JsonNode booster = learner.at("gradient_booster");
  const std::string name = booster.at("name").text();
  if (name != "gbtree" && name != "dart") {
    throw booster.fault("not a booster of trees").expected("gbtree or dart").got(name);
  }
  return name == "dart" ? booster.at("gbtree").at("model") : booster.at("model");
}

XgboostTrees read_xgboost_trees(const JsonNode& learner, std::size_t groups, const FeatureCodes& codes,
                                bool all_rounds) {
  const JsonNode model = booster_model(learner), trees = model.at("trees");
  const std::size_t count = trees.length();
  if (count == 0 || count > kMostTrees) throw trees.fault("no trees, or too many");
  model.at("gbtree_model_param").at("num_trees").size(count, count);
  const auto group_of = model.at("tree_info").wholes(count, 0, static_cast<std::int64_t>(groups) - 1);
  const std::vector<std::size_t> ends = round_ends(learner, groups, count);
  XgboostTrees out{std::vector<std::vector<DecisionTree>>(groups), ends.size(), ends.size()};
  if (!all_rounds) out.rounds = rounds_used(learner, ends.size());
  const std::size_t used = ends[out.rounds - 1];
  const std::vector<float> weights = tree_weights(learner, used);
  std::size_t next = 0;
  for (const JsonNode& place : trees.elements(used)) {
    DecisionTree tree = read_xgboost_tree(place, codes);
    weigh(tree, weights[next], place);
    out.groups[static_cast<std::size_t>(group_of[next++])].push_back(std::move(tree));
  }
  for (const auto& group : out.groups) {
    if (group.empty() || group.size() != out.groups[0].size())
      throw model.fault("classes with unequal numbers of trees");
  }
  return out;
}

}  // namespace ballast::app
