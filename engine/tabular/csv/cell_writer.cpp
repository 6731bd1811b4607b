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

constexpr double kLeastPlain = 1e-6, kMostPlain = 1e16;  // numbers between are written without an exponent

std::string_view put_number(double value, char (&digits)[64], double least = kLeastPlain) {
  static constexpr double kWhole = 9007199254740992;  // 2^53
  std::to_chars_result end{};
  const double size = std::fabs(value);
  if (std::trunc(value) == value && size < kWhole && !(value == 0 && std::signbit(value))) {
    end = std::to_chars(digits, digits + sizeof digits, static_cast<long long>(value));
  } else if (size >= least && size < kMostPlain) {
    end = std::to_chars(digits, digits + sizeof digits, value, std::chars_format::fixed);
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
    : column_(column),
      style_(format.style_of(column.name)),
      unit_(std::pow(10.0, style_.shift)),
      delimiter_(format.delimiter_to_write()) {
  if (const auto own = format.decimals.find(column.name); own != format.decimals.end()) decimals_ = own->second;
  if (column.kind != ColumnKind::date) return;
  const auto own = format.dates.find(column.name);
  date_.emplace(own == format.dates.end() ? column.format : own->second);
}

std::string CellWriter::digits(double cell) const {
  char buffer[64];
  std::string out(put_number(cell / unit_, buffer, std::min(kLeastPlain, 0.5 * std::pow(10.0, -decimals_))));
  if (decimals_ == 0 || out.find('e') != std::string::npos) return out;
  std::size_t point = out.find('.');
  if (point == std::string::npos) {
    point = out.size();
    out += '.';
  }
  const std::size_t length = point + 1 + static_cast<std::size_t>(decimals_);
  if (out.size() < length) out.resize(length, '0');
  return out;
}

std::string CellWriter::text(double cell) const {
  if (is_missing(cell)) return "";
  if (column_.is_text()) return column_.labels[static_cast<std::size_t>(cell)];
  if (date_) return date_->write(cell);
  return styled_text(digits(cell), style_);
}

void CellWriter::put(double cell, std::string& out) const {
  if (is_missing(cell)) return;
  if (column_.is_text()) return put_cell(column_.labels[static_cast<std::size_t>(cell)], delimiter_, out);
  if (date_ || !style_.is_plain()) return put_cell(text(cell), delimiter_, out);
  if (decimals_ > 0) {
    out += digits(cell);
    return;
  }
  char buffer[64];
  out += put_number(cell, buffer);
}

}  // namespace ballast::tabular
