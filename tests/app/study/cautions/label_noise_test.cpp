// Labels that models doubt: the rule worked by hand, and labels that were turned on purpose.
#include "app/study/cautions/label_noise.hpp"
#include "tests/app/study/demo_rows.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>

using namespace ballast;
using namespace ballast::app;
using ballast::app::testing::demo_rows;

namespace {

LabelNoise doubts_of(const Dataset& data, const std::vector<float>& scores, const std::vector<std::size_t>& rows) {
  StudySink nothing;
  TestedRows tested(nothing, data.rows());
  std::vector<std::int32_t> y;
  for (const std::size_t row : rows) y.push_back(data.y[row]);
  tested.scores(0, {"forest", "none", 0.5, scores, y, rows});
  tested.scores(0, {"forest", "smote", 0.5, std::vector<float>(rows.size(), 1.0F), y, rows});  // not plain training
  return tested.doubts(data);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(label_noise_test)

// Positives score 0.9, 0.7 and 0.02 of being positive, 0.54 on average; others
// 0.01, 0.04, 0.6, 0.52, so 0.7075 of being other. The third positive scores 0.98
// of being other, above 0.7075; of the others 0.6 is above 0.54, 0.52 is not.
BOOST_AUTO_TEST_CASE(a_label_is_doubted_where_the_other_is_as_sure_as_its_own_rows_are) {
  Dataset data = demo_rows(200, 20);
  data.y.assign(200, 0);
  data.y[0] = data.y[1] = data.y[2] = 1;
  const LabelNoise found = doubts_of(data, {0.9F, 0.7F, 0.02F, 0.01F, 0.04F, 0.6F, 0.52F}, {0, 1, 2, 3, 4, 5, 6});
  BOOST_TEST(found.rows == 7u);
  BOOST_TEST(found.tested_positives == 3u);
  BOOST_TEST(found.positives == 1u);
  BOOST_TEST(found.others == 1u);
  BOOST_REQUIRE(found.examples.size() == 2u);
  BOOST_TEST(found.examples[0].line == line_of(data.table, 5));
  BOOST_TEST(found.examples[0].y == 0);
  BOOST_TEST(found.examples[0].score == 0.6, boost::test_tools::tolerance(1e-6));
  BOOST_TEST(found.examples[1].line == line_of(data.table, 2));
  BOOST_TEST(found.examples[1].score == 0.02, boost::test_tools::tolerance(1e-6));
}

// A weak model's mean score of positives is below 1/2: a score above it contradicts nobody.
BOOST_AUTO_TEST_CASE(a_score_below_a_half_doubts_no_label) {
  Dataset data = demo_rows(200, 20);
  data.y.assign(200, 0);
  data.y[0] = 1;
  const LabelNoise found = doubts_of(data, {0.2F, 0.3F, 0.1F}, {0, 1, 2});
  BOOST_TEST(found.others == 0u);
  BOOST_TEST(doubts_of(data, {}, {}).rows == 0u);
}

BOOST_AUTO_TEST_CASE(labels_that_were_turned_are_doubted_and_lines_named) {
  Dataset data = demo_rows(3000, 300);
  constexpr std::size_t kTurned = 30;
  const auto count = [](const Dataset& of) {
    StudyOptions options;
    options.augmentations = make_augmentations({"none"});
    options.repeats = 8;
    options.folds = 0;
    options.learners.boosting.rounds = 30;
    options.learners.forest.trees = 30;
    numeric::ThreadPool pool(2);
    Observer quiet;
    StudySink nothing;
    return run_study(of, options, pool, quiet, nothing).label_noise;
  };
  const LabelNoise before = count(data);
  std::vector<std::size_t> turned = data.positive_rows();
  turned.resize(kTurned);
  for (const std::size_t row : turned) data.y[row] = 0;
  data.positives -= kTurned;
  const LabelNoise after = count(data);
  BOOST_TEST(before.rows > 2300u);  // 1 - 0.8^8 of all
  BOOST_TEST(after.others >= before.others + kTurned / 2);
  BOOST_REQUIRE(!after.examples.empty());
  const auto is_turned = [&](const DoubtedLabel& row) {
    return std::ranges::any_of(turned, [&](std::size_t t) { return line_of(data.table, t) == row.line; });
  };
  BOOST_TEST(after.examples[0].y == 0);
  BOOST_TEST(is_turned(after.examples[0]));
}

BOOST_AUTO_TEST_SUITE_END()
