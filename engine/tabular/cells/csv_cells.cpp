#include "engine/tabular/cells/csv_cells.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <system_error>

#include "engine/blanks.hpp"
#include "engine/tabular/table.hpp"

namespace ballast::tabular::csv {
namespace {

const char* skip_blanks(const char* at, const char* end, char delimiter) {
  while (at != end && is_blank(*at, delimiter)) ++at;
  return at;
}

// The end of the cell whose text ends at `at`, where neither blanks nor text follow: behind carriage returns, if a row
// ends with them.
const char* skip_returns(const char* at, const char* end) {
  const char* p = at;
  while (p != end && *p == '\r') ++p;
  return p == end || *p == '\n' ? p : at;
}

bool ends_cell(const char* at, const char* end, char delimiter) {
  return at == end || *at == delimiter || *at == '\n';
}

Cell quoted_cell(const char* quote, const char* end, char delimiter) {
  Cell cell;
  cell.quoted = true;
  const char* const first = quote + 1;
  for (const char* p = first;;) {
    const auto* close = static_cast<const char*>(std::memchr(p, '"', static_cast<std::size_t>(end - p)));
    if (close == nullptr) return {{}, true, false, quote, CellFault::unclosed_quote};
    if (close + 1 != end && close[1] == '"') {
      cell.escaped = true;
      p = close + 2;
      continue;
    }
    cell.text = {first, static_cast<std::size_t>(close - first)};
    cell.next = skip_returns(skip_blanks(close + 1, end, delimiter), end);
    if (ends_cell(cell.next, end, delimiter)) return cell;
    cell.fault = *cell.next == '\r' ? CellFault::lone_return : CellFault::text_after_quote;
    return cell;
  }
}

// from_chars does not tell too large from too small: strtod does.
Number out_of_range(const std::string& text) {
  const double value = std::strtod(text.c_str(), nullptr);
  if (std::isinf(value)) return {NumberKind::beyond_double, kMissing};
  return {NumberKind::number, value};
}

}  // namespace

Cell take_cell(const char* at, const char* end, char delimiter) {
  const char* const first = skip_blanks(at, end, delimiter);
  if (first != end && *first == '"') return quoted_cell(first, end, delimiter);
  const char* p = first;
  for (; !ends_cell(p, end, delimiter) && *p != '\r'; ++p) {
    if (*p == '"') return {{}, false, false, p, CellFault::stray_quote};
  }
  const char* const next = skip_returns(p, end);
  const CellFault fault = ends_cell(next, end, delimiter) ? CellFault::none : CellFault::lone_return;
  return {without_blanks({first, static_cast<std::size_t>(p - first)}), false, false, next, fault};
}

const char* end_of_blank_line(const char* at, const char* end, char delimiter) {
  const char* const p = skip_returns(skip_blanks(at, end, delimiter), end);
  return p == end || *p == '\n' ? p : nullptr;
}

bool is_empty_row(std::string_view record) {
  const std::size_t first = record.find_first_of(",;|\t");
  if (first == std::string_view::npos) return false;
  const std::string passed = std::string(" \t\r\n") + record[first];
  bool closed = false;  // two quotes stand here: a cell of its own
  for (std::size_t at = 0; at < record.size(); ++at) {
    const bool quotes = !closed && record.substr(at, 2) == "\"\"";
    if (!quotes && passed.find(record[at]) == std::string::npos) return false;
    closed = quotes || (closed && record[at] != record[first]);
    at += quotes ? 1 : 0;
  }
  return true;
}

std::size_t size_without_empty_rows(std::string_view text, std::size_t& empty_rows) {
  std::size_t size = without_end_mark(text).size();
  while (size > 0) {
    std::size_t end = size;  // of the last line, without line ends and blanks that are no delimiters
    while (end > 0 && (text[end - 1] == '\n' || text[end - 1] == '\r' || text[end - 1] == ' ')) --end;
    const std::size_t start = end == 0 ? 0 : text.rfind('\n', end - 1) + 1;  // npos + 1 is 0
    if (end == 0 || !is_empty_row(text.substr(start, end - start))) break;
    ++empty_rows;
    size = start;
  }
  return size;
}

std::string empty_rows_note(const std::string& name, std::size_t empty_rows) {
  const bool one = empty_rows == 1;
  return name + ": " + std::to_string(empty_rows) + (one ? " row" : " rows") + " at the end " +
         (one ? "holds" : "hold") + " delimiters alone, and " + (one ? "is" : "are") + " passed over";
}

std::string unescaped(const Cell& cell) {
  std::string out;
  out.reserve(cell.text.size());
  for (std::size_t i = 0; i < cell.text.size(); ++i) {
    out += cell.text[i];
    if (cell.escaped && cell.text[i] == '"') ++i;
  }
  return out;
}

namespace {

std::string_view without_wide_blanks(std::string_view text) {
  for (const std::string_view wide : kWideBlanks) {
    if (text.ends_with(wide)) return without_blanks(text.substr(0, text.size() - wide.size()));
    if (text.starts_with(wide)) return without_blanks(text.substr(wide.size()));
  }
  return text;
}

}  // namespace

std::string_view without_blanks(std::string_view text) {
  const auto blank = [](char c) { return c == ' ' || c == '\t'; };
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  // Letters of most languages neither begin with these bytes nor end with those.
  const auto begins = [](char c) { return c == '\xc2' || c == '\xe2' || c == '\xe3' || c == '\xef'; };
  const auto ends = [](char c) {
    return c == '\xa0' || c == '\x87' || c == '\x89' || c == '\xaf' || c == '\x80' || c == '\x8b' || c == '\xbf';
  };
  return !text.empty() && (begins(text.front()) || ends(text.back())) ? without_wide_blanks(text) : text;
}

bool is_zero_padded(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  return text.size() > 1 && text[0] == '0' && std::all_of(text.begin(), text.end(), digit);
}

bool loses_digits(std::string_view text, double value) {
  static constexpr double kExact = 9007199254740992;  // 2^53
  if (std::fabs(value) < kExact) return false;
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  if (text.find_first_not_of("0123456789") != std::string_view::npos) return false;
  std::string digits(400, '0');  // of the largest double
  const auto written = [&](auto... how) {
    return std::string_view(digits.data(),
                            std::to_chars(digits.data(), digits.data() + digits.size(), std::fabs(value), how...).ptr);
  };
  if (text == written(std::chars_format::fixed, 0)) return false;
  std::string shortest(written(std::chars_format::scientific));  // other programs write zeros behind these
  shortest.erase(shortest.find('e'));
  std::erase(shortest, '.');
  const std::size_t behind = text.find_first_not_of('0', shortest.size());
  return !text.starts_with(shortest) || behind != std::string_view::npos;
}

Number parse_number(std::string_view raw, char decimal) {
  std::string_view text = without_blanks(raw);
  std::string pointed;
  if (decimal != '.') {
    if (text.find('.') != std::string_view::npos) return {NumberKind::not_a_number, kMissing};
    pointed = text;
    std::ranges::replace(pointed, decimal, '.');
    text = pointed;
  }
  if (text.size() > 1 && text[0] == '+' && text[1] != '-') text.remove_prefix(1);
  double value = 0;
  const auto [stop, code] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (code == std::errc::invalid_argument || stop != text.data() + text.size()) {
    return {NumberKind::not_a_number, kMissing};
  }
  if (code == std::errc::result_out_of_range) return out_of_range(std::string(text));
  if (std::isinf(value)) return {NumberKind::beyond_double, kMissing};
  if (std::isnan(value)) return {NumberKind::not_a_number, kMissing};
  return {NumberKind::number, value};
}

}  // namespace ballast::tabular::csv
