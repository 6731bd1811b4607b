// Rows that are nearly equal, and rows that differ in the label alone.
#include "engine/tabular/fingerprints/row_copies.hpp"

#include <boost/test/unit_test.hpp>

#include "engine/numeric/random.hpp"

using namespace ballast;
using namespace ballast::tabular;

namespace {

const std::vector<std::size_t> kBoth{0, 1};

// 400 rows of two normal columns, the second far from 0 and of small spread, and a third that is not looked at.
Table normal_rows() {
  const Schema schema{{"x", ColumnKind::numeric, {}}, {"y", ColumnKind::numeric, {}}, {"z", ColumnKind::numeric, {}}};
  Table table(schema, 400);
  numeric::RandomStream random(3, numeric::Purpose::kGeneral);
  for (std::size_t row = 0; row < table.rows(); ++row) {
    table.column(0)[row] = 5 * random.normal();
    table.column(1)[row] = 1e6 + 0.01 * random.normal();
    table.column(2)[row] = random.normal();
  }
  return table;
}

std::vector<std::size_t> range(std::size_t first, std::size_t last) {
  std::vector<std::size_t> out;
  for (std::size_t row = first; row < last; ++row) out.push_back(row);
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(row_copies_test)

BOOST_AUTO_TEST_CASE(rows_are_near_within_a_thousandth_of_the_spread_of_every_column) {
  Table table = normal_rows();
  const std::vector<std::size_t> train = range(0, 200), test = range(200, 400);
  const auto count = [&] {
    std::size_t out = 0;
    for (const std::uint8_t near : nearly_among(table, kBoth, test, train)) out += near;
    return out;
  };
  BOOST_TEST(count() == 0u);
  for (std::size_t row = 0; row < 50; ++row) {  // exact, and moved by a millionth of the spread
    table.column(0)[200 + row] = table.column(0)[row] + (row % 2 == 0 ? 0 : 5e-6);
    table.column(1)[200 + row] = table.column(1)[row] + (row % 2 == 0 ? 0 : 1e-8);
  }
  BOOST_TEST(count() == 50u);
  for (std::size_t row = 0; row < 50; ++row) table.column(0)[200 + row] += 0.1;  // a fiftieth of the spread
  BOOST_TEST(count() == 0u);
}

BOOST_AUTO_TEST_CASE(text_missing_cells_and_columns_without_spread_must_be_equal) {
  const Table table({{"t", ColumnKind::categorical, {"a", "b"}}, {"c", ColumnKind::numeric, {}}},
                    {{0, 1, 0, kMissing, 0}, {7, 7, 7, 7, kMissing}});
  const std::vector<std::size_t> train{0}, test{1, 2, 3, 4};
  const std::vector<std::uint8_t> only_row_2{0, 1, 0, 0};
  BOOST_TEST(nearly_among(table, kBoth, test, train) == only_row_2, boost::test_tools::per_element());
  const std::vector<std::size_t> nothing;
  BOOST_TEST(nearly_among(table, kBoth, nothing, train).empty());
}

BOOST_AUTO_TEST_CASE(rows_contradict_each_other_that_differ_in_the_label_alone) {
  const Table table({{"x", ColumnKind::numeric, {}}, {"y", ColumnKind::numeric, {}}},
                    {{1, 1, 1, 2, 2, kMissing, kMissing}, {0, 0, 0, 0, 0, 5, 5}});
  const std::vector<std::int32_t> y{0, 1, 0, 1, 1, 0, 1}, agreed{0, 0, 0, 1, 1, 0, 0};
  BOOST_TEST(contradictory_rows(table, kBoth, y) == 5u);  // three of (1, 0), two of (missing, 5)
  BOOST_TEST(contradictory_rows(table, kBoth, agreed) == 0u);
}

BOOST_AUTO_TEST_SUITE_END()
