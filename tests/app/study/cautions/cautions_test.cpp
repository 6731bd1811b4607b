// What a study warns of, of studies whose figures are set by hand.
#include "app/study/cautions/cautions.hpp"

#include <boost/test/unit_test.hpp>

#include "app/study/study.hpp"

using namespace ballast::app;

namespace {

// Two arms whose PR-AUC differs by `spread` more or less in each repeat; a test part has 40 positives.
StudyResult plain_study(std::size_t repeats, double spread) {
  StudyResult out;
  out.options.repeats = repeats;
  out.options.classifiers = {"forest"};
  out.options.augmentations = make_augmentations({"none", "smote"});
  out.data = {.rows = 2000, .positives = 200, .test_rows = 400};
  out.test_to_train = 0.25;
  out.arms = {{.classifier = "forest", .augmentation = "none"}, {.classifier = "forest", .augmentation = "smote"}};
  for (std::size_t r = 0; r < repeats; ++r) {
    RepeatResult judged = judge(std::vector<float>{0.9F, 0.1F}, std::vector<std::int32_t>{1, 0});
    judged.plain = {0.5, 30, 4, 10, 356};
    judged.metrics = {};
    judged.metrics[kRocAuc] = 0.9;
    out.arms[0].per_repeat.push_back(judged);
    for (const Metric m : kTestedMetrics) judged.metrics[m] = r % 2 == 0 ? spread : -spread;
    out.arms[1].per_repeat.push_back(judged);
  }
  compare_arms(out);
  return out;
}

std::string all_of(const StudyResult& study) {
  std::string out;
  for (const std::string& caution : cautions_of(study)) out += caution + "|";
  return out;
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(cautions_test)

BOOST_AUTO_TEST_CASE(too_few_test_positives_are_warned_of_with_what_could_be_seen) {
  const StudyResult blunt = plain_study(10, 0.02), sharp = plain_study(10, 0.001);
  BOOST_TEST(least_test_positives(blunt) == 40u);
  const std::string told = all_of(blunt);
  BOOST_TEST(has(told,
                 "a test part has 40 positives, too few for a gain of 0.01 in PR-AUC (--effect): this study sees "
                 "one of about 0.0"),
             told);
  BOOST_TEST(has(told, "the smaller one would take about "), told);
  const std::string blind = all_of(plain_study(2, 0.5));  // PR-AUC cannot differ by more than 1
  BOOST_TEST(has(blind, "this study sees none, however large|"), blind);
  BOOST_TEST(all_of(sharp) == "");
}

BOOST_AUTO_TEST_CASE(a_gain_that_cannot_be_is_not_said_to_be_seen) {
  StudyResult study = plain_study(10, 0.02);
  const auto raised = [&](double by) {
    for (Arm& arm : study.arms) {
      for (RepeatResult& r : arm.per_repeat) r.metrics[kPrAuc] += by;
    }
    study.comparisons.clear();
    study.untested.clear();
    study.probabilities.clear();
    compare_arms(study);
    return all_of(study);
  };
  BOOST_TEST(has(raised(0.97), "this study sees none, however large|"));  // .03 are left
  BOOST_TEST(raised(0.025) == "");                                        // less than the gain that matters
}

BOOST_AUTO_TEST_CASE(plain_training_at_chance_is_warned_of_and_decisions_that_save_nothing) {
  StudyResult study = plain_study(10, 0.001);
  for (RepeatResult& r : study.arms[0].per_repeat) r.metrics[kRocAuc] = 0.5;
  study.arms[0].summary[kRocAuc].mean = 0.5;
  BOOST_TEST(has(all_of(study),
                 "forest without added rows cannot be told from chance: PR-AUC 0.000, where blind scores have 0.113, "
                 "and ROC-AUC 0.500|"),
             all_of(study));
  study.arms[0].summary[kChosenCost].mean = 1001;  // of 10 % positives, each at 10
  BOOST_TEST(has(all_of(study),
                 "ROC-AUC 0.500, and costs 1001.00 in 1,000 rows at its chosen threshold, where flagging nothing costs "
                 "1000.00|"),
             all_of(study));
  for (RepeatResult& r : study.arms[0].per_repeat) r.metrics[kRocAuc] = 0.8;
  BOOST_TEST(has(all_of(study), "forest without added rows costs 1001.00 in 1,000 rows"), all_of(study));
}

// Scores drawn blindly for 40 positives among 400 rows have a ROC-AUC of 0.5 with standard deviation .0482. Of ten
// splits the mean has .0482 sqrt(1/10 + 1/4) = .0285, of two .0417.
BOOST_AUTO_TEST_CASE(chance_ends_at_two_standard_errors_of_the_mean_over_splits_that_share_their_table) {
  const auto at_chance = [](std::size_t repeats, double roc_auc) {
    StudyResult study = plain_study(repeats, 0.001);
    for (std::size_t r = 0; r < repeats; ++r) {  // wide, so that no interval tells them from 0.5
      study.arms[0].per_repeat[r].metrics[kRocAuc] = roc_auc + (repeats == 1 ? 0 : r % 2 == 0 ? 0.2 : -0.2);
    }
    study.arms[0].summary[kRocAuc].mean = roc_auc;
    return has(all_of(study), "cannot be told from chance");
  };
  BOOST_TEST(at_chance(10, 0.556));
  BOOST_TEST(!at_chance(10, 0.558));
  BOOST_TEST(at_chance(2, 0.582));
  BOOST_TEST(!at_chance(2, 0.585));
}

BOOST_AUTO_TEST_CASE(one_split_is_warned_of_by_what_a_single_positive_moves) {
  StudyResult one = plain_study(1, 0.02);
  BOOST_TEST(all_of(one) ==
             "a test part has 40 positives, so that one of them found or missed moves recall by 0.025, more than the "
             "gain of 0.01 that matters (--effect)|");
  one.options.effect = 0.03;
  BOOST_TEST(all_of(one) == "");
}

BOOST_AUTO_TEST_CASE(columns_that_tell_the_classes_are_named_first) {
  StudyResult study = plain_study(10, 0.001);
  study.data.telling_columns = {"leak"};
  BOOST_TEST(all_of(study).starts_with("column 'leak' alone tells the classes apart: a copy of the target, or known "));
  study.data.telling_columns = {"leak", "status"};
  BOOST_TEST(all_of(study).starts_with("columns 'leak', 'status', each alone, tell the classes apart"));
}

BOOST_AUTO_TEST_CASE(copies_are_counted_with_what_they_may_do) {
  StudyResult study = plain_study(10, 0.001);
  study.data.test_rows_in_train = 7;
  study.data.test_rows_near_train = 2;
  const std::string told = all_of(study);
  BOOST_TEST(has(told, "7 of 400 test rows also occur in the training part (of split 1), and 2 more nearly"), told);
  BOOST_TEST(has(told, "a model may know them by heart"), told);
  study.data.test_rows_in_train = 0;
  BOOST_TEST(has(all_of(study), "2 of 400 test rows nearly occur in the training part (of split 1), to a thousandth"));
  BOOST_TEST(has(told, "--group"), told);
  study.options.group_column = "customer";
  BOOST_TEST(!has(all_of(study), "--group"));
}

BOOST_AUTO_TEST_CASE(earlier_rows_that_groups_keep_from_teaching_are_counted) {
  StudyResult study = plain_study(10, 0.001);
  study.data.rows_of_shared_groups = 569;
  BOOST_TEST(has(all_of(study), "569 earlier rows do not teach in split 1: their groups (--group) come back"));
}

BOOST_AUTO_TEST_CASE(doubted_labels_are_counted_with_lines_to_look_at) {
  StudyResult study = plain_study(10, 0.001);
  study.label_noise = {.rows = 1900,
                       .tested_positives = 190,
                       .positives = 2,
                       .others = 5,
                       .examples = {{.line = 17, .y = 0, .score = 0.9}, {.line = 4, .y = 1, .score = 0.01}}};
  const std::string told = all_of(study);
  BOOST_TEST(has(told,
                 "take 2 of 190 positives (line 4) for one of the rest, and 5 of 1,710 others (line 17) for a "
                 "positive: wrong labels, or hard rows"),
             told);
  study.label_noise = {};
  study.data.contradictory_rows = 3;
  BOOST_TEST(has(all_of(study), "3 rows are equal to one of the other label in every column"));
}

BOOST_AUTO_TEST_SUITE_END()
