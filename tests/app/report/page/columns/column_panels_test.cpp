#include "app/report/page/columns/column_panels.hpp"

#include <boost/test/unit_test.hpp>
#include <limits>

using namespace ballast;
using namespace ballast::app;
using namespace ballast::app::page;

BOOST_AUTO_TEST_SUITE(column_panels_test)

BOOST_AUTO_TEST_CASE(a_long_name_is_cut_at_a_letter) {
  BOOST_TEST(shortened("Amount") == "Amount");
  BOOST_TEST(shortened("exactly_22_letters_abc") == "exactly_22_letters_abc");
  BOOST_TEST(shortened("exactly_22_letters_abcd") == "exactly_22_letters_abc…");
  BOOST_TEST(shortened("ääääääääääääääääääääää") == "ääääääääääääääääääääää");
  BOOST_TEST(shortened("äääääääääääääääääääääää") == "ääääääääääääääääääääää…");
}

BOOST_AUTO_TEST_CASE(a_cell_is_a_label_or_four_digits) {
  tabular::ColumnSchema text;
  text.labels = {"red", "blue"};
  BOOST_TEST(cell_text(text, 1) == "blue");
  BOOST_TEST(cell_text({}, 1234.567) == "1235");
  BOOST_TEST(cell_text({}, std::numeric_limits<double>::quiet_NaN()) == "–");
}

BOOST_AUTO_TEST_CASE(a_column_shows_real_rows_and_each_of_the_others) {
  std::vector<double> many, few;
  for (int i = 0; i < 100; ++i) {
    many.push_back(i);
    few.push_back(i % 2);
  }
  const tabular::Table real({{"many", tabular::ColumnKind::numeric, {}}, {"few", tabular::ColumnKind::numeric, {}}},
                            {many, few});
  const std::vector<SyntheticRows> others{{.name = "one", .rows = &real}, {.name = "two", .rows = &real}};
  const figures::Panel lines = column_panel(real, others, 0), bars = column_panel(real, others, 1);
  BOOST_TEST(lines.title == "many");
  BOOST_REQUIRE(lines.marks.size() == 3u);
  BOOST_TEST(std::get<figures::Line>(lines.marks[2]).label == "two");
  BOOST_REQUIRE(bars.marks.size() == 3u);
  BOOST_TEST(std::get<figures::Bars>(bars.marks[1]).group == "one");
}

BOOST_AUTO_TEST_CASE(a_column_without_cells_has_no_marks) {
  const tabular::Table real({{"none", tabular::ColumnKind::numeric, {}}}, {{tabular::kMissing, tabular::kMissing}});
  BOOST_TEST(column_panel(real, {}, 0).marks.empty());
}

BOOST_AUTO_TEST_SUITE_END()
