#include "engine/tabular/splits.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <numeric>
#include <string>
#include <vector>

#include "engine/error.hpp"
#include "engine/tabular/table.hpp"
#include "tests/refusals.hpp"

using namespace ballast::tabular;
using ballast::test::message_of;

namespace {

// 1,000 rows, every tenth of class 1.
std::vector<std::int32_t> tenths() {
  std::vector<std::int32_t> classes(1000);
  for (std::size_t row = 0; row < classes.size(); ++row) classes[row] = row % 10 == 3;
  return classes;
}

void check_cover(const Split& split, std::size_t rows) {
  std::vector<std::size_t> all;
  for (const auto* part : {&split.train, &split.validation, &split.test}) {
    BOOST_TEST(std::is_sorted(part->begin(), part->end()));
    all.insert(all.end(), part->begin(), part->end());
  }
  std::sort(all.begin(), all.end());
  std::vector<std::size_t> expected(rows);
  std::iota(expected.begin(), expected.end(), std::size_t{0});
  BOOST_TEST(all == expected, boost::test_tools::per_element());
}

std::size_t positives(const std::vector<std::size_t>& part, const std::vector<std::int32_t>& classes) {
  return static_cast<std::size_t>(
      std::count_if(part.begin(), part.end(), [&](std::size_t row) { return classes[row] == 1; }));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(splits_test)

BOOST_AUTO_TEST_CASE(stratified_parts_are_disjoint_cover_all_rows_and_keep_the_class_shares) {
  const auto classes = tenths();
  const Split split = stratified_split(classes, {.test = 0.2, .validation = 0.1}, 7);
  check_cover(split, classes.size());
  BOOST_TEST(split.test.size() == 200u);
  BOOST_TEST(split.validation.size() == 100u);
  BOOST_TEST(positives(split.test, classes) == 20u);
  BOOST_TEST(positives(split.validation, classes) == 10u);
}

BOOST_AUTO_TEST_CASE(a_stratified_split_depends_on_the_seed_and_on_nothing_else) {
  const auto classes = tenths();
  BOOST_TEST(stratified_split(classes, {}, 7).test == stratified_split(classes, {}, 7).test);
  BOOST_TEST(stratified_split(classes, {}, 7).test != stratified_split(classes, {}, 8).test);
}

BOOST_AUTO_TEST_CASE(every_row_is_equally_likely_to_be_tested) {
  const std::vector<std::int32_t> classes(20, 0);
  std::vector<int> tested(20);
  static constexpr int kSplits = 4000;
  for (int seed = 0; seed < kSplits; ++seed) {
    for (const std::size_t row : stratified_split(classes, {.test = 0.25}, static_cast<std::uint64_t>(seed)).test) {
      ++tested[row];
    }
  }
  // Binomial(4000, 1/4): standard deviation 27.4; five of them.
  for (const int count : tested) BOOST_TEST(std::abs(count - kSplits / 4) < 137);
}

BOOST_AUTO_TEST_CASE(a_small_class_still_has_a_row_in_every_part) {
  const std::vector<std::int32_t> classes{0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1};
  const Split split = stratified_split(classes, {.test = 0.1, .validation = 0.1}, 1);
  BOOST_TEST(positives(split.train, classes) == 1u);
  BOOST_TEST(positives(split.validation, classes) == 1u);
  BOOST_TEST(positives(split.test, classes) == 1u);
}

BOOST_AUTO_TEST_CASE(a_class_that_is_too_small_is_refused) {
  const std::vector<std::int32_t> classes{0, 0, 0, 0, 1};
  BOOST_TEST(message_of([&] { stratified_split(classes, {}, 1); }) ==
             "class 1 has too few rows (1) to have one in every part of the split");
}

BOOST_AUTO_TEST_CASE(a_class_that_is_too_small_stays_in_train_if_asked_for) {
  const std::vector<std::int32_t> classes{0, 0, 0, 0, 1, 2, 2};
  const Split split = stratified_split(classes, {.test = 0.8, .small_classes_train = true}, 1);
  check_cover(split, classes.size());
  BOOST_TEST(split.train.size() == 3u);  // one of each class
  BOOST_TEST(positives(split.train, classes) == 1u);
}

BOOST_AUTO_TEST_CASE(fractions_out_of_range_are_refused) {
  const auto classes = tenths();
  BOOST_TEST(message_of([&] { stratified_split(classes, {.test = 0}, 1); }) ==
             "the test fraction is out of range; expected a number above 0 and below 1, got '0.000000'");
  BOOST_TEST(message_of([&] { stratified_split(classes, {.test = 0.2, .validation = -0.1}, 1); }) ==
             "the validation fraction is out of range; expected a number from 0 to below 1, got '-0.100000'");
  BOOST_TEST(message_of([&] {
               chronological_split(std::vector<double>{1, 2}, {.test = 0.5, .validation = 0.5});
             }) ==
             "the test and validation fractions leave nothing to train on; expected a sum below 1, got '1.000000'");
}

BOOST_AUTO_TEST_CASE(the_last_rows_by_time_are_tested_and_those_before_validate) {
  const std::vector<double> time{9, 8, 7, 6, 5, 4, 3, 2, 1, 0};
  const Split split = chronological_split(time, {.test = 0.2, .validation = 0.1});
  check_cover(split, time.size());
  BOOST_TEST(split.test == (std::vector<std::size_t>{0, 1}));
  BOOST_TEST(split.validation == (std::vector<std::size_t>{2}));
}

BOOST_AUTO_TEST_CASE(windows_follow_each_other_and_each_learns_from_all_before_it) {
  std::vector<double> time(40);
  for (std::size_t row = 0; row < time.size(); ++row) time[row] = static_cast<double>(time.size() - row);
  std::vector<std::size_t> tested;
  for (std::size_t index = 0; index < 4; ++index) {
    const Split split = chronological_split(time, {.test = 0.2, .validation = 0.1}, {index, 4});
    BOOST_TEST(split.test.size() == 5u);  // an eighth: four windows are half of the rows
    BOOST_TEST(split.validation.size() == 4u);
    BOOST_TEST(split.train.size() == 20u + 5 * index - 4);
    BOOST_TEST(time[split.train.front()] < time[split.validation.back()]);
    BOOST_TEST(time[split.validation.front()] < time[split.test.back()]);
    tested.insert(tested.begin(), split.test.begin(), split.test.end());
  }
  std::vector<std::size_t> last_half(20);
  std::iota(last_half.begin(), last_half.end(), std::size_t{0});
  BOOST_TEST(tested == last_half, boost::test_tools::per_element());
  BOOST_TEST(chronological_split(time, {.test = 0.2}, {1, 2}).test.size() == 8u);  // two windows of a fifth
}

BOOST_AUTO_TEST_CASE(equal_times_stay_on_the_earlier_side) {
  const std::vector<double> time{0, 1, 2, 2, 2, 3};
  const Split split = chronological_split(time, {.test = 0.5});  // the cut falls between the twos
  BOOST_TEST(split.test == (std::vector<std::size_t>{5}));
  BOOST_TEST(split.train.size() == 5u);
}

BOOST_AUTO_TEST_CASE(chronological_splits_that_cannot_be_are_refused) {
  BOOST_TEST(message_of([] {
               chronological_split(std::vector<double>{1, kMissing, 2}, {});
             }) == "the time of data row 1 is missing (hint: a chronological split needs a time in every row)");
  const std::string empty =
      "the chronological split leaves a part empty (hint: too few rows, or too many at the same time: rows of one time "
      "stay together on the earlier side)";
  BOOST_TEST(message_of([] { chronological_split(std::vector<double>{5, 5, 5, 5}, {}); }) == empty);
  BOOST_TEST(message_of([] { chronological_split(std::vector<double>{5}, {}); }) == empty);
  BOOST_TEST(message_of([] {
               chronological_split(std::vector<double>{1, 2, 3, 3}, {.test = 0.3, .validation = 0.3});
             }) == empty);
}

BOOST_AUTO_TEST_SUITE_END()
