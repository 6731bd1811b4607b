// Training from a file of codes: the bytes of the model in memory, whatever the options, threads, blocks and memory.
#include <boost/test/unit_test.hpp>
#include <vector>

#include "classifiers/boosting/streamed_boosting.hpp"
#include "tests/classifiers/boosting/rows/boosting_cases.hpp"
#include "tests/classifiers/codes/written_codes.hpp"
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

}  // namespace

BOOST_AUTO_TEST_SUITE(rows_on_disk_test)

BOOST_AUTO_TEST_CASE(models_are_those_of_rows_in_memory) {
  for (const classifiers::test::BoostingCase& one : classifiers::test::boosting_cases()) {
    BOOST_TEST_CONTEXT(one.name) {
      holds_same_bytes(one.set(), one.options);
    }
  }
}

BOOST_AUTO_TEST_CASE(more_leaves_than_rows_can_be_numbered_by_are_refused) {
  const classifiers::test::RandomData data = classifiers::test::random_data(300, 4, 2, 16);
  numeric::ThreadPool pool(1);
  Observer quiet;
  const classifiers::test::WrittenCodes codes(data.set(), 256, 100, pool);
  BoostingOptions options = classifiers::test::few_rounds();
  options.max_depth = 0;
  options.max_leaves = 40000;
  BOOST_CHECK_EXCEPTION(train_boosting(codes.file(), data.set(), options, 0, pool, quiet), Error,
                        ballast::test::says("at most 32768"));
}

BOOST_AUTO_TEST_SUITE_END()
