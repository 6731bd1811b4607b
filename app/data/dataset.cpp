#include "app/data/dataset.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numeric>

#include "app/data/labels/class_labels.hpp"
#include "app/data/splits/group_column.hpp"
#include "app/data/splits/time_column.hpp"
#include "engine/error.hpp"
#include "engine/files/paths.hpp"
#include "engine/tabular/dates/date_format.hpp"
#include "engine/tabular/features/date_features.hpp"

namespace ballast::app {
namespace {

constexpr std::size_t kLabelsShown = 8;
constexpr double kWhole = 9007199254740992;  // 2^53: whole numbers below are exact

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
  if (!request.group.empty() && std::ranges::find(out, request.group) == out.end()) out.push_back(request.group);
  const auto target = std::ranges::find(out, request.target.column);
  if (target == out.end()) return out;
  const char* const option = *target == request.time ? "--time" : *target == request.group ? "--group" : "--drop";
  throw Error(option + std::string(" names the target column '") + *target + "'").in(request.path);
}

Dataset make_dataset(tabular::Table table, const DataRequest& request) {
  Dataset data;
  data.as_text = request.categorical;
  data.name = files::shown_name(request.path, files::Direction::input);
  if (!request.time.empty()) data.time = time_cells(table, request.time, request.path);
  if (!request.gap.empty()) data.gap = time_gap(request.gap, table, request.time);
  if (!request.group.empty()) data.group = group_numbers(table, request.group, request.path);
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
  data.positive = written_label(data.table.schema()[data.target], request.target.positive);
  data.y = binary_labels(data.table, request.target, request.path);
  data.positives = static_cast<std::size_t>(std::count(data.y.begin(), data.y.end(), 1));
  return data;
}

}  // namespace ballast::app
