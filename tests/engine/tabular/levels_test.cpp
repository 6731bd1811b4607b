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

BOOST_AUTO_TEST_CASE(they_are_named_with_their_number) {
  BOOST_TEST(levels_text({}) == "");
  BOOST_TEST(levels_text({{"term", 5}, {"mcc", 4}}) == "keeps to the values learned: term (5), mcc (4)\n");
}

BOOST_AUTO_TEST_SUITE_END()
