#include "diffusion/masked/masked_training.hpp"

#include <boost/test/unit_test.hpp>
#include <vector>

using namespace ballast::diffusion;

BOOST_AUTO_TEST_SUITE(masked_training_test)

BOOST_AUTO_TEST_CASE(what_shares_alone_tell_is_added_to_every_bound) {
  MaskedTraining training{{3, 2}, {4}, 20, 2};
  training.add(0.5);
  BOOST_TEST((training.loss == std::vector<float>{3.5F, 2.5F}));
  BOOST_TEST((training.validation == std::vector<float>{4.5F}));
  BOOST_TEST(training.best == 2.5F);
  BOOST_TEST(training.best_update == 20U);
}

BOOST_AUTO_TEST_CASE(few_rows_are_all_learned_and_many_set_a_share_aside) {
  BOOST_TEST(rows_set_aside(99) == 0U);
  BOOST_TEST(rows_set_aside(100) == 10U);
  BOOST_TEST(rows_set_aside(1999) == 199U);
  BOOST_TEST(rows_set_aside(2000) == 100U);
  BOOST_TEST(rows_set_aside(1'000'000) == 4000U);
}

BOOST_AUTO_TEST_SUITE_END()
