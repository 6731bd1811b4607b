#include "engine/geometry/distance.hpp"

#include <boost/test/unit_test.hpp>
#include <vector>

using ballast::geometry::squared_distance_by_lanes;

BOOST_AUTO_TEST_SUITE(distance_test)

BOOST_AUTO_TEST_CASE(it_is_the_plain_sum_of_squares_at_every_length) {
  for (std::size_t length = 0; length < 40; ++length) {
    std::vector<float> a, b;
    double expected = 0;
    for (std::size_t i = 0; i < length; ++i) {
      a.push_back(static_cast<float>(i % 7) - 2.0f);
      b.push_back(static_cast<float>(i % 5) * 0.5f);
      const double difference = static_cast<double>(a.back()) - static_cast<double>(b.back());
      expected += difference * difference;
    }
    BOOST_TEST(squared_distance_by_lanes(std::span<const float>(a), std::span<const float>(b)) ==
               expected);  // halves: exact
  }
}

BOOST_AUTO_TEST_CASE(near_rows_far_from_the_origin_keep_their_distance) {
  const std::vector<float> a{1e6f, 1e6f}, b{1e6f, 1e6f + 1};
  BOOST_TEST(squared_distance_by_lanes(std::span<const float>(a), std::span<const float>(b)) == 1.0);
}

BOOST_AUTO_TEST_SUITE_END()
