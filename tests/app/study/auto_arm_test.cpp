// The arm that chooses inside the training part: the rule, and that a study judges what was chosen and nothing else.
#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <map>

#include "app/study/arm_choice.hpp"
#include "app/study/study.hpp"
#include "app/study/study_split.hpp"
#include "tests/app/study/demo_rows.hpp"
#include "tests/refusals.hpp"

using namespace ballast;
using namespace ballast::app;
using ballast::app::testing::demo_rows;
using ballast::test::says;

namespace {

constexpr double kRounding = 1e-12;

Candidate candidate(const std::string& arm, std::vector<double> pr_auc) {
  return {{.arm = arm}, std::move(pr_auc)};
}

Dataset small_data(std::size_t positives = 60) {
  return demo_rows(700, positives);
}

StudyOptions small_options(const std::vector<std::string>& arms, const std::vector<std::string>& choose_from) {
  AugmentationSettings settings;
  settings.choose_from = choose_from;
  StudyOptions options;
  options.augmentations = make_augmentations(arms, settings);
  options.repeats = 2;
  options.synthetic = 40;
  options.learners.forest.trees = 8;
  options.learners.boosting.rounds = 8;
  return options;
}

StudyResult study(const Dataset& data, const StudyOptions& options, std::size_t threads = 2) {
  numeric::ThreadPool pool(threads);
  Observer quiet;
  StudySink nothing;
  return run_study(data, options, pool, quiet, nothing);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(auto_arm_test)

BOOST_AUTO_TEST_CASE(the_simplest_arm_within_one_standard_error_of_the_best_is_chosen) {
  // Differences of the last from none: .03 .05 .04, so mean .04 and error sqrt(1/3 + 1/2) x .01 = .0091.
  const TriedArms clear = choose_arm({candidate("none", {.5, .5, .5}), candidate("smote", {.53, .55, .54})}, 0.5);
  BOOST_TEST(clear.chosen == 1u);
  BOOST_TEST(clear.best == 1u);
  BOOST_TEST(std::abs(clear.arms[1].from_none - 0.04) < kRounding);
  BOOST_TEST(std::abs(*clear.arms[1].from_none_error - 0.01 * std::sqrt(5.0 / 6)) < kRounding);
  // Differences -.03 .05 .01: mean .01, error .0365.
  const TriedArms noise = choose_arm({candidate("none", {.5, .5, .5}), candidate("smote", {.47, .55, .51})}, 0.5);
  BOOST_TEST(noise.chosen == 0u);
  BOOST_TEST(noise.best == 1u);
  // Not none, but the simpler of two that are alike.
  // Its own difference from the best is noisy, and so is its gain: no reason to take it where none is out.
  const TriedArms noisy = choose_arm({candidate("none", {.500, .501, .499}), candidate("smote", {.47, .54, .495}),
                                      candidate("bag", {.510, .512, .509})},
                                     0.5);
  BOOST_TEST(noisy.arms[noisy.chosen].arm == "bag");
  const TriedArms simpler = choose_arm(
      {candidate("none", {.3, .3, .3}), candidate("bag", {.5, .52, .51}), candidate("smote", {.51, .51, .52})}, 0.5);
  BOOST_TEST(simpler.chosen == 1u);
  BOOST_TEST(simpler.best == 2u);
}

BOOST_AUTO_TEST_CASE(what_is_worse_than_a_simpler_arm_is_not_chosen_for_its_noise) {
  // smote is .02 above none with an error of .0009; bag is .02 below none, but its differences scatter.
  const TriedArms tried = choose_arm(
      {candidate("none", {.5, .5, .5}), candidate("bag", {.4, .6, .44}), candidate("smote", {.52, .521, .519})}, 0.5);
  BOOST_TEST(tried.chosen == 2u);
}

BOOST_AUTO_TEST_CASE(equal_values_choose_none_and_one_fold_tells_nothing) {
  BOOST_TEST(choose_arm({candidate("none", {.5, .6}), candidate("smote", {.5, .6})}, 1).chosen == 0u);
  const TriedArms one = choose_arm({candidate("none", {.1}), candidate("smote", {.9})}, 1);
  BOOST_TEST(one.chosen == 0u);
  BOOST_TEST(!one.arms[1].from_none_error);
  BOOST_TEST(choose_arm({candidate("none", {.1, .1}), candidate("smote", {.2, .2})}, 1).chosen == 1u);
}

// Whatever was chosen is judged as that arm alone would be, by the same splits.
BOOST_AUTO_TEST_CASE(the_arm_is_judged_as_what_it_chose) {
  const Dataset data = small_data();
  const StudyResult with_auto = study(data, small_options({"none", "auto"}, {"oversample", "none+oversample"}));
  for (const std::string classifier : {"forest", "boosting"}) {
    const Arm& automatic = *find_arm(with_auto, classifier, "auto");
    BOOST_REQUIRE(automatic.choices.size() == 2);
    for (std::size_t repeat = 0; repeat < 2; ++repeat) {
      const TriedArms& choice = automatic.choices[repeat];
      const TriedArm& chosen = choice.arms[choice.chosen];
      BOOST_TEST(choice.arms.front().arm == "none");
      BOOST_TEST(choice.arms.size() == 5u);  // none, oversample in three amounts, the mean
      StudyOptions alone = small_options({"none", chosen.arm}, {});
      if (chosen.rows > 0) alone.synthetic = chosen.rows;
      const StudyResult fixed = study(data, alone);
      const Arm& arm = *find_arm(fixed, classifier, chosen.arm);
      BOOST_TEST((arm.per_repeat[repeat].metrics == automatic.per_repeat[repeat].metrics));
    }
  }
}

BOOST_AUTO_TEST_CASE(a_choice_without_another_arm_is_plain_training) {
  const StudyResult result = study(small_data(), small_options({"auto"}, {"none"}));
  for (const Comparison& c : result.comparisons) BOOST_TEST(c.test.delta == 0);
  BOOST_TEST(choices_text(result) == "auto chose: forest: none 2 times; boosting: none 2 times");
}

// Also where it is that of none.
BOOST_AUTO_TEST_CASE(the_chosen_model_is_kept_under_its_own_name) {
  struct Names final : StudySink {
    std::vector<std::string> of_auto;
    void classifier(std::size_t, const std::string& kind, const std::string& arm, const classifiers::Classifier&,
                    std::optional<double> /*threshold*/) override {
      if (arm == "auto") of_auto.push_back(kind);
    }
  } names;
  numeric::ThreadPool pool(1);
  Observer observer;
  run_study(small_data(), small_options({"none", "auto"}, {"none"}), pool, observer, names);
  BOOST_TEST(names.of_auto == (std::vector<std::string>{"forest", "boosting", "forest", "boosting"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(the_choice_is_the_same_at_any_number_of_threads) {
  const Dataset data = small_data();
  const StudyOptions options = small_options({"auto"}, {"smote", "smote-fresh", "none+smote-fresh"});
  const StudyResult one = study(data, options, 1), three = study(data, options, 3);
  for (std::size_t a = 0; a < one.arms.size(); ++a) {
    for (std::size_t repeat = 0; repeat < one.arms[a].choices.size(); ++repeat) {
      const TriedArms &x = one.arms[a].choices[repeat], &y = three.arms[a].choices[repeat];
      BOOST_TEST(std::ranges::equal(x.arms, y.arms, {}, &TriedArm::pr_auc, &TriedArm::pr_auc));
      BOOST_TEST(x.chosen == y.chosen);
      // A mean of arms takes trained models: four arms train, and smote or its like two amounts more.
      BOOST_TEST(x.fits <= 5u * 5u);
    }
  }
}

BOOST_AUTO_TEST_CASE(folds_hold_every_row_of_the_training_part_once_and_both_classes) {
  const Dataset data = small_data();
  StudyOptions options;
  const std::vector<std::size_t> train = data.all_rows();
  const std::vector<tabular::Split> folds = choice_folds(data, options, train, 3);
  BOOST_TEST(folds.size() == kChoiceFolds);
  std::vector<std::size_t> seen;
  for (const tabular::Split& fold : folds) {
    seen.insert(seen.end(), fold.validation.begin(), fold.validation.end());
    BOOST_TEST(positives_among(data, fold.validation) == 12u);
    BOOST_TEST(fold.train.size() + fold.validation.size() == train.size());
  }
  std::ranges::sort(seen);
  BOOST_TEST((seen == train));
}

BOOST_AUTO_TEST_CASE(arms_that_cannot_be_chosen_and_too_few_positives_are_refused) {
  AugmentationSettings settings;
  settings.choose_from = {"tuned"};
  BOOST_CHECK_EXCEPTION(make_augmentation("auto", settings), Error, says("auto cannot choose"));
  settings.choose_from = {"auto"};
  BOOST_CHECK_THROW(make_augmentation("none+auto"), Error);
  const Dataset data = small_data(3);
  const std::vector<std::size_t> two{data.positive_rows()[0], data.positive_rows()[1], 0, 1, 2, 3, 4, 5};
  BOOST_CHECK_EXCEPTION(choice_folds(data, {}, two, 1), Error, says("to choose an arm by"));
}

BOOST_AUTO_TEST_SUITE_END()
