// What the first lines of a file say: comments, titles, Excel's sep=, delimiters at the ends of lines, other formats;
// and numbers that may be read in two ways. Each as a file and as a stream.
#include <boost/test/unit_test.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "engine/error.hpp"
#include "engine/tabular/csv/copies/kept_cells.hpp"
#include "engine/tabular/csv/csv.hpp"
#include "engine/tabular/csv/records/record_reader.hpp"
#include "engine/tabular/csv/row_parser.hpp"
#include "tests/engine/tabular/parsed_text.hpp"

using namespace ballast;
using namespace ballast::tabular;
using testing::Notes;
using testing::parse;

namespace {

// The first column of a file, or the error.
std::string first_column(const std::string& text, const CsvOptions& options = {}) {
  Notes notes;
  try {
    const Table table = parse(text, options, notes);
    std::ostringstream out;
    for (const double cell : table.column(0)) out << cell << ' ';
    return out.str();
  } catch (const Error& error) {
    return error.what();
  }
}

// The same of rows that come one by one.
std::string first_streamed(const std::string& text, const Schema& schema, CsvFormat format) {
  std::istringstream in(text);
  RecordReader records(in, format);
  try {
    records.next();
    format.delimiter = records.delimiter();
    RowParser parser(records.text(), schema, "f.csv", format);
    std::vector<double> x(schema.size());
    std::ostringstream out;
    while (records.next()) {
      parser.parse(records.text(), records.line(), x);
      out << x[0] << ' ';
    }
    return out.str();
  } catch (const Error& error) {
    return error.what();
  }
}

// A later file, by what was learned from `first`; read alike in both ways.
std::string first_later(const std::string& first, const std::string& later) {
  Notes notes;
  CsvFormat format;
  const Table table = parse(first, {}, notes, &format);
  format.decimal_learned = true;
  format.delimiter = CsvFormat::kGuessed;
  const std::string read = first_column(later, {.schema = table.schema(), .format = format});
  const std::string streamed = first_streamed(later, table.schema(), format);
  const bool refused = read.find("f.csv") != std::string::npos;
  BOOST_TEST_CONTEXT(later << read << "\n" << streamed) {
    BOOST_TEST(refused == (streamed.find("f.csv") != std::string::npos));
    BOOST_TEST((refused || read == streamed));
  }
  return read;
}

bool in_two_ways(const std::string& text) {
  return first_column(text).find("may be read in two ways") != std::string::npos;
}

// The first column, or the error, of rows that a schema of x and y asks for: as a file and as a stream.
std::string first_known(const std::string& text) {
  const Schema schema{{"x", ColumnKind::numeric, {}}, {"y", ColumnKind::integer, {}}};
  const std::string file = first_column(text, {.schema = schema, .only = {"x", "y"}});
  const std::string streamed = first_streamed(text, schema, {});
  const bool refused = file.find("f.csv") != std::string::npos && streamed.find("f.csv") != std::string::npos;
  return refused || file == streamed ? file : file + " against " + streamed;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(first_lines_test)

BOOST_AUTO_TEST_CASE(comments_above_the_header_are_passed_over_and_the_last_may_be_it) {
  const std::string plain = "a,b\n1,2\n";
  for (const char* above : {"# x\n# y\n", "#\n# Header\n#\n", "#,,,\n", "  # x\n", "# x, y and z\n# w\n"}) {
    BOOST_TEST(first_column(above + plain) == "1 ");
    BOOST_TEST(first_later(plain, above + plain) == "1 ");
  }
  Notes notes;
  BOOST_TEST(parse("# x\n#a,b\n1,2\n", {}, notes).schema()[0].name == "#a");
  BOOST_TEST(notes.hold("lines above the header that begin with # are passed over: 1"));
  const Table tags = parse("#tag,x,y\n#a,u,0\n#b,v,1\nc,w,0\n", {}, notes);
  BOOST_TEST(tags.rows() == 3u);
  BOOST_TEST(tags.schema()[0].name == "#tag");
  BOOST_TEST(parse("#one\n#two\na,b\n1,2\n", {}, notes).schema()[0].name == "a");
}

BOOST_AUTO_TEST_CASE(rows_of_delimiters_at_the_end_are_no_rows) {
  const std::string plain = "a,b\n1,2\n,\n3,4\n";
  for (const char* end : {",\n,\n", ",", " , \r\n,\r\n\n", ",,,\n"}) {
    Notes notes;
    BOOST_TEST(parse(plain + end, {}, notes).rows() == 3u, end);
    BOOST_TEST(notes.hold("at the end hold"), notes.all);
    BOOST_TEST(first_later(plain, plain + end) == first_later(plain, plain), end);
  }
}

BOOST_AUTO_TEST_CASE(a_header_below_rows_is_refused) {
  Notes notes;
  BOOST_CHECK_EXCEPTION(parse("a,b\nx,b\nu,v\na,b\nx,w\n", {}, notes), ballast::Error, [](const ballast::Error& error) {
    return std::string(error.what()).starts_with("f.csv:4:1: the header stands here once more");
  });
  BOOST_TEST(parse("a,b\nx,y\na,v\nu,b\n", {}, notes).rows() == 3u);
}

BOOST_AUTO_TEST_CASE(sep_names_the_delimiter_in_any_writing) {
  for (const char* line : {"sep=;\n", "sep=;\r\n", "SEP=;\r\n", "\xef\xbb\xbfsep=;\r\n", "\"sep=;\"\n"}) {
    BOOST_TEST(first_column(line + std::string("a;b\n1;2\n")) == "1 ");
    BOOST_TEST(first_later("a,b\n1,2\n", line + std::string("a;b\n1;2\n")) == "1 ");
  }
  std::string wide = "\xff\xfe";
  for (const char c : std::string("sep=\t\r\na\tb\r\n1\t2\r\n")) wide.append(1, c).append(1, '\0');
  BOOST_TEST(first_column(wide) == "1 ");
}

BOOST_AUTO_TEST_CASE(a_title_is_refused_with_the_option_that_passes_over_it) {
  for (const char* title : {"Report\n", "Report,,\n"}) {
    const std::string text = title + std::string("a,b,c\n1,2,3\n4,5,6\n");
    BOOST_TEST(first_column(text).find("--skip-lines 1 begins on line 2") != std::string::npos, first_column(text));
  }
}

BOOST_AUTO_TEST_CASE(delimiters_at_the_ends_of_lines_are_no_column) {
  const std::string plain = "a,b\n1,2\n3,\n";
  for (const char* text : {"a,b,\n1,2,\n3,,\n", "a,b\n1,2,\n3,,\n", "a,b,\n1,2\n3,\n", "a,b,,\r\n1,2,,\r\n3,,,\r\n"}) {
    BOOST_TEST(first_column(text) == "1 3 ");
    BOOST_TEST(first_later(plain, text) == "1 3 ");
  }
  Notes notes;
  BOOST_TEST(parse("a,b,\n1,2,\n", {}, notes).columns() == 2u);
  BOOST_TEST(notes.hold("lines end with a delimiter: the last column has no name, and is left out"));
  BOOST_TEST(
      first_column("a,b,\n1,2,\n3,4,5\n").starts_with("f.csv:3:5: a cell in a column that has no name; got '5'"));
  BOOST_TEST(first_later(plain, "a,b,\n1,2,\n3,4,5\n").starts_with("f.csv:3:5: a cell in a column that has no name"));
  const KeptCells kept("a,b,", {"b"}, "f.csv");
  std::string out;
  kept.append("1,2,", out);
  BOOST_TEST(out == "2,");
}

BOOST_AUTO_TEST_CASE(rows_one_longer_than_the_header_have_an_index_only_if_it_counts_or_is_quoted) {
  for (const char* text : {"x,y\n1,2.5,1\n2,3.5,0\n", "x,y\n0,2.5,1\n1,3.5,0\n"}) {
    BOOST_TEST(first_known(text).starts_with("2.5 3.5  against f.csv:2:1: rows of another length than the header"));
  }
  BOOST_TEST(first_known("x,y\n\"b\",2.5,1\n\"a\",3.5,0\n") == "2.5 3.5 ");
  for (const char* text : {"x,y\n90,5,1\n10,5,1\n", "x,y\n1,5,1\n1,7,0\n", "x,y\n2,5,1\n3,7,0\n",
                           "x,y\n\"a\",5,1\n\"a\",7,0\n\"a\",7,0\n"}) {
    BOOST_TEST(first_known(text).find("rows of another length than the header") != std::string::npos,
               first_known(text));
  }
}

BOOST_AUTO_TEST_CASE(a_nameless_first_column_is_an_index_unless_it_repeats) {
  BOOST_TEST(first_known(",x,y\n7,2.5,1\n3,3.5,0\n5,4.5,0\n") == "2.5 3.5 4.5 ");
  BOOST_TEST(first_known("Unnamed: 0,x,y\nanna,2.5,1\nbo,3.5,0\n") == "2.5 3.5 ");
  for (const char* text :
       {",x,y\n1,2.5,1\n0,3.5,0\n1,4.5,0\n1,2,1\n0,3,1\n", ",x,y\n1.5,2.5,1\n2.5,3.5,0\n", ",x,y\n,2.5,1\n,3.5,0\n"}) {
    BOOST_TEST(first_known(text).find("column 1 has no name") != std::string::npos, first_known(text));
  }
}

BOOST_AUTO_TEST_CASE(a_row_in_place_of_the_header_is_refused) {
  const auto refused = [](const std::string& text) {
    const std::string said = first_column(text);
    return said.find("--no-header") != std::string::npos && said.find("f.csv:1") != std::string::npos;
  };
  BOOST_TEST(refused("5.1,3.5,setosa\n4.9,3.0,setosa\n"));
  BOOST_TEST(refused("34,anna,yes\n41,bo,yes\n"));
  BOOST_TEST(refused("2024-01-31,anna\n2024-02-01,bo\n"));
  BOOST_TEST(first_column("land,2019,2020\nA,1,2\nB,3,4\n") == "0 1 ");
  BOOST_TEST(first_column("x,0.25,0.5\n3,1.5,2.5\n4,3.5,4.5\n") == "3 4 ");
  BOOST_TEST(first_column("0,1,2\n3,1.5,2.5\n4,3.5,4.5\n") == "3 4 ");
  Notes notes;
  parse("x,0.25,0.5\n3,1.5,2.5\n4,3.5,4.5\n", {}, notes);
  BOOST_TEST(notes.hold("the header holds numbers, such as '0.25'"), notes.all);
}

BOOST_AUTO_TEST_CASE(a_decimal_mark_that_fits_no_column_is_refused) {
  BOOST_TEST(first_column("x,y\n1.5,1\n2.25,0\n", {.format = {.decimal = ','}}).find("--decimal ,") !=
             std::string::npos);
  BOOST_TEST(first_column("x;y;z\n\"1,5\";1.5;a\n\"2,25\";2.5;b\n", {.format = {.decimal = ','}}) == "1.5 2.25 ");
}

BOOST_AUTO_TEST_CASE(other_formats_are_called_by_their_names) {
  for (const auto& [bytes, name] :
       std::vector<std::pair<std::string, std::string>>{{"PK\x03\x04\x14", "an Excel workbook"},
                                                        {"PAR1\x15", "a Parquet file"},
                                                        {"BZh9", "a bzip2 file"},
                                                        {"\xfd"
                                                         "7zXZ",
                                                         "an xz file"},
                                                        {"\x80\x04\x95", "a Python pickle"},
                                                        {"[{\"a\": 1}]\n", "JSON"},
                                                        {"<!DOCTYPE html>\n<html>", "a web page"},
                                                        {"\x89"
                                                         "BLST\r\n",
                                                         "a ballast model"}}) {
    BOOST_TEST(first_column(bytes).starts_with("f.csv: not a CSV file, but " + name), first_column(bytes));
  }
  BOOST_TEST(first_column("[a],{b}\n1,2\n") == "1 ");
}

BOOST_AUTO_TEST_CASE(a_delimiter_that_fits_header_and_row_is_named) {
  const std::string text = "x (p, q, r);b\n1;2\n";
  BOOST_TEST(first_column(text) == "1 ");
  BOOST_TEST(first_column(text, {.format = {.delimiter = ','}}).find("--delimiter ';' cuts both into 2") !=
             std::string::npos);
  Notes notes;
  parse("a~b\n1~2\n", {}, notes);
  BOOST_TEST(notes.hold("there is one column; if '~' separates cells, --delimiter '~' says so"));
}

BOOST_AUTO_TEST_CASE(points_that_may_part_thousands_are_refused) {
  BOOST_TEST(in_two_ways("a,k\n2.273,1\n84,2\n-1.004,3\n"));
  BOOST_TEST(in_two_ways("a;k\n2.273;1\n3.709;2\n"));
  BOOST_TEST(in_two_ways("a\tk\n84.000\t1\n58.000\t2\n"));
  BOOST_TEST(first_column("a,k\n2.273,1\n84,2\n", {.format = {.decimal = ','}}) == "2273 84 ");
  BOOST_TEST(first_column("a,k\n2.273,1\n84,2\n", {.format = {.decimal = '.'}}) == "2.273 84 ");
}

BOOST_AUTO_TEST_CASE(points_that_are_plainly_decimal_are_not) {
  for (const char* text : {"a,k\n2.273,1\n3.709,2\n",       // three everywhere, and commas between cells
                           "a;k\n2.273;1\n0.512;2\n",       // a zero in front
                           "a;k\n2.273;1\n12.5;2\n",        // another number of digits
                           "a;k\n2.273;1\n1204;2\n",        // thousands that nothing parts
                           "a;k\n2.273;1.5\n84;2.25\n"}) {  // another column has decimals
    BOOST_TEST(!in_two_ways(text), text);
  }
  BOOST_TEST(first_column("a;k\n2.273;1,5\n84;2,25\n") == "2273 84 ");
}

BOOST_AUTO_TEST_CASE(later_files_are_held_to_what_was_learned_of_points) {
  const std::string cents = "a,k\n45.16,1\n49.77,2\n";
  BOOST_TEST(first_later(cents, "a;k\n2.497;1\n865;2\n").find("may be read in two ways") != std::string::npos);
  BOOST_TEST(first_later("a,k\n45,1\n49,2\n50,1\n", "a;k\n2.497;1\n").find("in two ways") != std::string::npos);
  BOOST_TEST(first_later("a,k\n4.123,1\n9.555,2\n", "a;k\n2.497;1\n865;2\n") == "2.497 865 ");
  BOOST_TEST(first_later("a,b\n45.16,1.5\n49.77,2.5\n", "a;b\n2.497;2.5\n865;2.5\n") == "2.497 865 ");
  BOOST_TEST(first_later("a,b\n45.16,1.5\n49.77,2.5\n", "a;b\n45,16;2.5\n").find("f.csv") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_currency_may_stand_in_some_cells_and_another_may_not) {
  const std::string plain = "a,k\n45.16,1\n49.77,2\n";
  BOOST_TEST(first_later(plain, "a,k\n45.16,1\n$49.77,2\n") == "45.16 49.77 ");
  BOOST_TEST(first_later(plain, "a,k\n€45.16,1\n$49.77,2\n").find("f.csv") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
