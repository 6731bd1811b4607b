// A CSV text is read whole, written, and read again; then line by line, as `predict` reads standard input.
#pragma once

#include <algorithm>
#include <cmath>
#include <string_view>
#include <vector>

#include "engine/tabular/row_parser.hpp"
#include "tests/fuzz/use_generator.hpp"

namespace ballast::fuzz {

inline bool same_number(double a, double b) {
  return a == b || (std::isnan(a) && std::isnan(b));
}

inline void check_written(const tabular::Table& table) {
  tabular::CsvOptions options;
  for (const auto& column : table.schema()) {
    if (column.is_text()) options.categorical.push_back(column.name);
  }
  const tabular::Table back = tabular::parse_csv(tabular::to_csv(table), "written", options, one_thread());
  require(back.schema() == table.schema(), "written with other columns");
  for (std::size_t c = 0; c < table.columns(); ++c) {
    require(std::ranges::equal(back.column(c), table.column(c), same_number), "written with other cells");
  }
}

inline std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.size(), text.find('\n'));
    out.push_back(text.substr(0, end));
    text.remove_prefix(std::min(text.size(), end + 1));
  }
  return out;
}

// Where every line is a row, a line must give what the file gives.
inline void check_lines(std::string_view text, const tabular::Table& table) {
  const std::vector<std::string_view> lines = lines_of(text);
  if (lines.size() != table.rows() + 1) return;
  const numeric::Matrix<float> x = tabular::FeatureEncoder(table.schema()).encode(table).x;
  tabular::RowParser parser(lines[0], table.schema(), "standard input");
  std::vector<float> row(table.columns());
  for (std::size_t r = 0; r < table.rows(); ++r) {
    parser.parse(lines[r + 1], r + 2, row);
    require(std::ranges::equal(row, x.row(r), same_number), "a line that is not the row of the file");
  }
}

// Lines that may be anything, read for a model of other columns; bad ones are skipped.
inline void read_as_stream(std::string_view text) {
  static const tabular::Schema kFeatures{{"colour", tabular::ColumnKind::categorical, {"blue, dark", "green", "red"}},
                                         {"size", tabular::ColumnKind::integer, {}}};
  const std::vector<std::string_view> lines = lines_of(text);
  if (lines.empty()) return;
  tabular::RowParser parser(lines[0], kFeatures, "standard input");
  std::vector<float> row(kFeatures.size());
  for (std::size_t i = 1; i < lines.size(); ++i) {
    try {
      parser.parse(lines[i], i + 1, row);
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
  const tabular::Table table = tabular::parse_csv(text, "file.csv", {}, one_thread());
  check_cells(table);
  check_written(table);
  check_lines(text, table);
}

}  // namespace ballast::fuzz
