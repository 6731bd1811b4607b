// The built-in data: its counts, its tails, and that neither threads nor length of the run change a row.
#include "app/data/demo_data.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <numeric>

using namespace ballast;
using app::make_demo_data;

namespace {

double mean(std::span<const double> values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double correlation(std::span<const double> a, std::span<const double> b) {
  const double ma = mean(a), mb = mean(b);
  double ab = 0, aa = 0, bb = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    ab += (a[i] - ma) * (b[i] - mb);
    aa += (a[i] - ma) * (a[i] - ma);
    bb += (b[i] - mb) * (b[i] - mb);
  }
  return ab / std::sqrt(aa * bb);
}

double kurtosis(std::span<const double> a) {
  const double m = mean(a);
  double second = 0, fourth = 0;
  for (const double x : a) {
    second += (x - m) * (x - m);
    fourth += std::pow(x - m, 4);
  }
  return fourth * static_cast<double>(a.size()) / (second * second);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(demo_data_test)

BOOST_AUTO_TEST_CASE(has_the_asked_rows_and_positives) {
  numeric::ThreadPool pool(2);
  const tabular::Table table = make_demo_data({.rows = 5000, .positives = 37, .seed = 1}, pool);
  BOOST_TEST(table.rows() == 5000u);
  BOOST_TEST(table.columns() == 31u);
  const auto y = table.column(table.index_of("Class"));
  BOOST_TEST(std::accumulate(y.begin(), y.end(), 0.0) == 37.0);
  const auto time = table.column(table.index_of("Time"));
  BOOST_TEST(std::is_sorted(time.begin(), time.end()));
  BOOST_TEST(time.back() < 172800);
}

BOOST_AUTO_TEST_CASE(is_the_same_at_any_number_of_threads_and_differs_by_seed) {
  numeric::ThreadPool one(1), three(3);
  const tabular::Table a = make_demo_data({.rows = 3000, .positives = 30, .seed = 7}, one);
  const tabular::Table b = make_demo_data({.rows = 3000, .positives = 30, .seed = 7}, three);
  const tabular::Table c = make_demo_data({.rows = 3000, .positives = 30, .seed = 8}, three);
  for (std::size_t j = 0; j < a.columns(); ++j) {
    BOOST_TEST(std::ranges::equal(a.column(j), b.column(j)));
  }
  BOOST_TEST(!std::ranges::equal(a.column(5), c.column(5)));
}

// Ordinary rows: l_j and l_k make V_j and V_k correlate by 0.36 <l_j, l_k>; a lognormal tail of 1/4 lifts the kurtosis
// of a normal from 3 to 3 exp(4/16) = 3.85; rare rows are too few to move either far.
BOOST_AUTO_TEST_CASE(is_correlated_and_heavy_tailed) {
  numeric::ThreadPool pool(2);
  const tabular::Table table = make_demo_data({.rows = 40000, .positives = 40, .seed = 3}, pool);
  BOOST_TEST(std::abs(correlation(table.column(1), table.column(7))) > 0.02);
  BOOST_TEST(kurtosis(table.column(21)) > 3.4);
  const auto amount = table.column(table.index_of("Amount"));
  BOOST_TEST(kurtosis(amount) > 20);
  BOOST_TEST(*std::ranges::min_element(amount) >= 0);
}

// Island 1 holds 40 % of the rare rows, with V14 at -4 of its scale; nothing ordinary is often there.
BOOST_AUTO_TEST_CASE(an_island_lies_far_out) {
  numeric::ThreadPool pool(2);
  const tabular::Table table = make_demo_data({.rows = 20000, .positives = 2000, .seed = 5}, pool);
  const double far = -2.5 * 2 * std::exp(-14.0 / 14);
  const auto v14 = table.column(table.index_of("V14")), y = table.column(table.index_of("Class"));
  std::size_t rare_far = 0, ordinary_far = 0;
  for (std::size_t r = 0; r < table.rows(); ++r) {
    if (v14[r] < far) (y[r] == 1 ? rare_far : ordinary_far) += 1;
  }
  BOOST_TEST(rare_far > 600u);
  BOOST_TEST(rare_far < 1000u);
  BOOST_TEST(ordinary_far < 400u);
}

BOOST_AUTO_TEST_SUITE_END()
