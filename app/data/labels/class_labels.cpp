#include "app/data/labels/class_labels.hpp"

#include <algorithm>
#include <map>
#include <optional>

#include "app/data/dataset.hpp"
#include "engine/error.hpp"
#include "engine/quoting.hpp"
#include "engine/tabular/labels/label_index.hpp"

namespace ballast::app {
namespace {

void require_classes(const std::vector<std::string>& labels, std::size_t rows, const std::string& target,
                     const std::string& name) {
  if (labels.size() == 1) {
    throw Error("column '" + target + "' holds one class only: every row is " + labels[0])
        .in(name)
        .expected("rows of two classes");
  }
  if (labels.size() == 2) {
    throw Error("--positive is missing: column '" + target + "' has two labels")
        .in(name)
        .expected("the label of the rare class")
        .hint("--positive " + shell_word(labels[0]) + " or --positive " + shell_word(labels[1]));
  }
  if (labels.size() > std::min(kMostLabels, rows / 2)) {
    throw Error("column '" + target + "' has too many labels to be classes")
        .in(name)
        .expected("at most " + std::to_string(kMostLabels) + ", and two rows a label")
        .got(std::to_string(labels.size()) + " labels in " + std::to_string(rows) + " rows")
        .hint("it looks like a number or a name, not a class; --positive LABEL makes two classes of it");
  }
}

// Classes of the labels that occur, in their order: 1 and 1.0 are one class.
class ClassNumbers {
 public:
  std::int32_t add(const std::string& label, std::vector<std::string>& classes) {
    const auto next = static_cast<std::int32_t>(classes.size());
    if (const std::optional<double> number = tabular::whole_number_of(label)) {
      const auto [at, added] = by_number_.try_emplace(*number, next);
      if (!added) return at->second;
    }
    classes.push_back(label);
    return next;
  }

 private:
  std::map<double, std::int32_t> by_number_;
};

}  // namespace

ClassLabels class_labels(const tabular::Table& table, const std::string& target, const std::string& name) {
  const std::span<const double> cells = target_cells(table, target, name);
  std::vector<double> values(cells.begin(), cells.end());
  std::ranges::sort(values);
  values.erase(std::unique(values.begin(), values.end()), values.end());
  ClassLabels out;
  const tabular::ColumnSchema& column = table.schema()[table.index_of(target)];
  ClassNumbers numbers;
  std::vector<std::int32_t> class_of;  // of each value
  for (const double value : values) class_of.push_back(numbers.add(cell_text(column, value), out.classes));
  require_classes(out.classes, cells.size(), target, name);
  for (const double cell : cells) {
    out.y.push_back(class_of[static_cast<std::size_t>(std::ranges::lower_bound(values, cell) - values.begin())]);
  }
  return out;
}

std::vector<std::int32_t> known_classes(const tabular::Table& table, const std::string& target,
                                        std::span<const std::string> classes, const std::string& name) {
  const std::span<const double> cells = target_cells(table, target, name);
  const tabular::ColumnSchema& column = table.schema()[table.index_of(target)];
  const tabular::LabelIndex known(classes);
  std::map<double, std::int32_t> found;  // a cell's class, looked for once
  std::vector<std::int32_t> out;
  for (const double cell : cells) {
    auto at = found.find(cell);
    if (at == found.end()) {
      const std::string label = cell_text(column, cell);
      const std::optional<std::size_t> k = known.find(label);
      if (!k) {
        throw Error("column '" + target + "' holds a label that the model has never seen")
            .in(name, line_of(table, out.size()))
            .expected("one of " + label_list(classes))
            .got(label)
            .hint("leave these rows out: no probability was given to that class");
      }
      at = found.emplace(cell, static_cast<std::int32_t>(*k)).first;
    }
    out.push_back(at->second);
  }
  return out;
}

}  // namespace ballast::app
