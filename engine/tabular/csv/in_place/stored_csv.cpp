#include "engine/tabular/csv/in_place/stored_csv.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

#include "engine/tabular/cells/csv_encoding.hpp"
#include "engine/tabular/csv/cell_writer.hpp"
#include "engine/tabular/csv/csv_head.hpp"
#include "engine/tabular/csv/in_place/in_place.hpp"
#include "engine/tabular/csv/records/csv_chunks.hpp"

namespace ballast::tabular {
namespace {

constexpr std::size_t kNoColumn = static_cast<std::size_t>(-1);

// Whether the text of a cell can be told from its value.
bool is_canonical(const csv::Cell& cell, double value, const ColumnSchema& column, const CellWriter& writer) {
  if (is_missing(value)) return cell.text.empty() || column.kind == ColumnKind::numeric;
  if (column.is_text()) return true;  // its label
  if (column.kind == ColumnKind::numeric) return false;
  return !cell.escaped && cell.text == writer.text(value);
}

// By column of the table. text: as parse_csv read it, in UTF-8.
std::vector<bool> canonical_columns(std::string_view text, const std::string& name, const CsvOptions& options,
                                    const binary::StoredTable& stored, numeric::ThreadPool& pool) {
  const Table& table = stored.table;
  csv::Source source{text, name};
  Observer quiet;
  const csv::Head head = csv::read_head(source, options, quiet);
  const char delimiter = source.marks.delimiter;
  std::size_t empty = 0;
  const std::string_view rows = text.substr(static_cast<std::size_t>(head.data - source.begin()));
  const char* end = head.data + csv::size_without_empty_rows(rows, empty);
  while (end != head.data && (end[-1] == '\n' || end[-1] == '\r' || csv::is_blank(end[-1], delimiter))) --end;
  const auto chunks = csv::find_chunks(source, csv::skip_blank_lines(head.data, end, delimiter), end, pool);
  std::vector<std::size_t> place_of(head.columns.size(), kNoColumn);  // in the table
  for (std::size_t c = 0; c < place_of.size(); ++c) {
    if (head.columns[c].reading != csv::Reading::skipped) place_of[c] = table.index_of(head.columns[c].name);
  }
  std::vector<CellWriter> writers;
  for (const ColumnSchema& column : table.schema()) writers.emplace_back(column, stored.format);
  std::vector<std::vector<char>> same(chunks.size(), std::vector<char>(table.columns(), 1));
  pool.parallel_for(chunks.size(), [&](std::size_t i) {
    csv::for_each_cell(source, chunks[i], place_of.size(), [&](std::size_t row, std::size_t column, const char* at) {
      const csv::Cell cell = csv::take_cell(at, end, delimiter);
      const std::size_t c = place_of[column];
      if (c != kNoColumn && same[i][c] != 0) {
        same[i][c] = is_canonical(cell, table.column(c)[row], table.schema()[c], writers[c]) ? 1 : 0;
      }
      return cell.next;
    });
  });
  std::vector<bool> out(table.columns(), true);
  for (const std::vector<char>& of_chunk : same) {
    for (std::size_t c = 0; c < out.size(); ++c) out[c] = out[c] && of_chunk[c] != 0;
  }
  return out;
}

binary::StoredTable stored_again(const binary::TableFile& file, const CsvOptions& options, numeric::ThreadPool& pool,
                                 Observer& observer) {
  binary::StoredTable out;
  out.table = csv::read_in_place(file, options, pool, observer, &out.format);
  for (const ColumnSchema& column : out.table.schema()) {
    const auto at = std::ranges::find(file.schema(), column.name, &ColumnSchema::name);
    out.canonical.push_back(file.is_canonical(static_cast<std::size_t>(at - file.schema().begin())));
  }
  return out;
}

}  // namespace

binary::StoredTable read_to_store(const std::string& path, const CsvOptions& options, numeric::ThreadPool& pool,
                                  Observer& observer) {
  if (binary::is_table_file(path)) return stored_again(binary::TableFile(path), options, pool, observer);
  const csv::FileText file = csv::read_text(path, pool);
  std::string_view text(file.bytes.get(), file.size);
  if (binary::is_table(text)) return stored_again({std::as_bytes(std::span(text)), path}, options, pool, observer);
  std::string changed;
  CsvOptions in_utf8 = options;
  in_utf8.format.encoding = csv::encoding_of(text, options.format.encoding, path);
  if (in_utf8.format.encoding != Encoding::utf8) text = changed = csv::to_utf8(text, in_utf8.format.encoding, path);
  if (csv::returns_end_lines(text)) text = changed = csv::with_line_feeds(text);
  in_utf8.format.encoding = Encoding::utf8;
  binary::StoredTable out;
  out.table = parse_csv(text, path, in_utf8, pool, observer, &out.format);
  out.canonical = canonical_columns(text, path, in_utf8, out, pool);
  return out;
}

}  // namespace ballast::tabular
