// What ranks promise, held by one process and by threads; by MPI in tests/mpi.
#include <atomic>
#include <boost/test/unit_test.hpp>
#include <numeric>

#include "engine/ranks/agreement.hpp"
#include "engine/ranks/alone.hpp"
#include "tests/engine/ranks/thread_ranks.hpp"

using namespace ballast;
using namespace ballast::ranks;
using ballast::ranks::testing::run_ranks;

BOOST_AUTO_TEST_SUITE(ranks_test)

BOOST_AUTO_TEST_CASE(one_process_is_all_there_is) {
  Alone alone;
  Observer quiet;
  BOOST_TEST((alone.is_first() && alone.is_alone()));
  std::int64_t values[]{3, -4};
  alone.sum(values, quiet);
  BOOST_TEST((values[0] == 3 && values[1] == -4));
  BOOST_TEST(alone.gather("abc", quiet) == std::vector<std::string>{"abc"}, boost::test_tools::per_element());
  alone.begin_numbers();
  BOOST_TEST(alone.next_number() == 0u);
  BOOST_TEST(alone.next_number() == 1u);
  alone.begin_numbers();
  BOOST_TEST(alone.next_number() == 0u);
  require_same(alone, {{"seed", "1"}}, quiet);
}

BOOST_AUTO_TEST_CASE(several_sum_gather_in_order_and_take_each_number_once) {
  std::atomic<std::uint64_t> taken{0};
  std::atomic<int> right{0};
  const auto failure = run_ranks(4, [&](Ranks& ranks) {
    Observer quiet;
    const auto rank = static_cast<std::int64_t>(ranks.rank());
    std::int64_t values[]{rank, 1LL << (40 + rank)};
    ranks.sum(values, quiet);
    const std::vector<std::string> all = ranks.gather("rank " + std::to_string(rank), quiet);
    std::string said = "from " + std::to_string(rank);
    ranks.broadcast(said, quiet);
    ranks.begin_numbers();
    for (std::uint64_t n = ranks.next_number(); n < 100; n = ranks.next_number()) taken += n + 1;
    const bool gathered =
        ranks.is_first() ? all == std::vector<std::string>{"rank 0", "rank 1", "rank 2", "rank 3"} : all.empty();
    if (values[0] == 6 && values[1] == 15LL << 40 && gathered && said == "from 0") ++right;
  });
  BOOST_TEST(!failure);
  BOOST_TEST(right == 4);
  BOOST_TEST(taken == 5050u);
}

BOOST_AUTO_TEST_CASE(ranks_that_differ_are_refused_by_name) {
  const auto failure = run_ranks(3, [](Ranks& ranks) {
    Observer quiet;
    require_same(ranks, {{"program", "a"}, {"seed", ranks.rank() == 2 ? "43" : "42"}}, quiet);
    ranks.barrier(quiet);
  });
  BOOST_REQUIRE(failure);
  BOOST_TEST(failure->rank == 0u);
  BOOST_TEST(failure->line.starts_with("rank 2 differs from rank 0 in its seed; expected 42, got '43'"));
}

BOOST_AUTO_TEST_CASE(a_rank_that_throws_ends_those_that_wait) {
  std::atomic<int> ended{0};
  const auto failure = run_ranks(3, [&](Ranks& ranks) {
    Observer quiet;
    if (ranks.rank() == 1) throw Error("no such column");
    try {
      ranks.gather("", quiet);
    } catch (const Stopped&) {
      ++ended;
      throw;
    }
  });
  BOOST_REQUIRE(failure);
  BOOST_TEST(failure->rank == 1u);
  BOOST_TEST(failure->line == "no such column");
  BOOST_TEST(ended == 2);
}

BOOST_AUTO_TEST_SUITE_END()
