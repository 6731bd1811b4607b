// Verdicts of studies whose figures are set by hand.
#include "app/study/verdict.hpp"

#include <boost/test/unit_test.hpp>

#include "app/study/claims/power.hpp"
#include "app/study/study.hpp"

namespace {

using namespace ballast::app;

RepeatResult counts(std::size_t tp, std::size_t fp, std::size_t fn, std::size_t tn) {
  RepeatResult out = judge(std::vector<float>{0.9f, 0.1f}, std::vector<std::int32_t>{1, 0});
  out.plain = out.chosen.f1 = {0.5, tp, fp, fn, tn};
  out.metrics = {};
  out.metrics[kRocAuc] = 0.9;
  return out;
}

// One classifier and two arms; smote is ahead in the metric by about `gain`, a little more in each repeat.
StudyResult two_arms(std::size_t repeats, Metric metric, double gain, double spread = 0.001) {
  StudyResult out;
  out.options.repeats = repeats;
  out.options.classifiers = {"forest"};
  out.options.augmentations = make_augmentations({"none", "smote"});
  out.data = {.rows = 1000, .positives = 100};
  out.test_to_train = 0.25;
  out.arms = {{.classifier = "forest", .augmentation = "none"}, {.classifier = "forest", .augmentation = "smote"}};
  for (std::size_t r = 0; r < repeats; ++r) {
    out.arms[0].per_repeat.push_back(counts(50, 9, 50, 891));
    out.arms[1].per_repeat.push_back(counts(80, 18, 20, 882));
    const double noise = spread * (static_cast<double>(r) - static_cast<double>(repeats - 1) / 2);
    for (const Metric m : kTestedMetrics) out.arms[1].per_repeat.back().metrics[m] = noise;
    out.arms[1].per_repeat.back().metrics[metric] = gain + noise;
  }
  compare_arms(out);
  return out;
}

void compare_again(StudyResult& study) {
  study.comparisons.clear();
  study.untested.clear();
  study.probabilities.clear();
  compare_arms(study);
}

// The second arm is a mean of two models, ahead in PR-AUC by .1; beside it a third that is less by `less`.
StudyResult beside(const std::string& arm, const std::string& third, double less) {
  StudyResult out = two_arms(10, kPrAuc, 0.1);
  out.options.augmentations = make_augmentations({"none", arm, third});
  out.arms[1].augmentation = arm;
  out.arms.push_back(out.arms[1]);
  out.arms[2].augmentation = third;
  for (std::size_t r = 0; r < 10; ++r) {
    out.arms[2].per_repeat[r].metrics[kPrAuc] += (r % 2 == 0 ? 0.0005 : -0.0005) - less;
  }
  compare_again(out);
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(verdict_test)

BOOST_AUTO_TEST_CASE(a_gain_that_as_many_trees_give_is_not_from_added_rows) {
  for (const std::string arm : {"none+oversample", "none+diffusion", "none+smote-fresh", "weights+kde"}) {
    const StudyResult study = beside(arm, "bag", 0);
    const Verdict& verdict = study.verdict;
    BOOST_TEST(verdict.sentence.find("A gain, but not from added rows. Of 100") == 0, verdict.sentence);
    BOOST_TEST(verdict.sentence.find("80 with bag") != std::string::npos, verdict.sentence);
    BOOST_TEST(verdict.evidence.find("Evidence of a gain, though none from added rows: ") == 0, verdict.evidence);
    BOOST_TEST(verdict.what_to_do.find("Use bag with forest") == 0, verdict.what_to_do);
  }
}

BOOST_AUTO_TEST_CASE(what_a_mean_of_arms_does_beyond_the_bag_is_a_gain_of_rows) {
  const StudyResult study = beside("none+smote", "bag", 0.05);
  BOOST_TEST(study.verdict.sentence.find("A gain from added rows. ") == 0, study.verdict.sentence);
  BOOST_TEST(study.verdict.evidence.find("; the plain bag of as many trees does less (-0.050)") != std::string::npos,
             study.verdict.evidence);
}

// Where the bag's own gain does not stand, it is named as the simpler way.
BOOST_AUTO_TEST_CASE(a_bag_that_cannot_be_told_from_the_arm_is_tried_first) {
  StudyResult study = beside("none+smote", "bag", 0);
  for (std::size_t r = 0; r < 10; ++r) study.arms[2].per_repeat[r].metrics[kPrAuc] = r % 2 == 0 ? 0.5 : -0.3;
  compare_again(study);
  BOOST_TEST(study.verdict.sentence.find("A gain, but not from added rows. ") == 0, study.verdict.sentence);
  BOOST_TEST(study.verdict.evidence.find("; the plain bag of as many trees cannot be told from it (") !=
             std::string::npos);
  BOOST_TEST(study.verdict.what_to_do ==
             "Try the plain bag of as many trees first: here none+smote cannot be told from it, and it is simpler.");
}

BOOST_AUTO_TEST_CASE(a_mean_of_arms_without_a_bag_beside_it_is_told_to_have_more_trees) {
  const StudyResult two = beside("none+smote", "kde", 0.1);
  BOOST_TEST(two.verdict.sentence.find("A gain from added rows, or from twice the trees. ") == 0, two.verdict.sentence);
  BOOST_TEST(two.verdict.evidence.find("; it has twice the trees.") != std::string::npos, two.verdict.evidence);
  BOOST_TEST(two.verdict.what_to_do ==
             "Ask again with --augment none+smote,bag, which tells what the trees alone give: none+smote is worth its "
             "rows where it does more.");
  const StudyResult three = beside("none+smote+kde", "bag", 0.05);
  BOOST_TEST(three.verdict.sentence.find("or from 3 times the trees. ") != std::string::npos, three.verdict.sentence);
  BOOST_TEST(three.verdict.what_to_do.find("--augment none+smote+kde,none+none+none, which") != std::string::npos,
             three.verdict.what_to_do);
}

// What auto may choose is not what it chose.
BOOST_AUTO_TEST_CASE(a_choice_is_judged_by_what_it_chose) {
  StudyResult study = two_arms(10, kPrAuc, 0.1);
  study.options.augmentations = make_augmentations({"none", "auto"});
  study.arms[1].augmentation = "auto";
  const auto chose = [&](const std::string& name) {
    study.arms[1].choices.assign(10, TriedArms{.arms = {{.arm = "none"}, {.arm = name}}, .chosen = 1});
    compare_again(study);
    return study.verdict.sentence;
  };
  BOOST_TEST(chose("smote").find("A gain from added rows. ") == 0);
  BOOST_TEST(chose("bag").find("A gain, but not from added rows. ") == 0);
  BOOST_TEST(chose("none+smote-fresh").find("A gain from added rows, or from twice the trees. ") == 0);
}

BOOST_AUTO_TEST_CASE(a_gain_is_told_in_positives_and_false_alarms) {
  const StudyResult study = two_arms(10, kPrAuc, 0.1);
  BOOST_TEST(study.verdict.gain);
  BOOST_TEST(study.verdict.sentence ==
             "A gain from added rows. Of 100 positives forest finds 50 without added rows, 80 with smote; false alarms "
             "in 1,000 rows: 9.00 without, 18 with.");
  BOOST_TEST(study.verdict.what_to_do ==
             "Use smote with forest, and choose the threshold on rows that it has not learned from (train --choose).");
  BOOST_TEST(study.verdict.evidence.find("Evidence of a gain: over 10 repeats smote changed PR-AUC of forest by "
                                         "+0.100 (95 % interval ") == 0,
             study.verdict.evidence);
}

// Recall at 0.5, which any lower threshold buys, is no gain however large.
BOOST_AUTO_TEST_CASE(what_a_threshold_buys_is_no_gain) {
  for (const Metric bought : {kRecall, kF1, kChosenRecall, kChosenPrecision}) {
    const StudyResult study = two_arms(10, bought, 0.4);
    BOOST_TEST(!study.verdict.gain);
    BOOST_TEST(study.verdict.sentence.find("No gain shown. ") == 0, study.verdict.sentence);
  }
  for (const Metric free : {kPrAuc, kChosenF1}) BOOST_TEST(two_arms(10, free, 0.4).verdict.gain);
}

BOOST_AUTO_TEST_CASE(where_plain_training_is_at_chance_nobody_is_told_to_decide_by_it) {
  StudyResult study = two_arms(10, kPrAuc, 0);
  for (Arm& arm : study.arms) {
    for (std::size_t r = 0; r < 10; ++r) {
      arm.per_repeat[r].metrics[kRocAuc] = r % 2 == 0 ? 0.56 : 0.47;
      arm.per_repeat[r].metrics[kPrAuc] = r % 2 == 0 ? 0.09 : 0.12;  // of 10 % positives
    }
  }
  compare_again(study);
  BOOST_TEST(study.verdict.sentence.find("No gain shown, and plain training cannot be told from chance. Of 100") == 0,
             study.verdict.sentence);
  BOOST_TEST(study.verdict.what_to_do.find("Do not decide by these models: ") == 0, study.verdict.what_to_do);
  for (RepeatResult& r : study.arms[0].per_repeat) r.metrics[kPrAuc] += 0.1;  // either area is enough to know something
  compare_again(study);
  BOOST_TEST(study.verdict.what_to_do.find("Train on the data as they are") == 0, study.verdict.what_to_do);
}

// What plain training leaves of 1 is the most that a gain can be.
BOOST_AUTO_TEST_CASE(a_gain_that_cannot_be_cannot_hide) {
  StudyResult study = two_arms(10, kPrAuc, 0, 0.0015);
  for (Arm& arm : study.arms) {
    for (RepeatResult& r : arm.per_repeat) r.metrics[kPrAuc] += 0.995;
  }
  compare_again(study);
  BOOST_TEST(power_of(study)->sees_none());
  BOOST_TEST(study.verdict.evidence.find("; no gain in PR-AUC that can be would have been seen.") != std::string::npos,
             study.verdict.evidence);
  BOOST_TEST(study.verdict.what_to_do ==
             "Train on the data as they are and choose the threshold by your costs; no gain of 0.01 in PR-AUC is "
             "possible: plain training is that near to 1.");
  for (const Comparison& c : two_arms(2, kPrAuc, 0, 0.5).comparisons) {
    BOOST_TEST(c.detectable.has_value() == (c.metric == kChosenCost));  // others end at 0 and 1
  }
}

BOOST_AUTO_TEST_CASE(less_cost_is_a_gain_and_more_is_a_loss) {
  BOOST_TEST(two_arms(10, kChosenCost, -5).verdict.gain);
  const StudyResult dearer = two_arms(10, kChosenCost, 5);
  BOOST_TEST(!dearer.verdict.gain);
  BOOST_TEST(
      dearer.verdict.evidence.find("some did worse: cost per 1,000 rows of forest + smote +5.000") != std::string::npos,
      dearer.verdict.evidence);
}

BOOST_AUTO_TEST_CASE(one_split_claims_nothing_and_asks_for_more) {
  StudyResult study = two_arms(1, kPrAuc, 0.4);
  BOOST_TEST(!study.verdict.gain);
  BOOST_TEST(study.verdict.sentence.find("One split cannot tell a gain from luck. ") == 0);
  BOOST_TEST(study.verdict.what_to_do == "Nothing yet: ask for --repeats 10 or more.");
}

BOOST_AUTO_TEST_CASE(columns_that_tell_the_classes_are_looked_into_before_all_else) {
  StudyResult study = two_arms(10, kPrAuc, 0.1);
  study.data.telling_columns = {"leak", "status"};
  BOOST_TEST(verdict_of(study).what_to_do ==
             "Find out whether 'leak', 'status' will be known when a row is to be judged; if not, ask again with "
             "--drop leak,status.");
}

BOOST_AUTO_TEST_CASE(a_test_part_of_hardly_any_positives_decides_nothing) {
  StudyResult study = two_arms(10, kPrAuc, 0);
  for (Arm& arm : study.arms) {
    for (RepeatResult& repeat : arm.per_repeat) repeat.chosen.f1 = repeat.plain = {0.5, 1, 0, 0, 30};
  }
  BOOST_TEST(verdict_of(study).what_to_do ==
             "Nothing yet: a test part has 1 positive, too few to judge by; test on more (--test-fraction), or find "
             "more positives.");
}

BOOST_AUTO_TEST_CASE(counts_are_of_a_hundred_positives_and_of_a_thousand_rows_at_the_base_rate) {
  StudyResult study = two_arms(2, kPrAuc, 0);
  BOOST_TEST(decision_counts(study, study.arms[1]).found == 80, boost::test_tools::tolerance(1e-12));
  BOOST_TEST(decision_counts(study, study.arms[1]).false_alarms == 18, boost::test_tools::tolerance(1e-12));
  study.options.base_rate = 0.01;
  for (RepeatResult& r : study.arms[1].per_repeat) r.chosen_at_base_rate = r.chosen;
  BOOST_TEST(decision_counts(study, study.arms[1]).false_alarms == 19.8, boost::test_tools::tolerance(1e-12));
}

// By hand: the corrected error is sd sqrt(1/J + 1/4); the smallest visible difference is its product with the t
// quantiles of Holm's strictest step (three comparisons) and of 80 % power.
BOOST_AUTO_TEST_CASE(a_study_that_is_too_small_says_what_it_would_take) {
  const StudyResult study = two_arms(10, kPrAuc, 0, 0.0015);
  const auto power = power_of(study);
  BOOST_REQUIRE(power.has_value());
  const double sd = 0.0015 * std::sqrt(55.0 / 6);  // of 0 .. 9
  const double factor = student_t_quantile(1 - 0.05 / 6, 9) + student_t_quantile(0.8, 9);
  BOOST_TEST(std::abs(power->detectable - sd * std::sqrt(0.1 + 0.25) * factor) < 1e-12);
  BOOST_REQUIRE(power->repeats.has_value());
  StudyResult more = study;
  more.options.repeats = *power->repeats;
  const auto visible = [&](std::size_t repeats) {
    return detectable_difference(sd * std::sqrt(1 / static_cast<double>(repeats) + 0.25), repeats, 0.05 / 3);
  };
  BOOST_TEST(visible(*power->repeats) <= 0.01);
  BOOST_TEST(visible(*power->repeats - 1) > 0.01);
  BOOST_TEST(study.verdict.what_to_do.find("a gain of 0.01 in PR-AUC could hide here: --repeats " +
                                           std::to_string(*power->repeats) + " would show it.") != std::string::npos,
             study.verdict.what_to_do);
  const StudyResult noisy = two_arms(10, kPrAuc, 0, 0.05);
  BOOST_TEST(!power_of(noisy)->repeats.has_value());
  BOOST_TEST(noisy.verdict.what_to_do.find("no number of repeats would show it, but about ") != std::string::npos,
             noisy.verdict.what_to_do);
  const StudyResult blind = two_arms(2, kPrAuc, 0, 0.5);
  BOOST_TEST(
      blind.verdict.what_to_do.find("so few repeats see nothing; ask for --repeats 5 or more.") != std::string::npos,
      blind.verdict.what_to_do);
  const StudyResult sharp = two_arms(10, kPrAuc, 0, 0.0001);
  BOOST_TEST(sharp.verdict.what_to_do.find("would have shown") != std::string::npos, sharp.verdict.what_to_do);
}

// A third arm with three times the noise: of two errors the one in the middle is their mean, not the larger.
BOOST_AUTO_TEST_CASE(what_could_have_been_seen_is_told_by_the_median_error) {
  StudyResult study = two_arms(10, kPrAuc, 0, 0.0015);
  study.options.augmentations = make_augmentations({"none", "smote", "kde"});
  Arm third = study.arms[1];
  third.augmentation = "kde";
  for (RepeatResult& r : third.per_repeat) {
    for (const Metric m : kTestedMetrics) r.metrics[m] *= 3;
  }
  study.arms.push_back(third);
  study.comparisons.clear();
  study.untested.clear();
  study.probabilities.clear();
  compare_arms(study);
  std::vector<double> seen;
  for (const Comparison& c : study.comparisons) {
    if (c.metric == kPrAuc) seen.push_back(*c.detectable);
  }
  BOOST_REQUIRE(seen.size() == 2U);
  BOOST_TEST(std::abs(power_of(study)->detectable - (seen[0] + seen[1]) / 2) < 1e-12);
  BOOST_TEST(study.verdict.evidence.find("; the middle one of its comparisons could have seen a difference") !=
                 std::string::npos,
             study.verdict.evidence);
}

BOOST_AUTO_TEST_CASE(decisions_that_no_threshold_was_chosen_for_are_told_to_be_at_one_half) {
  StudyResult study = two_arms(10, kPrAuc, 0);
  study.options.folds = 0;
  compare_again(study);
  BOOST_TEST(study.verdict.sentence.find("No gain shown. At 0.5, which nothing chose and added rows move scores "
                                         "against, of 100 positives forest finds 50 ") == 0,
             study.verdict.sentence);
}

BOOST_AUTO_TEST_CASE(a_study_of_plain_training_alone_compares_nothing) {
  StudyResult plain = two_arms(2, kPrAuc, 0);
  plain.options.augmentations = make_augmentations({"none", "tuned"});
  plain.arms[1].augmentation = "tuned";
  compare_arms(plain);
  BOOST_TEST(plain.verdict.sentence == "Nothing was compared.");
}

BOOST_AUTO_TEST_SUITE_END()
