#include "app/commands/options/data_options.hpp"

#include <algorithm>
#include <set>
#include <span>

#include "app/commands/options/date_option.hpp"
#include "app/commands/options/diffusion_settings.hpp"
#include "app/commands/options/format_options.hpp"
#include "app/commands/options/learner_options.hpp"
#include "app/commands/options/threshold_options.hpp"
#include "app/text/numbers.hpp"
#include "app/version.hpp"
#include "diffusion/option_ranges.hpp"

namespace ballast::app {

std::vector<OptionSpec> joined(std::vector<OptionSpec> a, const std::vector<OptionSpec>& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

std::vector<OptionSpec> data_options(bool every_label) {
  const OptionSpec positive{"positive", "LABEL", kRequired,
                            "The target's label of the rare class; all other labels form the majority class."};
  const OptionSpec or_all{"positive", "LABEL", "",
                          "The target's label of the rare class; all other labels form the majority class. Without it "
                          "every label of the target is a class, if there are more than two."};
  return joined(
      {{"target", "NAME", kRequired, "The column to predict."},
       every_label ? or_all : positive,
       {"drop", "A,B", "",
        "Columns to leave out: identifiers, times, anything known only afterwards. A name with a comma stands "
        "in double quotes: --drop '\"Amount, EUR\",Time'.",
        Values::names()},
       {"categorical", "A,B", "", "Columns to read as text although they look like numbers.", Values::names()},
       date_option()},
      format_options());
}

DataRequest data_request(const Arguments& arguments, const std::string& path, bool every_label) {
  every_label = every_label && !arguments.given("positive");
  return {path,
          {arguments.text("target"), every_label ? "" : arguments.text("positive")},
          arguments.list("drop"),
          arguments.list("categorical"),
          every_label,
          date_columns(arguments),
          {},
          false,
          read_format(arguments)};
}

std::vector<OptionSpec> augmentation_settings() {
  constexpr const char* kDiffusion = "an-arm-of-diffusion";
  return joined(
      {{"clusters", "N", 3U, "How many; auto: as many as the rare rows suggest.",
        Values::number_or("auto", diffusion::kClustersRange), "the-arm-clusters"},
       {"noise-level", "X", 0.2,
        "How far real rows are noised before they are denoised; near 0 copies, near 1 invents.",
        diffusion::kNoiseLevelRange, "the-arm-partial"},
       {"fresh", "N", "", "Rows for each tree and round. Default: as many as --synthetic adds.", kSyntheticRange,
        "an-arm-of-fresh-rows"},
       fresh_draws_option("an-arm-of-fresh-rows"),
       fresh_weight_option("an-arm-of-fresh-rows"),
       focusing_option("an-arm-of-focal-loss"),
       choose_from_option("the-arm-auto"),
       {"away-from-majority", "W", 0.0, "How strongly rows are kept away from the other class; 0 is not at all.",
        diffusion::kAwayFromMajorityRange, kDiffusion}},
      sampling_settings(kDiffusion));
}

OptionSpec fresh_draws_option(const char* read_with) {
  return {
      "fresh-draws",
      "N",
      FreshDraws{}.draws,
      "Different draws of fresh rows, which the trees and rounds take in turn; 0: one for each. More cost more time.",
      kFreshDrawsRange,
      read_with};
}

OptionSpec fresh_weight_option(const char* read_with) {
  return {"fresh-weight",
          "W",
          1.0,
          "Weight of each fresh row, where a row of the data weighs 1. In a forest it moves splits, and hardly "
          "the leaves, which are nearly pure.",
          kFreshWeightRange,
          read_with};
}

OptionSpec choose_from_option(const char* read_with) {
  return {
      "choose-from",
      "A,B",
      "",
      "Arms that auto chooses from, the simplest first; none is always the first. Each costs 5 fits of a classifier, "
      "means of arms of the list none. Default: none, bag, oversample, smote, partial, diffusion, smote-fresh, "
      "partial-fresh, none+smote-fresh and none+partial-fresh; at most 50 fits for each classifier.",
      Values::sums_of(choosable_names),
      read_with};
}

OptionSpec base_rate_option() {
  return {"base-rate", "X", "",
          "Share of positives where the classifier will work, such as 0.00173: judge at that rate too.", kBaseRates};
}

std::vector<OptionSpec> study_options(const char* repeats) {
  return joined(
      {{"repeats", "N", repeats, "Splits to repeat the study over; one cannot tell a gain from luck.", kRepeatsRange},
       {"test-fraction", "X", 0.2, "Share of the rows that only judge.", open_range(0, 1)},
       {"augment", "A,B", "none,oversample,smote,diffusion",
        "Ways to help the rare class; none is always there. tuned moves the threshold of 0.5 to that of best F1, "
        "weights lets positives weigh as much as the rest, focal and asymmetric are losses of boosting in which rows "
        "count less that are told right already (asymmetric: of the rest alone; --focusing); the others add rows: "
        "once, or, by NAME-fresh, other ones for each tree and round. A+B is the mean of models of several arms; bag "
        "is none+none, as many trees without rows. auto chooses one of several arms, and the amount of its rows, "
        "inside each training part (--choose-from).",
        Values::sums_of(augmentation_names)},
       {"classifier", "A,B", "forest,boosting", "Classifiers to train.", Values::some_of("forest,boosting")},
       {"synthetic", "N", "",
        "Rows to add to the training part. Default: 3000, or as many as balance the classes if that is "
        "fewer.",
        kSyntheticRange, "an-arm-that-adds-rows"},
       base_rate_option()},
      joined(
          joined(threshold_options(), learner_options(false)),
          joined({updates_option("", "an-arm-of-a-network",
                                 "Updates of the network of each generator that has one. Default: as `fit` takes for "
                                 "its kind. A part of the rows takes as many in proportion.")},
                 augmentation_settings())));
}

void state_arms(const Arguments& arguments, const std::vector<Augmentation>& arms) {
  std::string names;
  for (const Augmentation& arm : arms) names += (names.empty() ? "--augment " : ",") + arm.name;
  const auto state = [&](const char* fact, auto holds) {
    arguments.state(fact, std::ranges::any_of(arms, holds), names);
  };
  state("an-arm-that-adds-rows", &Augmentation::adds_rows);
  state("an-arm-of-diffusion", &Augmentation::uses_diffusion);
  state("an-arm-of-a-network", &Augmentation::uses_network);
  const auto draws_from = [](const char* name) {
    return [name](const Augmentation& arm) {
      return arm.any([name](const Augmentation& a) { return a.rows_of == name; });
    };
  };
  state("the-arm-clusters", draws_from("clusters"));
  state("the-arm-partial", draws_from("partial"));
  state("the-arm-auto", &Augmentation::is_choice);
  state("an-arm-of-focal-loss", [](const Augmentation& arm) { return arm.focal.has_value(); });
  state("an-arm-of-fresh-rows",
        [](const Augmentation& arm) { return arm.any([](const Augmentation& a) { return a.fresh; }); });
}

AugmentationSettings read_augmentation_settings(const Arguments& arguments) {
  AugmentationSettings out;
  out.noise_level = arguments.real("noise-level");
  out.clusters = arguments.choice("clusters") == "auto" ? 0 : arguments.whole("clusters");
  if (arguments.given("fresh")) out.fresh_rows = arguments.whole("fresh");
  out.fresh_draws = arguments.whole("fresh-draws");
  out.fresh_weight = arguments.real("fresh-weight");
  out.focusing = arguments.real("focusing");
  if (arguments.given("choose-from")) out.choose_from = arguments.choices("choose-from");
  out.diffusion.away_from_majority = arguments.real("away-from-majority");
  out.diffusion.sampling = read_sampling_settings(arguments);
  return out;
}

StudyOptions read_study_options(const Arguments& arguments, const Session& session) {
  StudyOptions out;
  out.repeats = arguments.whole("repeats");
  out.test_fraction = arguments.real("test-fraction");
  AugmentationSettings settings = read_augmentation_settings(arguments);
  if (arguments.given("updates")) settings.updates = arguments.whole("updates");
  out.augmentations = make_augmentations(arguments.choices("augment"), settings);
  state_arms(arguments, out.augmentations);
  if (arguments.has("base-rate") && arguments.given("base-rate")) out.base_rate = arguments.real("base-rate");
  out.classifiers = arguments.choices("classifier");
  if (arguments.given("synthetic")) out.synthetic = arguments.whole("synthetic");
  out.learners = read_learner_options(arguments, false);
  if (!arguments.has("effect")) {  // over tables neither costs nor gains that matter are judged
    out.folds = arguments.whole("folds");
  } else {
    const ThresholdOptions thresholds = read_threshold_options(arguments);
    out.folds = thresholds.folds;
    out.costs = thresholds.costs;
    out.effect = thresholds.effect;
  }
  out.seed = session.seed;
  return out;
}

TargetColumn target_column(const Dataset& data) {
  TargetColumn out{data.table.schema()[data.target], data.target, data.positive};
  if (data.positive.empty()) return out;
  std::set<double> others;
  const std::span<const double> cells = data.table.column(data.target);
  for (std::size_t row = 0; row < data.rows(); ++row) {
    if (data.y[row] == 0) others.insert(cells[row]);
  }
  for (const double cell : others) out.others.push_back(cell_text(out.column, cell));
  return out;
}

Provenance provenance(std::size_t rows, std::size_t positives, std::uint64_t seed) {
  return {kVersion, seed, rows, positives};
}

std::string rows_text(const Provenance& made_by, bool two_classes) {
  if (!made_by.imported.empty()) return "unknown rows: the imported file does not say";
  std::string out = with_commas(made_by.rows) + " rows";
  if (two_classes) out += ", " + with_commas(made_by.positives) + " positive";
  if (made_by.added > 0) out += ", and " + with_commas(made_by.added) + " added";
  if (!made_by.fresh) return out;
  const FreshRowsOrigin& fresh = *made_by.fresh;
  const auto& [rows, weight, draws] = fresh.drawn;
  out += ", and for each tree " + with_commas(rows) + " fresh ones of the " + fresh.kind + " generator (" +
         fresh.checksum.substr(0, 16) + ", seed " + std::to_string(fresh.seed);
  if (draws != 0) out += ", draws " + std::to_string(draws);
  return out + (weight != 1 ? ", weight " + Default(weight).text() : "") + ")";
}

JsonFields rows_json(const Provenance& made_by, bool two_classes) {
  if (!made_by.imported.empty()) return {{"imported", made_by.imported}, {"rows", nullptr}};
  JsonFields out{{"rows", std::uint64_t{made_by.rows}}};
  if (made_by.learned.known()) out.emplace_back("rows_checksum", made_by.learned.checksum_text());
  if (!two_classes) return out;
  out.emplace_back("positives", std::uint64_t{made_by.positives});
  out.emplace_back("added", std::uint64_t{made_by.added});
  if (!made_by.fresh) return out;
  out.insert(out.end(), {{"fresh_rows", std::uint64_t{made_by.fresh->drawn.rows}},
                         {"fresh_weight", made_by.fresh->drawn.weight},
                         {"fresh_draws", std::uint64_t{made_by.fresh->drawn.draws}},
                         {"fresh_seed", made_by.fresh->seed},
                         {"fresh_generator", made_by.fresh->kind},
                         {"fresh_generator_checksum", made_by.fresh->checksum}});
  return out;
}

}  // namespace ballast::app
