#include "engine/tabular/csv_cells.hpp"

#include <charconv>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <system_error>

#include "engine/tabular/table.hpp"

namespace ballast::tabular::csv {
namespace {

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r';
}

const char* skip_blanks(const char* at, const char* end) {
  while (at != end && is_blank(*at)) ++at;
  return at;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  return text;
}

bool ends_cell(const char* at, const char* end) {
  return at == end || *at == ',' || *at == '\n';
}

Cell quoted_cell(const char* quote, const char* end) {
  Cell cell;
  const char* const first = quote + 1;
  for (const char* p = first;;) {
    const auto* close = static_cast<const char*>(std::memchr(p, '"', static_cast<std::size_t>(end - p)));
    if (close == nullptr) return {{}, false, quote, CellFault::unclosed_quote};
    if (close + 1 != end && close[1] == '"') {
      cell.escaped = true;
      p = close + 2;
      continue;
    }
    cell.text = {first, static_cast<std::size_t>(close - first)};
    cell.next = skip_blanks(close + 1, end);
    if (!ends_cell(cell.next, end)) cell.fault = CellFault::text_after_quote;
    return cell;
  }
}

bool equal_ignoring_case(std::string_view text, std::string_view lower) {
  if (text.size() != lower.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if ((text[i] | 0x20) != lower[i]) return false;
  }
  return true;
}

// from_chars does not tell too large from too small: strtod does.
Number out_of_range(const std::string& text) {
  const double value = std::strtod(text.c_str(), nullptr);
  if (std::isinf(value)) return {NumberKind::beyond_double, kMissing};
  return {NumberKind::number, value};
}

}  // namespace

Cell take_cell(const char* at, const char* end) {
  const char* const first = skip_blanks(at, end);
  if (first != end && *first == '"') return quoted_cell(first, end);
  const char* p = first;
  for (; !ends_cell(p, end); ++p) {
    if (*p == '"') return {{}, false, p, CellFault::stray_quote};
  }
  return {trimmed({first, static_cast<std::size_t>(p - first)}), false, p, CellFault::none};
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

bool is_missing_text(std::string_view raw) {
  const std::string_view text = trimmed(raw);
  return text.empty() || text == "?" || text == "NA" || equal_ignoring_case(text, "nan");
}

Number parse_number(std::string_view raw) {
  std::string_view text = trimmed(raw);
  if (is_missing_text(text)) return {NumberKind::missing, kMissing};
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
