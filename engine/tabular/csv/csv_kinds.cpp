// The second pass over the rows: which columns are numbers, text or dates (csv_reader.hpp).
#include <algorithm>
#include <utility>

#include "engine/tabular/csv/csv_dates.hpp"
#include "engine/tabular/csv/csv_reader.hpp"
#include "engine/tabular/csv/records/csv_decimals.hpp"
#include "engine/tabular/decimals.hpp"

namespace ballast::tabular::csv {

void Reader::decide_kinds() {
  is_text_.assign(columns(), false);
  std::vector<bool> wanted(columns());
  for (std::size_t c = 0; c < columns(); ++c) {
    const Reading reading = rows_.columns[c].reading;
    is_text_[c] = reading == Reading::text || reading == Reading::date || (reading == Reading::guessed && is_padded(c));
    const bool may_be_styled = reading == Reading::guessed || reading == Reading::number;
    wanted[c] = is_text_[c] || (may_be_styled && tallies_[c].others > 0);
  }
  labels_ = read_texts(rows_, wanted, cells_, pool_);
  if (!strict_) read_styles(wanted);
  for (std::size_t c = 0; c < columns(); ++c) {
    if (wanted[c] && !is_text_[c] && !is_learned_number(c) && !tallies_[c].is_numeric()) is_text_[c] = true;
  }
  check_numbers();
  parse_dates();
  for (std::size_t c = 0; c < columns(); ++c) {
    if (is_text_[c] && !labels_[c].empty()) note_text(c);
  }
}

void Reader::read_styles(std::vector<bool>& wanted) {
  StyleGuess guess(options_.format.decimal_learned ? CsvFormat::kGuessed : options_.format.decimal);
  for (std::size_t c = 0; c < columns(); ++c) {
    if (wanted[c] && !is_text_[c]) guess.add(c, rows_.columns[c], labels_[c]);
  }
  if (guess.empty()) return;
  look_at_others(guess, wanted);
  for (const auto& [column, styles] : guess.columns()) {
    const NumberStyle* const style = guess.choose(column);
    if (style == nullptr) fail_ambiguous(column);
    take_style(column, *style);
    wanted[column] = false;
  }
}

void Reader::look_at_others(StyleGuess& guess, std::vector<bool>& wanted) {
  std::vector<bool> again(columns());
  bool points = false;  // in columns that are read by their looks
  for (std::size_t c = 0; c < columns(); ++c) {
    if (wanted[c] || is_text_[c]) continue;
    const bool guessed = rows_.columns[c].reading == Reading::guessed && !all_whole(cells_[c]);
    points = points || guessed;
    again[c] = (guessed && guess.has_commas()) || (is_learned_number(c) && options_.format.decimal_learned);
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
    if (is_learned_number(c)) {
      guess.add_learned(c, rule, labels[c], learned_style(rule, rows_.source.marks.decimal));
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
  const bool as_learned = is_learned_number(column) && style == learned;
  if (!style.is_plain() || is_learned_number(column)) format_.styles[rule.name] = style;
  if ((!style.is_plain() || is_learned_number(column)) && !as_learned) {
    const auto shown = static_cast<std::size_t>(std::ranges::find_if_not(values, is_missing) - values.begin());
    if (shown < values.size()) {
      observer_.note(rows_.source.name + ": column '" + rule.name + "' is read as numbers: '" + labels_[column][shown] +
                     "' is " + number_text(values[shown]));
    }
  }
  labels_[column].clear();
  tallies_[column] = {};
}

void Reader::fail_ambiguous(std::size_t column) const {
  const auto label = std::ranges::find_if(labels_[column], [](const std::string& text) {
    return parse_styled(text, {',', "", ""}) != parse_styled(text, {'.', ",", ""});
  });
  const std::string& text = label == labels_[column].end() ? labels_[column][0] : *label;
  rows_.source.fail(Error("the numbers of column '" + rows_.columns[column].name + "' may be read in two ways")
                        .got(text)
                        .hint("--decimal . or --decimal , says which mark stands before the decimals"),
                    place_of(rows_, column, text));
}

void Reader::check_numbers() const {
  const char* first = nullptr;
  std::size_t column = 0;
  for (std::size_t c = 0; c < columns(); ++c) {
    if (is_text_[c]) continue;
    for (const char* at : {tallies_[c].first_other, tallies_[c].first_beyond}) {
      if (at != nullptr && (first == nullptr || at < first)) first = at, column = c;
    }
  }
  if (first != nullptr) fail_no_number(rows_.source, rows_.columns[column], first);
}

void Reader::parse_dates() {
  for (std::size_t c = 0; c < columns(); ++c) {
    ColumnRule& rule = rows_.columns[c];
    if (labels_[c].empty() || rule.reading == Reading::text) continue;
    const auto where = [&](std::size_t label) { return place_of(rows_, c, labels_[c][label]); };
    const std::string known = rule.known == nullptr ? "" : rule.known->format, asked = rule.date_format;
    const bool learned = !known.empty() && asked == known;
    rule.date_format = read_dates(rows_.source, rule.name, asked, learned, strict_, labels_[c], cells_[c], where);
    if (!known.empty() && rule.date_format != known) format_.dates[rule.name] = rule.date_format;
    if (learned && rule.date_format != known) {
      observer_.note(rows_.source.name + ": the dates of column '" + rule.name + "' are read as " + rule.date_format +
                     "; they were learned as " + known);
    }
    if (!rule.date_format.empty()) labels_[c].clear();
  }
}

void Reader::note_text(std::size_t column) {
  const ColumnRule& rule = rows_.columns[column];
  if (rule.known != nullptr) return;
  const std::string start = rows_.source.name + ": column '" + rule.name + "' ";
  if (rule.reading == Reading::guessed) {
    const Tally& tally = tallies_[column];
    if (tally.others == 0 && tally.padded > 0) {
      observer_.note(start + "is read as text: it holds whole numbers with zeros in front");
    } else if (tally.numbers >= tally.others && tally.numbers > 0) {
      observer_.note(start + "is read as text: " + examples_of_others(rows_, column, labels_[column], tally.others));
    }
  }
  const CsvFormat usual;
  for (const std::string& word : labels_[column]) {
    if (std::ranges::find(usual.missing, word) == usual.missing.end()) continue;
    if (rule.words == Words::never) format_.missing_of[rule.name] = {};
    observer_.note(start + "has the label '" + word + "'; --missing '" + rule.name + "=" + word +
                   "' reads it as missing");
  }
}

void Reader::look_at_decimals() {
  std::vector<char> marks;
  for (std::size_t c = 0; c < columns(); ++c) marks.push_back(format_.style_of(rows_.columns[c].name).decimal);
  const std::vector<int> decimals = fixed_decimals(rows_.source, rows_.chunks, marks);
  for (std::size_t c = 0; c < columns(); ++c) {
    const ColumnRule& rule = rows_.columns[c];
    if (decimals[c] == 0 || decimals[c] > Decimals::kMost || is_text_[c] || is_skipped(c)) continue;
    if (have_places(cells_[c], decimals[c])) format_.decimals[rule.name] = decimals[c];
  }
}

ColumnSchema Reader::schema_of(std::size_t column) {
  const ColumnRule& rule = rows_.columns[column];
  if (!rule.date_format.empty()) {
    const bool known = rule.known != nullptr && rule.known->kind == ColumnKind::date;
    return {rule.name, ColumnKind::date, {}, known ? rule.known->format : rule.date_format};
  }
  ColumnSchema out{rule.name, ColumnKind::categorical, std::move(labels_[column])};
  if (rule.known != nullptr && out.is_text() && out.labels == rule.known->labels) return *rule.known;
  if (!out.is_text()) out.kind = kind_of_numbers(cells_[column], is_text_[column] ? nullptr : rule.known);
  if (out.labels.size() == 2) out.kind = ColumnKind::binary;
  return out;
}

Table Reader::finish() {
  std::vector<std::size_t> kept;
  for (std::size_t c = 0; c < columns(); ++c) {
    if (!is_skipped(c)) kept.push_back(c);
  }
  Schema schema(kept.size());
  Cells cells(kept.size());
  pool_.parallel_for(kept.size(), [&](std::size_t k) {
    schema[k] = schema_of(kept[k]);
    cells[k] = std::move(cells_[kept[k]]);
  });
  return {std::move(schema), std::move(cells)};
}

}  // namespace ballast::tabular::csv
