#include "app/study/advice.hpp"

#include <boost/test/unit_test.hpp>

namespace {

using namespace ballast::app;

RepeatResult counts(std::size_t tp, std::size_t fp, std::size_t fn, std::size_t tn) {
  RepeatResult out = judge(std::vector<float>{0.9f, 0.1f}, std::vector<std::int32_t>{1, 0});
  out.tp = tp, out.fp = fp, out.fn = fn, out.tn = tn;
  return out;
}

// One classifier, `repeats` equal repeats of 100 positives and 900 others.
StudyResult two_arms(std::size_t repeats, const RepeatResult& none, const RepeatResult& smote) {
  StudyResult out;
  out.options.repeats = repeats;
  out.options.classifiers = {"forest"};
  out.options.augmentations = make_augmentations({"none", "smote"});
  out.data = {.rows = 1000, .positives = 100};
  out.test_to_train = 0.25;
  out.arms = {{.classifier = "forest", .augmentation = "none"}, {.classifier = "forest", .augmentation = "smote"}};
  for (std::size_t r = 0; r < repeats; ++r) {
    out.arms[0].per_repeat.push_back(none);
    out.arms[1].per_repeat.push_back(smote);
    out.arms[1].per_repeat.back().metrics[kRecall] = 0.9 + 0.001 * static_cast<double>(r);  // differences that vary
    out.arms[0].per_repeat.back().metrics[kRecall] = 0.5;
  }
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(advice_test)

BOOST_AUTO_TEST_CASE(counts_are_of_a_hundred_positives_and_of_a_thousand_rows_at_the_base_rate) {
  StudyResult study = two_arms(2, counts(50, 9, 50, 891), counts(80, 18, 20, 882));
  const DecisionCounts sampled = decision_counts(study, study.arms[1]);
  BOOST_TEST(sampled.found == 80, boost::test_tools::tolerance(1e-12));
  BOOST_TEST(sampled.false_alarms == 18, boost::test_tools::tolerance(1e-12));
  study.options.base_rate = 0.01;
  BOOST_TEST(decision_counts(study, study.arms[1]).false_alarms == 19.8, boost::test_tools::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(a_claimed_gain_comes_with_its_price_and_without_one_plain_training_is_advised) {
  StudyResult gain = two_arms(10, counts(50, 9, 50, 891), counts(80, 18, 20, 882));
  compare_arms(gain);
  BOOST_REQUIRE(claimed_gain(gain, false) != nullptr);
  BOOST_TEST(
      advice_of(gain) ==
      "In plain numbers: forest finds 50 of 100 positives with 9.00 false alarms per 1,000 rows, and with smote 80 "
      "with 18.00; each further positive found costs 0.3 false alarms. What to do: take it if a missed positive "
      "costs you more than that; a lower threshold on plain training may buy the same, so compare both in "
      "report.html first.");
  StudyResult nothing = two_arms(10, counts(50, 9, 50, 891), counts(50, 18, 50, 882));
  for (RepeatResult& r : nothing.arms[1].per_repeat) r.metrics = nothing.arms[0].per_repeat[0].metrics;
  compare_arms(nothing);
  BOOST_TEST(claimed_gain(nothing, false) == nullptr);
  const std::string advice = advice_of(nothing);
  BOOST_TEST(advice.find("it finds no more. What to do: train on the data as they are") != std::string::npos, advice);
}

BOOST_AUTO_TEST_CASE(one_repeat_advises_nothing_and_a_study_that_adds_no_rows_has_no_advice) {
  StudyResult one = two_arms(1, counts(50, 9, 50, 891), counts(80, 18, 20, 882));
  compare_arms(one);
  BOOST_TEST(advice_of(one).ends_with("What to do: nothing yet; one split decides nothing."));
  StudyResult plain = two_arms(2, counts(50, 9, 50, 891), counts(80, 18, 20, 882));
  plain.options.augmentations = make_augmentations({"none", "tuned"});
  plain.arms[1].augmentation = "tuned";
  for (RepeatResult& r : plain.arms[1].per_repeat) r.metrics = plain.arms[0].per_repeat[0].metrics;
  compare_arms(plain);
  BOOST_TEST(advice_of(plain) == "");
}

BOOST_AUTO_TEST_SUITE_END()
