// A table file gives what its CSV file gives, for every way of asking.
#include "engine/tabular/csv/in_place/in_place.hpp"

#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <cstring>
#include <filesystem>
#include <string>
#include <vector>

#include "engine/error.hpp"
#include "engine/files/atomic.hpp"
#include "engine/tabular/csv/copies/csv_rows.hpp"
#include "engine/tabular/csv/in_place/stored_csv.hpp"

using namespace ballast;
using namespace ballast::tabular;

namespace {

// Both files of one text.
struct Pair {
  std::string csv, table;
  numeric::ThreadPool pool{2};
  Observer quiet;

  explicit Pair(const std::string& text, const CsvOptions& options = {}) {
    const std::string name = (std::filesystem::temp_directory_path() / ("pair" + std::to_string(getpid()))).string();
    csv = name + ".csv";
    table = name + ".table";
    files::write_atomically(csv, text);
    binary::write_table_file(read_to_store(csv, options, pool, quiet), table, pool);
  }
  ~Pair() {
    std::filesystem::remove(csv);
    std::filesystem::remove(table);
  }
  Pair(const Pair&) = delete;
  Pair& operator=(const Pair&) = delete;

  // later: asked of the table file alone, where the text needs more to be said.
  void require_equal(const CsvOptions& of_text, const CsvOptions& of_table) {
    CsvFormat text_format, table_format;
    const Table text = read_csv(csv, of_text, pool, quiet, &text_format);
    const Table stored = read_csv(table, of_table, pool, quiet, &table_format);
    BOOST_TEST((text.schema() == stored.schema()));
    BOOST_REQUIRE_EQUAL(text.columns(), stored.columns());
    BOOST_REQUIRE_EQUAL(text.rows(), stored.rows());
    for (std::size_t c = 0; c < text.columns(); ++c) {
      const auto a = text.column(c), b = stored.column(c);
      for (std::size_t row = 0; row < text.rows(); ++row) {
        const bool same = is_missing(a[row]) ? is_missing(b[row]) : a[row] == b[row];
        BOOST_TEST(same, text.schema()[c].name << ", row " << row);
      }
    }
    for (std::size_t row = 0; row < text.rows(); ++row) BOOST_TEST(text.line(row) == stored.line(row));
    BOOST_TEST((text_format.styles == table_format.styles));
    BOOST_TEST((text_format.decimals == table_format.decimals));
    BOOST_TEST((text_format.dates == table_format.dates));
    BOOST_TEST((text_format.missing_of == table_format.missing_of));
    BOOST_TEST(text_format.delimiter_to_write() == table_format.delimiter_to_write());
  }
  void require_equal(const CsvOptions& options) { require_equal(options, options); }

