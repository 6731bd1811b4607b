// Which columns are numbers, text, dates or truth values, and what is said of those that are text for a few cells.
#include <boost/test/unit_test.hpp>
#include <set>
#include <string>

#include "engine/tabular/csv/csv.hpp"
#include "tests/engine/tabular/parsed_text.hpp"
#include "tests/refusals.hpp"

using namespace ballast;
using namespace ballast::tabular;
using ballast::test::message_of;
using testing::Notes;
using testing::parse;

namespace {

Table parse(std::string_view text) {
  Notes notes;
  return parse(text, {}, notes);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(csv_kinds_test)

BOOST_AUTO_TEST_CASE(kinds_are_inferred_from_the_cells) {
  const Table t = parse("n,i,b,l,c,e,k\n1.5,1,0,yes,u,,3\n2,2,1,no,v,?,3\n3,3,0,yes,w,NA,3\n");
  const ColumnKind kinds[] = {ColumnKind::numeric,     ColumnKind::integer, ColumnKind::binary, ColumnKind::binary,
                              ColumnKind::categorical, ColumnKind::numeric, ColumnKind::integer};
  for (std::size_t c = 0; c < t.columns(); ++c) BOOST_TEST((t.schema()[c].kind == kinds[c]));
  BOOST_TEST(t.schema()[3].labels == (std::vector<std::string>{"no", "yes"}));
  BOOST_TEST(is_missing(t.column(5)[2]));
}

BOOST_AUTO_TEST_CASE(whole_numbers_with_zeros_in_front_are_text) {
  const Table t = parse("zip,hour,x\n02139,0.5,00.5\n10001,0,-0\n2139,10,1\n");
  BOOST_TEST(t.schema()[0].labels == (std::vector<std::string>{"02139", "10001", "2139"}));
  BOOST_TEST((t.schema()[1].kind == ColumnKind::numeric));
  BOOST_TEST((t.schema()[2].kind == ColumnKind::numeric));
}

BOOST_AUTO_TEST_CASE(columns_that_are_text_for_a_few_cells_are_named_with_examples) {
  Notes notes;
  std::string text = "a,zip\n";
  for (int i = 0; i < 40; ++i) text += i % 10 == 3 ? "unknown,02139\n" : std::to_string(i) + ",10001\n";
  parse(text, {}, notes);
  BOOST_TEST(notes.hold("f.csv: column 'a' is read as text: 4 cells are no numbers, such as 'unknown' (line 5); "
                        "--missing unknown reads it as missing\n"),
             notes.all);
  BOOST_TEST(notes.hold("f.csv: column 'zip' is read as text: it holds whole numbers with zeros in front\n"),
             notes.all);
}

BOOST_AUTO_TEST_CASE(cells_that_keep_styled_numbers_from_being_some_are_named) {
  Notes notes;
  std::string text = "a;b;c\n";
  for (int i = 0; i < 40; ++i) {
    const std::string number = std::to_string(1 + i) + ",234.50";
    text +=
        (i == 7 ? "-" : number) + ";" + (i == 8 ? "tbd" : "$" + number) + ";" + (i == 9 ? "1,23,4.5" : number) + "\n";
  }
  parse(text, {}, notes);
  for (const char* said : {"column 'a' is read as text: 1 cell is no number, such as '-' (line 9); --missing - reads",
                           "column 'b' is read as text: 1 cell is no number, such as 'tbd' (line 10)",
                           "column 'c' is read as text: 1 cell is no number, such as '1,23,4.5' (line 11)"}) {
    BOOST_TEST(notes.all.find(said) != std::string::npos, said << " in " << notes.all);
  }
}

BOOST_AUTO_TEST_CASE(a_word_among_numbers_with_decimal_commas_is_named) {
  std::string text = "a;b\n";
  for (int r = 0; r < 30; ++r) text += (r % 10 == 7 ? "k.A." : "1.2" + std::to_string(10 + r) + ",5") + ";1\n";
  Notes notes;
  parse(text, {}, notes);
  BOOST_TEST(notes.hold("column 'a' is read as text: 3 cells are no numbers, such as 'k.A.' (line 9)"), notes.all);
}

BOOST_AUTO_TEST_CASE(whole_numbers_of_more_digits_than_a_double_keeps_are_text) {
  Notes notes;
  const Table table = parse(
      "id,exact,float,hash,zeros\n12345678901234567370,9007199254740994,12345678901234567370,-9007199254740993,"
      "123456789012345680000\n12345678901234567371,100000000000000000000,0.5,1,1\n",
      {}, notes);
  BOOST_TEST(table.schema()[0].labels.at(1) == "12345678901234567371");
  BOOST_TEST(notes.hold("column 'id' is read as text: it holds whole numbers of more digits than a number keeps\n"),
             notes.all);
  BOOST_TEST(!table.schema()[1].is_text());  // nothing is lost
  BOOST_TEST(!table.schema()[2].is_text());  // a quantity
  BOOST_TEST(table.schema()[3].labels.at(0) == "-9007199254740993");
  BOOST_TEST(!table.schema()[4].is_text());  // as other programs write a double
  Notes later;
  const Table same = parse("exact\n9007199254740993\n", {.schema = {table.schema()[1]}}, later);
  BOOST_TEST(same.column(0)[0] == 9007199254740992.0);
}

BOOST_AUTO_TEST_CASE(true_and_false_are_one_and_zero_where_these_were_learned) {
  Notes notes;
  CsvFormat format;
  const Table table = parse("a,b,c\n1,1,True\n0,2,False\n", {}, notes, &format);
  BOOST_TEST((format.zero_one == std::set<std::string>{"a"}));
  const CsvOptions later{.schema = table.schema(), .format = format};
  const Table read = parse("a,b,c\nTRUE,1,TRUE\nfalse,2,0\n", later, notes);
  BOOST_TEST(read.column(0)[0] == 1.0);
  BOOST_TEST(read.column(0)[1] == 0.0);
  BOOST_TEST((read.schema() == table.schema()));
  BOOST_TEST(read.column(2)[0] == 1.0);
  BOOST_TEST(read.column(2)[1] == 0.0);
  const std::string refused = message_of([&] { parse("a,b,c\n1,True,True\n0,2,False\n", later, notes); });
  BOOST_TEST(refused.find("the column was learned as numbers; write it so in this file") != std::string::npos, refused);
}

BOOST_AUTO_TEST_CASE(dates_of_a_column_learned_as_something_else_are_refused) {
  Notes notes;
  const CsvOptions options{.dates = {{"a", "%d/%m/%Y"}}, .schema = {{"a", ColumnKind::numeric, {}}}};
  const std::string refused = message_of([&] { parse("a,b\n1,2\n", options, notes); });
  BOOST_TEST(refused.find("--date names a column that was learned as numbers") != std::string::npos, refused);
}

BOOST_AUTO_TEST_SUITE_END()
