#include "diffusion/baselines/oversample.hpp"

#include <boost/test/unit_test.hpp>
#include <set>
#include <string>

#include "engine/error.hpp"
#include "tests/diffusion/tables.hpp"

using namespace ballast::diffusion;
using namespace ballast::test;
using ballast::Observer;
using ballast::numeric::ThreadPool;
using ballast::tabular::Table;

BOOST_AUTO_TEST_SUITE(oversample_test)

BOOST_AUTO_TEST_CASE(every_row_is_a_real_row_and_all_are_used) {
  const Table real = mixed_table(7);
  ThreadPool pool(1);
  Observer observer;
  Oversample generator;
  generator.fit(real, 1, pool, observer);
  const Table rows = generator.sample(0, 200, 9, pool, observer);
  BOOST_TEST((rows.schema() == real.schema()));
  std::set<std::size_t> used;
  for (std::size_t i = 0; i < rows.rows(); ++i) {
    const std::size_t j = row_like(real, rows, i);
    BOOST_TEST_REQUIRE(j < real.rows());
    used.insert(j);
  }
  BOOST_TEST(used.size() == real.rows());
}

BOOST_AUTO_TEST_CASE(rows_are_addressed_by_seed_and_number) {
  check_row_addresses(Oversample{}, mixed_table(7));
}

BOOST_AUTO_TEST_CASE(an_archive_gives_the_same_generator_back) {
  check_archive(Oversample{}, mixed_table(7));
}

BOOST_AUTO_TEST_CASE(no_rows_are_refused) {
  ThreadPool pool(1);
  Observer observer;
  Oversample generator;
  BOOST_CHECK_EXCEPTION(generator.fit(mixed_table(0), 1, pool, observer), ballast::Error, [](const auto& error) {
    return std::string(error.what()).find("at least 1 for oversample, got '0'") != std::string::npos;
  });
}

BOOST_AUTO_TEST_SUITE_END()
