#include "autodiff/gradient_space.hpp"

#include <boost/test/unit_test.hpp>

using ballast::autodiff::GradientSpace;

BOOST_AUTO_TEST_SUITE(gradient_space_test)

BOOST_AUTO_TEST_CASE(places_in_use_do_not_overlap_and_begin_on_cache_lines) {
  GradientSpace space;
  BOOST_TEST(space.take(1) == 0U);
  BOOST_TEST(space.take(17) == 16U);
  BOOST_TEST(space.take(16) == 48U);
  BOOST_TEST(space.size() == 64U);
}

BOOST_AUTO_TEST_CASE(a_place_given_back_is_taken_again_the_tightest_that_fits_first) {
  GradientSpace space;
  const std::size_t large = space.take(64), small = space.take(32), tiny = space.take(16);
  const std::size_t before = space.size();
  space.give_back(large);
  space.give_back(small);
  space.give_back(tiny);
  BOOST_TEST(space.take(32) == small);
  BOOST_TEST(space.take(16) == tiny);
  BOOST_TEST(space.take(16) == large);
  BOOST_TEST(space.size() == before);
  BOOST_TEST(space.take(16) == before);  // nothing is free any more
}

BOOST_AUTO_TEST_SUITE_END()
