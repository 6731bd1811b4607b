// Text that is read as the first file of a kind, as a later one and as a stream, which must all see the same cells.
#pragma once

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <sstream>
#include <string>

#include "engine/tabular/csv/records/record_reader.hpp"
#include "engine/tabular/csv/row_parser.hpp"
#include "tests/engine/tabular/parsed_text.hpp"
#include "tests/refusals.hpp"

namespace ballast::tabular::testing {

inline Table parse(std::string_view text, const CsvOptions& options = {}) {
  Notes notes;
  return parse(text, options, notes);
}

inline std::string refusal(std::string_view text, const CsvOptions& options = {}) {
  return test::message_of([&] { parse(text, options); });
}

inline bool same(double a, double b) {
  return a == b || (std::isnan(a) && std::isnan(b));
}

// Reads the text by the schema of `table` once more, as a file and as a stream; both must give `table`.
inline void require_read_alike(const std::string& text, const Table& table, const CsvFormat& format) {
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
inline Table read_and_read_alike(const std::string& text, const CsvOptions& options = {}) {
  Notes notes;
  CsvFormat format;
  Table table = parse(text, options, notes, &format);
  require_read_alike(text, table, format);
  return table;
}

inline std::string label(const Table& table, std::size_t column, std::size_t row) {
  return table.schema()[column].labels.at(static_cast<std::size_t>(table.column(column)[row]));
}

}  // namespace ballast::tabular::testing
