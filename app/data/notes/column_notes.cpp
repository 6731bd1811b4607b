// What a user should know of the columns before believing a figure: those that teach nothing (constant, empty, the same
// as another), identify rows, tell the target, or have very many labels; and a target that may not be what was meant.
#include <algorithm>
#include <bit>
#include <cmath>
#include <map>
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
#include "engine/tabular/label_fold.hpp"
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

// What is said of a text column in place of its being an identifier; empty: nothing.
std::string better_note(const tabular::ColumnSchema& column, Cells cells) {
  if (!column.is_text()) return "";
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
bool note_cells(const tabular::ColumnSchema& column, Cells cells, Observer& observer) {
  const Values values = look_at(cells);
  const std::string name = "column '" + column.name + "' ";
  if (values.present == 0) {
    observer.note(name + "is empty: it carries no information");
  } else if (values.constant) {
    observer.note(name + "is constant: it carries no information");
  } else if (const std::string better = better_note(column, cells); !better.empty()) {
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

void note_alone(const tabular::ColumnSchema& column, Cells cells, Observer& observer) {
  note_twins(column, observer);
  if (!note_cells(column, cells, observer) && column.labels.size() > kManyLabels) {
    observer.note("column '" + column.name + "' has " + with_commas(column.labels.size()) +
                  " labels: trees cut them by the alphabet only, and a generator takes an input for each (slow, much "
                  "memory); write fewer, or " +
                  drop_hint(column.name));
  }
}

void note_telling(const Dataset& data, Observer& observer) {
  const std::string& target = data.table.schema()[data.target].name;
  for (const std::size_t c : telling_columns(data)) {
    const std::string& name = data.table.schema()[c].name;
    observer.note("column '" + name + "' alone tells the classes of '" + target +
                  "' apart: a copy of it, or known only afterwards? Figures would be too good; " + drop_hint(name));
  }
}

bool same_cells(const tabular::Table& table, std::size_t a, std::size_t b) {
  const auto same = [](double x, double y) {
    return std::bit_cast<std::uint64_t>(x) == std::bit_cast<std::uint64_t>(y);
  };
  return table.schema()[a].labels == table.schema()[b].labels &&
         std::ranges::equal(table.column(a), table.column(b), same);
}

// Each column that repeats an earlier one. Compared are those whose first cells are the same.
void note_copies(const Dataset& data, Observer& observer) {
  std::map<std::vector<std::uint64_t>, std::vector<std::size_t>> alike;
  for (const std::size_t c : data.feature_columns()) {
    const Cells cells = data.table.column(c);
    if (look_at(cells).constant) continue;  // said already
    std::vector<std::uint64_t> start;
    for (const double cell : cells.first(std::min(kGlance, cells.size()))) {
      start.push_back(std::bit_cast<std::uint64_t>(cell));
    }
    std::vector<std::size_t>& earlier = alike[std::move(start)];
    const auto twin = std::ranges::find_if(earlier, [&](std::size_t e) { return same_cells(data.table, e, c); });
    if (twin == earlier.end()) {
      earlier.push_back(c);
      continue;
    }
    const std::string& name = data.table.schema()[c].name;
    observer.note("column '" + name + "' is the same as column '" + data.table.schema()[*twin].name +
                  "': it teaches nothing more; " + drop_hint(name));
  }
}

void note_target(const Dataset& data, Observer& observer) {
  const tabular::ColumnSchema& target = data.table.schema()[data.target];
  const Cells cells = data.table.column(data.target);
  if (data.classes.empty()) {
    if (data.positives > data.negatives()) {
      observer.note("'" + data.positive + "' is the label of " + with_commas(data.positives) + " of " +
                    with_commas(data.rows()) + " rows: --positive names the rare class");
    }
    const std::size_t labels =
        target.is_text() ? target.labels.size() : std::set<double>(cells.begin(), cells.end()).size();
    if (labels <= kManyClasses) return;
    observer.note("target '" + target.name + "' has " + with_commas(labels) + " labels: " + data.positive + ", in " +
                  with_commas(data.positives) + " of " + with_commas(data.rows()) +
                  " rows, is the one class, all the others are the other");
    return;
  }
  for (std::size_t k = 0; k < data.classes.size(); ++k) {
    const auto later = std::span(data.classes).subspan(k + 1);
    for (const std::string& twin : near_twins(later, data.classes[k])) {
      observer.note("target '" + target.name + "': '" + data.classes[k] + "' and '" + twin +
                    "' differ by case and spaces alone, and are two classes");
    }
  }
}

}  // namespace

void note_texts(const tabular::Table& table, Observer& observer) {
  for (std::size_t c = 0; c < table.columns(); ++c) {
    const std::string note = better_note(table.schema()[c], table.column(c));
    if (!note.empty()) observer.note(note);
    note_twins(table.schema()[c], observer);
  }
}

void note_columns(const tabular::Table& table, Observer& observer) {
  bool identifiers = false;
  for (std::size_t c = 0; c < table.columns(); ++c) {
    note_twins(table.schema()[c], observer);
    note_cells(table.schema()[c], table.column(c), observer);
    identifiers = identifiers || identifies_rows(table.schema()[c], table.column(c));
  }
  if (!identifiers) return;
  observer.note(
      "made rows may hold identifiers of real ones: what `ballast schema` writes, for fit --schema, says which columns "
      "are made anew");
}

void note_columns(const Dataset& data, Observer& observer) {
  for (const std::size_t c : data.feature_columns()) {
    note_alone(data.table.schema()[c], data.table.column(c), observer);
  }
  note_copies(data, observer);
  note_telling(data, observer);
  note_target(data, observer);
}

}  // namespace ballast::app
