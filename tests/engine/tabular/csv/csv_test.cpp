#include "engine/tabular/csv/csv.hpp"

#include <unistd.h>

#include <bit>
#include <boost/test/unit_test.hpp>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <random>
#include <string>
#include <vector>

#include "engine/error.hpp"
#include "engine/files/atomic.hpp"
#include "engine/tabular/cells/csv_cells.hpp"
#include "tests/refusals.hpp"

using namespace ballast::tabular;
using ballast::Error;
namespace fs = std::filesystem;
using ballast::test::message_of;

namespace {

Table parse(std::string_view text, const CsvOptions& options = {}, std::size_t threads = 2) {
  ballast::numeric::ThreadPool pool(threads);
  return parse_csv(text, "f.csv", options, pool);
}

std::string refusal(std::string_view text, const CsvOptions& options = {}) {
  return message_of([&] { parse(text, options); });
}

bool same_bits(const Table& a, const Table& b) {
  if (a.schema() != b.schema() || a.rows() != b.rows()) return false;
  for (std::size_t c = 0; c < a.columns(); ++c) {
    for (std::size_t row = 0; row < a.rows(); ++row) {
      const double x = a.column(c)[row], y = b.column(c)[row];
      if (is_missing(x) != is_missing(y)) return false;
      if (!is_missing(x) && std::bit_cast<std::uint64_t>(x) != std::bit_cast<std::uint64_t>(y)) return false;
    }
  }
  return true;
}

std::string label(const Table& table, std::size_t column, std::size_t row) {
  return table.schema()[column].labels.at(static_cast<std::size_t>(table.column(column)[row]));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(csv_test)

BOOST_AUTO_TEST_CASE(numbers_quotes_missing_cells_and_line_ends_are_read) {
  const Table t =
      parse("\xef\xbb\xbf\"a\",b,c\r\n\"0\", +1.5 ,x\r\n1,?,\"y, \"\"z\"\"\nq\"\r\n1,NA,NaN\r\n,-2e3,x\r\n\r\n\n");
  BOOST_TEST(t.rows() == 4u);
  BOOST_TEST(t.schema()[0].name == "a");
  BOOST_TEST(t.column(0)[0] == 0.0);
  BOOST_TEST(t.column(1)[0] == 1.5);
  BOOST_TEST(is_missing(t.column(1)[1]));
  BOOST_TEST(label(t, 2, 1) == "y, \"z\"\nq");
  BOOST_TEST(is_missing(t.column(2)[2]));
  BOOST_TEST(t.column(1)[3] == -2000.0);
  BOOST_TEST(t.origins()[3].row == 3u);
}

BOOST_AUTO_TEST_CASE(a_file_without_a_last_line_end_and_a_file_of_one_column_are_read) {
  BOOST_TEST(parse("a,b\n1,2\n3,4").rows() == 2u);
  BOOST_TEST(parse("a\n1\n2\n").rows() == 2u);
}

BOOST_AUTO_TEST_CASE(categorical_columns_are_text_whatever_they_look_like) {
  const Table t = parse("zip,x\n007,1\n08,2\n007,3\n", {.categorical = {"zip"}, .categorical_if_present = {"no"}});
  BOOST_TEST(label(t, 0, 0) == "007");
  BOOST_TEST((t.schema()[0].kind == ColumnKind::binary));
  BOOST_TEST(refusal("zip,x\n1,1\n", {.categorical = {"Zip"}}) ==
             "f.csv: no column 'Zip' to read as text (hint: did you mean 'zip'?)");
}

BOOST_AUTO_TEST_CASE(the_first_bad_cell_of_a_numeric_column_is_named_with_its_place) {
  std::string text = "id,Amount\n";
  for (int i = 0; i < 200; ++i) text += std::to_string(i) + (i == 150 ? ",abc\n" : ",1.5\n");
  BOOST_TEST(refusal(text) ==
             "f.csv:152:5: not a number; expected a number in column 'Amount', got 'abc' (hint: --categorical Amount "
             "reads the column as text, --missing abc the cell as missing)");
  for (int i = 0; i < 3; ++i) text += "9,abc\n";  // 199 of 203 are numbers: below 99 %
  BOOST_TEST(parse(text).schema()[1].is_text());
}

BOOST_AUTO_TEST_CASE(malformed_files_are_refused_in_one_clear_line) {
  const std::string wrong_length = ": a row of another length than the header; expected 2 cells, got ";
  BOOST_TEST(refusal("a,b\n1,2\n1\n") == "f.csv:3:1" + wrong_length + "'1'");
  BOOST_TEST(refusal("a,b\n1,2,3,4\n1,2\n") == "f.csv:2:1" + wrong_length + "'4'");
  BOOST_TEST(refusal("") == "f.csv: the file is empty; expected a header and rows");
  BOOST_TEST(refusal("\n \n") == "f.csv: the file is empty; expected a header and rows");
  BOOST_TEST(refusal("a,b\n") ==
             "f.csv: the file has a header but no rows; expected at least one row below the header");
  BOOST_TEST(refusal("a,b\n1,\"2\n3,4\n") ==
             "f.csv:2:3: a quote is opened and never closed (hint: a quote inside a quoted cell is written twice)");
  BOOST_TEST(refusal("a,b\n1,5\" pipe\n") ==
             "f.csv:2:4: a quote inside a cell that does not begin with one (hint: put the whole cell in quotes and "
             "write the inner quote twice)");
  BOOST_TEST(refusal("a,b\n1,\"x\"y\n") ==
             "f.csv:2:6: text after the closing quote of a cell; expected ',' or the end of the line, got 'y' "
             "(hint: a quote inside a quoted cell is written twice)");
  BOOST_TEST(
      refusal(std::string_view("a,b\n1,\0\n", 8)) ==
      "f.csv:2:3: a NUL byte; expected text (hint: a binary file; or text in UTF-16: --encoding utf-16 reads it)");
  std::string late = "a,b\n";
  while (late.size() < (std::size_t{2} << 20)) late += "1,2\n";
  const auto lines = std::to_string(late.size() / 4 + 1);
  late += std::string("1,\0\n", 4) + "1,\n";
  BOOST_TEST(refusal(late) ==
             "f.csv:" + lines +
                 ":3: a NUL byte; expected text (hint: a binary file; or text in UTF-16: --encoding utf-16 reads it)");
  BOOST_TEST(refusal(std::string_view("a\0,b\0\n1,2\n", 11)).starts_with("f.csv:1:2: a NUL byte"));
  BOOST_TEST(refusal("\x7f\x45LF\x02,b\n1,2\n") == "f.csv:1:1: not a text file; expected CSV text, got '\\x7f'");
  BOOST_TEST(refusal("a,a\n1,2\n") == "f.csv:1:3: two columns are called 'a'");
  BOOST_TEST(refusal("a,\n1,2\n") ==
             "f.csv:2:3: a cell in a column that has no name; got '2' (hint: every column needs a name in the header)");
}

// As a table its cells would take 40 GB.
BOOST_AUTO_TEST_CASE(many_columns_and_many_empty_lines_are_refused_before_memory_is_taken) {
  std::string text = "c0";
  for (int c = 1; c < 50000; ++c) text += ",c" + std::to_string(c);
  text += std::string(100000, '\n') + "1\n";
  BOOST_TEST(refusal(text) == "f.csv:100001:1: a row of another length than the header; expected 50000 cells, got '1'");
}

BOOST_AUTO_TEST_CASE(as_many_empty_cells_as_the_bytes_can_hold_are_read) {
  const Table t = parse("a,b,c\n,,\n,,\n,,1");
  BOOST_TEST(t.rows() == 3u);
  BOOST_TEST(t.column(2)[2] == 1.0);
}

BOOST_AUTO_TEST_CASE(infinities_and_numbers_beyond_double_are_refused_and_tiny_ones_are_not) {
  for (const std::string bad : {"inf", "-Infinity", "1e999"}) {
    BOOST_TEST(refusal("a,b\n1,2\n1," + bad + "\n") ==
               "f.csv:3:3: a number that is infinite or beyond double precision; expected a finite number in column "
               "'b', got '" +
                   bad + "' (hint: leave the cell empty if the value is unknown)");
  }
  BOOST_TEST(parse("a,b\n1e-999,4.9e-324\n").column(0)[0] == 0.0);
}

BOOST_AUTO_TEST_CASE(short_decimals_equal_from_chars_bit_for_bit) {
  std::mt19937_64 random(1);
  for (int i = 0; i < 200000; ++i) {
    std::string text = random() % 2 ? "-" : "";
    const std::size_t whole = 1 + random() % 9, decimals = random() % 13;
    for (std::size_t d = 0; d < whole; ++d) text += static_cast<char>('0' + random() % 10);
    if (decimals > 0) text += '.';
    for (std::size_t d = 0; d < decimals; ++d) text += static_cast<char>('0' + random() % 10);
    double fast = 0, exact = 0;
    const char* const end = text.data() + text.size();
    std::from_chars(text.data(), end, exact);
    if (csv::parse_short_decimal(text.data(), end, fast) == nullptr) continue;
    BOOST_REQUIRE_EQUAL(std::bit_cast<std::uint64_t>(fast), std::bit_cast<std::uint64_t>(exact));
  }
  double value = 0;
  for (const std::string_view odd : {"", "-", ".", "1e5", "abc", " 1", "99999999999999999999", "9007199254740993"}) {
    BOOST_TEST((csv::parse_short_decimal(odd.data(), odd.data() + odd.size(), value) == nullptr));
  }
}

BOOST_AUTO_TEST_CASE(the_edges_of_short_decimals_equal_strtod_or_are_left_to_the_slow_way) {
  struct Edge {
    std::string text;
    bool fast;
  };
  const std::vector<Edge> edges{
      {"-0", true},
      {"-0.0", true},
      {"0.0000000000000000001", false},  // 20 digits
      {"0.000000000000000001", true},    // 19 digits, 18 of them decimals
      {"9007199254740991", true},        // 2^53 - 1
      {"9007199254740992", true},        // 2^53
      {"9007199254740993", false},       // 2^53 + 1 is no double
      {"-9007199254740.993", false},     // the same digits
      {"900719925474099.2", true},
      {"00000000000000000.5", false},   // zeros in front
      {"0.00000000000000005", true},    // 18 digits, nearly all of them zeros
      {"1234567890123456.789", false},  // 19 digits, beyond 2^53
      {"18446744073709551617", false},  // 2^64 + 1 wraps to 1
      {"0.30000000000000004", false},   // 17 digits after the point, beyond 2^53
      {"0.1", true},
      {"1.", true},
      {".5", true},
      {"1e5", false},
      {"1E-5", false},
      {"+1", false},
  };
  for (const auto& [text, fast] : edges) {
    double value = 0;
    const char* const end = text.data() + text.size();
    const char* const next = csv::parse_short_decimal(text.data(), end, value);
    BOOST_TEST((next == end) == fast, text);
    if (!fast) BOOST_TEST((next == nullptr), text);
    const double exact = std::strtod(text.c_str(), nullptr);
    const Table table = parse("a,b\n" + text + ",\"" + text + "\"\n1.5,1.5\n2,2\n");
    for (const std::size_t column : {0, 1}) {
      BOOST_TEST(std::bit_cast<std::uint64_t>(table.column(column)[0]) == std::bit_cast<std::uint64_t>(exact), text);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_fast_quoted_number_ends_with_its_quote) {
  BOOST_TEST(parse("a,b\r\n\"1.5\",\"2\"\r\n\" 3 \",\"4\" \r\n").column(0)[1] == 3.0);
  BOOST_TEST(refusal("a,b\n1,\"1.5\n").find("f.csv:2:3: a quote is opened and never closed") == 0u);
  BOOST_TEST(refusal("a,b\n1,\"1.5\"2\n").find("f.csv:2:8: text after the closing quote of a cell") == 0u);
}

// Chunks are cut at 1 MiB behind the header: the cell below is moved across that border byte by byte.
BOOST_AUTO_TEST_CASE(a_chunk_border_may_fall_anywhere_in_a_quoted_cell_with_line_breaks) {
  const std::string header = "n,w\n", row = "1,abc\n", cell = "7,\"x\n\"\"9,9\n\"\n";
  const std::size_t border = std::size_t{1} << 20;
  for (std::size_t shift = 0; shift <= cell.size() + 1; ++shift) {
    std::string text = header;
    std::size_t rows = 0;
    for (; text.size() + row.size() + cell.size() + 2 <= header.size() + border; ++rows) text += row;
    const std::size_t missing = header.size() + border - shift - text.size();  // so that `shift` bytes stand before
    text.insert(text.size() - 1, std::string(missing, 'c'));
    BOOST_REQUIRE_EQUAL(text.size() + shift, header.size() + border);
    text += cell + row + row;
    const Table table = parse(text);
    BOOST_REQUIRE_EQUAL(table.rows(), rows + 3);
    BOOST_TEST(label(table, 1, rows) == "x\n\"9,9\n");
    BOOST_TEST(table.column(0)[rows] == 7.0);
    BOOST_TEST(label(table, 1, rows + 2) == "abc");
  }
}

BOOST_AUTO_TEST_CASE(quoted_data_gives_the_same_bits_at_any_number_of_threads) {
  std::mt19937_64 random(11);
  std::string text = "\"x\",\"y\",\"w\"\r\n";
  const std::string words[] = {"plain", "\"a,b\"", "\"two\nlines\"", "\"he said \"\"no\"\"\"", ""};
  while (text.size() < (std::size_t{3} << 20)) {
    const auto number = static_cast<double>(random() >> 20) * 1e-7;
    text += '"' + std::to_string(number) + "\"," + std::to_string(random() % 100) + ',' + words[random() % 5] + "\r\n";
  }
  const Table once = parse(text, {}, 1);
  BOOST_TEST(once.schema()[2].labels.size() == 4u);
  for (const std::size_t threads : {2, 3}) BOOST_TEST(same_bits(parse(text, {}, threads), once));
}

// Random tables of all kinds, long enough for several chunks, with quoted line breaks across their borders.
BOOST_AUTO_TEST_CASE(what_is_written_reads_back_bit_for_bit_at_any_number_of_threads) {
  std::mt19937_64 random(7);
  const std::vector<std::string> words{"a", "b\nb", "c,\"c\"", " d", "\r\n", "é"};
  for (const std::size_t rows : {1, 2, 17, 40000}) {
    Table table({{"x", ColumnKind::numeric, {}},
                 {"the \"n\"", ColumnKind::integer, {}},
                 {"w,", ColumnKind::categorical, words}},
                rows);
    for (std::size_t row = 0; row < rows; ++row) {
      const double x = std::bit_cast<double>(random());
      table.column(0)[row] = std::isfinite(x) ? x : kMissing;
      table.column(1)[row] = random() % 5 ? std::floor(std::ldexp(static_cast<double>(random() % 1000), 20)) : kMissing;
      table.column(2)[row] = random() % 5 ? static_cast<double>(random() % words.size()) : kMissing;
    }
    const Table once = parse(to_csv(table), {}, 1);
    for (std::size_t row = 0; row < rows; ++row) {
      BOOST_REQUIRE(
          (std::bit_cast<std::uint64_t>(once.column(0)[row]) == std::bit_cast<std::uint64_t>(table.column(0)[row])) ||
          is_missing(table.column(0)[row]));
      if (!is_missing(table.column(2)[row]) && words[static_cast<std::size_t>(table.column(2)[row])] != "\r\n") {
        BOOST_REQUIRE(label(once, 2, row) == words[static_cast<std::size_t>(table.column(2)[row])]);
      }
    }
    for (const std::size_t threads : {1, 2, 3}) BOOST_TEST(same_bits(parse(to_csv(once), {}, threads), once));
  }
}

BOOST_AUTO_TEST_CASE(a_column_of_its_own_keeps_its_missing_cells) {
  Table table({{"x", ColumnKind::numeric, {}}}, {{1.5, 2.5, kMissing}});
  BOOST_TEST(to_csv(table) == "x\n1.5\n2.5\n\"\"\n");
  BOOST_TEST(parse(to_csv(table)).rows() == 3u);
}

BOOST_AUTO_TEST_CASE(files_plain_and_compressed_come_back_and_a_truncated_one_is_refused) {
  const fs::path root = fs::temp_directory_path() / ("ballast-csv-" + std::to_string(::getpid()));
  fs::create_directories(root);
  ballast::numeric::ThreadPool pool(2);
  ballast::Observer quiet;
  const Table table({{"x", ColumnKind::numeric, {}}, {"y", ColumnKind::integer, {}}}, {{1.5, 2.5, 0.1}, {1, 2, 3}});
  const std::string plain = (root / "t.csv").string(), packed = (root / "t.csv.gz").string();
  write_csv(table, plain);
  write_csv(table, packed);
  BOOST_TEST(same_bits(read_csv(plain, {}, pool, quiet), table));
  BOOST_TEST(same_bits(read_csv(packed, {}, pool, quiet), table));

  auto& files = ballast::files::system_files();
  const auto bytes = files.read(packed);
  const auto read_as = [&](std::vector<std::byte> changed) {
    ballast::files::write_atomically(packed, changed);
    return message_of([&] { read_csv(packed, {}, pool, quiet); });
  };
  for (std::size_t size = 2; size < bytes.size(); ++size) {
    BOOST_TEST(read_as({bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size)}) ==
               packed + ": the gzip data is truncated (hint: copy or download the file again)");
  }
  auto flipped = bytes;
  flipped[bytes.size() - 6] ^= std::byte{1};
  BOOST_TEST(read_as(flipped) == packed + ": the gzip data is corrupt (hint: copy or download the file again)");
  auto two_members = bytes;
  two_members.insert(two_members.end(), bytes.begin(), bytes.end());
  two_members.resize(two_members.size() + 512);  // as a tape is filled up
  BOOST_TEST(read_as(two_members).find("the header stands here once more") != std::string::npos);  // it is read on
  auto padded = bytes;
  padded.resize(padded.size() + (std::size_t{1} << 20));
  BOOST_TEST(read_as(padded) == "no error");
  BOOST_TEST(message_of([&] { read_csv((root / "none.csv").string(), {}, pool, quiet); }) ==
             (root / "none.csv").string() + ": no such file");
  BOOST_TEST(message_of([&] { read_csv(root.string(), {}, pool, quiet); }) ==
             root.string() + ": cannot read: it is a folder; expected a file");
  fs::remove_all(root);
}

BOOST_AUTO_TEST_CASE(columns_that_are_left_out_are_never_parsed) {
  const std::string text = "id,a,note,b\n1e999,1,\"x, \"\"y\"\"\n\",2\ninf,3,,4\nx,5,z,6\n";
  const Table only = parse(text, {.categorical = {}, .only = {"b", "a", "elsewhere"}});
  BOOST_REQUIRE(only.columns() == 2u);
  BOOST_TEST(only.schema()[1].name == "b");
  BOOST_TEST(only.column(1)[2] == 6.0);
  const Table skipped = parse(text, {.categorical = {}, .skip = {"id"}, .skip_if_present = {"note", "elsewhere"}});
  BOOST_TEST(same_bits(skipped, only));
  BOOST_TEST(refusal(text, {.categorical = {}, .skip = {"Note"}}) ==
             "f.csv: no column 'Note' to leave out (hint: did you mean 'note'?)");
  BOOST_TEST(refusal("id,a\n\"1,2\n", {.categorical = {}, .skip = {"id"}}).find("f.csv:2:1: a quote is opened") == 0u);
}

BOOST_AUTO_TEST_CASE(a_schema_says_what_columns_are) {
  const ballast::tabular::Schema schema{{"code", ColumnKind::categorical, {"1", "2", "3"}},
                                        {"a", ColumnKind::numeric, {}},
                                        {"whole", ColumnKind::integer, {}},
                                        {"absent", ColumnKind::integer, {}}};
  const CsvOptions options{.categorical = {}, .schema = schema};
  const Table tiny = parse("a,code,whole,more\nNA,1,5,x\n0.5,2,6,y\n", options);
  BOOST_TEST((tiny.schema()[0] == schema[1]));
  BOOST_TEST((tiny.schema()[1] == schema[0]));
  BOOST_TEST((tiny.schema()[2] == schema[2]));
  BOOST_TEST(label(tiny, 1, 1) == "2");
  const Table strange = parse("code,a\n7,1\n1,2\n", options);
  BOOST_TEST(strange.schema()[0].labels == (std::vector<std::string>{"1", "2", "3", "7"}));
  BOOST_TEST(label(strange, 0, 0) == "7");
  BOOST_TEST(refusal("code,a\n1,one\n2,two\n", options) ==
             "f.csv:2:3: not a number; expected a number in column 'a', got 'one' (hint: the column was learned as "
             "numbers; leave the cell empty if the value is unknown, or --missing one reads it as missing)");
}

BOOST_AUTO_TEST_CASE(rows_know_the_lines_on_which_they_begin) {
  const Table plain = parse("a,b\r\n1,x\r\n2,\"y\"\r\n");
  BOOST_TEST(plain.line(1) == 3u);
  const Table t = parse("\n\"a\nb\",note\n \n1,\"x\ny\"\n2,z\n\r\n\n3,w\n");
  BOOST_REQUIRE(t.rows() == 3u);
  BOOST_TEST(t.line(0) == 5u);
  BOOST_TEST(t.line(1) == 7u);
  BOOST_TEST(t.line(2) == 10u);
  const std::size_t rows[] = {2, 0}, columns[] = {1};
  BOOST_TEST(t.take_rows(rows).take_columns(columns).line(0) == 10u);
}

BOOST_AUTO_TEST_CASE(lines_are_right_in_every_chunk) {
  std::string text = "n,w\n";
  std::vector<std::size_t> lines;
  std::size_t line = 2;
  std::mt19937_64 random(3);
  while (text.size() < (std::size_t{3} << 20)) {
    const bool broken = random() % 50 == 0;
    lines.push_back(line);
    text += broken ? "1,\"a\nb\"\n" : "1,abc\n";
    line += broken ? 2 : 1;
    if (random() % 50 == 0) text += " \n", ++line;
  }
  const Table table = parse(text);
  BOOST_REQUIRE(table.rows() == lines.size());
  for (std::size_t row = 0; row < lines.size(); ++row) BOOST_REQUIRE_EQUAL(table.line(row), lines[row]);
}

BOOST_AUTO_TEST_CASE(carriage_returns_alone_never_end_or_hide_a_cell) {
  for (const std::string bad : {"1\r;,0\n", "1\r5,0\n", "1\r,0\n", "\"1\"\r5,0\n"}) {
    const std::string message = refusal("a,b\n" + bad + "2,3\n");
    BOOST_TEST(
        message.find(": a carriage return alone inside a row; expected a line feed behind it") != std::string::npos,
        message);
    BOOST_TEST(message.find("f.csv:2:") == 0u, message);
  }
  BOOST_TEST(parse("a,b\r\r\n1,2\r\r\n3,4\r").rows() == 2u);
}

BOOST_AUTO_TEST_SUITE_END()
