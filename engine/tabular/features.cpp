#include "engine/tabular/features.hpp"

#include <algorithm>
#include <limits>
#include <span>
#include <string_view>
#include <unordered_map>

#include "engine/error.hpp"
#include "engine/tabular/date_features.hpp"

namespace ballast::tabular {
namespace {

// Rounds to float; a double beyond float's range becomes the largest float, so that no infinity reaches a learner.
float to_feature(double cell) {
  static constexpr double kLargest = std::numeric_limits<float>::max();
  return static_cast<float>(is_missing(cell) ? cell : std::clamp(cell, -kLargest, kLargest));
}

// For each label of `from` its index in `to` (both sorted), NaN where `to` has no such label.
std::vector<double> translate_labels(const std::vector<std::string>& from, const std::vector<std::string>& to) {
  std::vector<double> code(from.size(), kMissing);
  for (std::size_t i = 0; i < from.size(); ++i) {
    const auto at = std::lower_bound(to.begin(), to.end(), from[i]);
    if (at != to.end() && *at == from[i]) code[i] = static_cast<double>(at - to.begin());
  }
  return code;
}

[[noreturn]] void refuse_absent(const Table& table, const std::string& wanted) {
  std::vector<std::string_view> names;
  for (const ColumnSchema& column : table.schema()) names.push_back(column.name);
  Error error("the table has no column '" + wanted + "', which the model was trained with");
  const std::string_view near = nearest_name(wanted, names);
  if (!near.empty()) error.hint("the nearest column is '" + std::string(near) + "'");
  throw error;
}

void check_type(const Table& table, std::size_t index, const ColumnSchema& wanted) {
  const ColumnSchema& found = table.schema()[index];
  const bool dates = wanted.kind == ColumnKind::date;
  if (found.is_text() == wanted.is_text() && (found.kind == ColumnKind::date) == dates) return;
  const auto cells = table.column(index);
  if (std::all_of(cells.begin(), cells.end(), is_missing)) return;  // nothing in it contradicts the model
  const auto type_of = [](const ColumnSchema& column) {
    return column.kind == ColumnKind::date ? "dates" : column.is_text() ? "text" : "numbers";
  };
  Error error("column '" + found.name + "' has another type than the model was trained with");
  error.expected(type_of(wanted)).got(type_of(found));
  if (wanted.is_text()) error.hint("--categorical " + wanted.name + " reads the column as text");
  throw error;
}

}  // namespace

std::vector<std::string> FeatureEncoder::names() const {
  std::vector<std::string> out;
  for (const ColumnSchema& column : schema_) out.push_back(column.name);
  return out;
}

std::vector<std::uint32_t> FeatureEncoder::label_counts() const {
  std::vector<std::uint32_t> out;
  for (const ColumnSchema& column : schema_) {
    out.push_back(column.is_text() ? static_cast<std::uint32_t>(column.labels.size()) : 0);
  }
  return out;
}

std::vector<std::size_t> FeatureEncoder::places_in(const Table& table) const {
  std::unordered_map<std::string_view, std::size_t> place_of;
  for (std::size_t c = 0; c < table.columns(); ++c) place_of.emplace(table.schema()[c].name, c);
  std::vector<std::size_t> out;
  for (const ColumnSchema& wanted : schema_) {
    const std::string_view name = source_column(wanted);
    const auto place = place_of.find(name);
    if (place == place_of.end()) refuse_absent(table, std::string(name));
    check_type(table, place->second, wanted);
    out.push_back(place->second);
  }
  return out;
}

FeatureEncoder::Encoded FeatureEncoder::encode(const Table& table) const {
  const std::vector<std::size_t> places = places_in(table);
  Encoded out{numeric::Matrix<float>(table.rows(), schema_.size())};
  for (std::size_t feature = 0; feature < schema_.size(); ++feature) {
    const std::size_t index = places[feature];
    const std::span<const double> cells = table.column(index);
    if (schema_[feature].kind == ColumnKind::date) {
      const DatePart part(schema_[feature]);
      for (std::size_t row = 0; row < cells.size(); ++row) out.x(row, feature) = to_feature(part.of(cells[row]));
      continue;
    }
    if (!schema_[feature].is_text()) {
      for (std::size_t row = 0; row < cells.size(); ++row) out.x(row, feature) = to_feature(cells[row]);
      continue;
    }
    const std::vector<double> code = translate_labels(table.schema()[index].labels, schema_[feature].labels);
    for (std::size_t row = 0; row < cells.size(); ++row) {
      const double cell = is_missing(cells[row]) ? kMissing : code[static_cast<std::size_t>(cells[row])];
      out.x(row, feature) = static_cast<float>(cell);
      out.unseen_cells += is_missing(cell) && !is_missing(cells[row]);
    }
  }
  return out;
}

}  // namespace ballast::tabular
