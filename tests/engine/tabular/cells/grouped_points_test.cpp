#include "engine/tabular/cells/grouped_points.hpp"

#include <boost/test/unit_test.hpp>

using namespace ballast::tabular::csv;

BOOST_AUTO_TEST_SUITE(grouped_points_test)

BOOST_AUTO_TEST_CASE(one_to_three_digits_a_point_and_three_more_may_be_thousands) {
  for (const char* text : {"2.273", "22.273", "222.273", "-2.273", "+2.273", " 2.273 "}) {
    BOOST_TEST(has_grouped_point(text), text);
  }
  for (const char* text : {"0.512", "2.27", "2.2733", "2222.273", ".273", "2273", "2.27e", "a.273", "2.273.111", ""}) {
    BOOST_TEST(!has_grouped_point(text), text);
  }
}

BOOST_AUTO_TEST_CASE(a_column_may_be_grouped_until_one_number_says_otherwise) {
  PointUses uses;
  uses.add("512");
  BOOST_TEST(uses.small);
  BOOST_TEST(!uses.may_be_grouped());  // nothing has a point
  const char* const first = "2.273";
  uses.add(first);
  uses.add("3.100");
  BOOST_TEST(uses.may_be_grouped());
  BOOST_TEST(static_cast<const void*>(uses.first_either) == static_cast<const void*>(first));
  PointUses decimal = uses, large = uses;
  decimal.add("12.5");
  BOOST_TEST(!decimal.may_be_grouped());
  large.add("-2273");  // thousands that nothing parts
  BOOST_TEST(!large.may_be_grouped());
  uses.add("-999");
  BOOST_TEST(uses.may_be_grouped());
}

BOOST_AUTO_TEST_SUITE_END()
