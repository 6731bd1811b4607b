// Columns of numbers that are not written plainly, or may be read in two ways: which mark stands before the decimals,
// and what the numbers are then (csv_reader.hpp).
#include <algorithm>
#include <cmath>
#include <span>
#include <utility>

#include "engine/tabular/csv/csv_reader.hpp"
#include "engine/tabular/decimals.hpp"

namespace ballast::tabular::csv {
namespace {

// Whether numbers that have a point are like 2.273, by their values.
bool may_be_grouped(std::span<const double> cells) {
  constexpr double kThousand = 1000;
  return std::ranges::all_of(cells, [](double cell) {
    const double size = std::fabs(cell);
    return is_missing(cell) ||
           (size < kThousand && (std::trunc(size) == size || (size >= 1 && have_places({&cell, 1}, 3))));
  });
}

}  // namespace

std::vector<bool> Reader::doubtful_points(const std::vector<bool>& wanted) const {
  std::vector<bool> out(columns());
  if (options_.format.decimal != CsvFormat::kGuessed && !options_.format.decimal_learned) return out;
  for (std::size_t c = 0; c < columns(); ++c) {
    const bool number = rows_.columns[c].reading == Reading::guessed || is_learned_number(c);
    const bool pointed = learned_style(rows_.columns[c], rows_.source.marks.decimal).decimal == '.';
    out[c] = number && pointed && !wanted[c] && !is_text_[c] && may_be_grouped(cells_[c]);
  }
  if (std::ranges::find(out, true) == out.end()) return out;
  const std::vector<PointUses> uses = first_point_uses(rows_, out);
  for (std::size_t c = 0; c < columns(); ++c) out[c] = out[c] && is_doubtful(c, uses[c]);
  return out;
}

bool Reader::is_doubtful(std::size_t column, const PointUses& uses) const {
  if (!uses.may_be_grouped()) return false;
  if (is_learned_number(column)) return learned_without_thirds(rows_.columns[column], options_.format);
  const char delimiter = rows_.source.marks.delimiter;  // of files from where commas stand before decimals
  return uses.small || delimiter == ';' || delimiter == '\t';
}

void Reader::refuse_doubtful(const std::vector<bool>& wanted) const {
  if (!options_.format.decimal_learned) return;
  const std::vector<bool> doubtful = doubtful_points(wanted);
  const auto first = std::ranges::find(doubtful, true);
  if (first == doubtful.end()) return;
  const auto has_points = [&](std::size_t c) {
    return is_learned_number(c) && !doubtful[c] && !all_whole(cells_[c]) &&
           learned_style(rows_.columns[c], rows_.source.marks.decimal).decimal == '.';
  };
  for (std::size_t c = 0; c < columns(); ++c) {
    if (has_points(c)) return;
  }
  const PointUses uses = first_point_uses(rows_, doubtful)[static_cast<std::size_t>(first - doubtful.begin())];
  const ColumnRule& rule = rows_.columns[static_cast<std::size_t>(first - doubtful.begin())];
  rows_.source.fail(two_readings(rule.name, rows_.source.cell(uses.first_either).text), uses.first_either);
}

void Reader::read_styles(std::vector<bool>& wanted) {
  StyleGuess guess(options_.format.decimal_learned ? CsvFormat::kGuessed : options_.format.decimal);
  for (std::size_t c = 0; c < columns(); ++c) {
    if (wanted[c] && !is_text_[c]) guess.add(c, rows_.columns[c], labels_[c]);
  }
  const std::vector<bool> doubtful = doubtful_points(wanted);
  if (guess.empty() && std::ranges::find(doubtful, true) == doubtful.end()) return;
  look_at_others(guess, wanted, doubtful);
  for (const auto& [column, styles] : guess.columns()) {
    const NumberStyle* const style = guess.choose(column);
    if (style == nullptr) fail_ambiguous(column);
    refuse_mixed_marks(guess, column, *style);
    take_style(column, *style);
    wanted[column] = false;
  }
}

void Reader::refuse_mixed_marks(const StyleGuess& guess, std::size_t column, const NumberStyle& style) const {
  const ColumnRule& rule = rows_.columns[column];
  if (!options_.format.decimal_learned || !guess.is_mixed() || !guess.shows_decimals(column)) return;
  if (!is_learned_number(column) || style.decimal == learned_style(rule, rows_.source.marks.decimal).decimal) return;
  const std::string& text = *std::ranges::find_if(
      labels_[column], [&](const std::string& label) { return label.find(style.decimal) != std::string::npos; });
  rows_.source.fail(mixed_marks(rule.name, text), place_of(rows_, column, text));
}

void Reader::look_at_others(StyleGuess& guess, std::vector<bool>& wanted, const std::vector<bool>& doubtful) {
  std::vector<bool> again = doubtful;
  const bool doubts = std::ranges::find(doubtful, true) != doubtful.end();
  bool points = false;  // in columns that are read by their looks
  for (std::size_t c = 0; c < columns(); ++c) {
    if (wanted[c] || is_text_[c]) continue;
    const bool guessed = rows_.columns[c].reading == Reading::guessed && !all_whole(cells_[c]);
    const bool learned = doubts && is_learned_number(c) && !all_whole(cells_[c]) &&
                         learned_style(rows_.columns[c], rows_.source.marks.decimal).decimal == '.';
    points = points || ((guessed || learned) && !doubtful[c]);
    again[c] =
        doubtful[c] || (guessed && guess.has_commas()) || (is_learned_number(c) && options_.format.decimal_learned);
  }
  if (points && !guess.has_commas()) guess.point_seen();
  if (std::ranges::find(again, true) == again.end()) return;
  Cells codes(columns());
  for (std::size_t c = 0; c < columns(); ++c) {
    if (again[c]) codes[c].resize(rows());
  }
  Labels labels = read_texts(rows_, again, codes, pool_);
  for (std::size_t c = 0; c < columns(); ++c) {
    if (!again[c]) continue;
    const ColumnRule& rule = rows_.columns[c];
    PointUses uses;
    for (const std::string& label : labels[c]) {
      if (doubtful[c] && !rule.missing->contains(label)) uses.add(label);
    }
    if (is_learned_number(c) && !is_doubtful(c, uses)) {
      guess.add_learned(c, rule, labels[c], learned_style(rule, rows_.source.marks.decimal));
    } else if (doubtful[c] && !is_doubtful(c, uses)) {  // a later row has shown it
      guess.point_seen();
    } else {
      guess.add(c, rule, labels[c]);
    }
    if (!guess.columns().contains(c)) continue;
    cells_[c] = std::move(codes[c]);
    labels_[c] = std::move(labels[c]);
  }
}

void Reader::take_style(std::size_t column, NumberStyle style) {
  const ColumnRule& rule = rows_.columns[column];
  const NumberStyle learned = is_learned_number(column) ? learned_style(rule, rows_.source.marks.decimal) : style;
  try {
    style = style_for(style, learned, options_.format.percent);
  } catch (Error& error) {
    rows_.source.fail(std::move(error), place_of(rows_, column, labels_[column][0]));
  }
  std::vector<double> values;
  for (const std::string& label : labels_[column]) {
    const double value = rule.missing->contains(label) ? kMissing : *parse_styled(label, style);
    values.push_back(rule.missing->contains(value) ? kMissing : value);
  }
  for (double& cell : cells_[column]) {
    if (!is_missing(cell)) cell = values[static_cast<std::size_t>(cell)];
  }
  NumberStyle as_then = style;
  as_then.form = learned.form;  // "12 kg" and "12kg" are one
  const bool as_learned = is_learned_number(column) && as_then == learned;
  if (!style.is_plain() || is_learned_number(column)) format_.styles[rule.name] = style;
  const char decimal = rows_.source.marks.decimal;
  for (std::size_t i = 0; i < values.size() && !as_learned; ++i) {
    const std::string& label = labels_[column][i];
    if (is_missing(values[i]) || (!is_learned_number(column) && parse_number(label, decimal).value == values[i]))
      continue;
    observer_.note(rows_.source.name + ": column '" + rule.name + "' is read as numbers: '" + label + "' is " +
                   number_text(values[i]));
    break;
  }
  labels_[column].clear();
  tallies_[column] = {};
}

void Reader::fail_ambiguous(std::size_t column) const {
  const auto label = std::ranges::find_if(labels_[column], [](const std::string& text) {
    return parse_styled(text, {',', "", ""}) != parse_styled(text, {'.', ",", ""});
  });
  const std::string& text = label == labels_[column].end() ? labels_[column][0] : *label;
  rows_.source.fail(two_readings(rows_.columns[column].name, text), place_of(rows_, column, text));
}

}  // namespace ballast::tabular::csv
