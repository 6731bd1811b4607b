// Writes a table as CSV.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/files/atomic.hpp"
#include "engine/files/gzip.hpp"
#include "engine/tabular/csv/csv.hpp"
#include "engine/tabular/dates/date_format.hpp"

namespace ballast::tabular {
namespace {

constexpr std::size_t kPiece = std::size_t{1} << 20;  // bytes formatted before they are handed on

bool needs_quotes(std::string_view text) {
  if (text.empty()) return false;
  const auto blank = [](char c) { return c == ' ' || c == '\t'; };
  static const std::vector<std::string> kWords = CsvFormat::usual_missing_words();  // as labels
  if (std::ranges::find(kWords, text) != kWords.end()) return true;
  return text.find_first_of(",\"\n\r") != std::string_view::npos || blank(text.front()) || blank(text.back()) ||
         text.starts_with("\xef\xbb\xbf");
}

void put_text(std::string_view text, std::string& out) {
  if (!needs_quotes(text)) {
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

// In quotes also where it might make a reader guess another delimiter.
void put_name(std::string_view name, std::string& out) {
  const bool plain = name.find_first_of(";\t|") == std::string_view::npos || needs_quotes(name);
  if (plain) return put_text(name, out);
  out.append(1, '"').append(name).append(1, '"');
}

void put_number(double value, std::string& out) {
  static constexpr double kWhole = 9007199254740992;  // 2^53
  char digits[32];
  std::to_chars_result end{};
  if (std::trunc(value) == value && std::fabs(value) < kWhole && !(value == 0 && std::signbit(value))) {
    end = std::to_chars(digits, digits + sizeof digits, static_cast<long long>(value));
  } else {
    end = std::to_chars(digits, digits + sizeof digits, value);
  }
  out.append(digits, end.ptr);
}

// Formats the table and hands it on in pieces.
template <class Sink>
void format(const Table& table, Sink&& sink) {
  std::string out;
  for (std::size_t c = 0; c < table.columns(); ++c) {
    if (c > 0) out += ',';
    put_name(table.schema()[c].name, out);
  }
  out += '\n';
  std::vector<std::optional<DateFormat>> dates(table.columns());
  for (std::size_t c = 0; c < table.columns(); ++c) {
    if (table.schema()[c].kind == ColumnKind::date) dates[c].emplace(table.schema()[c].format);
  }
  for (std::size_t row = 0; row < table.rows(); ++row) {
    for (std::size_t c = 0; c < table.columns(); ++c) {
      if (c > 0) out += ',';
      const double cell = table.column(c)[row];
      if (is_missing(cell)) {
        if (table.columns() == 1) out += "\"\"";  // an empty line would be no row
      } else if (table.schema()[c].is_text()) {
        put_text(table.schema()[c].labels[static_cast<std::size_t>(cell)], out);
      } else if (dates[c]) {
        put_text(dates[c]->write(cell), out);
      } else {
        put_number(cell, out);
      }
    }
    out += '\n';
    if (out.size() >= kPiece) {
      sink(out);
      out.clear();
    }
  }
  sink(out);
}

}  // namespace

std::string to_csv(const Table& table) {
  std::string all;
  format(table, [&](const std::string& piece) { all += piece; });
  return all;
}

std::string csv_cell(std::string_view text) {
  std::string out;
  put_text(text, out);
  return out;
}

void write_csv(const Table& table, const std::string& path) {
  files::AtomicFile file(path);
  const auto put = [&](files::OutputFile& to) {
    format(table, [&](const std::string& piece) { to.write(std::as_bytes(std::span(piece))); });
  };
  if (path.ends_with(".gz")) {
    const auto compressed = files::deflate_into(file);
    put(*compressed);
    compressed->close();
  } else {
    put(file);
  }
  file.commit();
}

}  // namespace ballast::tabular
