// Training from a file of codes: the bytes of the model in memory, whatever the options, threads, blocks and memory.
#include <boost/test/unit_test.hpp>
#include <vector>

#include "classifiers/boosting/streamed_boosting.hpp"
#include "tests/classifiers/codes/written_codes.hpp"
#include "tests/classifiers/random_data.hpp"
#include "tests/classifiers/trained.hpp"
#include "tests/refusals.hpp"

using namespace ballast;
using namespace ballast::classifiers;
using ballast::classifiers::test::file_of;

namespace {

// rows of a block, room for kept blocks, threads
struct Way {
  std::size_t block_rows, room, threads;
};
constexpr Way kWays[] = {{1000, 0, 1}, {1000, 50000, 2}, {4096, 0, 3}, {333, 1 << 20, 2}, {1 << 18, 0, 2}};

void holds_same_bytes(const TrainingSet& set, const BoostingOptions& options) {
  numeric::ThreadPool pool(2);
  Observer quiet;
  const auto wanted = file_of(train_boosting(set, options, pool, quiet));
  for (const Way& way : kWays) {
    const classifiers::test::WrittenCodes codes(set, options.max_bin, way.block_rows, pool);
    numeric::ThreadPool workers(way.threads);
    const Boosting model = train_boosting(codes.file(), set, options, way.room, workers, quiet);
    BOOST_TEST((file_of(model) == wanted), "blocks of " << way.block_rows << ", " << way.threads << " threads");
  }
}

BoostingOptions few_rounds() {
  BoostingOptions options;
  options.rounds = 4;
  return options;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(rows_on_disk_test)

BOOST_AUTO_TEST_CASE(two_and_three_classes_with_and_without_weights_and_missing_cells) {
  for (const std::size_t classes : {2u, 3u}) {
    const classifiers::test::RandomData data = classifiers::test::random_data(5000, 19, classes, 11);
    for (const bool weighted : {false, true}) holds_same_bytes(data.set(weighted), few_rounds());
  }
}

BOOST_AUTO_TEST_CASE(shares_of_rows_and_columns) {
  const classifiers::test::RandomData data = classifiers::test::random_data(5000, 9, 2, 12);
  BoostingOptions options = few_rounds();
  options.subsample = 0.6;
  options.colsample_bytree = 0.7;
  options.colsample_bynode = 0.5;
  options.max_bin = 33;
  holds_same_bytes(data.set(), options);
}

BOOST_AUTO_TEST_CASE(labels_split_by_sets_and_columns_held_to_a_direction) {
  const classifiers::test::RandomData data = classifiers::test::random_data(5000, 9, 2, 13);
  TrainingSet set = data.set();
  const std::vector<std::uint32_t> labels{7, 0, 0, 0, 0, 0, 0, 0, 0};
  set.labels = labels;
  BoostingOptions options = few_rounds();
  options.monotone = {0, 1, -1, 0, 0, 0, 0, 0, 0};
  holds_same_bytes(set, options);
}

BOOST_AUTO_TEST_CASE(growth_by_gain) {
  const classifiers::test::RandomData data = classifiers::test::random_data(5000, 9, 2, 14);
  BoostingOptions options = few_rounds();
  options.max_leaves = 20;
  options.max_depth = 0;
  holds_same_bytes(data.set(), options);
  options.max_leaves = 0;
  options.max_depth = 1;
  holds_same_bytes(data.set(), options);
}

// 12 of 9000 rows: their values draw edges (class_edges.hpp).
BOOST_AUTO_TEST_CASE(edges_of_a_rare_class) {
  classifiers::test::RandomData data = classifiers::test::random_data(9000, 6, 2, 15);
  for (std::size_t row = 0; row < data.y.size(); ++row) data.y[row] = row % 750 == 3 ? 1 : 0;
  BoostingOptions options = few_rounds();
  options.min_child_weight = 0.01;
  holds_same_bytes(data.set(), options);
}

BOOST_AUTO_TEST_CASE(more_leaves_than_rows_can_be_numbered_by_are_refused) {
  const classifiers::test::RandomData data = classifiers::test::random_data(300, 4, 2, 16);
  numeric::ThreadPool pool(1);
  Observer quiet;
  const classifiers::test::WrittenCodes codes(data.set(), 256, 100, pool);
  BoostingOptions options = few_rounds();
  options.max_depth = 0;
  options.max_leaves = 40000;
  BOOST_CHECK_EXCEPTION(train_boosting(codes.file(), data.set(), options, 0, pool, quiet), Error,
                        ballast::test::says("at most 32768"));
}

BOOST_AUTO_TEST_SUITE_END()
