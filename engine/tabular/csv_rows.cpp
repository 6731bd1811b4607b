#include "engine/tabular/csv_rows.hpp"

#include <algorithm>
#include <cassert>

#include "engine/files/atomic.hpp"
#include "engine/files/gzip.hpp"
#include "engine/tabular/csv_source.hpp"

namespace ballast::tabular {
namespace {

constexpr std::size_t kPiece = std::size_t{1} << 20;  // bytes gathered before they are handed on

bool is_blank_line(std::string_view record) {
  return record.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

}  // namespace

std::vector<std::string_view> csv_records(std::string_view text) {
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
  return out;
}

CsvRows::CsvRows(const std::string& path, numeric::ThreadPool& pool) {
  const csv::FileText text = csv::read_text(path, pool);
  text_.assign(text.bytes.get(), text.size);
  records_ = csv_records(text_);
  assert(!records_.empty());
}

void CsvRows::write(std::span<const std::size_t> rows, const std::string& path) const {
  files::AtomicFile file(path);
  const auto put_all = [&](files::OutputFile& to) {
    std::string piece(records_.front());
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
  };
  if (path.ends_with(".gz")) {
    const auto compressed = files::deflate_into(file);
    put_all(*compressed);
    compressed->close();
  } else {
    put_all(file);
  }
  file.commit();
}

}  // namespace ballast::tabular
