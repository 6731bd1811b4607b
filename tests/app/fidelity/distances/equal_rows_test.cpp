#include "app/fidelity/distances/equal_rows.hpp"

#include <boost/test/unit_test.hpp>

using namespace ballast::app::fidelity;
using ballast::tabular::ColumnKind;
using ballast::tabular::kMissing;
using ballast::tabular::Table;

namespace {

const ballast::tabular::Schema kTwoNumbers{{"x", ColumnKind::numeric, {}}, {"y", ColumnKind::numeric, {}}};

}  // namespace

BOOST_AUTO_TEST_SUITE(equal_rows_test)

BOOST_AUTO_TEST_CASE(copies_are_rows_with_all_cells_equal) {
  const Table real(kTwoNumbers, {{1, 2, kMissing}, {5, 6, 7}});
  const Table made(kTwoNumbers, {{1, 1, 2, kMissing, kMissing}, {5, 6, 6, 7, 6}});
  BOOST_TEST(count_copies(real, made) == 3u);  // (1, 5), (2, 6) and (missing, 7)
}

BOOST_AUTO_TEST_CASE(of_equal_rows_the_first_is_kept) {
  const Table rows(kTwoNumbers, {{3, 0.0, 3, kMissing, -0.0, kMissing}, {1, 1, 1, 2, 1, 2}});
  const Table kept = distinct_rows(rows);
  BOOST_REQUIRE(kept.rows() == 3u);
  BOOST_TEST(kept.column(0)[0] == 3.0);
  BOOST_TEST(kept.column(0)[1] == 0.0);
  BOOST_TEST(ballast::tabular::is_missing(kept.column(0)[2]));
}

BOOST_AUTO_TEST_SUITE_END()
