#include "app/fidelity/learned/two_sample.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

#include "app/fidelity/learned/auc_interval.hpp"
#include "app/fidelity/yardsticks.hpp"
#include "tests/app/fidelity/tied_table.hpp"

using namespace ballast::app::fidelity;
using ballast::app::fidelity::testing::tied_table;
using ballast::tabular::Table;

namespace {

TwoSample judged(const Table& real, const Table& other, std::size_t threads = 2) {
  ballast::numeric::ThreadPool pool(threads);
  ballast::Observer quiet;
  return two_sample_test(real, other, {}, pool, quiet);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(two_sample_test)

BOOST_AUTO_TEST_CASE(two_samples_of_one_source_cannot_be_told_apart) {
  const TwoSample found = judged(tied_table(1500, 1), tied_table(1200, 2));
  BOOST_TEST(found.rows == 1200u);  // a side
  BOOST_TEST(found.score.value > 0.9);
  BOOST_TEST(found.score.interval->low <= found.score.value);
}

BOOST_AUTO_TEST_CASE(a_shifted_column_is_named_as_what_gives_rows_away) {
  Table other = tied_table(1500, 2);
  for (double& cell : other.column(3)) cell += 1;  // its own noise: uniform, so half of the rows are beyond
  const TwoSample found = judged(tied_table(1500, 1), other);
  BOOST_TEST(found.score.value < 0.35);  // AUC 7/8 at best
  for (std::size_t c = 0; c < 3; ++c) BOOST_TEST(found.gains[3] > found.gains[c]);
  double all = 0;
  for (const double gain : found.gains) all += gain;
  BOOST_TEST(std::abs(all - 1) < 1e-12);
}

BOOST_AUTO_TEST_CASE(rows_without_dependence_are_told_apart_by_the_columns_that_lack_it) {
  const Table real = tied_table(1500, 1);
  const TwoSample found = judged(real, independent_columns(real, 1500, 7));
  BOOST_TEST(found.score.value < 0.2);
  BOOST_TEST(found.gains[0] + found.gains[1] > 0.7);
}

BOOST_AUTO_TEST_CASE(same_bits_at_any_number_of_threads) {
  const Table real = tied_table(600, 1), other = tied_table(600, 5);
  BOOST_TEST(judged(real, other, 1).score.value == judged(real, other, 3).score.value);
}

BOOST_AUTO_TEST_CASE(fewer_rows_than_folds_are_not_judged) {
  BOOST_TEST(std::isnan(judged(tied_table(2, 1), tied_table(50, 2)).score.value));
}

BOOST_AUTO_TEST_CASE(the_interval_of_an_auc_is_that_of_hanley_and_mcneil) {
  // A = 0.8, n = 50, m = 50: Q1 = 0.66667, Q2 = 0.71111, a standard error of .0444.
  const Value found = auc_value(0.8, 50, 50);
  const double q1 = 0.8 / 1.2, q2 = 1.28 / 1.8;
  const double se = std::sqrt((0.16 + 49 * (q1 - 0.64) + 49 * (q2 - 0.64)) / 2500);
  BOOST_TEST(std::abs(found.interval->low - (0.8 - 1.959963984540054 * se)) < 1e-12);
  BOOST_TEST(se > 0.0443);
  BOOST_TEST(se < 0.0446);
  BOOST_TEST(auc_value(1, 5, 5).interval->high == 1.0);
}

BOOST_AUTO_TEST_SUITE_END()
