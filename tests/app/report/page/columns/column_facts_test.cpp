// What pictures of columns and of distances are drawn from.
#include "app/report/page/columns/column_facts.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

#include "app/report/page/nearness.hpp"

using namespace ballast;
using namespace ballast::app::page;

namespace {

constexpr double kRounding = 1e-12, kNone = tabular::kMissing;
using Cells = std::vector<double>;

tabular::Table table_of(std::vector<Cells> columns) {
  tabular::Schema schema;
  for (std::size_t c = 0; c < columns.size(); ++c) {
    schema.push_back({std::string("c").append(std::to_string(c)), tabular::ColumnKind::numeric, {}});
  }
  return {std::move(schema), std::move(columns)};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(column_facts_test)

BOOST_AUTO_TEST_CASE(moments_leave_missing_cells_out) {
  const Moments moments = moments_of(Cells{1, kNone, 3, 5});
  BOOST_TEST(moments.count == 3u);
  BOOST_TEST(std::abs(moments.mean - 3) < kRounding);
  BOOST_TEST(std::abs(moments.sd - 2) < kRounding);
  BOOST_TEST(moments_of(Cells{kNone}).count == 0u);
}

BOOST_AUTO_TEST_CASE(shares_are_of_the_cells_that_are_there) {
  BOOST_TEST((shares_of(Cells{0, 0, 1, kNone}, Cells{0, 1, 2}) == Cells{2.0 / 3, 1.0 / 3, 0}));
  BOOST_TEST((shares_of(Cells{kNone}, Cells{0}) == Cells{0}));
  BOOST_TEST((frequent_values(Cells{5, 1, 5, 2, 2, 9, 5}, 2) == Cells{2, 5}));
}

BOOST_AUTO_TEST_CASE(bins_hold_both_ends_and_drop_what_is_beyond) {
  BOOST_TEST((binned_shares(Cells{0, 0.5, 1, 2, 7}, Cells{0, 1, 2}) == Cells{0.4, 0.4}));
  BOOST_TEST(middle_edges(Cells{3, 3, 3}, 4).empty());
  BOOST_TEST(middle_edges(Cells{kNone}, 4).empty());
  BOOST_TEST((middle_edges(Cells{0, 1, 2}, 2) == Cells{0, 1, 2}));
}

BOOST_AUTO_TEST_CASE(distance_is_the_largest_gap_of_the_distribution_functions) {
  BOOST_TEST(distance_between(Cells{1, 2, 3, 4}, Cells{1, 2, 3, 4}, false) == 0);
  BOOST_TEST(distance_between(Cells{1, 2, 3, 4}, Cells{3, 4, 5, 6}, false) == 0.5);
  BOOST_TEST(distance_between(Cells{1, 2}, Cells{8, 9}, false) == 1);
  BOOST_TEST(distance_between(Cells{0, 0, 1, 2}, Cells{0, 1, 1, 1}, true) == 0.5);
  BOOST_TEST(distance_between(Cells{kNone}, Cells{1}, false) == 0);
}

BOOST_AUTO_TEST_CASE(correlations_use_rows_where_both_cells_are_there) {
  const tabular::Table table = table_of({{1, 2, 3, kNone}, {2, 4, 6, 100}, {3, 2, 1, 0}, {5, 5, 5, 5}});
  const auto r = correlations(table, std::vector<std::size_t>{0, 1, 2, 3});
  BOOST_TEST(std::abs(r(0, 1) - 1) < kRounding);
  BOOST_TEST(std::abs(r(0, 2) + 1) < kRounding);
  BOOST_TEST(r(1, 0) == r(0, 1));
  BOOST_TEST(std::isnan(r(0, 3)));
}

BOOST_AUTO_TEST_CASE(copies_are_at_distance_0_and_real_rows_at_that_of_their_neighbour) {
  numeric::ThreadPool pool(2);
  RowSamples rows;
  rows.minority = table_of({{0, 1, 2, 10}, {0, 1, 2, 10}});
  rows.held_out = table_of({{1}, {1}});
  rows.synthetic.emplace_back("copies", table_of({{0, 10, 2}, {0, 10, 2}}));
  const Nearness near = measure_nearness(rows, pool);
  BOOST_TEST((near.synthetic.at(0).second == Cells{0, 0, 0}));
  BOOST_TEST((near.held_out == Cells{0}));
  BOOST_REQUIRE(near.real.size() == 4u);
  for (const double distance : near.real) BOOST_TEST(distance > 0);
  BOOST_TEST(quantile_of({1, 2, 4}, 0.75) == 3);
}

BOOST_AUTO_TEST_SUITE_END()
