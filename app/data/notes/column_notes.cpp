// What a user should know of the columns before believing a figure: those that teach nothing (constant, empty, the same
// as another), identify rows, tell the target, or have very many labels; and a target that may not be what was meant.
#include "app/data/notes/column_notes.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <map>
#include <optional>
#include <set>

#include "app/data/dataset.hpp"
#include "app/data/notes/date_notes.hpp"
#include "app/data/notes/date_numbers.hpp"
#include "app/data/notes/number_notes.hpp"
#include "app/data/notes/telling_columns.hpp"
#include "app/text/numbers.hpp"
#include "engine/quoting.hpp"
#include "engine/tabular/cells/odd_numbers.hpp"
#include "engine/tabular/csv/csv.hpp"
#include "engine/tabular/labels/label_fold.hpp"
#include "engine/tabular/present_cells.hpp"

namespace ballast::app {
namespace {

using Cells = std::span<const double>;

constexpr std::size_t kEnoughRows = 20;    // fewer rows often differ in every value by chance
constexpr std::size_t kManyLabels = 1000;  // of a text column that is a feature
constexpr std::size_t kManyClasses = 20;   // of which one is the positive label
constexpr std::size_t kGlance = 1024;      // rows that decide whether it is worth looking at all

std::string drop_hint(const std::string& name) {
  return typed_option("--drop", name) + " leaves it out";
}

struct Values {
  std::size_t present = 0;
  bool constant = true;
};

Values look_at(Cells cells) {
  Values out;
  double first = 0;
  for (const double cell : cells) {
    if (tabular::is_missing(cell)) continue;
    if (out.present++ == 0) first = cell;
    out.constant = cell == first;
    if (!out.constant) break;
  }
  return out;
}

bool all_differ(Cells cells) {
  const std::vector<double> values = tabular::sorted_cells(cells);
  return std::ranges::adjacent_find(values) == values.end() && 2 * values.size() > cells.size();
}

// Another whole number, or text that hardly repeats, in each row.
bool identifies_rows(const tabular::ColumnSchema& column, Cells cells) {
  if (cells.size() < kEnoughRows) return false;
  if (column.is_text()) return column.labels.size() > cells.size() / 2;
  if (column.kind != tabular::ColumnKind::integer) return false;
  return all_differ(cells.first(std::min(kGlance, cells.size()))) && all_differ(cells);
}

using Names = std::span<const std::string>;

// What is said of a text column in place of its being an identifier;
// empty: nothing. as_text: columns that were asked to be text.
std::string better_note(const tabular::ColumnSchema& column, Cells cells, Names as_text) {
  if (!column.is_text() || std::ranges::find(as_text, column.name) != as_text.end()) return "";
  if (std::string dates = date_note(column, cells); !dates.empty()) return dates;
  if (!tabular::odd_among_numbers(column.labels, 0).empty()) return "";  // the reader has named them
  const std::string numbers = around_numbers(column.labels);
  if (numbers.empty()) return "";
  return "column '" + column.name + "' is read as text: " + numbers + "; written plainly they are read as numbers";
}

// Dates as whole numbers, of so many days that it is not chance.
std::string number_date_note(const tabular::ColumnSchema& column, Cells cells) {
  if (column.kind != tabular::ColumnKind::integer) return "";
  const Cells glance = cells.first(std::min(kGlance, cells.size()));
  if (date_numbers(tabular::present_cells(glance)).formats.empty()) return "";
  std::vector<double> days = tabular::sorted_cells(cells);
  days.erase(std::unique(days.begin(), days.end()), days.end());
  const DateNumbers dates = date_numbers(days);
  if (days.size() < kEnoughRows || dates.formats.empty() || dates.formats[0] == "%Y%m") return "";
  return "column '" + column.name + "' is read as numbers; if they are dates, " +
         typed_dates(column.name, dates.formats) + " reads them as such";
}

// Whether there was something to say of what the column holds.
bool note_cells(const tabular::ColumnSchema& column, Cells cells, Names as_text, Observer& observer) {
  const Values values = look_at(cells);
  const std::string name = "column '" + column.name + "' ";
  if (values.present == 0) {
    observer.note(name + "is empty: it carries no information");
  } else if (values.constant) {
    observer.note(name + "is constant: it carries no information");
  } else if (const std::string better = better_note(column, cells, as_text); !better.empty()) {
    observer.note(better);
  } else if (const std::string dates = number_date_note(column, cells); !dates.empty()) {
    observer.note(dates);
  } else if (identifies_rows(column, cells)) {
    if (column.is_text() && !tabular::odd_among_numbers(column.labels, 0).empty())
      return true;  // the reader named them
    observer.note(name + "looks like an identifier, another in " +
                  (column.is_text() ? "nearly each row; " : "each row; ") + drop_hint(column.name));
  } else {
    return false;
  }
  return true;
}

// Labels that differ in writing alone, for most learners two labels all the same.
void note_twins(const tabular::ColumnSchema& column, Observer& observer) {
  constexpr std::size_t kMost = 10'000;
  if (!column.is_text() || column.labels.size() > kMost) return;
  std::map<std::string, std::vector<std::string>> alike;
  for (const std::string& label : column.labels) alike[tabular::folded_label(label)].push_back(label);
  for (const auto& [folded, twins] : alike) {
    if (twins.size() == 1 || folded.empty()) continue;
    return observer.note("column '" + column.name + "' writes one label in " + std::to_string(twins.size()) +
                         " ways: " + label_list(twins) + "; they are learned as different labels");
  }
}

void note_alone(const tabular::ColumnSchema& column, Cells cells, Names as_text, Observer& observer) {
  note_twins(column, observer);
  if (!note_cells(column, cells, as_text, observer) && column.labels.size() > kManyLabels) {
    observer.note("column '" + column.name + "' has " + with_commas(column.labels.size()) +
                  " labels: trees cut them by the alphabet only, and a generator takes an input for each (slow, much "
                  "memory); write fewer, or " +
                  drop_hint(column.name));
  }
}

bool same_cells(const NotedColumns& data, std::size_t a, std::size_t b) {
  const auto same = [](double x, double y) {
    return std::bit_cast<std::uint64_t>(x) == std::bit_cast<std::uint64_t>(y);
  };
  if (data.features[a]->labels != data.features[b]->labels) return false;
  const Cells first = data.cells(a), second = data.cells(b);
  return std::ranges::equal(first, second, same);
}

// Finds columns that repeat an earlier one. Compared are those whose first cells are the same.
class Copies {
 public:
  // The earlier column that column c repeats.
  std::optional<std::size_t> earlier(const NotedColumns& data, std::size_t c, Cells cells) {
    if (look_at(cells).constant) return std::nullopt;  // said already
    std::vector<std::uint64_t> start;
    for (const double cell : cells.first(std::min(kGlance, cells.size()))) {
      start.push_back(std::bit_cast<std::uint64_t>(cell));
    }
    std::vector<std::size_t>& before = alike_[std::move(start)];
    const auto twin = std::ranges::find_if(before, [&](std::size_t e) { return same_cells(data, e, c); });
    if (twin != before.end()) return *twin;
    before.push_back(c);
    return std::nullopt;
  }

