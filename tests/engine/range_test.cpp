#include "engine/range.hpp"

#include <boost/test/unit_test.hpp>
#include <limits>

#include "engine/error.hpp"

using namespace ballast;

BOOST_AUTO_TEST_SUITE(range_test)

BOOST_AUTO_TEST_CASE(a_range_holds_what_lies_between_its_ends_and_the_closed_ends_themselves) {
  BOOST_TEST(closed_range(0, 1).holds(0));
  BOOST_TEST(closed_range(0, 1).holds(1));
  BOOST_TEST(!open_range(0, 1).holds(0));
  BOOST_TEST(!open_range(0, 1).holds(1));
  BOOST_TEST(open_range(0, 1).holds(0.5));
  BOOST_TEST(!above(0, 1).holds(0));
  BOOST_TEST(above(0, 1).holds(1));
  BOOST_TEST(whole_range(3, 256).holds(256));
  BOOST_TEST(!whole_range(3, 256).holds(2));
}

BOOST_AUTO_TEST_CASE(no_range_holds_what_is_no_finite_number) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  for (const Range& range : {closed_range(0, 1), above(0), whole_at_least(0), Range{}}) {
    BOOST_TEST(!range.holds(kInfinity));
    BOOST_TEST(!range.holds(-kInfinity));
    BOOST_TEST(!range.holds(std::numeric_limits<double>::quiet_NaN()));
  }
}

BOOST_AUTO_TEST_CASE(the_text_of_a_range_says_which_ends_belong_to_it) {
  BOOST_TEST(closed_range(0, 0.5).text() == "a number from 0 to 0.5");
  BOOST_TEST(open_range(0, 1).text() == "a number between 0 and 1, ends excluded");
  BOOST_TEST(above(0, 1).text() == "a number above 0, at most 1");
  BOOST_TEST((Range{.high = 1, .high_open = true}.text()) == "a number of at least 0, below 1");
  BOOST_TEST(above(0).text() == "a number above 0");
  BOOST_TEST(whole_range(1, 1'000'000'000).text() == "a whole number from 1 to 1000000000");
  BOOST_TEST(whole_at_least(2).text() == "a whole number of at least 2");
  BOOST_TEST(closed_range(1e-9, 1).limits() == "from 1e-09 to 1");
}

BOOST_AUTO_TEST_CASE(a_number_outside_is_refused_by_name) {
  const auto says = [](const char* text) {
    return [text](const Error& error) { return error.what() == std::string(text); };
  };
  BOOST_CHECK_EXCEPTION(above(0, 1).require("boosting: eta", 0), Error,
                        says("boosting: eta is out of range; expected a number above 0, at most 1, got '0'"));
  BOOST_CHECK_EXCEPTION(whole_range(3, 256).require("boosting: max_bin", 2), Error,
                        says("boosting: max_bin is out of range; expected a whole number from 3 to 256, got '2'"));
  BOOST_CHECK_EXCEPTION(whole_range(3, 256).require("x", 3.5), Error,
                        says("x is out of range; expected a whole number from 3 to 256, got '3.5'"));
  BOOST_CHECK_NO_THROW(whole_range(3, 256).require("x", 3));
}

BOOST_AUTO_TEST_SUITE_END()
