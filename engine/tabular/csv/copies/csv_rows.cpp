#include "engine/tabular/csv/copies/csv_rows.hpp"

#include <algorithm>
#include <istream>
#include <utility>

#include "engine/files/gzip.hpp"
#include "engine/tabular/cells/csv_encoding.hpp"
#include "engine/tabular/csv/csv_columns.hpp"
#include "engine/tabular/csv/in_place/in_place.hpp"
#include "engine/tabular/csv/records/csv_header.hpp"
#include "engine/tabular/csv/records/csv_source.hpp"
#include "engine/tabular/csv/records/record_reader.hpp"
#include "engine/tabular/csv/row_parser.hpp"
#include "engine/tabular/text_view.hpp"

namespace ballast::tabular {
namespace {

constexpr std::size_t kPiece = std::size_t{1} << 20;  // bytes gathered before they are handed on

bool is_blank_line(std::string_view record) {
  return record.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

}  // namespace

std::vector<std::string_view> csv_records(std::string_view text) {
  text = csv::without_end_mark(text);
  std::vector<std::string_view> out;
  bool quoted = false;
  std::size_t start = 0;
  const auto end_record = [&](std::size_t end) {
    const std::string_view record = text.substr(start, end - start);
    if (!is_blank_line(record)) out.push_back(record);
    start = end;
  };
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '"') quoted = !quoted;
    if (text[at] == '\n' && !quoted) end_record(at + 1);
  }
  if (start < text.size()) end_record(text.size());
  while (!out.empty() && csv::is_empty_row(out.back())) out.pop_back();  // as spreadsheets leave them
  return out;
}

CsvRows::CsvRows(const std::string& path, numeric::ThreadPool& pool, const CsvFormat& format) {
  const csv::FileText file = csv::read_text_of(path, pool);
  text_.assign(file.bytes.get(), file.size);
  CsvFormat as_read = format;
  as_read.encoding = csv::encoding_of(text_, format.encoding, path);
  if (as_read.encoding != Encoding::utf8)
    text_ = csv::to_utf8(text_, std::exchange(as_read.encoding, Encoding::utf8), path);
  if (csv::returns_end_lines(text_)) text_ = csv::with_line_feeds(text_);
  TextView view(text_);
  std::istream in(&view);
  RecordReader header(in, as_read);
  if (!header.next()) throw_empty(path);
  const std::vector<std::string> names = csv::read_header({header.text(), path, 1, {header.delimiter()}});
  a_name_ = names[names.size() > 1 && csv::is_index_name(names[0]) ? 1 : 0];
  head_ = std::string_view(text_).substr(0, header.consumed());
  records_ = csv_records(std::string_view(text_).substr(head_.size()));
}

void CsvRows::write(std::span<const std::size_t> rows, const std::string& path) const {
  files::write_by_name(path, [&](files::OutputFile& to) {
    std::string piece(head_);
    if (!piece.empty() && !piece.ends_with('\n')) piece += '\n';
    const auto put = [&] {
      to.write(std::as_bytes(std::span(piece)));
      piece.clear();
    };
    for (const std::size_t number : rows) {
      piece += row(number);
      if (!piece.ends_with('\n')) piece += '\n';  // the last of the file
      if (piece.size() >= kPiece) put();
    }
    put();
  });
}

}  // namespace ballast::tabular
