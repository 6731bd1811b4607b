#include "app/fidelity/privacy/risk.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

using ballast::app::fidelity::excess_risk;

BOOST_AUTO_TEST_SUITE(risk_test)

// Golden: the formulas of the header with derivatives taken numerically, in Python.
BOOST_AUTO_TEST_CASE(excess_and_interval_are_those_of_both_wilson_intervals) {
  const auto risk = excess_risk({60, 100}, {20, 200});
  BOOST_TEST(risk.value == 0.5476564729091478, boost::test_tools::tolerance(1e-12));
  BOOST_TEST_REQUIRE(risk.interval.has_value());
  BOOST_TEST(risk.interval->low == 0.4398859863216983, boost::test_tools::tolerance(1e-7));
  BOOST_TEST(risk.interval->high == 0.6554269594965972, boost::test_tools::tolerance(1e-7));
}

BOOST_AUTO_TEST_CASE(no_more_hits_than_the_control_are_no_risk_and_no_guesses_are_not_known) {
  const auto none = excess_risk({5, 100}, {10, 100});
  BOOST_TEST(none.value == 0);
  BOOST_TEST(none.interval->low == 0);
  BOOST_TEST(none.interval->high == 0.032958651161294296, boost::test_tools::tolerance(1e-6));
  BOOST_TEST(std::isnan(excess_risk({0, 0}, {10, 100}).value));
  BOOST_TEST(std::isnan(excess_risk({5, 100}, {0, 0}).value));
}

BOOST_AUTO_TEST_SUITE_END()
