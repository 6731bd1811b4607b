#include "app/fidelity/distances/support.hpp"

#include <array>
#include <boost/test/unit_test.hpp>
#include <cmath>

#include "app/fidelity/yardsticks.hpp"
#include "tests/app/fidelity/tied_table.hpp"

using namespace ballast::app::fidelity;
using ballast::app::fidelity::testing::tied_table;
using ballast::tabular::ColumnKind;
using ballast::tabular::kMissing;
using ballast::tabular::Table;

namespace {

constexpr double kRounding = 1e-12;

struct Placed {
  MixedRows real, other;
};

Placed placed(const Table& real, const Table& other) {
  const MixedSpace space(real, std::array{&other});
  return {space.place(real), space.place(other)};
}

Support judged(const Table& real, const Table& other) {
  ballast::numeric::ThreadPool pool(2);
  ballast::Observer quiet;
  const Placed rows = placed(real, other);
  const auto among = mixed_neighbours(rows.real, rows.real, Metric::euclidean, 1, true, pool, quiet);
  return support_of(rows.real, rows.other, among, pool, quiet);
}

void check_equal(const MixedNeighbours& a, const MixedNeighbours& b) {
  BOOST_TEST(a.rows.columns() == b.rows.columns());
  for (std::size_t i = 0; i < a.rows.rows(); ++i) {
    for (std::size_t n = 0; n < a.rows.columns(); ++n) {
      BOOST_TEST(a.rows(i, n) == b.rows(i, n));
      BOOST_TEST(a.distances(i, n) == b.distances(i, n));
    }
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(support_test)

BOOST_AUTO_TEST_CASE(cells_beyond_every_square_have_neighbours) {
  const ballast::tabular::Schema schema{{"x", ColumnKind::numeric, {}}};
  ballast::numeric::ThreadPool pool(1);
  ballast::Observer quiet;
  for (const Table& real : {Table(schema, {{0, 1, 2}}), Table(schema, {{-1e308, 0, 1e308}})}) {
    const Placed rows = placed(real, Table(schema, {{1e200, -1e308, 0}}));
    const auto found = mixed_neighbours(rows.other, rows.real, Metric::euclidean, 2, false, pool, quiet);
    check_equal(found, mixed_neighbours_twin(rows.other, rows.real, Metric::euclidean, 2, false));
    for (std::size_t i = 0; i < 3; ++i) BOOST_TEST(std::isfinite(found.distances(i, 1)));
  }
}

BOOST_AUTO_TEST_CASE(labels_that_differ_are_two_one_hot_columns_apart) {
  const ballast::tabular::Schema schema{{"x", ColumnKind::numeric, {}},
                                        {"c", ColumnKind::categorical, {"a", "b", "c"}}};
  const Table real(schema, {{0, 10}, {0, 1}}), other(schema, {{5, 20, kMissing}, {0, 1, 2}});
  const Placed rows = placed(real, other);
  const auto euclid = mixed_neighbours_twin(rows.other, rows.real, Metric::euclidean, 2, false);
  BOOST_TEST(euclid.distances(0, 0) == 0.5);
  BOOST_TEST(std::abs(euclid.distances(0, 1) - 1.5) < kRounding);  // .25 + 2 for the label
  BOOST_TEST(euclid.distances(1, 0) == 1.0);
  BOOST_TEST(std::abs(euclid.distances(2, 0) - std::sqrt(0.25 + 2 + 2)) < kRounding);  // missing is a label too
  const auto gower = mixed_neighbours_twin(rows.other, rows.real, Metric::gower, 2, false);
  BOOST_TEST(std::abs(gower.distances(0, 1) - 1.5 / 3) < kRounding);
  BOOST_TEST(std::abs(gower.distances(1, 1) - 2.0 / 3) < kRounding);  // |2 - 0| counts as 1
}

BOOST_AUTO_TEST_CASE(neighbours_are_those_of_the_twin_in_every_bit) {
  Table points = tied_table(700, 1), queries = tied_table(90, 2);
  points.column(3)[5] = 1e9;  // far from all: the float pass cannot tell the others apart by it
  queries.column(3)[7] = kMissing;
  for (std::size_t i = 0; i < 40; ++i) {
    for (std::size_t c = 0; c < 4; ++c) points.column(c)[i + 100] = points.column(c)[i];  // ties
  }
  const Placed rows = placed(points, queries);
  ballast::Observer quiet;
  for (const std::size_t threads : {1u, 3u}) {
    ballast::numeric::ThreadPool pool(threads);
    for (const Metric metric : {Metric::euclidean, Metric::gower}) {
      check_equal(mixed_neighbours(rows.other, rows.real, metric, 20, false, pool, quiet),
                  mixed_neighbours_twin(rows.other, rows.real, metric, 20, false));
      check_equal(mixed_neighbours(rows.real, rows.real, metric, 1, true, pool, quiet),
                  mixed_neighbours_twin(rows.real, rows.real, metric, 1, true));
    }
  }
}

BOOST_AUTO_TEST_CASE(quantiles_are_those_of_numpy) {
  const std::vector<double> sorted{1, 2, 4, 8};
  BOOST_TEST(quantile(sorted, 0) == 1.0);
  BOOST_TEST(quantile(sorted, 0.5) == 3.0);
  BOOST_TEST(quantile(sorted, 1) == 8.0);
  BOOST_TEST(support_levels().size() == 30u);
  BOOST_TEST(support_levels().back() == 1.0);
}

BOOST_AUTO_TEST_CASE(centres_of_labels_are_their_shares) {
  const ballast::tabular::Schema schema{{"c", ColumnKind::categorical, {"a", "b", "c"}}};
  const Table real(schema, {{0, 0, 0, 1}}), other(schema, {{0, 1, 2}});
  const Placed rows = placed(real, other);
  const auto found = distances_to_centre(rows.other, rows.real);  // the centre is (3/4, 1/4, 0)
  BOOST_TEST(std::abs(found[0] - std::sqrt(2.0) / 4) < kRounding);
  BOOST_TEST(std::abs(found[1] - std::sqrt(2.0) * 3 / 4) < kRounding);
  BOOST_TEST(std::abs(found[2] - std::sqrt(0.5625 + 0.0625 + 1)) < kRounding);
}

BOOST_AUTO_TEST_CASE(copies_are_not_authentic_and_other_real_rows_are_so_by_half) {
  const Table real = tied_table(600, 1);
  const Support copied = judged(real, drawn_rows(real, 300, 1, 0)), fresh = judged(real, tied_table(600, 2));
  BOOST_TEST(copied.authentic == 0u);
  BOOST_TEST(fresh.authentic > 240u);
  BOOST_TEST(fresh.authentic < 360u);
  BOOST_TEST(fresh.alpha_precision > 0.9);
  BOOST_TEST(copied.identifiable > 290u);
  const Support shuffled = judged(real, independent_columns(real, 600, 3));
  BOOST_TEST(shuffled.beta_recall < fresh.beta_recall - 0.1);
}

BOOST_AUTO_TEST_SUITE_END()
