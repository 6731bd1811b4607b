#include "diffusion/codes/table_codes.hpp"

#include <boost/test/unit_test.hpp>
#include <vector>

#include "tests/diffusion/tables.hpp"

using namespace ballast;
using diffusion::CodeRows;
using diffusion::TableCodes;

namespace {

// mixed_table with a constant column in front.
tabular::Table with_constant(std::size_t rows) {
  const tabular::Table mixed = test::mixed_table(rows);
  tabular::Schema schema{{"constant", tabular::ColumnKind::numeric, {}}};
  std::vector<std::vector<double>> cells{std::vector<double>(rows, 4.5)};
  for (std::size_t c = 0; c < mixed.columns(); ++c) {
    schema.push_back(mixed.schema()[c]);
    cells.emplace_back(mixed.column(c).begin(), mixed.column(c).end());
  }
  return {std::move(schema), std::move(cells)};
}

TableCodes fit(const tabular::Table& rows) {
  numeric::ThreadPool pool(2);
  Observer observer;
  return TableCodes::fit(rows, {}, pool, observer);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(table_codes_test)

BOOST_AUTO_TEST_CASE(columns_of_one_value_are_not_learned) {
  const tabular::Table rows = with_constant(300);
  const TableCodes codes = fit(rows);
  const std::vector<std::size_t> want{1, 2, 3, 4, 5};
  BOOST_TEST(codes.learned() == want, boost::test_tools::per_element());
  BOOST_TEST(codes.column(0).codes() == 1U);
  BOOST_TEST(codes.counts().size() == want.size());
  for (std::size_t d = 0; d < want.size(); ++d) BOOST_TEST(codes.counts()[d] == codes.column(want[d]).codes());
}

BOOST_AUTO_TEST_CASE(rows_are_coded_column_by_column_and_the_same_on_any_threads) {
  const tabular::Table rows = with_constant(2500);  // more than a task
  const TableCodes codes = fit(rows);
  numeric::ThreadPool one(1), three(3);
  Observer observer;
  const CodeRows coded = codes.encode(rows, one, observer);
  BOOST_TEST(coded.rows() == rows.rows());
  BOOST_TEST((coded.codes == codes.encode(rows, three, observer).codes));
  for (std::size_t i = 0; i < rows.rows(); i += 7) {
    for (std::size_t d = 0; d < coded.columns; ++d) {
      const double cell = rows.column(codes.learned()[d])[i];
      BOOST_TEST(coded.row(i)[d] == codes.codes(d).encode(cell));
    }
  }
}

BOOST_AUTO_TEST_CASE(a_table_of_constants_has_nothing_to_code) {
  const tabular::Table rows({{"constant", tabular::ColumnKind::numeric, {}}}, {{4.5, 4.5, 4.5}});
  const TableCodes codes = fit(rows);
  numeric::ThreadPool pool(1);
  Observer observer;
  BOOST_TEST(codes.learned().empty());
  const CodeRows coded = codes.encode(rows, pool, observer);
  BOOST_TEST(coded.rows() == 0U);
  BOOST_TEST(coded.codes.empty());
}

BOOST_AUTO_TEST_CASE(numbers_beyond_all_learned_are_hidden_where_codes_must_hold_them) {
  const tabular::Table rows = with_constant(300);
  const TableCodes codes = fit(rows);
  tabular::Table other = rows;
  other.column(1)[0] = 1e9;
  numeric::ThreadPool pool(1);
  Observer observer;
  BOOST_TEST(codes.encode(other, pool, observer).row(0)[0] != TableCodes::kHidden);
  BOOST_TEST(codes.encode_held(other, pool, observer).row(0)[0] == TableCodes::kHidden);
  BOOST_TEST(codes.encode_held(other, pool, observer).row(0)[1] != TableCodes::kHidden);
}

BOOST_AUTO_TEST_SUITE_END()
