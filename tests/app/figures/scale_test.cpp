#include "app/figures/scale.hpp"

#include <boost/test/unit_test.hpp>

namespace figures = ballast::app::figures;

namespace {

std::string labels(const std::vector<figures::Tick>& ticks) {
  std::string out;
  for (const figures::Tick& tick : ticks) out += (out.empty() ? "" : " ") + tick.label;
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(scale_test)

BOOST_AUTO_TEST_CASE(ticks_are_round_numbers_inside_the_range) {
  BOOST_TEST(labels(figures::nice_ticks({0, 1}, 5)) == "0.0 0.2 0.4 0.6 0.8 1.0");
  BOOST_TEST(labels(figures::nice_ticks({-3.1, 3.1}, 4)) == "−2 0 2");
  BOOST_TEST(labels(figures::nice_ticks({0, 3980}, 4)) == "0 1,000 2,000 3,000");
  BOOST_TEST(labels(figures::nice_ticks({0.91, 0.949}, 4)) == "0.91 0.92 0.93 0.94");
  BOOST_TEST(labels(figures::nice_ticks({1e6, 3e6}, 2)) == "1,000,000 2,000,000 3,000,000");
  BOOST_TEST(labels(figures::nice_ticks({-1e-7, 1e-7}, 2)) == "−0.0000001 0.0000000 0.0000001");
}

BOOST_AUTO_TEST_CASE(a_tick_on_the_very_end_counts_in_spite_of_rounding) {
  const auto ticks = figures::nice_ticks({0.1, 0.3}, 2);
  BOOST_TEST(labels(ticks) == "0.1 0.2 0.3");
}

BOOST_AUTO_TEST_CASE(logarithmic_axes_have_decades) {
  BOOST_TEST(labels(figures::decade_ticks({0.005, 20}, 5)) == "0.01 0.1 1 10");
  BOOST_TEST(labels(figures::decade_ticks({1e-9, 1e-4}, 5)) == "10⁻⁹ 10⁻⁸ 10⁻⁷ 10⁻⁶ 10⁻⁵ 10⁻⁴");
  BOOST_TEST(labels(figures::decade_ticks({1e-12, 1e12}, 4)) == "10⁻¹² 10⁻⁶ 10⁰ 10⁶ 10¹²");
  BOOST_TEST(labels(figures::decade_ticks({1e-4, 1}, 5)) == "10⁻⁴ 10⁻³ 10⁻² 10⁻¹ 10⁰");  // one way for all
  BOOST_TEST(labels(figures::decade_ticks({0.03, 0.4}, 5)) == "0.05 0.1 0.2");
  BOOST_TEST(labels(figures::decade_ticks({4, 300}, 5)) == "5 10 20 50 100 200");
  BOOST_TEST(labels(figures::decade_ticks({2, 8}, 3)) == "2 4 6 8");
}

BOOST_AUTO_TEST_CASE(a_scale_maps_ends_to_ends) {
  const figures::Scale linear({2, 4}, {100, 0}), decades({0.01, 100}, {0, 80}, true);
  BOOST_TEST(linear(2) == 100);
  BOOST_TEST(linear(4) == 0);
  BOOST_TEST(linear(3) == 50);
  BOOST_TEST(decades(1) == 40, boost::test_tools::tolerance(1e-12));
  BOOST_TEST(!std::isfinite(decades(0)));
}

BOOST_AUTO_TEST_SUITE_END()
