// Which columns keep to their levels: those whose values were nearly all seen.
#include "engine/tabular/levels.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <vector>

using namespace ballast::tabular;

namespace {

// `count` cells of each value.
std::vector<double> cells(std::initializer_list<std::pair<double, std::size_t>> counts) {
  std::vector<double> out;
  for (const auto& [value, count] : counts) out.insert(out.end(), count, value);
  std::ranges::sort(out);
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(levels_test)

BOOST_AUTO_TEST_CASE(values_that_come_again_are_levels) {
  BOOST_TEST(keeps_to_levels(cells({{12, 20}, {24, 9}, {36, 4}})));
  BOOST_TEST(keeps_to_levels(cells({{5411, 70}, {5999, 40}, {6011, 3}, {7995, 2}})));
  BOOST_TEST(keeps_to_levels(cells({{0, 200}, {1, 60}, {2, 30}, {3, 9}, {4, 2}, {12, 1}})));
}

BOOST_AUTO_TEST_CASE(one_row_in_twenty_may_hold_a_value_that_occurs_once) {
  BOOST_TEST(keeps_to_levels(cells({{1, 10}, {2, 9}, {7, 1}})));
  BOOST_TEST(!keeps_to_levels(cells({{1, 10}, {2, 8}, {7, 1}})));
}

BOOST_AUTO_TEST_CASE(few_steps_of_a_half_are_levels_and_many_are_a_quantity) {
  BOOST_TEST(keeps_to_levels(cells({{0.5, 20}, {1, 20}, {2, 20}})));
  std::vector<double> many;
  for (int i = 0; i < 400; ++i) many.push_back((i / 10) / 10.0);
  BOOST_TEST(!keeps_to_levels(many));
}

BOOST_AUTO_TEST_CASE(amounts_and_two_values_are_not) {
  std::vector<double> amounts;
  for (int i = 0; i < 300; ++i) amounts.push_back(i % 2 == 0 ? 100 : i * 37);
  std::ranges::sort(amounts);
  BOOST_TEST(!keeps_to_levels(amounts));
  BOOST_TEST(!keeps_to_levels(cells({{0, 20}, {1, 20}})));
  BOOST_TEST(!keeps_to_levels({}));
}

BOOST_AUTO_TEST_CASE(the_levels_of_a_column_are_its_values_in_order_or_none) {
  std::vector<double> terms = cells({{36, 4}, {12, 20}, {24, 9}});
  terms.push_back(kMissing);
  BOOST_TEST(levels_of(terms) == (std::vector<double>{12, 24, 36}), boost::test_tools::per_element());
  BOOST_TEST(levels_of(cells({{1, 10}, {2, 8}, {7, 1}})).empty());
  BOOST_TEST(levels_of(cells({{0, 20}, {1, 20}})).empty());
  std::vector<double> numbers, halves;
  for (int i = 0; i < 3 * 4097; ++i) numbers.push_back(i / 3);
  for (int i = 0; i < 400; ++i) halves.push_back((i / 10) / 2.0);
  BOOST_TEST(levels_of(numbers).empty());
  BOOST_TEST(levels_of(halves).empty());
}

BOOST_AUTO_TEST_CASE(rows_that_do_not_show_their_levels_take_those_of_the_table) {
  Table whole({{"term", ColumnKind::integer, {}}, {"n", ColumnKind::integer, {}}, {"y", ColumnKind::integer, {}}}, 90);
  std::vector<std::size_t> all;
  for (std::size_t row = 0; row < 90; ++row) {
    whole.column(0)[row] = 12 * (1 + static_cast<double>(row % 3));
    whole.column(1)[row] = static_cast<double>(row * row);
    all.push_back(row);
  }
  const std::vector<std::size_t> rare{0, 1, 2}, features{0, 1};
  Table rows = whole.take_rows(rare).take_columns(features);
  set_levels(rows, whole, all);
  BOOST_TEST(rows.levels(0).size() == 3u);
  BOOST_TEST(rows.levels(1).empty());
  BOOST_TEST(rows.take_rows(rare).take_columns(features).levels(0).size() == 3u);
  Table shows = whole.take_rows(all);
  set_levels(shows, whole, all);
  BOOST_TEST(shows.levels(0).empty());
}

BOOST_AUTO_TEST_CASE(they_are_named_with_their_number) {
  BOOST_TEST(levels_text({}) == "");
  BOOST_TEST(levels_text({{"term", 5}, {"mcc", 4}}) == "keeps to the values learned: term (5), mcc (4)\n");
}

BOOST_AUTO_TEST_SUITE_END()
