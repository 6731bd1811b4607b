#include "engine/numeric/thread_pool.hpp"

#include <atomic>
#include <boost/test/unit_test.hpp>
#include <stdexcept>
#include <string>
#include <vector>

using ballast::numeric::ThreadPool;

BOOST_AUTO_TEST_SUITE(thread_pool_test)

BOOST_AUTO_TEST_CASE(every_block_runs_once_at_any_number_of_threads) {
  for (const std::size_t threads : {1u, 2u, 3u, 8u}) {
    ThreadPool pool(threads);
    for (int repeat = 0; repeat < 200; ++repeat) {
      std::vector<int> calls(37, 0);
      pool.parallel_for(calls.size(), [&](std::size_t block) { ++calls[block]; });
      BOOST_TEST_REQUIRE(calls == std::vector<int>(37, 1), boost::test_tools::per_element());
    }
  }
}

BOOST_AUTO_TEST_CASE(no_two_calls_at_a_time_share_a_worker_number) {
  ThreadPool pool(3);
  std::vector<std::atomic<int>> inside(3);
  std::atomic<bool> shared{false};
  pool.parallel_for(500, [&](std::size_t, std::size_t worker) {
    if (inside[worker].fetch_add(1) != 0) shared = true;
    inside[worker].fetch_sub(1);
  });
  BOOST_TEST(!shared);
}

BOOST_AUTO_TEST_CASE(blocks_of_items_cover_them_all_and_the_last_is_short) {
  ThreadPool pool(2);
  std::vector<int> calls(10, 0);
  pool.parallel_for_blocks(calls.size(), 4, [&](std::size_t first, std::size_t last) {
    for (std::size_t i = first; i < last; ++i) ++calls[i];
  });
  BOOST_TEST(calls == std::vector<int>(10, 1), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(of_several_exceptions_the_lowest_block_wins_and_the_pool_works_on) {
  ThreadPool pool(2);
  const auto fail = [&] {
    pool.parallel_for(50, [](std::size_t block) {
      if (block % 7 == 3) throw std::runtime_error(std::to_string(block));
    });
  };
  BOOST_CHECK_EXCEPTION(fail(), std::runtime_error, [](const auto& e) { return std::string(e.what()) == "3"; });
  std::atomic<int> calls{0};
  pool.parallel_for(5, [&](std::size_t) { ++calls; });
  BOOST_TEST(calls == 5);
}

BOOST_AUTO_TEST_CASE(a_nested_call_runs_on_the_calling_worker) {
  ThreadPool pool(2);
  std::atomic<int> calls{0};
  std::atomic<bool> strayed{false};
  pool.parallel_for(8, [&](std::size_t, std::size_t outer) {
    pool.parallel_for(3, [&](std::size_t, std::size_t inner) {
      ++calls;
      if (inner != outer) strayed = true;
    });
  });
  BOOST_TEST(calls == 24);
  BOOST_TEST(!strayed);
}

BOOST_AUTO_TEST_SUITE_END()
