// The interface of ranks over MPI (tests/engine/ranks holds it over threads and alone).
#include <boost/test/unit_test.hpp>

#include "tests/mpi/mpirun.hpp"

using namespace ballast::testing;

BOOST_AUTO_TEST_SUITE(collectives_test)

BOOST_AUTO_TEST_CASE(sums_gathers_broadcasts_and_numbers_are_right_at_1_to_4_ranks) {
  for (const std::size_t ranks : {1U, 2U, 3U, 4U}) {
    const Outcome outcome = call(over(ranks, {BALLAST_COLLECTIVES}));
    BOOST_TEST(outcome.status == 0);
    BOOST_TEST(outcome.out == "numbers 999000, wrong ranks 0 of " + std::to_string(ranks) + "\n");
  }
}

BOOST_AUTO_TEST_SUITE_END()
