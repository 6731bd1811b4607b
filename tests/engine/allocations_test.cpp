// The counter behind the "no allocation" tests counts.
#include "tests/allocations.hpp"

#include <boost/test/unit_test.hpp>

#include "engine/numeric/buffer.hpp"

BOOST_AUTO_TEST_SUITE(allocations_test)

BOOST_AUTO_TEST_CASE(the_counter_sees_plain_and_aligned_memory) {
  const std::size_t before = ballast::testing::allocations();
  delete new int(1);
  const ballast::numeric::Buffer<float> buffer(100);
  BOOST_TEST(ballast::testing::allocations() >= before + 1);
  BOOST_TEST(buffer.size() == 100u);
}

BOOST_AUTO_TEST_SUITE_END()
