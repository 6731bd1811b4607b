// The options of the two classifiers, as rows of the table and as the learners take them.
#include "app/commands/options/learner_options.hpp"

#include <algorithm>

#include "app/commands/options/data_options.hpp"
#include "classifiers/option_ranges.hpp"

namespace ballast::app {

std::vector<OptionSpec> learner_options(bool all) {
  using namespace classifiers;  // NOLINT(google-build-using-namespace): the ranges
  constexpr const char* kForest = "classifier=forest";
  constexpr const char* kBoosting = "classifier=boosting";
  static const ForestOptions forest;
  static const BoostingOptions boosting;
  std::vector<OptionSpec> out{
      {"trees", "N", forest.trees, "Trees of the forest.", kTreesRange, kForest},
      {"rounds", "N", boosting.rounds, "Rounds of boosting, one tree each.", kTreesRange, kBoosting}};
  if (!all) return out;
  return joined(
      {{"depth", "N", "",
        "Deepest tree. Default: no limit for the forest or with --max-leaves, else 6; boosting without "
        "--max-leaves goes to 12 at most.",
        kMaxDepthRange},
       {"max-leaves", "N", "", "Split where it gains most until a tree has N leaves. Default: no limit.",
        kMaxLeavesRange},
       out[0],
       {"max-features", "N", forest.max_features, "Columns drawn at each split; 0 is the square root of all.",
        kMaxFeaturesRange, kForest},
       {"min-leaf", "N", forest.min_samples_leaf, "Least rows in a leaf.", kMinSamplesLeafRange, kForest},
       {"class-weight", "KIND", "none", "none, or balanced: every class has the same sum of weights.",
        Values::one_of("none,balanced"), kForest},
       {"balanced-bootstrap", "", "", "A tree draws as many rows of each class as the rarest has.", {}, kForest},
       {"extra-random", "", "", "A drawn column offers one random cut instead of its best.", {}, kForest},
       out[1],
       {"loss", "NAME", "cross-entropy",
        "cross-entropy (logistic, or softmax of more than two classes); squared: scores are sums of leaves held to "
        "0 .. 1; or focal: rows that are told right already count less.",
        Values::one_of("cross-entropy,squared,focal"), kBoosting},
       focusing_option("classifier=boosting & loss=focal"),
       {"focusing-others", "X", "", "Of the rows that are not positive. Default: as --focusing.", kFocusingRange,
        "classifier=boosting & loss=focal"},
       {"eta", "X", boosting.eta, "Share of each tree that is added: the learning rate.", kEtaRange, kBoosting},
       {"lambda", "X", boosting.lambda, "L2 penalty on leaf weights.", kPenaltyRange, kBoosting},
       {"alpha", "X", boosting.alpha, "L1 penalty on leaf weights.", kPenaltyRange, kBoosting},
       {"gamma", "X", boosting.gamma, "Least gain of a split.", kPenaltyRange, kBoosting},
       {"min-child-weight", "X", boosting.min_child_weight, "Least hessian sum of a child.", kPenaltyRange, kBoosting},
       {"subsample", "X", boosting.subsample, "Share of the rows for each tree.", kShareRange, kBoosting},
       {"colsample", "X", boosting.colsample_bytree, "Share of the columns for each tree.", kShareRange, kBoosting},
       {"colsample-node", "X", boosting.colsample_bynode, "Share of the tree's columns for each node.", kShareRange,
        kBoosting},
       {"label-lambda", "X", boosting.label_lambda,
        "L2 penalty beside --lambda where splits by sets of several labels are judged.", kPenaltyRange, kBoosting},
       {"label-smoothing", "X", boosting.label_smoothing, "Hessian that draws rare labels to the mean in their order.",
        kPenaltyRange, kBoosting},
       {"max-bin", "N", boosting.max_bin, "Bins of a column, one of them for missing values.", kMaxBinRange, kBoosting},
       {"scale-pos-weight", "X", boosting.scale_pos_weight, "Weight of a positive row against another.",
        kScalePosWeightRange, "classifier=boosting & two-classes"}},
      {});
}

OptionSpec focusing_option(const char* read_with) {
  return {"focusing",
          "X",
          classifiers::Focusing{}.positives,
          "Focal loss: how much less rows count that are told right already; 0 is cross-entropy.",
          classifiers::kFocusingRange,
          read_with};
}

classifiers::Focusing read_focusing(const Arguments& arguments) {
  const double positives = arguments.real("focusing");
  return {positives, arguments.given("focusing-others") ? arguments.real("focusing-others") : positives};
}

classifiers::Loss read_loss(const Arguments& arguments) {
  const auto at = std::ranges::find(classifiers::kLossNames, arguments.choice("loss"));
  return static_cast<classifiers::Loss>(at - classifiers::kLossNames.begin());
}

LearnerOptions read_learner_options(const Arguments& arguments, bool all) {
  LearnerOptions out;
  out.forest.trees = arguments.whole("trees");
  out.boosting.rounds = arguments.whole("rounds");
  if (!all) return out;
  out.forest.max_features = arguments.whole("max-features");
  out.forest.min_samples_leaf = arguments.whole("min-leaf");
  out.forest.extra_random = arguments.flag("extra-random");
  out.forest.balanced_bootstrap = arguments.flag("balanced-bootstrap");
  out.forest.balanced_weights = arguments.choice("class-weight") == "balanced";
  if (arguments.given("max-leaves")) {
    out.forest.max_leaves = out.boosting.max_leaves = arguments.whole("max-leaves");
    out.boosting.max_depth = 0;
  } else if (arguments.choice("classifier") == "boosting") {
    arguments.require("depth", classifiers::kLevelDepthRange, "for boosting without --max-leaves");
  }
  if (arguments.given("depth")) out.forest.max_depth = out.boosting.max_depth = arguments.whole("depth");
  out.boosting.loss = read_loss(arguments);
  out.boosting.focusing = read_focusing(arguments);
  out.boosting.eta = arguments.real("eta");
  out.boosting.lambda = arguments.real("lambda");
  out.boosting.alpha = arguments.real("alpha");
  out.boosting.gamma = arguments.real("gamma");
  out.boosting.min_child_weight = arguments.real("min-child-weight");
  out.boosting.subsample = arguments.real("subsample");
  out.boosting.colsample_bytree = arguments.real("colsample");
  out.boosting.colsample_bynode = arguments.real("colsample-node");
  out.boosting.label_lambda = arguments.real("label-lambda");
  out.boosting.label_smoothing = arguments.real("label-smoothing");
  out.boosting.scale_pos_weight = arguments.real("scale-pos-weight");
  out.boosting.max_bin = arguments.whole("max-bin");
  return out;
}

}  // namespace ballast::app
