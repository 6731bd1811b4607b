#include "app/commands/data_options.hpp"

#include <algorithm>

#include "app/commands/date_option.hpp"
#include "app/commands/diffusion_settings.hpp"
#include "app/report/study_text.hpp"
#include "app/version.hpp"

namespace ballast::app {

std::vector<OptionSpec> joined(std::vector<OptionSpec> a, const std::vector<OptionSpec>& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

std::vector<OptionSpec> data_options(bool every_label) {
  const std::string without =
      every_label ? " Without it every label of the target is a class, if there are more than two." : "";
  return {{"target", "NAME", "", "The column to predict.", true},
          {"positive", "LABEL", "",
           "The target's label of the rare class; every other label is the other class." + without, !every_label},
          {"drop", "A,B", "", "Columns to leave out: identifiers, times, anything known only afterwards."},
          {"categorical", "A,B", "", "Columns to read as text although they look like numbers."},
          date_option()};
}

DataRequest data_request(const Arguments& arguments, const std::string& path, bool every_label) {
  every_label = every_label && !arguments.given("positive");
  return {path,
          {arguments.text("target"), every_label ? "" : arguments.text("positive")},
          arguments.list("drop"),
          arguments.list("categorical"),
          every_label,
          date_columns(arguments)};
}

std::vector<OptionSpec> learner_options(bool all) {
  std::vector<OptionSpec> out{{"trees", "N", "100", "Trees of the forest."},
                              {"rounds", "N", "100", "Rounds of boosting, one tree each."}};
  if (!all) return out;
  return joined(
      out, {{"max-features", "N", "0", "Forest: features drawn at each split; 0 is the square root of all."},
            {"min-leaf", "N", "1", "Forest: least rows in a leaf."},
            {"depth", "N", "", "Deepest tree. Default: no limit for the forest or with --max-leaves, else 6."},
            {"max-leaves", "N", "", "Split where it gains most until a tree has N leaves. Default: no limit."},
            {"class-weight", "KIND", "none", "Forest: none, or balanced: every class has the same sum of weights."},
            {"balanced-bootstrap", "", "", "Forest: a tree draws as many rows of each class as the rarest has."},
            {"extra-random", "", "", "Forest: a drawn feature offers one random cut instead of its best."},
            {"loss", "NAME", "cross-entropy",
             "Boosting: cross-entropy (logistic, or softmax of more than two classes), or squared: scores are sums of "
             "leaves held to 0 .. 1."},
            {"eta", "X", "0.3", "Boosting: share of each tree that is added."},
            {"lambda", "X", "1", "Boosting: L2 penalty on leaf weights."},
            {"alpha", "X", "0", "Boosting: L1 penalty on leaf weights."},
            {"gamma", "X", "0", "Boosting: least gain of a split."},
            {"min-child-weight", "X", "1", "Boosting: least hessian sum of a child."},
            {"subsample", "X", "1", "Boosting: share of the rows for each tree."},
            {"colsample", "X", "1", "Boosting: share of the features for each tree."},
            {"colsample-node", "X", "1", "Boosting: share of the tree's features for each node."},
            {"label-lambda", "X", "100", "Boosting: L2 beside --lambda where splits by sets of labels are judged."},
            {"label-smoothing", "X", "1", "Boosting: hessian that draws rare labels to the mean in their order."},
            {"scale-pos-weight", "X", "1", "Boosting: weight of a positive row against another."},
            {"max-bin", "N", "256", "Boosting: bins of a feature."}});
}

classifiers::Loss read_loss(const Arguments& arguments) {
  const std::string name = arguments.choice("loss", {classifiers::kLossNames.begin(), classifiers::kLossNames.end()});
  const auto at = std::ranges::find(classifiers::kLossNames, name);
  return static_cast<classifiers::Loss>(at - classifiers::kLossNames.begin());
}

LearnerOptions read_learner_options(const Arguments& arguments, bool all) {
  constexpr std::size_t kMost = 100000;
  constexpr double kLarge = 1e9;
  LearnerOptions out;
  out.forest.trees = arguments.whole("trees", 1, kMost);
  out.boosting.rounds = arguments.whole("rounds", 1, kMost);
  if (!all) return out;
  out.forest.max_features = arguments.whole("max-features", 0, kMost);
  out.forest.min_samples_leaf = arguments.whole("min-leaf", 1, kMost);
  out.forest.extra_random = arguments.flag("extra-random");
  out.forest.balanced_bootstrap = arguments.flag("balanced-bootstrap");
  out.forest.balanced_weights = arguments.choice("class-weight", {"none", "balanced"}) == "balanced";
  if (arguments.given("max-leaves")) {
    out.forest.max_leaves = out.boosting.max_leaves = arguments.whole("max-leaves", 2, kMost);
    out.boosting.max_depth = 0;
  }
  if (arguments.given("depth")) {
    out.forest.max_depth = arguments.whole("depth", 1, 1000);
    out.boosting.max_depth = out.forest.max_depth;
  }
  out.boosting.loss = read_loss(arguments);
  out.boosting.eta = arguments.real("eta", 0, 1, true);
  out.boosting.lambda = arguments.real("lambda", 0, kLarge, true);
  out.boosting.alpha = arguments.real("alpha", 0, kLarge, true);
  out.boosting.gamma = arguments.real("gamma", 0, kLarge, true);
  out.boosting.min_child_weight = arguments.real("min-child-weight", 0, kLarge, true);
  out.boosting.subsample = arguments.real("subsample", 0, 1, true);
  out.boosting.colsample_bytree = arguments.real("colsample", 0, 1, true);
  out.boosting.colsample_bynode = arguments.real("colsample-node", 0, 1, true);
  out.boosting.label_lambda = arguments.real("label-lambda", 0, kLarge, true);
  out.boosting.label_smoothing = arguments.real("label-smoothing", 0, kLarge, true);
  out.boosting.scale_pos_weight = arguments.real("scale-pos-weight", 0, kLarge);
  out.boosting.max_bin = arguments.whole("max-bin", 2, 256);
  return out;
}

namespace {

std::string comma_separated(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : ",") + word;
  return out;
}

}  // namespace

std::vector<OptionSpec> augmentation_settings() {
  return joined({{"clusters", "N", "3", "Of clusters: how many; auto: as many as the rare rows suggest."},
                 {"noise-level", "X", "0.2",
                  "Of partial: how far real rows are noised before they are denoised; near 0 copies, near 1 invents."},
                 {"away-from-majority", "W", "0",
                  "Of every arm of diffusion: how strongly rows are kept away from the other class; 0 is not at all."},
                 {"base-rate", "X", "",
                  "Share of positives where the classifier will work, such as 0.00173: judge at that rate too."}},
                sampling_settings());
}

std::vector<OptionSpec> study_options(const std::string& repeats) {
  return joined({{"repeats", "N", repeats, "Splits to repeat the study over; one cannot tell a gain from luck."},
                 {"test-fraction", "X", "0.2", "Share of the rows that only judge."},
                 {"augment", "A,B", comma_separated(default_augmentation_names()),
                  "Ways to help the rare class, of " + comma_separated(augmentation_names()) +
                      "; none is always there. tuned moves the threshold (best F1 on a quarter of the training part), "
                      "weights lets positives weigh as much as the rest, the others add rows."},
                 {"classifiers", "A,B", "forest,boosting", "Classifiers to train."},
                 {"synthetic", "N", "",
                  "Rows to add to the training part. Default: 3000, or as many as balance the classes if that is "
                  "fewer."}},
                joined(augmentation_settings(), learner_options(false)));
}

AugmentationSettings read_augmentation_settings(const Arguments& arguments) {
  AugmentationSettings out;
  out.noise_level = noise_level(arguments);
  out.clusters = arguments.text("clusters") == "auto" ? 0 : arguments.whole("clusters", 1, 1000);
  out.diffusion.away_from_majority = arguments.real("away-from-majority", 0, 100, true);
  out.diffusion.sampling = read_sampling_settings(arguments);
  return out;
}

StudyOptions read_study_options(const Arguments& arguments, const Session& session) {
  StudyOptions out;
  out.repeats = arguments.whole("repeats", 1, 1000);
  out.test_fraction = arguments.real("test-fraction", 0, 1);
  out.augmentations =
      make_augmentations(arguments.choices("augment", augmentation_names()), read_augmentation_settings(arguments));
  if (arguments.given("base-rate")) out.base_rate = arguments.real("base-rate", 0, 1);
  out.classifiers = arguments.choices("classifiers", classifier_names());
  if (arguments.given("synthetic")) out.synthetic = arguments.whole("synthetic", 1, 100000000);
  out.learners = read_learner_options(arguments, false);
  out.seed = session.seed;
  return out;
}

TargetColumn target_column(const Dataset& data) {
  return {data.table.schema()[data.target], data.target, data.positive};
}

Provenance provenance(std::size_t rows, std::size_t positives, std::uint64_t seed) {
  return {kVersion, seed, rows, positives};
}

std::string rows_text(const Provenance& made_by, bool two_classes) {
  if (!made_by.imported.empty()) return "unknown rows: the imported file does not say";
  std::string out = with_commas(made_by.rows) + " rows";
  if (two_classes) out += ", " + with_commas(made_by.positives) + " positive";
  if (made_by.added > 0) out += ", and " + with_commas(made_by.added) + " added";
  return out;
}

JsonFields rows_json(const Provenance& made_by, bool two_classes) {
  if (!made_by.imported.empty()) return {{"imported", made_by.imported}, {"rows", nullptr}};
  JsonFields out{{"rows", std::uint64_t{made_by.rows}}};
  if (made_by.learned.known()) out.emplace_back("rows_checksum", made_by.learned.checksum_text());
  if (!two_classes) return out;
  out.emplace_back("positives", std::uint64_t{made_by.positives});
  out.emplace_back("added", std::uint64_t{made_by.added});
  return out;
}

}  // namespace ballast::app
