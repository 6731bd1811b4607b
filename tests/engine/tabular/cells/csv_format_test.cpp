// How a CSV file may be written: delimiters, numbers, lines above the header and below the rows, an index; each read
// alike as a file and as a stream.
#include "engine/tabular/cells/csv_format.hpp"

#include <boost/test/unit_test.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "engine/tabular/csv/csv.hpp"
#include "tests/engine/tabular/cells/read_alike.hpp"

using namespace ballast;
using namespace ballast::tabular;
using namespace ballast::tabular::testing;
using ballast::test::message_of;

BOOST_AUTO_TEST_SUITE(csv_format_test)

BOOST_AUTO_TEST_CASE(semicolons_tabs_and_bars_are_guessed_from_the_header_and_said) {
  for (const char mark : {';', '\t', '|'}) {
    std::string text = "a;b, c;\"d;e\"\n1;x;2.5\n\"3\";\"y;z\";\n";
    for (char& c : text) c = c == ';' ? mark : c;
    const Table table = read_and_read_alike(text);
    BOOST_TEST(table.columns() == 3u);
    BOOST_TEST(table.schema()[1].name == "b, c");
    BOOST_TEST(label(table, 1, 1) == std::string("y") + mark + "z");
    Notes notes;
    parse(text, {}, notes);
    BOOST_TEST(notes.hold(mark == '\t' ? "f.csv: cells are separated by tabs" : "f.csv: cells are separated by '"));
  }
  BOOST_TEST(parse("a;b,c\n1;2,3\n", {.format = {.delimiter = ';'}}).columns() == 2u);
  BOOST_TEST(parse("sep=;\na;b\n1;2\n").columns() == 2u);
  BOOST_TEST(
      refusal("a\nx,2\n") ==
      "f.csv:2:1: a row of another length than the header; expected 1 cell, got '2' (hint: --delimiter says what "
      "separates cells, --skip-lines passes over a title)");
}

BOOST_AUTO_TEST_CASE(thousands_percentages_and_currencies_are_numbers_and_said) {
  const std::string text =
      "amount,rate,price,loss,n\n\"10,864.55\",32.9%,\"$1,200\",(1.5),1\n934.1,7.6 "
      "%,$5,2,2\n,NA,-$3.25,\"(1,000)\",3\n";
  const Table table = read_and_read_alike(text);
  BOOST_TEST(table.column(0)[0] == 10864.55);
  BOOST_TEST(table.column(0)[1] == 934.1);
  BOOST_TEST(is_missing(table.column(0)[2]));
  BOOST_TEST(table.column(1)[0] == 32.9);
  BOOST_TEST(table.column(1)[1] == 7.6);
  BOOST_TEST(table.column(2)[0] == 1200.0);
  BOOST_TEST(table.column(2)[2] == -3.25);
  BOOST_TEST(table.column(3)[2] == -1000.0);
  Notes notes;
  parse(text, {}, notes);
  BOOST_TEST(notes.hold("f.csv: column 'amount' is read as numbers: '10,864.55' is 10864.55\n"), notes.all);
}

BOOST_AUTO_TEST_CASE(decimal_commas_are_guessed_where_nothing_else_makes_sense) {
  const Table semi = read_and_read_alike("a;b;n\n3,14;1.234;1\n-0,7;12.000;2\n");
  BOOST_TEST(semi.column(0)[0] == 3.14);
  BOOST_TEST(semi.column(1)[0] == 1234.0);  // as the comma of the other column says
  const Table quoted = read_and_read_alike("a,b\n\"3,29\",1\n\"-0,76\",2\n");
  BOOST_TEST(quoted.column(0)[1] == -0.76);
  const Table told = read_and_read_alike("a;b\n1,234;0\n5;1\n", {.format = {.decimal = ','}});
  BOOST_TEST(told.column(0)[0] == 1.234);
  BOOST_TEST(parse("a;b\n1,234;0\n5;1\n", {.format = {.decimal = '.'}}).column(0)[0] == 1234.0);
  BOOST_TEST(parse("a;b\n1,234;0.5\n5;1\n").column(0)[0] == 1234.0);  // as the points of the other column say
  BOOST_TEST(
      refusal("a;b\n7;0\n1,234;1\n") ==
      "f.csv:3:1: the numbers of column 'a' may be read in two ways; got '1,234' (hint: --decimal . or --decimal "
      ", says which mark stands before the decimals)");
}

BOOST_AUTO_TEST_CASE(a_later_file_is_read_as_the_first_was_or_refused) {
  Notes notes;
  CsvFormat format;
  const Table table = parse("rate,x\n12.5%,1\n3%,2\n", {}, notes, &format);
  const CsvOptions options{.schema = table.schema(), .format = format};
  BOOST_TEST(refusal("rate,x\n0.125,1\n", options) ==
             "f.csv:2:1: numbers without a percent sign, where they were learned with one (hint: --percent-as 55 or "
             "--percent-as 0.55 says what this file writes for 55 %)");
  BOOST_TEST(parse("rate,x\n12%,\"3,14\"\n", options).column(1)[0] == 3.14);
  BOOST_TEST(refusal("rate,x\n12 kg,1\n", options).starts_with("f.csv:2:1: not a number"));
}

