// The model that the objective and the trees of the file make; trees are read in xgboost_booster.cpp, what things are
// called in xgboost_names.cpp.
#include <algorithm>
#include <cmath>
#include <limits>

#include "app/models/interchange/checked_json.hpp"
#include "app/models/interchange/interchange.hpp"
#include "app/models/interchange/other_formats.hpp"
#include "app/models/interchange/xgboost_booster.hpp"
#include "app/models/interchange/xgboost_names.hpp"
#include "app/version.hpp"
#include "classifiers/boosting/boosting.hpp"
#include "classifiers/forest/forest.hpp"

namespace ballast::app {
namespace {

using classifiers::DecisionTree;

constexpr std::size_t kMostColumns = 1'000'000;
constexpr float kRounding = 1e-4F;  // by which a share divided and multiplied again may leave 0 .. 1

// Trees of each group in their order.
using Groups = std::vector<std::vector<DecisionTree>>;

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

// Softmax of two margins is the logistic of their difference: one sum, to which the trees of class 0 add their
// negation.
Groups one_sum(Groups two) {
  Groups out(1);
  for (DecisionTree& tree : two[0]) {
    for (float& value : tree.values) value = -value;
  }
  for (std::size_t t = 0; t < two[0].size(); ++t) {
    out[0].push_back(std::move(two[1][t]));
    out[0].push_back(std::move(two[0][t]));
  }
  return out;
}

// What the objective makes of the sums of trees.
struct Objective {
  bool logistic = false, raw = false, softmax = false, squared = false;  // raw: logistic, of which margins are told
  std::size_t groups = 1;
};

Objective read_objective(const JsonNode& learner, const ForeignNames& names, const std::optional<Ours>& ours) {
  const JsonNode place = learner.at("objective"), parameters = learner.at("learner_model_param");
  const std::string name = place.at("name").text();
  Objective out{name == "binary:logistic" || name == "reg:logistic", name == "binary:logitraw",
                name == "multi:softprob" || name == "multi:softmax", name == "reg:squarederror"};
  if (!out.logistic && !out.raw && !out.softmax && !out.squared) {
    throw place.fault("an objective that gives no probabilities of classes")
        .expected("binary:logistic, binary:logitraw, reg:logistic, multi:softprob or multi:softmax")
        .got(name);
  }
  if (out.squared && !ours && !names.as_probability) {
    throw place.fault("a regression (reg:squarederror), which has no classes")
        .hint(
            "if its target was 0 and 1, --as-probability reads its predictions as probabilities, held to 0 .. 1; not "
            "with an objective of your own, whose margins XGBoost saves under this name too");
  }
  if (names.as_probability && !(out.squared && !ours)) {
    throw place.fault("--as-probability is for a regression of XGBoost's own").expected("reg:squarederror").got(name);
  }
  if (out.softmax) out.groups = parameters.at("num_class").size(2, classifiers::kMostClasses);
  if (!out.softmax) parameters.at("num_class").size(0, 1);
  const bool forest = out.squared && ours && ours->classifier == "forest";
  if (parameters.has("num_target")) {
    const std::size_t targets = parameters.at("num_target").size(1, classifiers::kMostClasses);
    if (targets > 1 && !forest) {
      throw parameters.at("num_target")
          .fault("a model of several targets (multi-label or multi-output), which is not read")
          .expected("one target")
          .got(std::to_string(targets))
          .hint("train a model for each target");
    }
    if (forest) out.groups = targets;
  }
  return out;
}

// Where margins start, one a sum. XGBoost keeps a base score as a probability in the logistic objectives, else (and for
// raw margins since 1.3.1) as it is; as a list since 3.1, and before as one number for all sums.
std::vector<float> base_margins(const JsonNode& parameters, const Objective& objective) {
  const JsonNode place = parameters.at("base_score");
  std::vector<float> out = place.numbers_in_text(objective.groups);
  if (out.size() == 1) out.resize(objective.groups, out[0]);
  if (out.size() != objective.groups) throw place.fault("not one base score for each class");
  for (float& base : out) {
    if (!objective.logistic) continue;
    base = base > 0 && base < 1 ? -std::log(1.0F / base - 1.0F) : std::numeric_limits<float>::infinity();
    if (!std::isfinite(base)) throw place.fault("not a probability between 0 and 1");
  }
  return out;
}

std::unique_ptr<classifiers::Classifier> make_model(const JsonNode& learner, Groups groups, const Objective& objective,
                                                    std::size_t features, const std::optional<Ours>& ours) {
  const JsonNode model = booster_model(learner), parameters = learner.at("learner_model_param");
  std::vector<float> starts = base_margins(parameters, objective);
  if (objective.squared && ours && ours->classifier == "forest") {
    if (groups.size() == 2) throw learner.fault("a forest of two outputs");
    if (starts != std::vector<float>(groups.size())) {
      throw parameters.at("base_score").fault("not 0, where the sums of a forest start");
    }
    return make_forest(groups, features, model);
  }
  if (groups.size() == 2) {
    groups = one_sum(std::move(groups));
    starts = {starts[1] - starts[0]};
  }
  std::vector<DecisionTree> trees = by_rounds(std::move(groups));
  if (!classifiers::sums_stay_finite(trees, starts)) throw model.fault("leaves whose sum may overflow float32");
  const std::size_t classes = starts.size() == 1 ? 2 : starts.size();
  return std::make_unique<classifiers::Boosting>(
      std::move(trees), std::move(starts), features, classes,
      objective.squared ? classifiers::Loss::squared : classifiers::Loss::cross_entropy);
}

// The number that scikit-learn's wrapper took for a missing cell, if not NaN. It writes NaN, which is no JSON.
std::optional<std::string> missing_number(const JsonNode& learner) {
  if (!learner.has("attributes") || !learner.at("attributes").has("scikit_learn")) return std::nullopt;
  const auto wrapper = nlohmann::json::parse(learner.at("attributes").at("scikit_learn").text(), nullptr, false);
  if (!wrapper.is_object() || !wrapper.contains("missing") || !wrapper["missing"].is_number()) return std::nullopt;
  return wrapper["missing"].dump();
}

// Cells of numbers that hold it are missing, in this file and later ones.
void read_as_missing(const std::string& number, Provenance& made_by, const tabular::Schema& features) {
  std::vector<std::string> words = tabular::CsvFormat::usual_missing_words();
  words.push_back(number);
  made_by.imported += ", " + number + " is missing";
  for (const tabular::ColumnSchema& feature : features) {
    if (!feature.is_text()) made_by.format.missing_of[feature.name] = words;
  }
}

// Columns of bool in pandas, which to_csv writes as True and False.
void read_truths(const JsonNode& learner, Provenance& made_by, const tabular::Schema& features) {
  if (!learner.has("feature_types")) return;
  const std::vector<std::string> types = learner.at("feature_types").texts();
  for (std::size_t f = 0; f < std::min(types.size(), features.size()); ++f) {
    if (types[f] == "i" && !features[f].is_text()) made_by.format.zero_one.insert(features[f].name);
  }
}

// "XGBoost 3.1.1, rounds 1 to 10 of 30 (best_iteration)".
std::string origin(const JsonNode& top, const XgboostTrees& trees) {
  std::string out = "XGBoost";
  if (top.has("version")) {
    char before = ' ';
    for (const std::int64_t part : top.at("version").wholes(3, 0, 1000)) {
      out.append(1, before).append(std::to_string(part));
      before = '.';
    }
  }
  if (trees.rounds == trees.rounds_in_file) return out;
  out.append(", rounds 1 to ").append(std::to_string(trees.rounds)).append(" of ");
  return out.append(std::to_string(trees.rounds_in_file)).append(" (best_iteration)");
}

}  // namespace

ClassifierFile from_xgboost(std::string_view bytes, const std::string& path, const ForeignNames& names) {
  refuse_other_formats(bytes, path);
  const nlohmann::json json = parse_checked(bytes, path);
  refuse_other_json(json, path);
  const JsonNode top(json, "", path), learner = top.at("learner");
  const std::size_t features = learner.at("learner_model_param").at("num_feature").size(1, kMostColumns);
  const std::optional<Ours> ours = read_ours(learner, path);
  const Objective objective = read_objective(learner, names, ours);
  ColumnsAndCodes columns = read_columns(learner, features, names, ours);
  XgboostTrees trees = read_xgboost_trees(learner, objective.groups, columns.codes, names.all_rounds);
  ClassifierFile out;
  if (ours && ours->made_by) {
    out.made_by = *ours->made_by;
  } else {
    out.made_by.imported = origin(top, trees);
  }
  out.made_by.version = kVersion;
  out.features = std::move(columns.columns);
  read_truths(learner, out.made_by, out.features);
  if (const auto missing = ours ? std::nullopt : missing_number(learner)) {
    read_as_missing(*missing, out.made_by, out.features);
  }
  out.model = make_model(learner, std::move(trees.groups), objective, features, ours);
  out.classes = read_classes(learner, out.model->classes(), names, ours);
  out.target = read_target(learner, names, ours, out.features, out.classes);
  return out;
}

}  // namespace ballast::app
