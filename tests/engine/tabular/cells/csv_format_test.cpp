// How a CSV file may be written: delimiters, numbers, missing words, encodings, lines above the header, an index; each
// read alike as a file and as a stream.
#include "engine/tabular/cells/csv_format.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <sstream>
#include <string>
#include <vector>

#include "engine/error.hpp"
#include "engine/tabular/csv/csv.hpp"
#include "engine/tabular/csv/records/record_reader.hpp"
#include "engine/tabular/csv/row_parser.hpp"
#include "engine/tabular/features/features.hpp"
#include "tests/engine/tabular/parsed_text.hpp"
#include "tests/refusals.hpp"

using namespace ballast;
using namespace ballast::tabular;
using ballast::test::message_of;
using testing::Notes;
using testing::parse;

namespace {

Table parse(std::string_view text, const CsvOptions& options = {}) {
  Notes notes;
  return parse(text, options, notes);
}

std::string refusal(std::string_view text, const CsvOptions& options = {}) {
  return message_of([&] { parse(text, options); });
}

bool same(double a, double b) {
  return a == b || (std::isnan(a) && std::isnan(b));
}

// Reads the text by the schema of `table` once more, as a file and as a stream; both must give `table`.
void require_read_alike(const std::string& text, const Table& table, const CsvFormat& format) {
  const Table again = parse(text, {.schema = table.schema(), .format = format});
  std::istringstream in(text);
  RecordReader records(in, format);
  BOOST_REQUIRE(records.next());
  CsvFormat cut = format;
  cut.delimiter = records.delimiter();
  RowParser parser(records.text(), table.schema(), "stream", cut);
  std::vector<double> x(table.columns());
  for (std::size_t row = 0; row < table.rows(); ++row) {
    BOOST_REQUIRE(records.next());
    BOOST_TEST(records.line() == table.line(row));
    parser.parse(records.text(), records.line(), x);
    for (std::size_t c = 0; c < table.columns(); ++c) {
      const double cell = table.column(c)[row];
      BOOST_TEST_CONTEXT(text << " row " << row << " column " << c) {
        BOOST_TEST(same(x[c], cell));
        BOOST_TEST((again.column(c)[row] == cell || (is_missing(cell) && is_missing(again.column(c)[row]))));
      }
    }
  }
  BOOST_TEST(!records.next());
}

// Reads a text for the first time, and then as a later file.
Table read_and_read_alike(const std::string& text, const CsvOptions& options = {}) {
  Notes notes;
  CsvFormat format;
  Table table = parse(text, options, notes, &format);
  require_read_alike(text, table, format);
  return table;
}

std::string label(const Table& table, std::size_t column, std::size_t row) {
  return table.schema()[column].labels.at(static_cast<std::size_t>(table.column(column)[row]));
}

}  // namespace

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

BOOST_AUTO_TEST_CASE(an_encoding_that_the_text_is_not_in_is_refused) {
  Notes notes;
  const std::string refused =
      ballast::test::message_of([&] { parse("a,b\n1,2\n", {.format = {.encoding = Encoding::utf16}}, notes); });
  BOOST_TEST(refused.find("f.csv: the text is not UTF-16") != std::string::npos, refused);
}

BOOST_AUTO_TEST_CASE(the_usual_words_are_missing_and_others_can_be_named) {
  std::string text = "a,w\n";
  for (const std::string& word : CsvFormat::usual_missing_words()) text += word + "," + word + "\n";
  const Table usual = read_and_read_alike(text + "nAn,x\n1.5,y\n");
  BOOST_TEST(!usual.schema()[0].is_text());
  BOOST_TEST(usual.schema()[1].labels.size() == 2u);
  CsvFormat format;
  set_missing_words(format, {"-999", "none", "w=x|y"});
  const Table named = read_and_read_alike("a,w\n-999,x\nnone,NA\n-999.0,z\n1,y\nNA,\n", {.format = format});
  for (const std::size_t row : {0, 1, 2, 4}) BOOST_TEST(is_missing(named.column(0)[row]));
  BOOST_TEST(named.column(0)[3] == 1.0);
  BOOST_TEST(named.schema()[1].labels == (std::vector<std::string>{"NA", "z"}));
  CsvFormat nothing;
  set_missing_words(nothing, {"="});
  BOOST_TEST(label(parse("a,w\n1,NA\n2,x\n", {.format = nothing}), 1, 0) == "NA");
  CsvFormat strange;
  set_missing_words(strange, {"v=x"});
  BOOST_TEST(refusal("a,w\n1,2\n", {.format = strange}).find("no column 'v' to read missing words of") !=
             std::string::npos);
}

BOOST_AUTO_TEST_CASE(labels_that_look_missing_are_named_once) {
  Notes notes;
  parse("region,size\nnorth,1\nk.A.,2\nsouth,-\n,4\n", {}, notes);
  BOOST_TEST(notes.hold("column 'region' has the label 'k.A.'; --missing region=k.A. reads it as missing"), notes.all);
  BOOST_TEST(!notes.hold("column 'size' has the label"), notes.all);  // named as no number
}

BOOST_AUTO_TEST_CASE(missing_words_go_to_the_longest_name_that_fits_or_the_one_in_quotes) {
  const std::string text = "a,a=b,\"c, d\"\nx,x,x\nb=x,y,y\nz,z,z\n";
  const auto missing = [&](const std::string& word) {
    CsvFormat format;
    set_missing_words(format, {word});
    const Table table = read_and_read_alike(text, {.format = format});
    std::string out;
    for (std::size_t c = 0; c < 3; ++c) {
      for (std::size_t row = 0; row < 3; ++row) out += is_missing(table.column(c)[row]) ? 'm' : '.';
    }
    return out;
  };
  BOOST_TEST(missing("a=b=x") == "...m.....");
  BOOST_TEST(missing("\"a=b\"=x") == "...m.....");
  BOOST_TEST(missing("\"a\"=b=x") == ".m.......");
  BOOST_TEST(missing("a=x|z") == "m.m......");
  BOOST_TEST(missing("\"c, d\"=y") == ".......m.");
  BOOST_TEST(missing("c, d=y") == ".......m.");
}