BOOST_AUTO_TEST_CASE(the_row_below_says_what_cuts_a_header_that_may_be_cut_in_two_ways) {
  const auto names = [](const std::string& text) {
    std::string out;
    const Table table = read_and_read_alike(text);
    for (const ColumnSchema& column : table.schema()) out += "[" + column.name + "]";
    return out;
  };
  BOOST_TEST(names("Konto;Betrag, EUR;Saldo, EUR\nK1;5,5;1,25\nK2;6,5;2,25\n") == "[Konto][Betrag, EUR][Saldo, EUR]");
  BOOST_TEST(names("\"Konto\";\"Betrag, EUR\";\"Saldo, EUR\"\nK5;5,26;55,55\nK6;7,25;1,5\n") ==
             "[Konto][Betrag, EUR][Saldo, EUR]");
  BOOST_TEST(names("Betrag, EUR;Betrug\n1,5;0\n2,5;1\n") == "[Betrag, EUR][Betrug]");
  BOOST_TEST(names("Sales|EU,Sales|US\n1,2\n3,4\n") == "[Sales|EU][Sales|US]");
  BOOST_TEST(names("a;b,c;d,e\n1,2,3\n") == "[a;b][c;d][e]");
}

BOOST_AUTO_TEST_CASE(blanks_of_web_pages_are_blanks) {
  for (const std::string blank : {"\u00a0", "\u202f", "\u3000", " \u00a0 "}) {
    const Table table =
        read_and_read_alike("a,w\n1," + blank + "x\n" + blank + ",x" + blank + "\n2.5" + blank + ",y\n");
    BOOST_TEST(table.column(0)[2] == 2.5);
    BOOST_TEST(is_missing(table.column(0)[1]));
    BOOST_TEST(table.schema()[1].labels == (std::vector<std::string>{"x", "y"}), boost::test_tools::per_element());
  }
}

BOOST_AUTO_TEST_CASE(lines_above_the_header_are_passed_over_or_named) {
  const Table comments = read_and_read_alike("# exported 2024, by hand\n#\na,b,Class\n1,2,0\n3,4,1\n");
  BOOST_TEST(comments.schema()[0].name == "a");
  BOOST_TEST(comments.line(0) == 4u);
  BOOST_TEST(parse("#chrom,pos\n1,2\n").schema()[0].name == "#chrom");
  const std::string title = "Report of 2024\n\na,b,Class\n1,2,0\n3,4,1\n";
  BOOST_TEST(
      refusal(title) ==
      "f.csv:1: the first line has 1 cell, the rows below have 3; expected the names of all columns (hint: is it a "
      "title? --skip-lines 2 begins on line 3)");
  BOOST_TEST(read_and_read_alike(title, {.format = {.skip_lines = 2}}).line(1) == 5u);
  const std::string piped = "Report\na|b|Class\n1|2|0\n3|4|1\n";
  BOOST_TEST(refusal(piped).find("is it a title? --skip-lines 1 begins on line 2") != std::string::npos,
             refusal(piped));
}

BOOST_AUTO_TEST_CASE(a_header_of_numbers_is_no_header) {
  BOOST_TEST(refusal("3.28,0.44,1\n-0.7,-1.09,0\n") ==
             "f.csv:1:1: the first line holds numbers, not the names of columns; expected a header, got '3.28' (hint: "
             "--no-header reads it as a row and calls the columns c1 to c3)");
  BOOST_TEST(refusal("1,1,0\n2,3,0\n").find("holds numbers") != std::string::npos);
  BOOST_TEST(refusal("0,1,2\n2,3,0\n") == "no error");
}

BOOST_AUTO_TEST_CASE(an_index_is_left_out_and_said) {
  for (const std::string header : {",a,b", "\"\",\"a\",\"b\"", "Unnamed: 0,a,b", "\"a\",\"b\""}) {
    const std::string text = header + "\n\"1\",3.5,x\n\"2\",4.5,y\n";
    const Table table = read_and_read_alike(text);
    BOOST_TEST(table.columns() == 2u);
    BOOST_TEST(table.column(0)[1] == 4.5);
    Notes notes;
    parse(text, {}, notes);
    BOOST_TEST(notes.hold("it is an index, and left out"), notes.all);
  }
  BOOST_TEST(parse("a,b\n1,2,\n3,4,\n").columns() == 2u);
  BOOST_TEST(refusal("a,,b\n1,2,3\n").find("column 2 has no name") != std::string::npos);
  const Schema known{{"Unnamed: 0", ColumnKind::integer, {}}, {"a", ColumnKind::numeric, {}}};
  BOOST_TEST(parse("Unnamed: 0,a\n1,2\n", {.schema = known}).columns() == 2u);
}

