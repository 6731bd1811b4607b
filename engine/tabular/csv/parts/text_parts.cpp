// Rows are counted by the chunks that parse them (records/csv_chunks.hpp), so that both count the same.
#include "engine/tabular/csv/parts/text_parts.hpp"

#include "engine/tabular/csv/csv_head.hpp"

namespace ballast::tabular::csv {
namespace {

// Behind the line feed that ends the row.
const char* next_row(const char* at, const char* end) {
  for (bool quoted = false; at != end; ++at) {
    if (*at == '"') quoted = !quoted;
    if (*at == '\n' && !quoted) return at + 1;
  }
  return end;
}

}  // namespace

TextHead head_of(std::string_view text, const std::string& name, const CsvOptions& options) {
  Source source{text, name};
  if (options.format.decimal != CsvFormat::kGuessed) source.marks.decimal = options.format.decimal;
  Observer quiet;
  const Head head = read_head(source, options, quiet);
  return {static_cast<std::size_t>(head.data - source.begin()), source.marks.delimiter};
}

RowPlaces::RowPlaces(std::string_view text, const std::string& name, char delimiter, numeric::ThreadPool& pool)
    : source_{text, name, 1, {.delimiter = delimiter}}, end_(source_.end()) {
  const auto is_between = [&](char c) { return c == '\n' || c == '\r' || is_blank(c, delimiter); };
  while (end_ != source_.begin() && is_between(end_[-1])) --end_;
  const char* const data = skip_blank_lines(source_.begin(), end_, delimiter);
  if (data != end_) chunks_ = find_chunks(source_, data, end_, pool);
}

std::size_t RowPlaces::rows() const {
  return chunks_.empty() ? 0 : chunks_.back().first_row + chunks_.back().rows;
}

std::size_t RowPlaces::above(std::size_t row) const {
  const Chunk* of = nullptr;
  for (const Chunk& chunk : chunks_) {
    if (chunk.rows > 0 && chunk.first_row <= row) of = &chunk;
  }
  const char* at = of->rows_begin;
  for (std::size_t above = of->first_row; above < row; ++above) {
    at = skip_blank_lines(next_row(at, end_), end_, source_.marks.delimiter);
  }
  return static_cast<std::size_t>(at - source_.begin());
}

}  // namespace ballast::tabular::csv
