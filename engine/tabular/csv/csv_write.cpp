// Writes a table as CSV.
#include <algorithm>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/files/gzip.hpp"
#include "engine/tabular/csv/cell_writer.hpp"
#include "engine/tabular/csv/csv.hpp"

namespace ballast::tabular {
namespace {

constexpr std::size_t kPieceRows = 4096;  // formatted before they are handed on

// In quotes also where it might make a reader guess another delimiter.
void put_name(std::string_view name, char delimiter, std::string& out) {
  const std::size_t start = out.size();
  put_cell(name, delimiter, out);
  if (out.size() > start && out[start] != '"' && name.find_first_of(",;\t|") != std::string_view::npos) {
    out.insert(start, 1, '"').append(1, '"');
  }
}

}  // namespace

CsvLines::CsvLines(const Schema& schema, const CsvFormat& format)
    : schema_(schema), delimiter_(format.delimiter_to_write()) {
  for (const ColumnSchema& column : schema_) {
    if (!writers_.empty()) header_ += delimiter_;
    put_name(column.name, delimiter_, header_);
    writers_.emplace_back(column, format);
  }
  header_ += '\n';
}

void CsvLines::append(const Table& table, std::size_t first, std::size_t last, std::string& out) const {
  for (std::size_t row = first; row < last; ++row) {
    for (std::size_t c = 0; c < table.columns(); ++c) {
      if (c > 0) out += delimiter_;
      const double cell = table.column(c)[row];
      if (is_missing(cell) && table.columns() == 1) out += "\"\"";  // an empty line would be no row
      writers_[c].put(cell, out);
    }
    out += '\n';
  }
}

std::string to_csv(const Table& table, const CsvFormat& format) {
  const CsvLines lines(table.schema(), format);
  std::string out = lines.header();
  lines.append(table, 0, table.rows(), out);
  return out;
}

std::string csv_cell(std::string_view text) {
  std::string out;
  put_cell(text, ',', out);
  return out;
}

void write_csv(const Table& table, const std::string& path, const CsvFormat& format) {
  const CsvLines lines(table.schema(), format);
  files::write_by_name(path, [&](files::OutputFile& to) {
    std::string piece = lines.header();
    for (std::size_t first = 0; first < table.rows(); first += kPieceRows) {
      lines.append(table, first, std::min(first + kPieceRows, table.rows()), piece);
      to.write(std::as_bytes(std::span(piece)));
      piece.clear();
    }
    to.write(std::as_bytes(std::span(piece)));  // the header of a table without rows
  });
}

}  // namespace ballast::tabular
