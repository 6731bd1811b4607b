// A file becomes a table: its bytes, in UTF-8 and with line feeds; chunks of 1 MiB, of which the quotes in each say which
// begin inside a quoted cell, and the unquoted line feeds how many rows (records/csv_chunks.hpp); then its columns
// (csv_reader.hpp).
#include "engine/files/paths.hpp"
#include "engine/tabular/cells/csv_encoding.hpp"
#include "engine/tabular/csv/csv.hpp"
#include "engine/tabular/csv/csv_reader.hpp"

namespace ballast::tabular {

Table read_csv(const std::string& path, const CsvOptions& options, numeric::ThreadPool& pool, Observer& observer,
               CsvFormat* as_read) {
  observer.step({.phase = "read " + files::shown_name(path, files::Direction::input), .done = 0, .total = 1});
  const csv::FileText text = csv::read_text(path, pool);
  Table table = parse_csv({text.bytes.get(), text.size}, path, options, pool, observer, as_read);
  observer.step({.phase = "read " + files::shown_name(path, files::Direction::input), .done = 1, .total = 1});
  return table;
}

Table parse_csv(std::string_view text, const std::string& name, const CsvOptions& options, numeric::ThreadPool& pool,
                Observer& observer, CsvFormat* as_read) {
  std::string changed;
  const Encoding asked = options.format.utf8_first && csv::is_utf8(text) ? Encoding::utf8 : options.format.encoding;
  const Encoding encoding = csv::encoding_of(text, asked);
  if (encoding != Encoding::utf8) {
    if (options.format.encoding == Encoding::guessed) observer.note(name + ": the text is UTF-16");
    text = changed = csv::to_utf8(text, encoding);
  }
  if (csv::returns_end_lines(text)) text = changed = csv::with_line_feeds(text);
  return csv::Reader(text, name, options, pool, observer).read(as_read);
}

Table parse_csv(std::string_view text, const std::string& name, const CsvOptions& options, numeric::ThreadPool& pool) {
  Observer quiet;
  return parse_csv(text, name, options, pool, quiet);
}

}  // namespace ballast::tabular
