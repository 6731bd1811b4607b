#include "engine/tabular/csv/csv_styles.hpp"

#include <algorithm>
#include <charconv>

#include "engine/quoting.hpp"

namespace ballast::tabular::csv {
namespace {

// Whether some text has the mark before its decimals.
bool shows(const NumberStyle& style, const std::vector<std::string>& texts) {
  return std::ranges::any_of(texts,
                             [&](const std::string& text) { return text.find(style.decimal) != std::string::npos; });
}

}  // namespace

bool StyleGuess::add(std::size_t column, const ColumnRule& rule, std::vector<std::string> texts) {
  std::erase_if(texts, [&](const std::string& text) { return rule.missing->contains(text); });
  std::vector<NumberStyle> styles = styles_that_read(texts, decimal_);
  if (styles.empty()) return false;
  if (styles.size() == 1 && shows(styles[0], texts)) {
    (styles[0].decimal == ',' ? commas_ : points_) = true;
    shown_.insert(column);
  }
  columns_.emplace(column, std::move(styles));
  return true;
}

void StyleGuess::add_learned(std::size_t column, const ColumnRule& rule, std::vector<std::string> texts,
                             NumberStyle learned) {
  if (!add(column, rule, std::move(texts))) return;
  learned.unit = columns_.at(column)[0].unit;
  learned_.emplace(column, std::move(learned));
}

const NumberStyle* StyleGuess::choose(std::size_t column) const {
  const std::vector<NumberStyle>& styles = columns_.at(column);
  if (styles.size() == 1) return &styles[0];
  if (points_ == commas_) {
    const auto learned = learned_.find(column);
    return learned == learned_.end() ? nullptr : &learned->second;
  }
  const auto meant = std::ranges::find(styles, commas_ ? ',' : '.', &NumberStyle::decimal);
  return meant == styles.end() ? nullptr : &*meant;
}

std::vector<PointUses> first_point_uses(const Rows& rows, const std::vector<bool>& wanted) {
  constexpr std::size_t kRows = 1000;
  std::vector<PointUses> out(wanted.size());
  for (Chunk chunk : rows.chunks) {
    if (chunk.first_row >= kRows) break;
    chunk.rows = std::min(chunk.rows, kRows - chunk.first_row);
    for_each_cell(rows.source, chunk, wanted.size(), [&](std::size_t, std::size_t c, const char* at) {
      const Cell cell = take_cell(at, rows.end, rows.source.marks.delimiter);
      if (wanted[c] && !cell.text.empty() && !rows.columns[c].missing->contains(cell.text)) out[c].add(cell.text);
      return cell.next;
    });
  }
  return out;
}

std::string number_text(double value) {
  char digits[32];
  return {digits, std::to_chars(digits, digits + sizeof digits, value).ptr};
}

std::string examples_of_others(const Rows& rows, std::size_t column, const std::vector<std::string>& others,
                               std::size_t cells) {
  constexpr std::size_t kExamples = 3;
  std::string out = std::to_string(cells) + (cells == 1 ? " cell is no number" : " cells are no numbers");
  for (std::size_t i = 0; i < std::min(kExamples, others.size()); ++i) {
    out += (i == 0 ? ", such as '" : ", '") + others[i] + "' (line " +
           std::to_string(rows.source.line_of(place_of(rows, column, others[i]))) + ")";
  }
  if (others.size() == 1) out += "; " + typed_option("--missing", others[0]) + " reads it as missing";
  return out;
}

}  // namespace ballast::tabular::csv
