// What constraints ask of a row, what they complete, and which contradict each other.
#include <boost/test/unit_test.hpp>

#include "app/schema/bound_constraints.hpp"
#include "engine/error.hpp"
#include "tests/app/schema/small_table.hpp"

using namespace ballast;
using namespace ballast::app;
using namespace ballast::app::testing;

namespace {

using Kind = Constraint::Kind;

Constraint of(Kind kind, std::vector<std::string> columns) {
  Constraint out;
  out.kind = kind;
  out.columns = std::move(columns);
  return out;
}

Constraint range(const std::string& column, double low, double high) {
  Constraint out = of(Kind::range, {column});
  out.low = low;
  out.high = high;
  return out;
}

std::vector<double> cells(const tabular::Table& table, const std::string& name) {
  const auto column = table.column(table.index_of(name));
  return {column.begin(), column.end()};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(constraint_test)

BOOST_AUTO_TEST_CASE(a_row_breaks_the_first_constraint_that_does_not_hold) {
  const tabular::Table rows = table_of("a,b,c\n1,2,x\n3,2,x\n1,2,y\n,2,x\n0,9,\n");
  Constraint known = of(Kind::combinations, {"c", "b"});
  known.allowed = {{"x", "2", "", "9"}};
  const std::vector<Constraint> all{of(Kind::ordered, {"a", "b"}), known, range("a", 1, 5), of(Kind::present, {"a"})};
  const BoundConstraints bound(all, rows.schema());
  BOOST_TEST(!bound.broken(rows, 0).has_value());
  BOOST_TEST(bound.broken(rows, 1).value() == 0U);
  BOOST_TEST(bound.broken(rows, 2).value() == 1U);
  BOOST_TEST(bound.broken(rows, 3).value() == 3U);  // a missing cell is neither above b nor outside the range
  BOOST_TEST(bound.broken(rows, 4).value() == 2U);  // missing c with 9 is known
  BOOST_TEST(bound.cells_text(1, rows, 4) == "c missing, b 9");
}

BOOST_AUTO_TEST_CASE(totals_grids_and_what_a_cell_determines_are_completed) {
  tabular::Table rows = table_of("a,b,total,city,zone\n0.111,0.2,9,Bonn,7\n1.5,,9,Kiel,2\n2,3,9,Trier,8\n");
  Constraint sum = of(Kind::sum, {"a", "b", "total"}), cents = of(Kind::grid, {"a"}),
             known = of(Kind::combinations, {"city", "zone"});
  sum.grid = cents.grid = {.places = 2, .step = 1};
  known.allowed = {{"Bonn", "1", "Kiel", "2", "Kiel", "3"}};
  const std::vector<Constraint> all = in_order({known, sum, cents});
  const BoundConstraints bound(all, rows.schema());
  bound.complete(rows);
  BOOST_TEST(cells(rows, "a") == std::vector<double>({.11, 1.5, 2}), boost::test_tools::per_element());
  BOOST_TEST(cells(rows, "total") == std::vector<double>({.31, 9, 5}), boost::test_tools::per_element());
  BOOST_TEST(cells(rows, "zone") == std::vector<double>({1, 2, 8}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(sums_are_ordered_so_that_parts_are_computed_first) {
  const std::vector<Constraint> all =
      in_order({of(Kind::sum, {"c", "d", "e"}), range("a", 0, 1), of(Kind::sum, {"a", "b", "c"})});
  BOOST_TEST(all[0].text() == "a + b = c");
  BOOST_TEST(all[1].text() == "c + d = e");
}

BOOST_AUTO_TEST_CASE(contradictions_are_refused_with_the_constraint_that_leaves_nothing) {
  const auto refused = [](std::vector<Constraint> all) { return message_of([&] { in_order(std::move(all)); }); };
  BOOST_TEST(has_all(refused({range("a", 5, 9), range("b", 1, 3), of(Kind::ordered, {"a", "b"})}),
                     {"contradict each other", "can have no value", "a <= b"}));
  BOOST_TEST(has_all(refused({range("a", 5, 9), range("b", 5, 9), range("t", 0, 9), of(Kind::sum, {"a", "b", "t"})}),
                     {"'t' can have no value", "a + b = t", "0 to 9"}));
  BOOST_TEST(
      has_all(refused({of(Kind::sum, {"a", "b", "t"}), of(Kind::sum, {"c", "t"})}), {"total of two sums", "'t'"}));
  BOOST_TEST(has_all(refused({of(Kind::sum, {"a", "b"}), of(Kind::sum, {"b", "a"})}), {"a part of itself"}));
  BOOST_TEST(refused({range("a", 5, 9), range("b", 1, 5), of(Kind::ordered, {"a", "b"})}) == "no error");
}

BOOST_AUTO_TEST_CASE(constraints_name_columns_that_are_there_and_numbers) {
  const tabular::Table rows = table_of("a,c\n1,x\n2,y\n");
  const auto refused = [&](const Constraint& one) {
    return message_of([&] { const BoundConstraints bound({&one, 1}, rows.schema()); });
  };
  BOOST_TEST(has_all(refused(of(Kind::ordered, {"a", "b"})), {"not learned", "expected b", "a <= b"}));
  BOOST_TEST(has_all(refused(of(Kind::ordered, {"a", "c"})), {"text column", "'c' is text"}));
}

BOOST_AUTO_TEST_SUITE_END()
