#include "app/data/target_labels.hpp"

#include <algorithm>
#include <optional>
#include <set>

#include "app/data/dataset.hpp"
#include "engine/error.hpp"
#include "engine/quoting.hpp"
#include "engine/tabular/cells/number_style.hpp"
#include "engine/tabular/labels/label_fold.hpp"
#include "engine/tabular/labels/label_index.hpp"

namespace ballast::app {
namespace {

// The labels that occur, in order.
std::vector<std::string> labels_of(const tabular::ColumnSchema& column, std::span<const double> cells) {
  std::vector<std::string> out;
  for (const double cell : std::set<double>(cells.begin(), cells.end())) out.push_back(cell_text(column, cell));
  return out;
}

void refuse_twins(const tabular::Table& table, std::span<const double> cells, const tabular::ColumnSchema& column,
                  const std::string& positive, const std::string& name) {
  std::vector<std::string> twins = near_twins(column.labels, positive);
  std::erase(twins, tabular::TruthSpellings(column.labels).meaning(positive));  // the label itself, in other letters
  if (twins.empty() || !tabular::LabelIndex(column.labels).find(positive)) return;
  const auto label = static_cast<double>(std::ranges::find(column.labels, twins[0]) - column.labels.begin());
  const auto row = std::ranges::find(cells, label);
  if (row == cells.end()) return;  // a label of other rows
  throw Error("column '" + column.name + "' writes the positive label in " + std::to_string(twins.size() + 1) +
              " ways: " + positive + ", " + label_list(twins))
      .in(name, line_of(table, static_cast<std::size_t>(row - cells.begin())))
      .expected(positive + " alone; rows of the others would count as the other class")
      .got(twins[0])
      .hint("write one label for both in the file");
}

// The number that the label writes, plainly or as columns do: 10%, $1, 1,5.
std::optional<double> number_typed(const std::string& label) {
  if (const std::optional<double> plain = tabular::number_of(label)) return plain;
  const std::vector<tabular::NumberStyle> styles = tabular::styles_that_read({&label, 1}, 0);
  return styles.size() == 1 ? tabular::parse_styled(label, styles[0]) : std::nullopt;
}

// The number that the label means; that of true and false where the cells are 0 and 1.
std::optional<double> number_meant(std::span<const double> cells, const std::string& label) {
  const std::optional<tabular::Truth> truth = tabular::truth_of(label);
  const bool is_word = truth && truth->words == tabular::Truth::Words::true_false;
  if (!is_word || !std::ranges::all_of(cells, [](double cell) { return cell == 0 || cell == 1; })) {
    return number_typed(label);
  }
  return truth->value ? 1 : 0;
}

void refuse_numbers(std::span<const double> cells, const tabular::ColumnSchema& column, const std::string& positive,
                    const std::string& name) {
  if (column.is_text()) return;
  if (column.kind == tabular::ColumnKind::date) {
    throw Error("column '" + column.name + "' holds dates, not classes")
        .in(name)
        .expected("a target of labels")
        .hint(typed_option("--categorical", column.name) + " reads the dates as labels");
  }
  std::set<double> values;
  for (const double cell : cells) {
    values.insert(cell);
    if (values.size() > kMostValues) break;
  }
  if (values.size() <= kMostValues) return;
  values.insert(cells.begin(), cells.end());
  throw Error("column '" + column.name + "' holds " + std::to_string(values.size()) +
              " different numbers: it is a quantity, not a class")
      .in(name)
      .expected("a target of at most " + std::to_string(kMostValues) + " labels")
      .got(column.name + " = " + positive)
      .hint("cut it in two classes in the file; if every number is a label, " +
            typed_option("--categorical", column.name));
}

[[noreturn]] void refuse_absent(std::span<const double> cells, const tabular::ColumnSchema& column,
                                const std::string& positive, const std::string& name) {
  const std::vector<std::string> labels = labels_of(column, cells), twins = near_twins(labels, positive);
  throw Error("no row of column '" + column.name + "' has the positive label")
      .in(name)
      .expected("one of " + label_list(labels))
      .got(positive)
      .hint(twins.empty() ? "--positive names the rare class" : "did you mean '" + twins[0] + "'?");
}

}  // namespace

std::vector<std::string> near_twins(std::span<const std::string> labels, const std::string& label) {
  std::vector<std::string> out;
  const auto fold = tabular::are_truth_values(labels) ? tabular::folded_truth : tabular::folded_label;
  const std::string wanted = fold(label);
  for (const std::string& other : labels) {
    if (!tabular::same_label(other, label) && fold(other) == wanted) out.push_back(other);
  }
  return out;
}

std::span<const double> target_cells(const tabular::Table& table, const std::string& target, const std::string& name) {
  std::size_t column = 0;
  try {
    column = table.index_of(target);
  } catch (Error& error) {
    throw error.in(name);
  }
  const std::span<const double> cells = table.column(column);
  const auto missing = std::find_if(cells.begin(), cells.end(), tabular::is_missing);
  if (missing == cells.end()) return cells;
  const auto count = std::count_if(cells.begin(), cells.end(), tabular::is_missing);
  throw Error("missing value in the target column '" + target + "' (" + std::to_string(count) + " in all)")
      .in(name, line_of(table, static_cast<std::size_t>(missing - cells.begin())))
      .expected("a label in every row")
      .hint("remove these rows, or name another --target");
}

std::string written_label(const tabular::ColumnSchema& column, const std::string& positive) {
  if (!column.is_text()) {
    if (const std::optional<double> number = number_typed(positive)) return cell_text(column, *number);
    const std::optional<tabular::Truth> truth = tabular::truth_of(positive);  // of a column of 0 and 1
    return truth && column.kind == tabular::ColumnKind::binary ? (truth->value ? "1" : "0") : positive;
  }
  const auto label = tabular::LabelIndex(column.labels).find(positive);
  return label ? column.labels[*label] : positive;
}

std::vector<std::int32_t> binary_labels(const tabular::Table& table, const TargetSpec& target, const std::string& name,
                                        bool both) {
  const std::span<const double> cells = target_cells(table, target.column, name);
  const tabular::ColumnSchema& column = table.schema()[table.index_of(target.column)];
  const std::string& positive = target.positive;
  refuse_twins(table, cells, column, positive, name);
  refuse_numbers(cells, column, positive, name);
  std::vector<std::int32_t> y(cells.size());
  if (column.is_text()) {
    const auto meant = tabular::LabelIndex(column.labels).find(positive);
    std::vector<std::int32_t> of_label;
    for (const std::string& label : column.labels) of_label.push_back(tabular::same_label(label, positive) ? 1 : 0);
    if (meant) of_label[*meant] = 1;
    std::ranges::transform(cells, y.begin(), [&](double cell) { return of_label[static_cast<std::size_t>(cell)]; });
  } else if (const std::optional<double> number = number_meant(cells, positive)) {
    std::ranges::transform(cells, y.begin(), [&](double cell) { return cell == *number ? 1 : 0; });
  }
  if (!both) return y;
  if (std::ranges::find(y, 1) == y.end()) refuse_absent(cells, column, positive, name);
  if (std::ranges::find(y, 0) == y.end()) {
    throw Error("column '" + target.column + "' holds one class only: every row is " + positive)
        .in(name)
        .expected("rows of two classes");
  }
  return y;
}

}  // namespace ballast::app
