// The second pass over the rows: which columns are numbers, text or dates (csv_reader.hpp).
#include <algorithm>
#include <utility>

#include "engine/quoting.hpp"
#include "engine/tabular/cells/odd_numbers.hpp"
#include "engine/tabular/csv/csv_dates.hpp"
#include "engine/tabular/csv/csv_reader.hpp"
#include "engine/tabular/csv/records/csv_decimals.hpp"
#include "engine/tabular/decimals.hpp"
#include "engine/tabular/labels/missing_like.hpp"

namespace ballast::tabular::csv {

void Reader::decide_kinds() {
  is_text_.assign(columns(), false);
  std::vector<bool> wanted(columns());
  for (std::size_t c = 0; c < columns(); ++c) {
    const Reading reading = rows_.columns[c].reading;
    is_text_[c] =
        reading == Reading::text || reading == Reading::date || (reading == Reading::guessed && holds_codes(c));
    const bool may_be_styled = reading == Reading::guessed || reading == Reading::number;
    wanted[c] = is_text_[c] || (may_be_styled && tallies_[c].others > 0);
  }
  labels_ = read_texts(rows_, wanted, cells_, pool_);
  strict_ ? refuse_doubtful(wanted) : read_styles(wanted);
  for (std::size_t c = 0; c < columns(); ++c) {
    if (wanted[c] && !is_text_[c] && !is_learned_number(c) && !tallies_[c].is_numeric()) is_text_[c] = true;
  }
  check_numbers();
  parse_dates();
  refuse_decimal();
  for (std::size_t c = 0; c < columns(); ++c) {
    if (is_text_[c] && !labels_[c].empty()) note_text(c);
  }
  refuse_second_header();
}

const char* Reader::cell_at(std::size_t row, std::size_t column) const {
  const char* place = nullptr;
  for (const Chunk& chunk : rows_.chunks) {
    for_each_cell(rows_.source, chunk, columns(), [&](std::size_t r, std::size_t c, const char* at) {
      if (r == row && c == column) place = at;
      return take_cell(at, rows_.end, rows_.source.marks.delimiter).next;
    });
  }
  return place;
}

// A header below the rows of another file, where all columns are text: of a number it is no number.
void Reader::refuse_second_header() const {
  std::vector<std::size_t> read;
  std::vector<double> names;  // each column's own name among its labels
  for (std::size_t c = 0; c < columns(); ++c) {
    if (is_skipped(c)) continue;
    const auto name = std::ranges::find(labels_[c], rows_.columns[c].name);
    if (!is_text_[c] || name == labels_[c].end()) return;
    read.push_back(c);
    names.push_back(static_cast<double>(name - labels_[c].begin()));
  }
  if (read.size() < 2) return;
  for (std::size_t row = 0; row < rows(); ++row) {
    std::size_t same = 0;
    while (same < read.size() && cells_[read[same]][row] == names[same]) ++same;
    if (same < read.size()) continue;
    rows_.source.fail(Error("the header stands here once more, below rows")
                          .got(rows_.columns[read[0]].name)
                          .hint("take this line out; was another file joined below?"),
                      cell_at(row, read[0]));
  }
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

void Reader::refuse_decimal() const {
  const char asked = options_.format.decimal;
  if (asked == CsvFormat::kGuessed || options_.format.decimal_learned || strict_) return;
  const char other = asked == ',' ? '.' : ',';
  std::size_t first = columns();
  for (std::size_t c = 0; c < columns(); ++c) {
    if (rows_.columns[c].reading != Reading::guessed) continue;
    if (!is_text_[c] && !all_whole(cells_[c])) return;  // shows it
    if (first != columns() || !is_text_[c] || labels_[c].empty()) continue;
    const auto is_number = [&](const std::string& label) {
      return rows_.columns[c].missing->contains(label) || parse_number(label, other).kind == NumberKind::number;
    };
    const auto has_mark = [&](const std::string& label) { return label.find(other) != std::string::npos; };
    if (std::ranges::all_of(labels_[c], is_number) && std::ranges::any_of(labels_[c], has_mark)) first = c;
  }
  if (first == columns()) return;
  const auto label = std::ranges::find_if(
      labels_[first], [&](const std::string& text) { return text.find(other) != std::string::npos; });
  rows_.source.fail(
      Error(std::string("--decimal ").append(1, asked).append(": no column has this mark, and numbers have the other"))
          .expected("numbers of column '" + rows_.columns[first].name + "' with " +
                    (asked == ',' ? "commas" : "points") + " before the decimals")
          .got(*label)
          .hint(std::string("--decimal ").append(1, other)),
      place_of(rows_, first, *label));
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
    if (const std::string cut = cut_short(rule.date_format, labels_[c]); !cut.empty()) {
      observer_.note(rows_.source.name + ": column '" + rule.name + "' is kept to the microsecond: " + cut);
    }
    if (rule.date_format.empty()) continue;
    if (const std::string zones = two_zones(rule.date_format, labels_[c]); !learned && !zones.empty()) {
      observer_.note(rows_.source.name + ": column '" + rule.name + "' has more than one zone, as in " + zones +
                     ": its hours are taken, and written, in UTC");
    }
    labels_[c].clear();
  }
}

// The labels of a text column that are no numbers, where most others are.
std::vector<std::string> Reader::no_numbers(std::size_t column) const {
  const std::vector<std::string>& labels = labels_[column];
  const char decimal = rows_.source.marks.decimal;
  if (std::vector<std::string> odd = odd_among_numbers(labels, options_.format.decimal); !odd.empty()) return odd;
  const Tally& tally = tallies_[column];
  std::vector<std::string> out;
  if (tally.numbers < tally.others || tally.numbers == 0) return out;
  std::ranges::copy_if(labels, std::back_inserter(out), [&](const std::string& label) {
    return parse_number(label, decimal).kind == NumberKind::not_a_number;
  });
  return out;
}

std::size_t Reader::cells_that_hold(std::size_t column, const std::vector<std::string>& some) const {
  std::vector<bool> wanted;
  for (const std::string& label : labels_[column]) wanted.push_back(std::ranges::find(some, label) != some.end());
  return static_cast<std::size_t>(std::ranges::count_if(
      cells_[column], [&](double cell) { return !is_missing(cell) && wanted[static_cast<std::size_t>(cell)]; }));
}

void Reader::note_text(std::size_t column) {
  const ColumnRule& rule = rows_.columns[column];
  if (rule.known != nullptr) return;
  const std::string start = rows_.source.name + ": column '" + rule.name + "' ";
  bool numbers = false;  // but for some labels, which have been named
  if (rule.reading == Reading::guessed) {
    const Tally& tally = tallies_[column];
    if (tally.others == 0 && tally.padded > 0) {
      observer_.note(start + "is read as text: it holds whole numbers with zeros in front");
    } else if (tally.others == 0 && tally.long_ones > 0) {
      observer_.note(start + "is read as text: it holds whole numbers of more digits than a number keeps");
    } else if (const std::vector<std::string> others = no_numbers(column); !others.empty()) {
      numbers = true;
      observer_.note(start +
                     "is read as text: " + examples_of_others(rows_, column, others, cells_that_hold(column, others)));
    }
  }
  const CsvFormat usual;
  std::vector<std::string> words;
  for (const std::string& word : labels_[column]) {
    if (std::ranges::find(usual.missing, word) == usual.missing.end()) continue;
    if (rule.words == Words::never) format_.missing_of[rule.name] = {};
    words.push_back(word);
  }
  if (!numbers) std::ranges::copy(missing_like(labels_[column]), std::back_inserter(words));
  std::ranges::sort(words);
  words.erase(std::unique(words.begin(), words.end()), words.end());
  for (const std::string& word : words) {
    observer_.note(start + "has the label '" + word + "'; " + typed_option("--missing", rule.name + "=" + word) +
                   " reads it as missing");
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
    if (is_skipped(c)) continue;
    kept.push_back(c);
    const bool own = rows_.columns[c].known == nullptr && !is_text_[c];
    if (!strict_ && own && are_zero_one(cells_[c])) format_.zero_one.insert(rows_.columns[c].name);
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