BOOST_AUTO_TEST_CASE(a_word_in_quotes_or_in_a_column_named_categorical_is_a_label) {
  const Table quoted = read_and_read_alike("country,n\nNA,1\n\"NA\",2\nZA,\"NA\"\n\"\",4\n");
  BOOST_TEST(is_missing(quoted.column(1)[2]));
  BOOST_TEST(label(quoted, 0, 1) == "NA");
  const std::string text = "country,n\nNA,1\nZA,2\n,3\n";
  Notes notes;
  CsvFormat format;
  const Table named = parse(text, {.categorical = {"country"}}, notes, &format);
  BOOST_TEST(label(named, 0, 0) == "NA");
  BOOST_TEST(is_missing(named.column(0)[2]));
  BOOST_TEST(notes.hold("column 'country' has the label 'NA'; --missing country=NA reads it as missing"), notes.all);
  require_read_alike(text, named, format);
  BOOST_TEST(to_csv(named) == "country,n\n\"NA\",1\nZA,2\n,3\n");
  BOOST_TEST(is_missing(parse(text).column(0)[0]));
}

BOOST_AUTO_TEST_CASE(bytes_that_are_not_utf8_are_refused_or_converted) {
  const std::string text = "caf\xe9,ort\n1,Z\xfcrich\n2,Z\xf6rich\n";
  BOOST_TEST(
      refusal(text) ==
      "f.csv:1:4: a byte that is not UTF-8; expected text in UTF-8, got '\\xe9' (hint: --encoding windows-1252 or "
      "--encoding latin1 reads older text)");
  BOOST_TEST(refusal("a,b\n1,x\n2,\xff\n").find("f.csv:3:3: a byte that is not UTF-8") == 0u);
  const Table table = read_and_read_alike(text, {.format = {.encoding = Encoding::latin1}});
  BOOST_TEST(table.schema()[0].name == "café");
  BOOST_TEST(table.schema()[1].labels == (std::vector<std::string>{"Zörich", "Zürich"}));
  const Table euro = read_and_read_alike("a,b\n1,\x80\n2,x\n", {.format = {.encoding = Encoding::windows_1252}});
  BOOST_TEST(label(euro, 1, 0) == "€");
}

BOOST_AUTO_TEST_CASE(bytes_that_are_not_utf8_are_found_across_the_borders_of_chunks) {
  const std::size_t border = 4 + (std::size_t{1} << 20);  // rows begin at byte 4
  for (const std::string character : {"é", "€", "😀"}) {
    for (std::size_t shift = 0; shift <= character.size(); ++shift) {
      std::string text = "a,b\n1,";
      text += std::string(border - shift - text.size(), 'x') + character + "\n3,4\n";
      BOOST_TEST(refusal(text) == "no error");
      text[border - shift + character.size() - 1] = 'A';
      BOOST_TEST(refusal(text).find("a byte that is not UTF-8") != std::string::npos);
    }
  }
}

BOOST_AUTO_TEST_CASE(utf16_is_recognised_by_its_mark) {
  const std::u16string wide = u"a;ort\n1;Zürich 😀\n2;x\n";
  for (const bool big : {false, true}) {
    std::string text = big ? "\xfe\xff" : "\xff\xfe";
    for (const char16_t unit : wide) {
      const char high = static_cast<char>(unit >> 8), low = static_cast<char>(unit & 255);
      text += big ? high : low;
      text += big ? low : high;
    }
    const Table table = read_and_read_alike(text);
    BOOST_TEST(label(table, 1, 0) == "Zürich 😀");
    const std::string bare = text.substr(2);
    BOOST_TEST(refusal(bare).find("--encoding utf-16 reads it") != std::string::npos);
    BOOST_TEST(read_and_read_alike(bare, {.format = {.encoding = Encoding::utf16}}).rows() == 2u);
    for (const std::string& cut : {text.substr(0, text.size() - 1), text.substr(0, 34), text.substr(0, 33)}) {
      BOOST_TEST(refusal(cut).starts_with("f.csv: the text is not complete UTF-16"), refusal(cut));
      std::istringstream in(cut);
      RecordReader records(in, {});
      const std::string refused = message_of([&] {
        while (records.next()) {
        }
      });
      BOOST_TEST(refused.find("the text is not complete UTF-16") != std::string::npos, refused);
    }
  }
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

BOOST_AUTO_TEST_CASE(utf_32_is_named) {
  for (const bool big : {false, true}) {
    for (const bool marked : {false, true}) {
      std::string text;
      for (const char c : std::string(marked ? "\1" : "") + "a,b\n1,2\n") {
        const std::string unit = c == '\1' ? std::string("\xff\xfe\0\0", 4) : std::string{c, 0, 0, 0};
        text += big ? std::string(unit.rbegin(), unit.rend()) : unit;
      }
      BOOST_TEST(refusal(text).find("iconv -f utf-32 -t utf-8") != std::string::npos, refusal(text));
      const std::string streamed = message_of([&] {
        std::istringstream in(text);
        RecordReader records(in);
        records.next();
        const Schema known{{"a", ColumnKind::integer, {}}};
        RowParser(records.text(), known, "stream");
      });
      BOOST_TEST(streamed.find("iconv -f utf-32 -t utf-8") != std::string::npos, streamed);
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
