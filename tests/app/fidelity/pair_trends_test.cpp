#include "app/fidelity/pair_trends.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <set>
#include <vector>

#include "app/fidelity/contingency.hpp"
#include "app/fidelity/yardsticks.hpp"
#include "tests/app/fidelity/tied_table.hpp"

using namespace ballast::app::fidelity;
using ballast::app::fidelity::testing::tied_table;
using ballast::tabular::ColumnKind;
using ballast::tabular::kMissing;
using ballast::tabular::Schema;
using ballast::tabular::Table;
using Cells = std::vector<double>;

namespace {

constexpr double kRounding = 1e-14;

Codes codes(std::vector<std::uint32_t> of, std::size_t count) {
  return {std::move(of), count};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(pair_trends_test)

BOOST_AUTO_TEST_CASE(bins_are_those_of_numpy) {
  const Cells edges = equal_width_edges(Cells{3, 13, kMissing, 5});
  BOOST_TEST(edges.size() == 11u);
  BOOST_TEST(edges.front() == 3.0);
  BOOST_TEST(edges.back() == 13.0);
  // Below, at an edge, inside, at the last edge, beyond, missing: digitize gives 0, 2, 1, 11, 11, 11.
  const Codes found = digitised(Cells{2, 4, 3.5, 13, 20, kMissing}, edges);
  BOOST_TEST(found.of == (std::vector<std::uint32_t>{0, 2, 1, 11, 11, 11}), boost::test_tools::per_element());
  const Cells around = equal_width_edges(Cells{7, 7});
  BOOST_TEST(around.front() == 6.5);
  BOOST_TEST(around.back() == 7.5);
}

BOOST_AUTO_TEST_CASE(contingency_is_half_of_all_differences_of_shares) {
  // Real: (0,0) 2/4, (0,1) 1/4, (1,1) 1/4. Other: (0,0) 1/2, (1,0) 1/2.
  const Codes a = codes({0, 0, 0, 1}, 2), b = codes({0, 0, 1, 1}, 2), c = codes({0, 1}, 2), d = codes({0, 0}, 2);
  BOOST_TEST(contingency_similarity({a, b}, {c, d}) == 0.5);
  // The same through sorted cells, as tables too large to lay out are counted.
  const Codes wide_b = codes(b.of, 1'000'000), wide_d = codes(d.of, 1'000'000);
  BOOST_TEST(contingency_similarity({a, wide_b}, {c, wide_d}) == 0.5);
}

BOOST_AUTO_TEST_CASE(mutual_information_is_one_of_copies_and_nought_of_independent_columns) {
  const Codes a = codes({0, 0, 1, 1}, 2), b = codes({1, 1, 0, 0}, 2), c = codes({0, 1, 0, 1}, 2);
  BOOST_TEST(std::abs(normalised_mutual_information({a, b}) - 1) < kRounding);
  BOOST_TEST(std::abs(normalised_mutual_information({a, c})) < kRounding);
  BOOST_TEST(normalised_mutual_information({a, codes({0, 0, 0, 0}, 1)}) == 0.0);
  // H(a) = ln 2, H(d) = 1.5 ln 2, joint 1.5 ln 2: mutual ln 2, over the mean 1.25 ln 2.
  const Codes d = codes({0, 0, 1, 2}, 3);
  BOOST_TEST(std::abs(normalised_mutual_information({a, d}) - 0.8) < kRounding);
}

BOOST_AUTO_TEST_CASE(weighted_mutual_information_weighs_what_depends) {
  // Weights 1.5, 0.5 and 0: 1 - (1.5 * 0.5 + 0.5 * 0.5) / 2.
  BOOST_TEST(std::abs(weighted_mutual_similarity(Cells{1, 0, 0}, Cells{0.5, 0.5, 0}) - 0.5) < kRounding);
  BOOST_TEST(std::isnan(weighted_mutual_similarity(Cells{0}, Cells{0})));
}

BOOST_AUTO_TEST_CASE(correlation_leaves_out_rows_with_a_missing_cell) {
  BOOST_TEST(std::abs(pearson(Cells{1, 2, 3, kMissing}, Cells{2, 4, 6, -100}) - 1) < kRounding);
  BOOST_TEST(std::abs(pearson(Cells{1, 2, 3}, Cells{3, 1, 2}) + 0.5) < kRounding);
  BOOST_TEST(std::isnan(pearson(Cells{1, 2}, Cells{5, 5})));
  BOOST_TEST(correlation_similarity(1, -1) == 0.0);
}

BOOST_AUTO_TEST_CASE(an_outlier_moves_the_bins_of_sdmetrics_and_not_the_shared_ones) {
  const Schema schema{{"x", ColumnKind::numeric, {}}, {"c", ColumnKind::binary, {"n", "y"}}};
  Table real(schema, 100), made(schema, 100);
  for (std::size_t i = 0; i < 100; ++i) {
    real.column(0)[i] = made.column(0)[i] = static_cast<double>(i);
    real.column(1)[i] = made.column(1)[i] = i < 50 ? 0 : 1;
  }
  made.column(0)[99] = 1e6;
  ballast::numeric::ThreadPool pool(1);
  ballast::Observer quiet;
  const auto found = pair_figures(real, made, {{0, 1}}, pool, quiet);
  BOOST_TEST(found.shared[0] == 1.0);
  // Of its own bins the first holds all made rows but one; of real rows it holds ten.
  BOOST_TEST(found.sdmetrics[0] < 0.2);
}

BOOST_AUTO_TEST_CASE(independent_columns_keep_shapes_and_lose_trends) {
  const Table real = tied_table(2000, 1);
  const Table floor = independent_columns(real, 2000, 7);
  ballast::numeric::ThreadPool pool(2);
  ballast::Observer quiet;
  const auto pairs = column_pairs(4, 42);
  const auto found = pair_figures(real, floor, pairs, pool, quiet);
  BOOST_TEST(weighted_mutual_similarity(found.mutual_real, found.mutual_other) < 0.5);
  BOOST_TEST(found.shared[0] < 0.55);  // correlation 1 against 0
  const auto again = pair_figures(real, tied_table(2000, 2), pairs, pool, quiet);
  BOOST_TEST(weighted_mutual_similarity(again.mutual_real, again.mutual_other) > 0.95);
}

BOOST_AUTO_TEST_CASE(of_many_pairs_some_are_drawn_each_once) {
  BOOST_TEST(column_pairs(1, 42).empty());
  BOOST_TEST(column_pairs(5, 42).size() == 10u);
  const auto drawn = column_pairs(1000, 42, 500);
  const std::set<ColumnPair> distinct(drawn.begin(), drawn.end());
  BOOST_TEST(drawn.size() == 500u);
  BOOST_TEST(distinct.size() == 500u);
  for (const auto& pair : drawn) {
    BOOST_TEST(pair.first < pair.second);
    BOOST_TEST(pair.second < 1000u);
  }
  BOOST_TEST((drawn == column_pairs(1000, 42, 500)));
}

BOOST_AUTO_TEST_SUITE_END()
