// Writes a table as CSV.
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/files/gzip.hpp"
#include "engine/tabular/csv/cell_writer.hpp"
#include "engine/tabular/csv/csv.hpp"

namespace ballast::tabular {
namespace {

constexpr std::size_t kPiece = std::size_t{1} << 20;  // bytes formatted before they are handed on

// In quotes also where it might make a reader guess another delimiter.
void put_name(std::string_view name, char delimiter, std::string& out) {
  const std::size_t start = out.size();
  put_cell(name, delimiter, out);
  if (out.size() > start && out[start] != '"' && name.find_first_of(",;\t|") != std::string_view::npos) {
    out.insert(start, 1, '"').append(1, '"');
  }
}

// Formats the table and hands it on in pieces.
template <class Sink>
void write_rows(const Table& table, const CsvFormat& format, Sink&& sink) {
  const char delimiter = format.delimiter_to_write();
  std::string out;
  std::vector<CellWriter> writers;
  for (const ColumnSchema& column : table.schema()) {
    if (!writers.empty()) out += delimiter;
    put_name(column.name, delimiter, out);
    writers.emplace_back(column, format);
  }
  out += '\n';
  for (std::size_t row = 0; row < table.rows(); ++row) {
    for (std::size_t c = 0; c < table.columns(); ++c) {
      if (c > 0) out += delimiter;
      const double cell = table.column(c)[row];
      if (is_missing(cell) && table.columns() == 1) out += "\"\"";  // an empty line would be no row
      writers[c].put(cell, out);
    }
    out += '\n';
    if (out.size() >= kPiece) {
      sink(out);
      out.clear();
    }
  }
  sink(out);
}

}  // namespace

std::string to_csv(const Table& table, const CsvFormat& format) {
  std::string all;
  write_rows(table, format, [&](const std::string& piece) { all += piece; });
  return all;
}

std::string csv_cell(std::string_view text) {
  std::string out;
  put_cell(text, ',', out);
  return out;
}

void write_csv(const Table& table, const std::string& path, const CsvFormat& format) {
  files::write_by_name(path, [&](files::OutputFile& to) {
    write_rows(table, format, [&](const std::string& piece) { to.write(std::as_bytes(std::span(piece))); });
  });
}

}  // namespace ballast::tabular
