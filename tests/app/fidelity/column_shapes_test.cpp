#include "app/fidelity/column_shapes.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <vector>

#include "app/fidelity/validity.hpp"

using namespace ballast::app::fidelity;
using ballast::tabular::kMissing;
using ballast::tabular::Table;
using Cells = std::vector<double>;

namespace {

constexpr double kRounding = 1e-15;

}  // namespace

BOOST_AUTO_TEST_SUITE(column_shapes_test)

BOOST_AUTO_TEST_CASE(ks_is_the_largest_gap_of_the_distribution_functions) {
  // F steps 1/4 at 1, 2, 3, 4; G steps 1/2 at 3 and 5: at 2 they are 1/2 and 0 apart.
  BOOST_TEST(std::abs(ks_complement(Cells{4, 2, 1, 3}, Cells{5, 3}) - 0.5) < kRounding);
  BOOST_TEST(ks_complement(Cells{1, 1, 2}, Cells{2, 1, 1}) == 1.0);
  BOOST_TEST(ks_complement(Cells{1, 2}, Cells{3, 4}) == 0.0);
  // Missing cells are no values: what is left is equal.
  BOOST_TEST(ks_complement(Cells{1, kMissing, 2}, Cells{2, 1}) == 1.0);
}

BOOST_AUTO_TEST_CASE(total_variation_is_half_of_all_differences) {
  // a: 3/4 and 1/4 and 0; b: 1/2, 0, 1/2.
  BOOST_TEST(std::abs(tv_complement(Cells{0, 0, 0, 1}, Cells{0, 2}) - (1 - 0.5 * (0.25 + 0.25 + 0.5))) < kRounding);
  BOOST_TEST(tv_complement(Cells{0, 1, kMissing}, Cells{1, 0}) == 1.0);
}

BOOST_AUTO_TEST_CASE(a_column_without_cells_is_like_nothing_but_itself) {
  const Cells none{kMissing, kMissing}, some{1, 2};
  BOOST_TEST(std::isnan(ks_complement(none, none)));
  BOOST_TEST(std::isnan(tv_complement(none, none)));
  BOOST_TEST(ks_complement(some, none) == 0.0);
  BOOST_TEST(tv_complement(some, none) == 0.0);
  BOOST_TEST(missing_similarity(some, none) == 0.0);
  BOOST_TEST(missing_similarity(Cells{1, kMissing}, Cells{kMissing, 1, 1, 1}) == 0.75);
}

BOOST_AUTO_TEST_CASE(means_leave_out_what_is_unknown) {
  BOOST_TEST(mean_known(Cells{0.5, kMissing, 1}) == 0.75);
  BOOST_TEST(std::isnan(mean_known(Cells{kMissing})));
}

BOOST_AUTO_TEST_CASE(validity_counts_bounds_levels_and_decimals) {
  const ballast::tabular::Schema schema{{"x", ballast::tabular::ColumnKind::numeric, {}},
                                        {"c", ballast::tabular::ColumnKind::categorical, {"a", "b", "z"}}};
  const Table real(schema, {{0, 0.5, 2}, {0, 1, 0}}), made(schema, {{1, 3, 0.25, kMissing}, {0, 2, 1, kMissing}});
  const auto found = column_validity(real, made);
  BOOST_TEST(found[0].bounds == 2.0 / 3);
  BOOST_TEST(found[0].lattice == 2.0 / 3);
  BOOST_TEST(std::isnan(found[0].levels));
  BOOST_TEST(found[1].levels == 2.0 / 3);
  BOOST_TEST(std::isnan(found[1].bounds));
}

BOOST_AUTO_TEST_SUITE_END()
