// A CSV text is read whole, written, and read again; then record by record, as `predict` reads standard input.
#pragma once

#include <algorithm>
#include <cmath>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "engine/tabular/csv/records/record_reader.hpp"
#include "engine/tabular/csv/row_parser.hpp"
#include "engine/tabular/features/date_features.hpp"
#include "tests/fuzz/use_generator.hpp"

namespace ballast::fuzz {

inline bool same_number(double a, double b) {
  return a == b || (std::isnan(a) && std::isnan(b));
}

inline void check_written(const tabular::Table& table) {
  tabular::CsvOptions options;
  for (const auto& column : table.schema()) {
    if (column.is_text()) options.categorical.push_back(column.name);
    if (column.kind == tabular::ColumnKind::date) options.dates.push_back({column.name, column.format});
  }
  const tabular::Table back = tabular::parse_csv(tabular::to_csv(table), "written", options, one_thread());
  require(back.schema() == table.schema(), "written with other columns");
  for (std::size_t c = 0; c < table.columns(); ++c) {
    require(std::ranges::equal(back.column(c), table.column(c), same_number), "written with other cells");
  }
}

// The stream must give what the file gives.
inline void check_stream(std::string_view text, const tabular::Table& table, tabular::CsvFormat format) {
  const tabular::Schema features = tabular::with_date_parts(table.schema(), table);
  const numeric::Matrix<double> x = tabular::FeatureEncoder(features).encode(table).x;
  std::istringstream in{std::string(text)};
  tabular::RecordReader records(in, format);
  require(records.next(), "a stream without a header");
  format.delimiter = records.delimiter();
  tabular::RowParser parser(records.text(), features, "standard input", format);
  std::vector<double> row(features.size());
  for (std::size_t r = 0; r < table.rows(); ++r) {
    require(records.next(), "a stream that ends before the file");
    require(records.line() == table.line(r), "a record on another line than the row of the file");
    parser.parse(records.text(), records.line(), row);
    require(std::ranges::equal(row, x.row(r), same_number), "a record that is not the row of the file");
  }
  require(!records.next(), "a stream that goes on behind the file");
}

// Records that may be anything, read for a model of other columns; bad ones are skipped.
inline void read_as_stream(std::string_view text) {
  static const tabular::Schema kFeatures{{"colour", tabular::ColumnKind::categorical, {"blue, dark", "green", "red"}},
                                         {"size", tabular::ColumnKind::integer, {}}};
  std::istringstream in{std::string(text)};
  tabular::RecordReader records(in);
  records.next();
  tabular::RowParser parser(records.text(), kFeatures, "standard input");
  std::vector<double> row(kFeatures.size());
  while (records.next()) {
    try {
      parser.parse(records.text(), records.line(), row);
    } catch (const Error&) {
      continue;
    }
  }
}

inline void use_csv(std::string_view text) {
  try {
    read_as_stream(text);
  } catch (const Error&) {
    // a header without those columns
  }
  tabular::CsvFormat format;
  Observer quiet;
  const tabular::Table table = tabular::parse_csv(text, "file.csv", {}, one_thread(), quiet, &format);
  check_cells(table);
  check_written(table);
  check_stream(text, table, format);
}

}  // namespace ballast::fuzz
