#include "engine/tabular/csv/records/header_row.hpp"

#include <algorithm>
#include <cmath>

#include "engine/tabular/csv/records/csv_chunks.hpp"

namespace ballast::tabular::csv {
namespace {

constexpr std::size_t kRowsSeen = 1000;  // that are looked at

bool is_number(std::string_view text, char decimal) {
  return parse_number(text, decimal).kind == NumberKind::number;
}

// Digits with two signs or more between them, as in 2024-01-31, 31.1.24 and 12:30:00.
bool is_like_date(std::string_view text) {
  constexpr std::string_view kSigns = "-/.:";
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  std::size_t signs = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool between = i > 0 && i + 1 < text.size() && is_digit(text[i - 1]) && is_digit(text[i + 1]);
    if (kSigns.find(text[i]) != std::string_view::npos && between) ++signs;
    if (!is_digit(text[i]) && kSigns.find(text[i]) == std::string_view::npos && text[i] != ' ' && text[i] != 'T') {
      return false;
    }
  }
  return signs >= 2;
}

// What the first rows say of the names.
struct Below {
  std::vector<bool> numbers, dates;  // names that are so, over cells that are so
  bool repeated = false;             // a name that is none stands in its own column
};

Below look_below(const Source& source, const std::vector<std::string>& names, const char* at) {
  Below out{std::vector<bool>(names.size()), std::vector<bool>(names.size())};
  const char* const end = source.end();
  for (std::size_t row = 0; row < kRowsSeen; ++row) {
    at = skip_blank_lines(at, end, source.marks.delimiter);
    if (at == end) break;
    for (std::size_t c = 0; c < names.size(); ++c) {
      const Cell cell = take_cell(c == 0 ? at : at + 1, end, source.marks.delimiter);
      at = cell.next;
      if (row == 0) {
        out.numbers[c] = is_number(names[c], source.marks.decimal) && is_number(cell.text, source.marks.decimal);
        out.dates[c] = is_like_date(names[c]) && is_like_date(cell.text);
      }
      out.repeated =
          out.repeated || (cell.text == names[c] && !names[c].empty() && !is_number(names[c], source.marks.decimal));
      if ((at == end || *at == '\n') && c + 1 < names.size()) return out;  // a short row, which is refused later
    }
    while (at != end && *at != '\n') ++at;
  }
  return out;
}

}  // namespace

std::string look_for_header_row(const Source& source, const std::vector<std::string>& names, const char* rows,
                                std::size_t header_line) {
  const auto like_a_cell = [&](const std::string& name) {
    return is_number(name, source.marks.decimal) || is_like_date(name);
  };
  if (std::ranges::none_of(names, like_a_cell)) return "";
  const Below below = look_below(source, names, rows);
  std::vector<double> numbers;
  std::string example;
  bool dates = false;
  for (std::size_t c = 0; c < names.size(); ++c) {
    if (below.numbers[c]) numbers.push_back(parse_number(names[c], source.marks.decimal).value);
    dates = dates || below.dates[c];
    if (example.empty() && (below.numbers[c] || below.dates[c])) example = names[c];
  }
  if (example.empty()) return "";
  const bool rise = std::ranges::adjacent_find(numbers, std::ranges::greater_equal{}) == numbers.end();
  const auto far = [](double a, double b) { return b != a + 1; };
  if (!dates && !below.repeated && rise) {
    if (numbers.size() > 1 && std::ranges::adjacent_find(numbers, far) == numbers.end()) return "";  // they count
    return "the header holds numbers, such as '" + example + "'; if the first line is a row, --no-header says so";
  }
  throw Error("the first line holds cells, not the names of columns")
      .in(source.name, header_line)
      .expected("a header")
      .got(example)
      .hint("--no-header reads it as a row and calls the columns c1 to c" + std::to_string(names.size()));
}

}  // namespace ballast::tabular::csv
