#include "engine/tabular/csv/cell_writer.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <vector>

namespace ballast::tabular {
namespace {

bool needs_quotes(std::string_view text, char delimiter) {
  if (text.empty()) return false;
  const auto blank = [](char c) { return c == ' ' || c == '\t'; };
  static const std::vector<std::string> kWords = CsvFormat::usual_missing_words();  // as labels
  if (std::ranges::find(kWords, text) != kWords.end()) return true;
  return text.find(delimiter) != std::string_view::npos || text.find_first_of("\"\n\r") != std::string_view::npos ||
         blank(text.front()) || blank(text.back()) || text.starts_with("\xef\xbb\xbf");
}

std::string_view put_number(double value, char (&digits)[32]) {
  static constexpr double kWhole = 9007199254740992;  // 2^53
  std::to_chars_result end{};
  if (std::trunc(value) == value && std::fabs(value) < kWhole && !(value == 0 && std::signbit(value))) {
    end = std::to_chars(digits, digits + sizeof digits, static_cast<long long>(value));
  } else {
    end = std::to_chars(digits, digits + sizeof digits, value);
  }
  return {digits, static_cast<std::size_t>(end.ptr - digits)};
}

}  // namespace

void put_cell(std::string_view text, char delimiter, std::string& out) {
  if (!needs_quotes(text, delimiter)) {
    out += text;
    return;
  }
  out += '"';
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

CellWriter::CellWriter(const ColumnSchema& column, const CsvFormat& format)
    : column_(column), style_(format.style_of(column.name)), delimiter_(format.delimiter_to_write()) {
  if (column.kind == ColumnKind::date) date_.emplace(column.format);
}

std::string CellWriter::text(double cell) const {
  if (is_missing(cell)) return "";
  if (column_.is_text()) return column_.labels[static_cast<std::size_t>(cell)];
  if (date_) return date_->write(cell);
  char digits[32];
  return styled_text(put_number(cell, digits), style_);
}

void CellWriter::put(double cell, std::string& out) const {
  if (is_missing(cell)) return;
  if (column_.is_text()) return put_cell(column_.labels[static_cast<std::size_t>(cell)], delimiter_, out);
  if (date_ || !style_.is_plain()) return put_cell(text(cell), delimiter_, out);
  char digits[32];
  out += put_number(cell, digits);
}

}  // namespace ballast::tabular
