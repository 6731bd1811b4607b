#include "engine/tabular/table.hpp"

#include <boost/test/unit_test.hpp>
#include <string>
#include <vector>

#include "engine/error.hpp"
#include "tests/refusals.hpp"

using namespace ballast::tabular;
using ballast::test::says_just;

namespace {

Table small_table() {
  Table table({{"amount", ColumnKind::numeric, {}}, {"colour", ColumnKind::binary, {"red", "white"}}}, 3);
  const double amounts[] = {1.5, -2, 7}, colours[] = {1, 0, kMissing};
  std::copy_n(amounts, 3, table.column(0).begin());
  std::copy_n(colours, 3, table.column(1).begin());
  return table;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(table_test)

BOOST_AUTO_TEST_CASE(a_fresh_table_is_all_missing_with_real_origins) {
  const Table table({{"x", ColumnKind::numeric, {}}}, 2);
  BOOST_TEST(table.rows() == 2u);
  BOOST_TEST(is_missing(table.column(0)[1]));
  BOOST_TEST(table.origins()[1].row == 1u);
  BOOST_TEST(table.origins()[1].is_real());
}

BOOST_AUTO_TEST_CASE(a_table_takes_over_cells_and_numbers_their_rows) {
  const Table table({{"x", ColumnKind::numeric, {}}}, {{4.0, 5.0}});
  BOOST_TEST(table.rows() == 2u);
  BOOST_TEST(table.column(0)[1] == 5.0);
  BOOST_TEST(table.origins()[1].row == 1u);
}

BOOST_AUTO_TEST_CASE(taken_rows_keep_order_repeats_and_origin) {
  const std::vector<std::size_t> rows{2, 0, 2};
  const Table taken = small_table().take_rows(rows);
  BOOST_TEST(taken.rows() == 3u);
  BOOST_TEST(taken.column(0)[0] == 7.0);
  BOOST_TEST(taken.column(0)[1] == 1.5);
  BOOST_TEST(taken.origins()[2].row == 2u);
  BOOST_TEST(is_missing(taken.column(1)[0]));
}

BOOST_AUTO_TEST_CASE(dropped_columns_are_gone_and_an_unknown_name_offers_the_nearest) {
  const std::vector<std::string> drop{"amount"}, unknown{"amuont"}, far{"qqqqqqqqqqqqqqqq"};
  BOOST_TEST(small_table().drop(drop).schema().front().name == "colour");
  BOOST_CHECK_EXCEPTION(small_table().drop(unknown), ballast::Error,
                        says_just("no column 'amuont' (hint: did you mean 'amount'?)"));
  BOOST_CHECK_EXCEPTION(small_table().drop(far), ballast::Error, says_just("no column 'qqqqqqqqqqqqqqqq'"));
}

BOOST_AUTO_TEST_CASE(appending_keeps_cells_and_origins_even_of_the_table_itself) {
  Table table = small_table();
  table.append(table);
  BOOST_TEST(table.rows() == 6u);
  BOOST_TEST(table.column(0)[5] == 7.0);
  BOOST_TEST(table.origins()[3].row == 0u);
}

BOOST_AUTO_TEST_CASE(appending_other_schemas_is_refused_with_the_difference) {
  Table table = small_table();
  const Table fewer({{"amount", ColumnKind::numeric, {}}}, 1);
  BOOST_CHECK_EXCEPTION(
      table.append(fewer), ballast::Error,
      says_just("rows of a table with other columns cannot be appended; expected 2 columns, got '1'"));
  const Table named({{"amount", ColumnKind::numeric, {}}, {"hue", ColumnKind::binary, {"red", "white"}}}, 1);
  BOOST_CHECK_EXCEPTION(
      table.append(named), ballast::Error,
      says_just("rows of a table with other columns cannot be appended; expected a column 'colour', got 'hue'"));
  const Table kinds({{"amount", ColumnKind::integer, {}}, {"colour", ColumnKind::binary, {"red", "white"}}}, 1);
  BOOST_CHECK_EXCEPTION(
      table.append(kinds), ballast::Error,
      says_just("column 'amount' is of another kind in the rows to append; expected numeric, got 'integer'"));
  const Table labels({{"amount", ColumnKind::numeric, {}}, {"colour", ColumnKind::binary, {"rosé", "white"}}}, 1);
  BOOST_CHECK_EXCEPTION(table.append(labels), ballast::Error,
                        says_just("column 'colour' has other labels in the rows to append"));
}

BOOST_AUTO_TEST_SUITE_END()
