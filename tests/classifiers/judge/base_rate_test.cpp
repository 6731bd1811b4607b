#include "classifiers/judge/base_rate.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

using namespace ballast::classifiers;

BOOST_AUTO_TEST_SUITE(base_rate_test)

BOOST_AUTO_TEST_CASE(weighed_positives_are_the_stated_share) {
  BOOST_TEST(std::fabs(negative_weight(100, 300, 0.1) - 3) < 1e-12);
  const std::vector<std::int32_t> y{1, 0, 0, 1, 0};
  const std::vector<float> weight = weights_at_base_rate(y, 0.01);
  BOOST_TEST(weight[0] == 1.0F);
  BOOST_TEST(std::fabs(2 / (2 + 3 * weight[1]) - 0.01F) < 1e-7F);
}

BOOST_AUTO_TEST_CASE(one_class_alone_has_weights_of_one) {
  const std::vector<std::int32_t> y{1, 1};
  BOOST_TEST((weights_at_base_rate(y, 0.01) == std::vector<float>{1, 1}));
}

BOOST_AUTO_TEST_SUITE_END()
