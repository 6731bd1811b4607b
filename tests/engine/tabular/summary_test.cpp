#include "engine/tabular/summary.hpp"

#include <boost/test/unit_test.hpp>
#include <vector>

using namespace ballast::tabular;

BOOST_AUTO_TEST_SUITE(summary_test)

BOOST_AUTO_TEST_CASE(equal_rows_are_found_with_missing_cells_and_signed_zeros) {
  const Table table({{"x", ColumnKind::numeric, {}}, {"y", ColumnKind::numeric, {}}},
                    {{1, 2, 1, kMissing, kMissing, 0, -0.0, 1}, {2, 1, 2, 3, 3, 5, 5, 2}});
  const DuplicateFinder finder(table);
  BOOST_TEST(finder.duplicate_rows() == 4u);  // rows 2 and 7 like 0, 4 like 3, 6 like 5; 1 is 0 the other way round
  const std::vector<std::size_t> train{0, 3, 5}, test{1, 2, 4, 6, 7}, none;
  const std::vector<std::uint8_t> all_but_the_first{0, 1, 1, 1, 1}, no_row(5, 0);
  BOOST_TEST(finder.among(test, train) == all_but_the_first, boost::test_tools::per_element());
  BOOST_TEST(finder.among(test, none) == no_row, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_table_without_equal_rows_has_none) {
  Table table({{"x", ColumnKind::integer, {}}}, 1000);
  for (std::size_t row = 0; row < 1000; ++row) table.column(0)[row] = static_cast<double>(row);
  BOOST_TEST(DuplicateFinder(table).duplicate_rows() == 0u);
}

BOOST_AUTO_TEST_SUITE_END()
