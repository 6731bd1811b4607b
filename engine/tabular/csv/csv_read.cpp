// A file becomes a table, or holds one (in_place/in_place.hpp). Text: its bytes, in UTF-8 and with line feeds; chunks
// of 1 MiB, of which the quotes in each say which begin inside a quoted cell, and the unquoted line feeds how many rows
// (records/csv_chunks.hpp); then its columns (csv_reader.hpp).
#include <span>

#include "engine/files/paths.hpp"
#include "engine/tabular/binary/table_file.hpp"
#include "engine/tabular/cells/csv_encoding.hpp"
#include "engine/tabular/csv/csv.hpp"
#include "engine/tabular/csv/csv_reader.hpp"
#include "engine/tabular/csv/in_place/in_place.hpp"

namespace ballast::tabular {
namespace {

// CSV text, or a table file in its place.
Table read_any(const std::string& path, const CsvOptions& options, numeric::ThreadPool& pool, Observer& observer,
               CsvFormat* as_read) {
  if (binary::is_table_file(path)) {
    return csv::read_in_place(binary::TableFile(path), options, pool, observer, as_read);
  }
  const csv::FileText text = csv::read_text(path, pool);
  const std::string_view bytes(text.bytes.get(), text.size);
  if (!binary::is_table(bytes)) return parse_csv(bytes, path, options, pool, observer, as_read);
  return csv::read_in_place({std::as_bytes(std::span(bytes)), path}, options, pool, observer, as_read);
}

}  // namespace

Table read_csv(const std::string& path, const CsvOptions& options, numeric::ThreadPool& pool, Observer& observer,
               CsvFormat* as_read) {
  const std::string phase = "read " + files::shown_name(path, files::Direction::input);
  observer.step({.phase = phase, .done = 0, .total = 1});
  Table table = read_any(path, options, pool, observer, as_read);
  observer.step({.phase = phase, .done = 1, .total = 1});
  return table;
}

Table parse_csv(std::string_view text, const std::string& name, const CsvOptions& options, numeric::ThreadPool& pool,
                Observer& observer, CsvFormat* as_read) {
  std::string changed;
  const Encoding asked = options.format.utf8_first && csv::is_utf8(text) ? Encoding::utf8 : options.format.encoding;
  const Encoding encoding = csv::encoding_of(text, asked, name);
  if (encoding != Encoding::utf8) {
    if (options.format.encoding == Encoding::guessed) observer.note(name + ": the text is UTF-16");
    text = changed = csv::to_utf8(text, encoding, name);
  }
  if (csv::returns_end_lines(text)) text = changed = csv::with_line_feeds(text);
  return csv::Reader(text, name, options, pool, observer).read(as_read);
}

Table parse_csv(std::string_view text, const std::string& name, const CsvOptions& options, numeric::ThreadPool& pool) {
  Observer quiet;
  return parse_csv(text, name, options, pool, quiet);
}

}  // namespace ballast::tabular
