#include "engine/tabular/csv/records/csv_source.hpp"

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <new>
#include <span>

#include "engine/files/gzip.hpp"
#include "engine/numeric/huge_pages.hpp"
#include "engine/tabular/cells/csv_encoding.hpp"

namespace ballast::tabular::csv {
namespace {

constexpr std::size_t kBlock = std::size_t{1} << 20;  // bytes that one thread reads at a time

std::span<std::byte> writable(const FileText& text, std::size_t first, std::size_t last) {
  return std::as_writable_bytes(std::span(text.bytes.get() + first, last - first));
}

// realloc moves large blocks by changing the page tables: a text that grows is never in memory twice.
void reserve(FileText& text, std::size_t capacity) {
  auto* const larger = static_cast<char*>(std::realloc(text.bytes.get(), capacity));
  if (larger == nullptr) throw std::bad_alloc();
  (void)text.bytes.release();
  text.bytes.reset(larger);
  numeric::prefer_huge_pages(larger + text.size, capacity - text.size);
}

std::string hexadecimal(char byte) {
  static constexpr char kDigits[] = "0123456789abcdef";
  const auto value = static_cast<unsigned char>(byte);
  return {kDigits[value >> 4], kDigits[value & 15]};
}

// False if the file cannot be read at any place, or has become shorter meanwhile.
bool read_at_once(files::InputFile& file, FileText& text, std::size_t size, numeric::ThreadPool& pool) {
  std::atomic<bool> complete = true;
  pool.parallel_for_blocks(size, kBlock, [&](std::size_t first, std::size_t last) {
    if (complete && !file.read_at(first, writable(text, first, last))) complete = false;
  });
  if (complete) text.size = size;
  return complete;
}

}  // namespace

namespace {

// A stream of zero bytes may have no end.
void refuse_zeros(const FileText& text, const std::string& name) {
  constexpr std::size_t kEnough = std::size_t{1} << 12;
  const std::string_view start(text.bytes.get(), std::min(text.size, kEnough));
  if (start.size() < kEnough || start.find_first_not_of('\0') != std::string_view::npos) return;
  throw Error("not a text file: it begins with zero bytes").in(name).expected("CSV text");
}

}  // namespace

FileText read_text(const std::string& path, numeric::ThreadPool& pool) {
  const auto file = files::open_inflated(path);
  const auto size = static_cast<std::size_t>(file->size_hint());
  std::size_t capacity = std::max(size + 1, kBlock);  // one more, to see the end at once
  FileText text;
  reserve(text, capacity);
  if (size > 0 && read_at_once(*file, text, size, pool)) return text;
  for (;;) {
    text.size += file->read(writable(text, text.size, capacity));
    refuse_zeros(text, path);
    if (text.size < capacity) return text;
    capacity += capacity / 2;
    reserve(text, capacity);
  }
}

void FileText::Free::operator()(char* text) const noexcept {
  std::free(text);
}

std::size_t Source::line_of(const char* at) const {
  return first_line + static_cast<std::size_t>(std::count(begin(), at, '\n'));
}

void Source::fail(Error error, const char* at) const {
  const char* line_start = at;
  while (line_start != begin() && line_start[-1] != '\n') --line_start;
  throw error.in(name, line_of(at), static_cast<std::size_t>(at - line_start) + 1);
}

Cell Source::cell(const char* at) const {
  Cell cell = take_cell(at, end(), marks.delimiter);
  check(cell);
  return cell;
}

void Source::fail(const Cell& cell) const {
  static constexpr const char* kDoubled = "a quote inside a quoted cell is written twice";
  switch (cell.fault) {
    case CellFault::unclosed_quote:
      fail(Error("a quote is opened and never closed").hint(kDoubled), cell.next);
    case CellFault::stray_quote:
      fail(Error("a quote inside a cell that does not begin with one")
               .hint("put the whole cell in quotes and write the inner quote twice"),
           cell.next);
    case CellFault::text_after_quote:
      fail(Error("text after the closing quote of a cell")
               .expected(std::string("'").append(1, marks.delimiter).append("' or the end of the line"))
               .got({cell.next, 1})
               .hint(kDoubled),
           cell.next);
    case CellFault::lone_return:
      fail(Error("a carriage return alone inside a row")
               .expected("a line feed behind it, or quotes around the cell that holds it")
               .hint("lines end with a line feed, or all of them with a carriage return"),
           cell.next);
    case CellFault::none:
      break;
  }
  std::abort();
}

void Source::fail_ragged(const char* row, std::size_t cells, std::size_t expected) const {
  Error error("a row of another length than the header");
  error.expected(std::to_string(expected) + (expected == 1 ? " cell" : " cells")).got(std::to_string(cells));
  constexpr std::size_t kShort = 60;
  const char* const line_end = std::find(row, end(), '\n');
  const std::string line(without_blanks({row, static_cast<std::size_t>(line_end - row)}));
  if (expected == 1) {
    error.hint("--delimiter says what separates cells, --skip-lines passes over a title");
  } else if (cells == 1 && line.size() < kShort && parse_number(line).kind != NumberKind::number) {
    error.hint("if '" + line + "' stands below the table, as its end or a count of its rows, take the line out");
  }
  fail(std::move(error), row);
}

void Source::fail_nul(const char* at) const {
  const bool more = (at != begin() && at[-1] == '\0') || (at + 1 < end() && at[1] == '\0');
  fail(Error("a NUL byte")
           .expected("text")
           .hint(more ? "a binary file; or text in UTF-32: `iconv -f utf-32 -t utf-8` writes it as UTF-8"
                      : "a binary file; or text in UTF-16: --encoding utf-16 reads it"),
       at);
}

void Source::check_utf8(const char* at) const {
  if (at == nullptr) return;
  if (at != begin() && at[-1] == '\0') fail_nul(at - 1);
  fail(Error("a byte that is not UTF-8")
           .expected("text in UTF-8")
           .got("\\x" + hexadecimal(*at))
           .hint("--encoding windows-1252 or --encoding latin1 reads older text"),
       at);
}

void Source::check_utf8() const {
  check_utf8(first_not_utf8(begin(), begin(), end(), end()));
}

}  // namespace ballast::tabular::csv