 private:
  std::map<std::vector<std::uint64_t>, std::vector<std::size_t>> alike_;
};

void note_target(const NotedColumns& data, Observer& observer) {
  const std::string rows = with_commas(data.y.size());
  if (data.classes.empty()) {
    const auto positives = static_cast<std::size_t>(std::ranges::count(data.y, 1));
    if (2 * positives > data.y.size()) {
      observer.note("'" + data.positive + "' is the label of " + with_commas(positives) + " of " + rows +
                    " rows: --positive names the rare class");
    }
    if (data.target_labels <= kManyClasses) return;
    observer.note("target '" + data.target.name + "' has " + with_commas(data.target_labels) +
                  " labels: " + data.positive + ", in " + with_commas(positives) + " of " + rows +
                  " rows, is the one class, all the others are the other");
    return;
  }
  for (std::size_t k = 0; k < data.classes.size(); ++k) {
    const auto later = std::span(data.classes).subspan(k + 1);
    for (const std::string& twin : near_twins(later, data.classes[k])) {
      observer.note("target '" + data.target.name + "': '" + data.classes[k] + "' and '" + twin +
                    "' differ by the way they are written alone, and are two classes: no --positive says which is "
                    "meant; write one label for both in the file if they are one");
    }
  }
}

}  // namespace

void note_texts(const tabular::Table& table, Observer& observer, std::span<const std::string> as_text) {
  for (std::size_t c = 0; c < table.columns(); ++c) {
    const std::string note = better_note(table.schema()[c], table.column(c), as_text);
    if (!note.empty()) observer.note(note);
    note_twins(table.schema()[c], observer);
  }
}

void note_columns(const tabular::Table& table, Observer& observer, std::span<const std::string> as_text) {
  bool identifiers = false;
  for (std::size_t c = 0; c < table.columns(); ++c) {
    note_twins(table.schema()[c], observer);
    note_cells(table.schema()[c], table.column(c), as_text, observer);
    identifiers = identifiers || identifies_rows(table.schema()[c], table.column(c));
  }
  if (!identifiers) return;
  observer.note(
      "made rows may hold identifiers of real ones: what `ballast schema` writes, for fit --schema, says which columns "
      "are made anew");
}

void note_columns(const NotedColumns& columns, Observer& observer) {
  const TellingRows rows(columns.y, std::max<std::size_t>(2, columns.classes.size()), columns.features.size());
  Copies copies;
  std::vector<std::string> repeating, telling;
  for (std::size_t c = 0; c < columns.features.size(); ++c) {
    const tabular::ColumnSchema& feature = *columns.features[c];
    const Cells cells = columns.cells(c);
    note_alone(feature, cells, columns.as_text, observer);
    if (rows.tells(feature, cells)) {
      telling.push_back("column '" + feature.name + "' alone tells the classes of '" + columns.target.name +
                        "' apart: a copy of it, or known only afterwards? Figures would be too good; " +
                        drop_hint(feature.name));
    }
    if (const std::optional<std::size_t> same = copies.earlier(columns, c, cells)) {
      repeating.push_back("column '" + feature.name + "' is the same as column '" + columns.features[*same]->name +
                          "': it teaches nothing more; " + drop_hint(feature.name));
    }
  }
  for (const std::string& note : repeating) observer.note(note);
  for (const std::string& note : telling) observer.note(note);
  note_target(columns, observer);
}

void note_columns(const Dataset& data, Observer& observer) {
  const std::vector<std::size_t> features = data.feature_columns();
  const tabular::ColumnSchema& target = data.table.schema()[data.target];
  std::size_t labels = target.labels.size();
  if (!target.is_text() && data.classes.empty()) {
    const Cells cells = data.table.column(data.target);
    labels = std::set<double>(cells.begin(), cells.end()).size();
  }
  const auto cells = [&](std::size_t c) { return data.table.column(features[c]); };
  NotedColumns columns{{}, data.as_text, cells, target, labels, data.positive, data.classes, data.y};
  for (const std::size_t c : features) columns.features.push_back(&data.table.schema()[c]);
  note_columns(columns, observer);
}

}  // namespace ballast::app