  std::string fault(const CsvOptions& options) {
    try {
      (void)read_csv(table, options, pool, quiet);
    } catch (const Error& error) {
      return error.what();
    }
    return "";
  }
};

const std::string kText =
    "id,city,zip,amount,when,Class\n"
    "1,Rome,01234,12.50,2020-03-04,0\n"
    "2,\"a, \"\"b\"\"\",99999,7.25,2021-12-31,1\n"
    "3,,00001,,,1\n"
    "4,Rome,99999,-3.00,2020-01-01,0\n";

Schema schema_of(const std::string& text) {
  numeric::ThreadPool pool(1);
  return parse_csv(text, "learned.csv", {}, pool).schema();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(in_place_test)

BOOST_AUTO_TEST_CASE(columns_are_left_out_picked_and_read_as_text) {
  Pair pair(kText);
  pair.require_equal({});
  pair.require_equal({.skip = {"id", "when"}});
  pair.require_equal({.only = {"Class", "city", "none"}});
  pair.require_equal({.categorical = {"Class", "id"}});
  pair.require_equal({.categorical = {"city"}});
  pair.require_equal({.categorical_if_present = {"id", "nowhere"}});
  pair.require_equal({.categorical = {"when"}});
  pair.require_equal({.dates = {{"when", "%Y-%m-%d"}}});
  pair.require_equal({.skip_if_present = {"amount"}});
}

BOOST_AUTO_TEST_CASE(a_later_file_is_read_by_a_schema) {
  Pair pair(kText);
  for (const std::string& learned :
       {std::string("id,city,zip,amount,when,Class\n1,Oslo,5,1.5,2020-03-04,1\n2,Rome,6,2,2020-03-05,0\n"),
        std::string("id,city,zip,amount,when,Class\nx,Oslo,00005,1,2020-03-04,yes\ny,Rome,00006,2,2020-03-05,no\n"),
        std::string("city,Class,more\nOslo,3,1\nRome,4,2\nBari,5,3\n")}) {
    const Schema schema = schema_of(learned);
    const bool reads_zip = schema.size() < 6 || schema[2].is_text();
    pair.require_equal({.schema = schema, .only = {"city", "amount", "when", "Class", reads_zip ? "zip" : "city"}});
  }
}

BOOST_AUTO_TEST_CASE(marks_words_and_styles_stay_settled) {
  CsvOptions options{.dates = {{"when", "%d/%m/%Y"}}};
  options.format.decimal = ',';
  set_missing_words(options.format, {"unknown", "code=-1"});
  Pair pair("when;x;code;share\n03/04/2020;1.234;-1;5%\n04/05/2020;unknown;7;6%\n05/06/2020;7,5;8;7,5%\n", options);
  pair.require_equal(options, {});
  CsvOptions skipping = options;
  skipping.skip = {"x"};
  pair.require_equal(skipping, {.skip = {"x"}});
}

BOOST_AUTO_TEST_CASE(rows_know_the_lines_of_the_text) {
  Pair pair("\n# a comment, and more\nx,note\n\n1,\"two\nlines\"\n\n2,b\n3,c\n");
  pair.require_equal({});
}

BOOST_AUTO_TEST_CASE(missing_words_of_a_model_count_in_a_later_table) {
  Pair pair("x,city\n-999,Rome\n1,nowhere\n2,Oslo\n");
  CsvOptions options{.schema = schema_of("x,city\n1,Rome\n5,Oslo\n7,Bari\n")};
  set_missing_words(options.format, {"-999", "nowhere"});
  pair.require_equal(options);
}

BOOST_AUTO_TEST_CASE(percent_signs_need_the_same_word_as_in_text) {
  Pair pair("x\n5%\n6%\n7.5%\n");
  CsvOptions options{.schema = schema_of("x\n0.5\n0.25\n0.125\n")};
  BOOST_TEST(pair.fault(options).find("--percent-as") != std::string::npos);
  options.format.percent = PercentAs::fraction;
  options.format.decimal_learned = true;
  pair.require_equal(options);
}

BOOST_AUTO_TEST_CASE(numbers_whose_text_is_lost_are_not_read_as_text) {
  Pair pair("code,x,city\n1.0,5,NA\n2,6,Rome\n3.0,7,Oslo\n");
  BOOST_TEST(pair.fault({.categorical = {"code"}}).find("'code' cannot be read as text") != std::string::npos);
  BOOST_TEST(pair.fault({.categorical = {"code"}}).find("--categorical code") != std::string::npos);
  BOOST_TEST(pair.fault({.categorical = {"city"}}).find("no words of missing cells") != std::string::npos);
  BOOST_TEST(pair.fault({.categorical = {"x"}}) == "");
  BOOST_TEST(pair.fault({.categorical = {"y"}}).find("no column 'y'") != std::string::npos);
  BOOST_TEST(pair.fault({.skip = {"y"}}).find("no column 'y'") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(copies_of_rows_take_the_text_that_the_cells_stand_for) {
  Pair pair(kText);
  BOOST_TEST(CsvRows(pair.table, pair.pool).text() == kText);
}

BOOST_AUTO_TEST_SUITE_END()
