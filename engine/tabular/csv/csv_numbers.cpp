// The first pass over the rows: every cell as a number (csv_reader.hpp).
#include "engine/numeric/huge_pages.hpp"
#include "engine/tabular/csv/csv_head.hpp"
#include "engine/tabular/csv/csv_reader.hpp"
#include "engine/tabular/csv/row_parser.hpp"

namespace ballast::tabular::csv {

Table Reader::read(CsvFormat* as_read) {
  if (options_.format.decimal != CsvFormat::kGuessed) rows_.source.marks.decimal = options_.format.decimal;
  Head head = read_head(rows_.source, options_, observer_);
  rows_.columns = std::move(head.columns);
  std::vector<std::string> names;
  for (const ColumnRule& column : rows_.columns) names.push_back(column.name);
  format_ = of_columns(options_.format, names, rows_.source.name);
  format_.found_delimiter = rows_.source.marks.delimiter;
  pass_empty_rows(head.data);
  if (!find_rows(head.data)) throw_no_rows(rows_.source.name);
  Table table = parse_rows(as_read != nullptr);
  auto lines = lines_of_rows(rows_.source, rows_.chunks, columns());
  if (!lines.empty()) table.set_lines(std::move(lines));
  if (as_read != nullptr) *as_read = format_;
  return table;
}

void Reader::pass_empty_rows(const char* data) {
  std::string_view& text = rows_.source.text;
  const auto before = static_cast<std::size_t>(data - text.data());
  std::size_t empty = 0;
  const std::size_t size = size_without_empty_rows(text.substr(before), empty);
  text = text.substr(0, before + size);
  if (empty > 0) observer_.note(empty_rows_note(rows_.source.name, empty));
}

Table Reader::read_rows(const std::vector<ColumnRule>& columns, Marks marks, std::size_t first_line, const char* data) {
  rows_.source.marks = marks;
  rows_.source.first_line = first_line;
  rows_.columns = columns;
  strict_ = true;
  return find_rows(data) ? parse_rows(false) : Table();
}

Table Reader::parse_rows(bool counts_decimals) {
  allocate();
  parse_numbers();
  decide_kinds();
  if (counts_decimals) look_at_decimals();
  return finish();
}

bool Reader::find_rows(const char* data) {
  const Source& source = rows_.source;
  const char delimiter = source.marks.delimiter;
  const char* end = source.end();
  while (end != data && (end[-1] == '\n' || end[-1] == '\r' || is_blank(end[-1], delimiter))) --end;
  data = skip_blank_lines(data, end, delimiter);
  if (data == end) return false;
  rows_.end = end;
  rows_.chunks = find_chunks(source, data, end, pool_);
  require_bytes(static_cast<std::size_t>(end - data));
  return true;
}

void Reader::require_bytes(std::size_t bytes) const {
  if (rows() <= (bytes + 1) / columns()) return;
  for (const Chunk& chunk : rows_.chunks) {
    for_each_cell(rows_.source, chunk, columns(), [&](std::size_t, std::size_t, const char* at) {
      const Cell cell = take_cell(at, rows_.end, rows_.source.marks.delimiter);
      rows_.source.check(cell);
      return cell.next;
    });
  }
}

void Reader::allocate() {
  const std::size_t rows = this->rows();
  cells_.resize(columns());
  for (std::size_t c = 0; c < columns(); ++c) {
    if (is_skipped(c)) continue;
    cells_[c].reserve(rows);
    numeric::prefer_huge_pages(cells_[c].data(), rows * sizeof(double));
  }
  pool_.parallel_for(columns(), [&](std::size_t c) { cells_[c].resize(is_skipped(c) ? 0 : rows); });
}

void Reader::parse_numbers() {
  std::vector<double*> out(columns(), nullptr);  // of columns that may hold numbers
  std::vector<char> fast(columns(), 0);          // of these, written plainly
  for (std::size_t c = 0; c < columns(); ++c) {
    const Reading reading = rows_.columns[c].reading;
    if (reading == Reading::guessed || reading == Reading::number) out[c] = cells_[c].data();
    const bool apart = rows_.source.marks.decimal != rows_.source.marks.delimiter;  // else cells need quotes
    fast[c] = out[c] != nullptr && rows_.columns[c].style == nullptr && apart;
  }
  std::vector<std::vector<Tally>> tallies(rows_.chunks.size());  // of chunks in which rows start
  const char* const end = rows_.end;
  const Marks marks = rows_.source.marks;
  pool_.parallel_for(tallies.size(), [&](std::size_t i) {
    const Chunk& chunk = rows_.chunks[i];
    std::vector<Tally>& tally = tallies[i];
    if (chunk.rows != 0) tally.resize(columns());
    for_each_cell(rows_.source, chunk, columns(), [&](std::size_t row, std::size_t column, const char* at) {
      double value = 0;
      if (fast[column]) {
        if (const char* const next = parse_short_decimal(at, end, value, marks)) {
          out[column][row] = value;
          ++tally[column].numbers;
          return next;
        }
      }
      const Cell cell = take_cell(at, end, marks.delimiter);
      rows_.source.check(cell);
      if (rows_.columns[column].nameless) check_nameless(rows_.source, rows_.columns[column], cell, at);
      if (out[column] != nullptr) {
        out[column][row] = parse_slowly(rows_.columns[column], cell, at, marks.decimal, tally[column]);
      }
      return cell.next;
    });
  });
  tallies_.assign(columns(), {});
  for (const auto& of_chunk : tallies) {
    for (std::size_t c = 0; c < of_chunk.size(); ++c) tallies_[c].add(of_chunk[c]);
  }
  pool_.parallel_for(columns(), [&](std::size_t c) {
    if (out[c] != nullptr) forget_missing_numbers(c);
  });
}

void Reader::forget_missing_numbers(std::size_t column) {
  const MissingWords& words = *rows_.columns[column].missing;
  if (!words.has_numbers()) return;
  for (double& cell : cells_[column]) {
    if (words.contains(cell)) cell = kMissing;
  }
}

double Reader::parse_slowly(const ColumnRule& rule, const Cell& cell, const char* at, char decimal, Tally& tally) {
  const auto [kind, value] = read_number(rule, cell, decimal);
  if (kind == NumberKind::number && is_missing(value)) return value;
  tally.numbers += kind == NumberKind::number || kind == NumberKind::beyond_double;
  tally.padded += kind == NumberKind::number && is_zero_padded(cell.text);
  tally.long_ones += kind == NumberKind::number && loses_digits(cell.text, value);
  if (kind == NumberKind::beyond_double && tally.first_beyond == nullptr) tally.first_beyond = at;
  if (kind == NumberKind::not_a_number && tally.others++ == 0) tally.first_other = at;
  return value;
}

}  // namespace ballast::tabular::csv
