#include "engine/tabular/group_splits.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <set>
#include <string>

#include "engine/error.hpp"
#include "tests/refusals.hpp"

using namespace ballast::tabular;
using ballast::test::message_of;

namespace {

// 1,000 rows of 125 groups of eight that stand together; every tenth row is of class 1.
struct Rows {
  std::vector<std::int32_t> classes = std::vector<std::int32_t>(1000);
  std::vector<std::uint32_t> groups = std::vector<std::uint32_t>(1000);
  Rows() {
    for (std::size_t row = 0; row < classes.size(); ++row) {
      classes[row] = row % 10 == 3;
      groups[row] = static_cast<std::uint32_t>(row / 8);
    }
  }
  std::set<std::uint32_t> groups_of(const std::vector<std::size_t>& part) const {
    std::set<std::uint32_t> out;
    for (const std::size_t row : part) out.insert(groups[row]);
    return out;
  }
  auto positives(const std::vector<std::size_t>& part) const {
    return std::ranges::count_if(part, [&](std::size_t row) { return classes[row] == 1; });
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(group_splits_test)

BOOST_AUTO_TEST_CASE(no_group_stands_in_two_parts_and_shares_are_met) {
  const Rows rows;
  const Split split = grouped_split(rows.classes, rows.groups, {.test = 0.2, .validation = 0.1}, 7);
  const auto train = rows.groups_of(split.train), validation = rows.groups_of(split.validation),
             test = rows.groups_of(split.test);
  BOOST_TEST(train.size() + validation.size() + test.size() == 125u);
  BOOST_TEST(split.train.size() + split.validation.size() + split.test.size() == 1000u);
  BOOST_TEST(std::abs(static_cast<double>(split.test.size()) - 200) <= 16);
  BOOST_TEST(std::abs(rows.positives(split.test) - 20) <= 2);
  BOOST_TEST(std::abs(rows.positives(split.validation) - 10) <= 2);
  BOOST_TEST((grouped_split(rows.classes, rows.groups, {.test = 0.2}, 8).test != split.test));
}

BOOST_AUTO_TEST_CASE(folds_hold_whole_groups_and_equal_shares) {
  const Rows rows;
  const std::vector<std::uint32_t> fold = grouped_folds(rows.classes, rows.groups, 5, 3);
  std::vector<int> positives(5);
  for (std::size_t row = 0; row < fold.size(); ++row) {
    BOOST_TEST(fold[row] == fold[row / 8 * 8]);
    positives[fold[row]] += rows.classes[row];
  }
  for (const int count : positives) BOOST_TEST(std::abs(count - 20) <= 2);
}

BOOST_AUTO_TEST_CASE(groups_that_leave_a_part_without_a_class_are_refused) {
  Rows rows;
  for (std::size_t row = 0; row < 1000; ++row)
    rows.groups[row] = rows.classes[row] == 1 ? 0 : static_cast<std::uint32_t>(1 + row % 50);
  BOOST_TEST(message_of([&] {
               grouped_split(rows.classes, rows.groups, {}, 1);
             }).find("the groups leave the test part without a row of class 1") != std::string::npos);
  BOOST_TEST(message_of([&] {
               grouped_folds(rows.classes, rows.groups, 2, 1);
             }).find("the groups leave one of 2 folds without a row of class 1") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(by_time_rows_of_a_group_that_comes_back_do_not_teach) {
  Split split{{0, 1, 2, 3}, {4, 5}, {6, 7}};
  keep_groups_apart(split, std::vector<std::uint32_t>{0, 1, 2, 3, 3, 1, 1, 0});
  BOOST_TEST(split.train == (std::vector<std::size_t>{2}), boost::test_tools::per_element());
  BOOST_TEST(split.validation == (std::vector<std::size_t>{4}), boost::test_tools::per_element());
  BOOST_TEST(split.test == (std::vector<std::size_t>{6, 7}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(rows_within_the_gap_before_a_window_do_not_teach) {
  std::vector<double> time;
  for (int t = 0; t < 10; ++t) time.push_back(t);
  const Split split = chronological_split(time, {.test = 0.2}, {.gap = 3});
  BOOST_TEST(split.test == (std::vector<std::size_t>{8, 9}), boost::test_tools::per_element());
  BOOST_TEST(split.train == (std::vector<std::size_t>{0, 1, 2, 3, 4, 5}), boost::test_tools::per_element());
  BOOST_TEST(message_of([&] { chronological_split(time, {.test = 0.2}, {.gap = 9}); }).find("the gap leaves a part") !=
             std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
