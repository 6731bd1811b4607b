// A forest grown over ranks: the bytes and figures of one process, at any number of ranks, on the first of them. Ranks
// are threads here; tests/mpi has processes.
#include <boost/test/unit_test.hpp>
#include <vector>

#include "classifiers/forest/ranked_forest.hpp"
#include "tests/classifiers/random_data.hpp"
#include "tests/classifiers/trained.hpp"
#include "tests/engine/ranks/thread_ranks.hpp"

using namespace ballast;
using namespace ballast::classifiers;
using ballast::classifiers::test::file_of;
using ballast::ranks::testing::run_ranks;

BOOST_AUTO_TEST_SUITE(ranked_forest_test)

BOOST_AUTO_TEST_CASE(bytes_and_figures_are_those_of_one_process_at_any_number_of_ranks) {
  std::vector<ForestOptions> ways(3);
  ways[1].balanced_weights = ways[1].out_of_bag = ways[1].permutation_importance = true;
  ways[2].balanced_bootstrap = ways[2].out_of_bag = ways[2].extra_random = true;
  for (const std::size_t classes : {2u, 3u}) {
    const test::RandomData data = test::random_data(1200, 7, classes, 3);
    for (ForestOptions& options : ways) {
      options.trees = 5;
      ForestReport wanted;
      numeric::ThreadPool two(2);
      Observer nothing;
      const auto file = file_of(train_forest(data.set(true), options, two, nothing, &wanted));
      for (const std::size_t ranks : {1u, 2u, 3u, 7u}) {  // seven: two of them have no tree
        std::vector<std::vector<std::byte>> files(ranks);
        ForestReport report;
        const auto failure = run_ranks(ranks, [&](ranks::Ranks& all) {
          numeric::ThreadPool pool(1 + all.rank() % 2);
          Observer quiet;
          ForestReport own;
          const std::optional<Forest> grown = train_forest(data.set(true), options, all, pool, quiet, &own);
          if (grown) files[all.rank()] = file_of(*grown);
          if (all.is_first()) report = std::move(own);
        });
        BOOST_TEST_CONTEXT(classes << " classes, " << ranks << " ranks") {
          BOOST_REQUIRE_MESSAGE(!failure, (failure ? failure->line : ""));
          BOOST_TEST((files[0] == file));
          for (std::size_t rank = 1; rank < ranks; ++rank) BOOST_TEST(files[rank].empty());
          if (options.out_of_bag) BOOST_TEST(report.out_of_bag_accuracy == wanted.out_of_bag_accuracy);
          BOOST_TEST(report.log_loss_rise == wanted.log_loss_rise, boost::test_tools::per_element());
        }
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(a_rank_that_is_stopped_ends_those_that_wait_for_its_trees) {
  struct Stopping : Observer {
    bool report(const Progress&) override { return false; }
  };
  const test::RandomData data = test::random_data(500, 4, 2, 4);
  ForestOptions options;
  options.trees = 6;
  const auto failure = run_ranks(3, [&](ranks::Ranks& all) {
    numeric::ThreadPool pool(1);
    Observer quiet;
    Stopping stopping;
    Observer& observer = all.rank() == 2 ? stopping : quiet;
    train_forest(data.set(false), options, all, pool, observer);
  });
  BOOST_TEST(failure.has_value());
}

BOOST_AUTO_TEST_SUITE_END()
