// Studies through the library: what the arms share, what a tuned threshold and a base rate change, and what they
// cannot.
#include "app/study/study.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <map>

#include "app/study/study_split.hpp"
#include "classifiers/decide/prior_shift.hpp"
#include "classifiers/judge/base_rate.hpp"
#include "classifiers/judge/metrics.hpp"
#include "classifiers/judge/threshold.hpp"
#include "engine/numeric/random.hpp"
#include "engine/tabular/features/features.hpp"
#include "tests/app/study/demo_rows.hpp"
#include "tests/refusals.hpp"

using namespace ballast;
using namespace ballast::app;
using ballast::app::testing::demo_rows;
using ballast::test::says;

namespace {

constexpr double kWeightRounding = 1e-6;  // weights and scores are float32

Dataset small_data(std::size_t rows = 900, std::size_t positives = 60) {
  return demo_rows(rows, positives);
}

StudyOptions small_options(const std::vector<std::string>& augmentations, std::size_t repeats = 2) {
  StudyOptions options;
  options.augmentations = make_augmentations(augmentations);
  options.repeats = repeats;
  options.synthetic = 40;
  options.learners.forest.trees = 10;
  options.learners.boosting.rounds = 10;
  return options;
}

struct Kept final : StudySink {
  std::vector<std::string> classifiers;
  std::map<std::string, std::vector<float>> first_scores;  // of repeat 1, by "classifier-augmentation"
  std::vector<std::int32_t> y;                             // of the test rows of repeat 1
  std::vector<std::size_t> validation_rows;
  void split(std::size_t, const tabular::Split& split) override { validation_rows.push_back(split.validation.size()); }
  void classifier(std::size_t, const std::string& classifier, const std::string& augmentation,
                  const classifiers::Classifier&, std::optional<double> /*threshold*/) override {
    classifiers.push_back(classifier + "-" + augmentation);
  }
  void scores(std::size_t repeat, const ArmScores& s) override {
    if (repeat > 0) return;
    y.assign(s.y.begin(), s.y.end());
    first_scores[s.classifier + "-" + s.augmentation].assign(s.score.begin(), s.score.end());
  }
};

StudyResult study(const Dataset& data, const StudyOptions& options, StudySink& sink) {
  numeric::ThreadPool pool(2);
  Observer quiet;
  return run_study(data, options, pool, quiet, sink);
}

const Arm& arm_of(const StudyResult& result, const std::string& classifier, const std::string& augmentation) {
  return *std::ranges::find_if(
      result.arms, [&](const Arm& a) { return a.classifier == classifier && a.augmentation == augmentation; });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(study_test)

BOOST_AUTO_TEST_CASE(a_tuned_threshold_moves_decisions_and_nothing_else) {
  const Dataset data = small_data();
  Kept kept;
  const StudyResult result = study(data, small_options({"tuned", "weights"}), kept);
  for (const char* classifier : {"forest", "boosting"}) {
    const Arm& none = arm_of(result, classifier, "none");
    const Arm& tuned = arm_of(result, classifier, "tuned");
    bool moved = false;
    for (std::size_t r = 0; r < 2; ++r) {
      BOOST_TEST(none.per_repeat[r].plain.threshold == 0.5);
      BOOST_TEST(tuned.per_repeat[r].plain.threshold == none.per_repeat[r].chosen.f1.threshold);
      moved |= tuned.per_repeat[r].plain.threshold != 0.5;
      BOOST_TEST(none.per_repeat[r].metrics[kPrAuc] == tuned.per_repeat[r].metrics[kPrAuc]);
    }
    BOOST_TEST(moved);
    const std::string name = classifier;
    BOOST_TEST((kept.first_scores[name + "-none"] == kept.first_scores[name + "-tuned"]));
    BOOST_TEST((kept.first_scores[name + "-none"] != kept.first_scores[name + "-weights"]));
    BOOST_TEST(std::ranges::count(kept.classifiers, name + "-tuned") == 0);
    BOOST_TEST(std::ranges::count(kept.classifiers, name + "-weights") == 2);
  }
  BOOST_TEST(result.comparisons.size() == 6u);  // of weights, by 2 classifiers: tuned moves a threshold alone
  BOOST_TEST(result.untested.size() == 2u * (3 + 6));
}

// The forest has no such arms; boosting's are those that its options train.
BOOST_AUTO_TEST_CASE(losses_are_arms_of_boosting_alone) {
  const Dataset data = small_data();
  StudyOptions options = small_options({"focal", "asymmetric"});
  Kept kept, by_options;
  const StudyResult result = study(data, options, kept);
  BOOST_TEST(result.arms.size() == 4u);
  BOOST_TEST(find_arm(result, "forest", "focal") == nullptr);
  BOOST_TEST(kept.first_scores.contains("forest-none"));
  BOOST_TEST(result.comparisons.size() == 2u * 3u);
  StudyOptions focal = small_options({"none"});
  focal.learners.boosting.loss = classifiers::Loss::focal;
  focal.learners.boosting.focusing = {.positives = 0, .others = 2};
  study(data, focal, by_options);
  BOOST_TEST((kept.first_scores["boosting-asymmetric"] == by_options.first_scores["boosting-none"]));
  BOOST_TEST((kept.first_scores["boosting-focal"] != kept.first_scores["boosting-asymmetric"]));
  options.classifiers = {"forest"};
  StudySink nothing;
  BOOST_CHECK_EXCEPTION(study(data, options, nothing), Error, says("focal is a loss of boosting"));
}

BOOST_AUTO_TEST_CASE(folds_lie_inside_the_training_part_and_share_its_classes) {
  const Dataset data = small_data();
  StudyOptions options = small_options({"none"});
  options.folds = 3;
  const tabular::Split outer = split_repeat(data, options, 0);
  const std::vector<tabular::Split> folds = folds_of(data, options, outer.train, 42);
  BOOST_REQUIRE(folds.size() == 3u);
  std::vector<std::size_t> scored;
  for (const tabular::Split& fold : folds) {
    std::vector<std::size_t> both = fold.train;
    both.insert(both.end(), fold.validation.begin(), fold.validation.end());
    std::ranges::sort(both);
    BOOST_TEST(both == outer.train, boost::test_tools::per_element());
    BOOST_TEST(positives_among(data, fold.validation) == 16u);  // of 48
    scored.insert(scored.end(), fold.validation.begin(), fold.validation.end());
  }
  std::ranges::sort(scored);
  BOOST_TEST(scored == outer.train, boost::test_tools::per_element());
}

// By hand: the thresholds of an arm from models of the two halves, each with half of the synthetic rows, of a generator
// that saw that half alone.
BOOST_AUTO_TEST_CASE(thresholds_are_chosen_by_arms_made_anew_in_each_fold) {
  const Dataset data = small_data();
  StudyOptions options = small_options({"oversample"}, 1);
  options.classifiers = {"forest"};
  options.base_rate = 0.01;
  StudySink nothing;
  const StudyResult result = study(data, options, nothing);
  const tabular::Split outer = split_repeat(data, options, 0);
  numeric::ThreadPool pool(2);
  Observer quiet;
  const tabular::FeatureEncoder encoder(data.feature_schema());
  std::vector<float> score;
  std::vector<std::int32_t> truth;
  for (const tabular::Split& fold : folds_of(data, options, outer.train, options.seed)) {
    tabular::Table learned = data.features_of(fold.train);
    std::vector<std::int32_t> y;
    std::vector<std::size_t> rare;
    for (const std::size_t row : fold.train) {
      y.push_back(data.y[row]);
      if (data.y[row] == 1) rare.push_back(row);
    }
    const auto generator = diffusion::make_generator("oversample");
    generator->fit(data.features_of(rare), options.seed, pool, quiet);
    learned.append(generator->sample(0, 20, options.seed, pool, quiet));
    y.resize(learned.rows(), 1);
    const numeric::Matrix<double> x = encoder.encode(learned).x,
                                  other = encoder.encode(data.features_of(fold.validation)).x;
    LearnerOptions learners = options.learners;
    learners.set_seed(options.seed);
    const Trained forest = train_classifier("forest", {.x = x.view(), .y = y, .weight = {}, .classes = 2, .names = {}},
                                            learners, pool, quiet);
    const std::vector<float> of_fold = classifiers::predict_positive(*forest.model, other.view(), pool);
    score.insert(score.end(), of_fold.begin(), of_fold.end());
    for (const std::size_t row : fold.validation) truth.push_back(data.y[row]);
  }
  const Thresholds chosen = choose_thresholds(score, truth, {});
  const Thresholds rare = choose_thresholds(score, truth, {}, ballast::classifiers::weights_at_base_rate(truth, 0.01));
  const RepeatResult& judged = arm_of(result, "forest", "oversample").per_repeat[0];
  BOOST_TEST(judged.chosen.f1.threshold == chosen.f1);
  BOOST_TEST(judged.chosen.cost.threshold == chosen.cost);
  BOOST_TEST(judged.chosen_at_base_rate->f1.threshold == rare.f1);
  BOOST_TEST(judged.chosen_at_base_rate->cost.threshold == rare.cost);
}

BOOST_AUTO_TEST_CASE(a_validation_part_is_kept_from_training_and_chooses_the_threshold) {
  const Dataset data = small_data();
  StudyOptions options = small_options({"tuned"}, 1);
  options.validation_fraction = 0.2;
  Kept kept;
  const StudyResult result = study(data, options, kept);
  BOOST_TEST(kept.validation_rows[0] == 180u);
  BOOST_TEST(result.data.train_positives == 36u);
  BOOST_TEST(std::ranges::count(kept.classifiers, "forest-none") == 1);
}

BOOST_AUTO_TEST_CASE(rows_can_be_asked_for_in_proportion_to_the_positives) {
  const Dataset data = small_data();
  StudyOptions options = small_options({"oversample"}, 1);
  options.per_positive = 1.5;
  StudySink nothing;
  BOOST_TEST(study(data, options, nothing).synthetic == 72u);
}

BOOST_AUTO_TEST_CASE(weighting_the_majority_by_three_equals_a_table_with_it_tripled) {
  numeric::RandomStream random(3, numeric::Purpose::kGeneral);
  std::vector<float> score, tripled_score;
  std::vector<std::int32_t> y, tripled_y;
  for (std::size_t row = 0; row < 400; ++row) {
    const bool positive = row < 100;  // 100 of 400; tripled: 100 of 1,000
    score.push_back(static_cast<float>(std::round((random.uniform() + (positive ? 0.3 : 0.0)) * 20) / 26));
    y.push_back(positive ? 1 : 0);
    for (int copy = 0; copy < (positive ? 1 : 3); ++copy) {
      tripled_score.push_back(score.back());
      tripled_y.push_back(y.back());
    }
  }
  const Thresholds chosen{0.6, 0.4};
  const RepeatResult weighted = judge(score, y, {.chosen_at_base_rate = chosen, .base_rate = 0.1});
  const RepeatResult tripled = judge(tripled_score, tripled_y, {.chosen = chosen});
  for (std::size_t m = 0; m < kMetricNames.size(); ++m) {
    const double rounding = m == kChosenCost ? 1000 * kWeightRounding : kWeightRounding;
    BOOST_TEST(std::abs(weighted.at_base_rate->at(m) - tripled.metrics[m]) < rounding);
  }
  for (const Metric same : {kRecall, kRocAuc}) {
    BOOST_TEST(std::abs(weighted.at_base_rate->at(same) - weighted.metrics[same]) < kWeightRounding);
  }
  BOOST_TEST(weighted.at_base_rate->at(kPrecision) < weighted.metrics[kPrecision]);
  BOOST_TEST(!judge(score, y).at_base_rate.has_value());
}

BOOST_AUTO_TEST_CASE(a_base_rate_adds_a_family_and_changes_no_figure_as_sampled) {
  const Dataset data = small_data();
  StudyOptions options = small_options({"smote", "tuned"});
  StudySink nothing;
  const StudyResult plain = study(data, options, nothing);
  options.base_rate = 0.01;
  const StudyResult with = study(data, options, nothing);
  BOOST_TEST(plain.comparisons_at_base_rate.empty());
  BOOST_TEST(with.comparisons.size() == plain.comparisons.size());
  BOOST_TEST(with.comparisons_at_base_rate.size() == 2u * 3);     // of smote
  BOOST_TEST(with.untested_at_base_rate.size() == 2u * (4 + 2));  // ROC-AUC and recall at 0.5 are the same
  BOOST_TEST(with.verdict.sentence.find("(1.000 % positive)") != std::string::npos, with.verdict.sentence);
  BOOST_TEST(plain.verdict.sentence.find("% positive") == std::string::npos, plain.verdict.sentence);
  for (std::size_t a = 0; a < with.arms.size(); ++a) {
    BOOST_TEST(with.arms[a].summary[kPrAuc].mean == plain.arms[a].summary[kPrAuc].mean);
    BOOST_TEST(with.arms[a].at_base_rate->at(kPrAuc).mean <= with.arms[a].summary[kPrAuc].mean);
  }
}

// By hand: 40 rows added to 48 positives of 720, and weights of 672 / 48, which boosting follows.
BOOST_AUTO_TEST_CASE(probabilities_are_corrected_for_what_the_arm_added) {
  StudyOptions options = small_options({"oversample", "weights"}, 1);
  options.base_rate = 0.01;
  Kept kept;
  const StudyResult result = study(small_data(), options, kept);
  const std::map<std::string, double> learned{{"none", 48.0 / 720}, {"oversample", 88.0 / 760}, {"weights", 0.5}};
  for (const Arm& arm : result.arms) {
    std::vector<float> scores = kept.first_scores.at(arm.classifier + "-" + arm.augmentation);
    const RepeatResult& judged = arm.per_repeat[0];
    BOOST_TEST(judged.probabilities[kRawBrier] == classifiers::brier(scores, kept.y));
    std::vector<float> at_work = scores;
    const bool unmoved = arm.classifier == "forest" && arm.augmentation == "weights";
    const double share = learned.at(unmoved ? "none" : arm.augmentation);
    classifiers::shift_prior(scores, (48.0 / 672) / (share / (1 - share)));
    BOOST_TEST(std::abs(judged.probabilities[kLogLoss] - classifiers::log_loss(scores, kept.y)) < kWeightRounding);
    classifiers::shift_prior(at_work, (0.01 / 0.99) / (48.0 / 672));
    if (arm.augmentation == "none") {
      BOOST_TEST(judged.probabilities[kBrier] == judged.probabilities[kRawBrier]);
      const std::vector<float> weight = ballast::classifiers::weights_at_base_rate(kept.y, 0.01);
      BOOST_TEST(std::abs(judged.probabilities_at_base_rate->at(kBrier) - classifiers::brier(at_work, kept.y, weight)) <
                 kWeightRounding);
    }
  }
}

BOOST_AUTO_TEST_CASE(comparisons_of_probabilities_are_paired_with_none_and_with_raw_scores) {
  StudySink nothing;
  const StudyResult result = study(small_data(), small_options({"oversample"}), nothing);
  BOOST_REQUIRE(result.probabilities.size() == 8u);  // 2 classifiers x 2 arms x 2 metrics
  const ProbabilityComparison& brier = result.probabilities[3];
  BOOST_TEST(brier.augmentation == "oversample");
  BOOST_REQUIRE(brier.metric == kBrier);
  const Arm &none = arm_of(result, "forest", "none"), &arm = arm_of(result, "forest", "oversample");
  BOOST_TEST(std::abs(brier.from_none.delta - (arm.probabilities[kBrier].mean - none.probabilities[kBrier].mean)) <
             1e-15);
  BOOST_TEST(std::abs(brier.from_raw.delta - (arm.probabilities[kBrier].mean - arm.probabilities[kRawBrier].mean)) <
             1e-15);
  BOOST_TEST(result.probabilities[0].from_raw.delta == 0);  // none needs no correction
  BOOST_TEST(result.probabilities_at_base_rate.empty());
}

BOOST_AUTO_TEST_CASE(each_classifier_has_a_sentence_of_its_own) {
  StudySink nothing;
  const StudyResult result = study(small_data(), small_options({"oversample"}), nothing);
  for (const auto& [classifier, other] : {std::pair("forest", "boosting"), std::pair("boosting", "forest")}) {
    const std::string sentence = verdict_of(result, classifier).evidence;
    BOOST_TEST(sentence.find("vidence of a gain") != std::string::npos, sentence);
    BOOST_TEST(sentence.find(other) == std::string::npos, sentence);
    BOOST_TEST((sentence.find("(Holm, 3 comparisons") == std::string::npos), sentence);  // corrected over both
  }
}

// Guidance needs the other class, which a study takes from the training part.
BOOST_AUTO_TEST_CASE(an_arm_of_diffusion_can_keep_away_from_the_majority) {
  AugmentationSettings settings;
  settings.diffusion.training.updates = 20;
  settings.diffusion.sampling.evaluations = 5;
  StudyOptions options = small_options({"none"}, 1);
  options.classifiers = {"boosting"};
  Kept plain, guided;
  options.augmentations = make_augmentations({"diffusion"}, settings);
  study(small_data(), options, plain);
  settings.diffusion.away_from_majority = 1;
  options.augmentations = make_augmentations({"diffusion"}, settings);
  study(small_data(), options, guided);
  BOOST_TEST((plain.first_scores["boosting-none"] == guided.first_scores["boosting-none"]));
  BOOST_TEST((plain.first_scores["boosting-diffusion"] != guided.first_scores["boosting-diffusion"]));
}

BOOST_AUTO_TEST_CASE(what_cannot_be_is_refused) {
  StudySink nothing;
  StudyOptions options = small_options({"oversample"});
  for (const double rate : {0.0, 1.0, -0.1, std::nan("")}) {
    options.base_rate = rate;
    BOOST_CHECK_EXCEPTION(study(small_data(), options, nothing), Error, says("base rate"));
  }
  BOOST_CHECK_EXCEPTION(study(small_data(200, 3), small_options({"tuned"}), nothing), Error, says("choose thresholds"));
  options = small_options({"tuned"});
  options.folds = 0;
  BOOST_CHECK_EXCEPTION(study(small_data(), options, nothing), Error, says("without folds no threshold is chosen"));
}

BOOST_AUTO_TEST_SUITE_END()