BOOST_AUTO_TEST_CASE(what_stands_below_the_last_row_is_passed_over_or_named) {
  for (const char* end : {"\"\",\"\"\n", "\"\" , \"\"\n,\"\"\n", ",\n\x1a", "\x1a", "\"\",\"\"\n\r\n\x1a"}) {
    const Table table = read_and_read_alike(std::string("a,b\n1,x\n\"\",\"\"\n2,\",\"\n") + end);
    BOOST_TEST(table.rows() == 3u, end);
  }
  BOOST_TEST(parse("a,b\n1,2\n3,\"\"\"\"\n").rows() == 2u);
  BOOST_TEST(parse("a,b\n1,2\n3,4\x1a").column(1)[1] == 4);
  for (const std::string footer : {"(4 rows)", "4 rows selected.", "# end"}) {
    const std::string told = refusal("a,b\n1,2\n" + footer + "\n");
    const std::string streamed = message_of([&] {
      RowParser parser("a,b", {{"a", ColumnKind::integer, {}}, {"b", ColumnKind::integer, {}}}, "stream");
      std::vector<double> x(2);
      parser.parse("1,2", 2, x);
      parser.parse(footer, 3, x);
    });
    for (const std::string& text : {told, streamed}) {
      BOOST_TEST(text.find("if '" + footer + "' stands below the table") != std::string::npos, text);
    }
  }
}

BOOST_AUTO_TEST_CASE(carriage_returns_may_end_all_lines) {
  const Table table = read_and_read_alike("a,b\r1,\"x\ry\"\r\r2,z\r");
  BOOST_TEST(table.rows() == 2u);
  BOOST_TEST(label(table, 1, 0) == "x\ny");
  BOOST_TEST(table.line(1) == 5u);
  const std::string fault = "\"a\rb\",c\r1,\"x\ry\"\r2,\"x\rz\"\r?\r";
  BOOST_TEST(refusal(fault).find(":7") != std::string::npos);
  std::istringstream in(fault);
  RecordReader records(in);
  std::vector<std::size_t> lines;
  while (records.next()) lines.push_back(records.line());
  BOOST_TEST(lines == (std::vector<std::size_t>{1, 3, 5, 7}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(cells_with_line_breaks_and_blank_lines_are_the_same_to_both) {
  const Table table = read_and_read_alike("\n\"a\nb\",note\n1,\"x \"\"\n\"\"y\"\n\n \r\n2, z \r\n3,w");
  BOOST_TEST(table.rows() == 3u);
  BOOST_TEST(table.line(1) == 8u);
  const Table one = read_and_read_alike("a\n0.1\n\n0.3\n\"\"\n\n");
  BOOST_TEST(one.rows() == 3u);
  BOOST_TEST(is_missing(one.column(0)[2]));
}

BOOST_AUTO_TEST_CASE(a_format_comes_back_from_an_archive) {
  CsvFormat format;
  format.decimal = ',';
  set_missing_words(format, {"-999", "country=", "x=a|b"});
  format = of_columns(format, {"country", "x"}, "test");
  format.zero_one = {"flag"};
  format.styles["p"] = {'.', ",", "%"};
  files::ArchiveWriter out("test");
  save_format(format, out.child("format"));
  save_format(CsvFormat{}, out.child("usual"));
  const files::ArchiveReader in = files::ArchiveReader::from_bytes(out.bytes(), "test");
  BOOST_TEST((load_format(in.child("format")) == format));
  BOOST_TEST((load_format(in.child("usual")) == CsvFormat{}));
}

BOOST_AUTO_TEST_CASE(rows_are_written_as_their_file_was_and_come_back) {
  const std::string files[] = {"a,b\n\"1,234.5\",5%\n\"-9,876,543.25\",-0.5%\n12,7%\n",
                               "a;b\n1.234,5;5,25 %\n-9.876.543,25;-0,5 %\n12,0;7,0 %\n",
                               "a\tb\n$1,234.5\t(12)\n-$0.25\t3.5\n$12\t(1.5)\n",
                               "a|b\n1'234.5|€5,2\n12|€7,0\n0.5|€1.000,5\n"};
  for (const std::string& file : files) {
    Notes notes;
    CsvFormat as_read;
    Table table = parse(file, {}, notes, &as_read);
    table.column(0)[1] = -1234567.0625;
    table.column(0)[2] = 1e-7;
    table.column(1)[1] = 1e300;
    const std::string written = to_csv(table, as_read);
    BOOST_TEST(written.substr(0, written.find('\n')) == file.substr(0, file.find('\n')));
    const Table again = parse(written, {.schema = table.schema(), .format = as_read});
    for (std::size_t c = 0; c < table.columns(); ++c) {
      for (std::size_t row = 0; row < table.rows(); ++row) BOOST_TEST(same(again.column(c)[row], table.column(c)[row]));
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
