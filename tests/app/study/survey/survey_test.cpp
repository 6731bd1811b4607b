#include "app/study/survey/survey.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

using namespace ballast::app;

namespace {

SurveyTable table_of(const std::string& name, double gain) {
  SurveyTable out{.name = name, .key = name};
  SurveyArm none{"forest", "none"}, arm{"forest", "smote"};
  none.mean = {0.5, 0.5};
  arm.mean = {0.5 + gain, 0.5};
  arm.gain = {gain, 0};
  none.standard_error = arm.standard_error = {0.01, 0.01};
  out.arms = {none, arm};
  return out;
}

Survey survey_of(const std::vector<double>& gains) {
  Survey out;
  for (const double gain : gains) out.tables.push_back(table_of("t" + std::to_string(out.tables.size()), gain));
  judge_survey(out);
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(survey_test)

BOOST_AUTO_TEST_CASE(a_gain_on_all_of_eight_tables_stands) {
  const Survey found = survey_of({.02, .03, .04, .05, .06, .02, .03, .04});
  const SurveyGain& arm = found.rankings[0].arms[1];
  BOOST_TEST(arm.mean_rank == 1.0);
  BOOST_TEST(std::abs(arm.mean - 0.03625) < 1e-12);
  // R: t.test(c(.02, .03, .04, .05, .06, .02, .03, .04)): sd .01407886, t(.975, 7) = 2.364624
  BOOST_TEST(std::abs(*arm.high - *arm.low - 2 * 2.364624 * 0.014078856 / std::sqrt(8.0)) < 1e-7);
  BOOST_TEST(std::abs(*arm.between - std::sqrt(0.014078856 * 0.014078856 - 1e-4)) < 1e-7);
  BOOST_TEST(*arm.p == 2.0 / 256);
  BOOST_TEST(*arm.p_holm == 4.0 / 256);  // two comparisons: two metrics
  BOOST_TEST(found.verdict[0].find("smote raises PR-AUC by 0.036") != std::string::npos, found.verdict[0]);
  BOOST_TEST(found.verdict.size() == 2u);
  BOOST_TEST(found.verdict[1] ==
             "By ranks of PR-AUC forest is better with smote (1.00) than with none (2.00; Nemenyi).");
}

// The mean of two arms has twice the trees; the plain bag beside it does as well.
BOOST_AUTO_TEST_CASE(a_mean_of_arms_is_held_against_the_bag) {
  Survey survey = survey_of({.02, .03, .04, .05, .06, .02, .03, .04});
  for (SurveyTable& table : survey.tables) table.arms[1].augmentation = "none+smote";
  judge_survey(survey);
  BOOST_TEST(survey.verdict[0].find("on 8 of 8; it has more trees, and 'bag' among the arms tells what they alone "
                                    "give.") != std::string::npos,
             survey.verdict[0]);
  for (std::size_t t = 0; t < survey.tables.size(); ++t) {
    SurveyArm bag = survey.tables[t].arms[1];
    bag.augmentation = "bag";
    bag.mean[0] += t % 2 == 0 ? .001 : -.001;
    survey.tables[t].arms.push_back(bag);
  }
  judge_survey(survey);
  BOOST_TEST(survey.verdict[0].find("on 8 of 8; bag, as many trees without added rows, cannot be told from it.") !=
                 std::string::npos,
             survey.verdict[0]);
  for (SurveyTable& table : survey.tables) table.arms[2].mean[0] = 0.5;
  judge_survey(survey);
  BOOST_TEST(survey.verdict[0].find("on 8 of 8.") != std::string::npos, survey.verdict[0]);
}

BOOST_AUTO_TEST_CASE(few_tables_cannot_tell_and_the_verdict_says_how_many_could) {
  const Survey found = survey_of({.02, -.03, .04});
  BOOST_TEST(found.verdict[0].find("No evidence over 3 tables") != std::string::npos);
  BOOST_TEST(found.verdict[1].find("2 comparisons none can stand below 7 tables") != std::string::npos,
             found.verdict[1]);
}

BOOST_AUTO_TEST_CASE(one_order_of_six_tables_is_not_enough_for_two_metrics) {
  // The mean ranks are 1 apart and 1.96 / sqrt(6) = .80 enough, but p is 2 / 64 for each of two metrics.
  const Survey found = survey_of({-.02, -.03, -.04, -.01, -.02, -.03});
  BOOST_TEST(found.verdict[0].find("No evidence over 6 tables") != std::string::npos, found.verdict[0]);
  BOOST_TEST(found.verdict[1].find("below 7 tables") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(tables_that_failed_do_not_count) {
  Survey survey;
  survey.tables = {table_of("a", .1), {.name = "b", .key = "b", .error = "no such file"}, table_of("c", .2)};
  judge_survey(survey);
  BOOST_TEST(survey.rankings[0].tables == 2u);
  survey.tables.pop_back();
  judge_survey(survey);
  BOOST_TEST(survey.rankings.empty());
  BOOST_TEST(survey.verdict[0].find("takes two") != std::string::npos);
}

// A table of plain training alone, and one of another classifier, take the others' comparisons from nobody.
BOOST_AUTO_TEST_CASE(tables_that_lack_the_arms_are_left_out_by_name) {
  Survey survey;
  survey.tables = {table_of("bare", 0), table_of("a", .1), table_of("b", .2), table_of("other", .1)};
  survey.tables[0].arms.pop_back();
  for (SurveyArm& arm : survey.tables[3].arms) arm.classifier = "boosting";
  judge_survey(survey);
  BOOST_REQUIRE(survey.rankings.size() == 2u);  // of forest; boosting is on one table
  BOOST_TEST(survey.rankings[0].tables == 2u);
  BOOST_TEST((survey.rankings[0].left_out == std::vector<std::string>{"bare", "other"}));
  BOOST_TEST(survey.rankings[0].arms[1].mean_rank == 1.0);
  BOOST_TEST(survey.verdict[0].find("No evidence over 2 tables") == 0u, survey.verdict[0]);
  BOOST_TEST(survey.verdict.back() ==
             "forest is not ranked on bare, other, for want of arms beside none that the others have.");
  survey.tables.erase(survey.tables.begin() + 1);
  judge_survey(survey);
  BOOST_TEST(survey.rankings.empty());
  BOOST_TEST(survey.verdict[0] == "Nothing was compared: no arm beside none is on two tables.");
}

BOOST_AUTO_TEST_CASE(arms_that_a_table_lacks_are_not_ranked) {
  Survey survey;
  survey.tables = {table_of("a", .1), table_of("b", .2)};
  survey.tables[0].arms.push_back({"forest", "vae"});
  judge_survey(survey);
  BOOST_TEST(survey.rankings[0].arms.size() == 2u);
  BOOST_TEST(survey.verdict.back() == "forest with vae is not ranked, for want of it on b.");
}

BOOST_AUTO_TEST_SUITE_END()
