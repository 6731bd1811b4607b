#include "app/data/dataset.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numeric>
#include <optional>
#include <set>

#include "app/data/class_labels.hpp"
#include "app/data/time_column.hpp"
#include "engine/error.hpp"
#include "engine/files/paths.hpp"
#include "engine/tabular/date_features.hpp"
#include "engine/tabular/date_format.hpp"

namespace ballast::app {
namespace {

constexpr std::size_t kLabelsShown = 8;
constexpr double kWhole = 9007199254740992;  // 2^53: whole numbers below are exact

// The value of a cell with the positive label, or nothing when the column cannot hold it.
std::optional<double> positive_cell(const tabular::ColumnSchema& column, const std::string& positive) {
  if (column.is_text()) {
    const auto label = std::find(column.labels.begin(), column.labels.end(), positive);
    if (label == column.labels.end()) return std::nullopt;
    return static_cast<double>(label - column.labels.begin());
  }
  double value = 0;
  const auto [end, fault] = std::from_chars(positive.data(), positive.data() + positive.size(), value);
  if (fault != std::errc{} || end != positive.data() + positive.size()) return std::nullopt;
  return value;
}

// The labels that occur, in order.
std::vector<std::string> labels_of(const tabular::ColumnSchema& column, std::span<const double> cells) {
  std::vector<std::string> out;
  for (const double cell : std::set<double>(cells.begin(), cells.end())) out.push_back(cell_text(column, cell));
  return out;
}

}  // namespace

std::string cell_text(const tabular::ColumnSchema& column, double cell) {
  if (tabular::is_missing(cell)) return "";
  if (column.is_text()) return column.labels[static_cast<std::size_t>(cell)];
  if (column.kind == tabular::ColumnKind::date) return tabular::DateFormat(column.format).write(cell);
  char text[32];
  if (std::trunc(cell) == cell && std::fabs(cell) < kWhole) {  // not 1e+05
    return {text, std::to_chars(text, text + sizeof text, static_cast<long long>(cell)).ptr};
  }
  return {text, std::to_chars(text, text + sizeof text, cell).ptr};
}

std::string label_list(std::span<const std::string> labels) {
  std::string out;
  for (const std::string& label : labels.first(std::min(kLabelsShown, labels.size()))) {
    out += (out.empty() ? "" : ", ") + label;
  }
  if (labels.size() <= kLabelsShown) return out;
  return out + ", ... (" + std::to_string(labels.size()) + " labels)";
}

std::size_t line_of(const tabular::Table& table, std::size_t row) {
  return table.line(row);
}

std::span<const double> target_cells(const tabular::Table& table, const std::string& target, const std::string& name) {
  const std::span<const double> cells = table.column(table.index_of(target));
  const auto missing = std::find_if(cells.begin(), cells.end(), tabular::is_missing);
  if (missing == cells.end()) return cells;
  const auto count = std::count_if(cells.begin(), cells.end(), tabular::is_missing);
  throw Error("missing value in the target column '" + target + "' (" + std::to_string(count) + " in all)")
      .in(name, line_of(table, static_cast<std::size_t>(missing - cells.begin())))
      .expected("a label in every row")
      .hint("remove these rows, or name another --target");
}

std::vector<std::int32_t> binary_labels(const tabular::Table& table, const TargetSpec& target, const std::string& name,
                                        bool both) {
  const std::span<const double> cells = target_cells(table, target.column, name);
  const tabular::ColumnSchema& column = table.schema()[table.index_of(target.column)];
  const std::optional<double> positive = positive_cell(column, target.positive);
  std::vector<std::int32_t> y(cells.size());
  if (positive) std::transform(cells.begin(), cells.end(), y.begin(), [&](double cell) { return cell == *positive; });
  const bool any = std::find(y.begin(), y.end(), 1) != y.end();
  if (!any && both) {
    throw Error("no row of column '" + target.column + "' has the positive label")
        .in(name)
        .expected("one of " + label_list(labels_of(column, cells)))
        .got(target.positive)
        .hint("--positive names the rare class");
  }
  if (both && std::find(y.begin(), y.end(), 0) == y.end()) {
    throw Error("column '" + target.column + "' holds one class only: every row is " + target.positive)
        .in(name)
        .expected("rows of two classes");
  }
  return y;
}

std::vector<std::size_t> Dataset::feature_columns() const {
  std::vector<std::size_t> out;
  for (std::size_t c = 0; c < table.columns(); ++c) {
    if (c != target) out.push_back(c);
  }
  return out;
}

std::vector<std::string> Dataset::feature_names() const {
  std::vector<std::string> out;
  for (const std::size_t c : feature_columns()) out.push_back(table.schema()[c].name);
  return out;
}

tabular::Schema Dataset::feature_schema() const {
  tabular::Schema out;
  for (const std::size_t c : feature_columns()) out.push_back(table.schema()[c]);
  return tabular::with_date_parts(out, table);
}

tabular::Table Dataset::features_of(std::span<const std::size_t> rows) const {
  return table.take_rows(rows).take_columns(feature_columns());
}

std::vector<std::size_t> Dataset::positive_rows() const {
  std::vector<std::size_t> out;
  for (std::size_t r = 0; r < y.size(); ++r) {
    if (y[r] == 1) out.push_back(r);
  }
  return out;
}

std::vector<std::size_t> Dataset::all_rows() const {
  std::vector<std::size_t> out(rows());
  std::iota(out.begin(), out.end(), std::size_t{0});
  return out;
}

std::vector<std::string> left_out(const DataRequest& request) {
  std::vector<std::string> out = request.drop;
  if (!request.time.empty() && !request.keep_time && std::ranges::find(out, request.time) == out.end()) {
    out.push_back(request.time);
  }
  const auto target = std::ranges::find(out, request.target.column);
  if (target == out.end()) return out;
  const char* const option = *target == request.time ? "--time" : "--drop";
  throw Error(option + std::string(" names the target column '") + *target + "'").in(request.path);
}

Dataset make_dataset(tabular::Table table, const DataRequest& request) {
  Dataset data;
  data.name = files::shown_name(request.path, files::Direction::input);
  if (!request.time.empty()) data.time = time_cells(table, request.time, request.path);
  std::vector<std::string> drop;  // of a file they were not parsed
  std::ranges::copy_if(left_out(request), std::back_inserter(drop),
                       [&](const std::string& name) { return table.find(name).has_value(); });
  data.table = drop.empty() ? std::move(table) : table.drop(drop);
  try {
    data.target = data.table.index_of(request.target.column);
  } catch (Error& error) {
    throw error.in(request.path);
  }
  if (data.table.columns() < 2) {
    throw Error("no feature columns").in(request.path).expected("at least one column beside the target");
  }
  if (request.every_label) {
    ClassLabels labels = class_labels(data.table, request.target.column, request.path);
    data.y = std::move(labels.y);
    data.classes = std::move(labels.classes);
    return data;
  }
  data.positive = request.target.positive;
  data.y = binary_labels(data.table, request.target, request.path);
  data.positives = static_cast<std::size_t>(std::count(data.y.begin(), data.y.end(), 1));
  return data;
}

}  // namespace ballast::app
