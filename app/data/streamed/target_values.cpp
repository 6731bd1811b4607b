// The different cells stand in a small table, which is labelled as any.
#include "app/data/streamed/target_values.hpp"

#include <algorithm>
#include <utility>

#include "app/data/labels/class_labels.hpp"
#include "app/data/target_labels.hpp"
#include "engine/error.hpp"

namespace ballast::app {
namespace {

constexpr std::size_t kMostTargets = 100'000;  // different cells of a target

tabular::Table table_of(const TargetValues& values, const tabular::ColumnSchema& column,
                        const tabular::TableBlocks& blocks) {
  std::vector<double> cells;
  std::vector<std::size_t> numbers;
  for (const auto& [cell, row] : values.first) {
    cells.push_back(cell);
    numbers.push_back(row);
  }
  // As many rows as there are, but no more than two a label: too few for classes are still too few.
  for (std::size_t i = 0, distinct = cells.size(); i < distinct && cells.size() < blocks.rows(); ++i) {
    cells.push_back(cells[i]);
    numbers.push_back(numbers[i]);
  }
  cells.resize(cells.size() + values.missing_rows, tabular::kMissing);
  numbers.resize(cells.size(), values.missing);
  std::vector<std::vector<double>> all{std::move(cells)};
  tabular::Table out({column}, std::move(all));
  for (std::size_t i = 0; i < numbers.size(); ++i) out.origins()[i].row = numbers[i];
  return out;
}

}  // namespace

void TargetValues::add(std::span<const double> cells, std::size_t row) {
  for (const double cell : cells) {
    if (tabular::is_missing(cell)) {
      missing = std::min(missing, row);
      ++missing_rows;
    } else {
      first.try_emplace(cell, row);
    }
    ++row;
  }
}

void TargetValues::add(const TargetValues& below) {
  first.insert(below.first.begin(), below.first.end());
  missing = std::min(missing, below.missing);
  missing_rows += below.missing_rows;
}

void TargetValues::require_classes(const DataRequest& request) const {
  if (first.size() <= kMostTargets) return;
  throw Error("column '" + request.target.column + "' holds more than 100,000 different cells: it is no class")
      .in(request.path);
}

tabular::Schema part_target(const tabular::TableBlocks& blocks, const DataRequest& request, std::size_t& target,
                            StreamedSet& out) {
  const std::vector<std::string> drop = left_out(request);
  try {
    target = column_index(blocks, request.target.column);
  } catch (Error& error) {
    throw error.in(request.path);
  }
  tabular::Schema columns;
  for (std::size_t c = 0; c < blocks.schema().size(); ++c) {
    const tabular::ColumnSchema& column = blocks.schema()[c];
    if (std::ranges::find(drop, column.name) != drop.end()) continue;
    if (c == target) {
      out.target = {column, columns.size(), {}, {}};
    } else {
      columns.push_back(column);
    }
  }
  if (columns.empty()) {
    throw Error("no feature columns").in(request.path).expected("at least one column beside the target");
  }
  return columns;
}

std::map<double, std::int32_t> label_values(const TargetValues& values, const tabular::TableBlocks& blocks,
                                            const DataRequest& request, StreamedSet& out) {
  tabular::Table distinct = table_of(values, out.target.column, blocks);
  std::vector<std::int32_t> y;
  const auto label_all = [&] {
    if (request.every_label) {
      ClassLabels labels = class_labels(distinct, request.target.column, request.path);
      out.classes = std::move(labels.classes);
      y = std::move(labels.y);
    } else {
      out.target.positive = written_label(out.target.column, request.target.positive);
      y = binary_labels(distinct, request.target, request.path);
    }
  };
  try {
    label_all();
  } catch (const Error&) {  // now lines are worth looking for
    blocks.give_lines(distinct);
    label_all();
  }
  std::map<double, std::int32_t> class_of;
  for (std::size_t row = 0; row < y.size(); ++row) class_of[distinct.column(0)[row]] = y[row];
  if (out.target.positive.empty()) return class_of;
  for (const auto& [cell, label] : class_of) {
    if (label == 0) out.target.others.push_back(cell_text(out.target.column, cell));
  }
  return class_of;
}

}  // namespace ballast::app
