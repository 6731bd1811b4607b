#include "engine/tabular/features/features.hpp"

#include <algorithm>
#include <limits>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "engine/quoting.hpp"
#include "engine/tabular/column_names.hpp"
#include "engine/tabular/features/date_features.hpp"
#include "engine/tabular/labels/label_fold.hpp"
#include "engine/tabular/labels/label_index.hpp"

namespace ballast::tabular {
namespace {

// A name as labels are folded, without lines below.
std::string bare(std::string_view name) {
  std::string out = folded_label(name);
  std::erase(out, '_');
  return out;
}

// "did you mean 'Amount', for 'amount'?": names that differ in case, blanks and look-alike characters alone.
std::string twin_hint(std::span<const std::string> absent, std::span<const std::string> found) {
  std::unordered_map<std::string, std::string_view> twins;
  for (const std::string& name : found) twins.try_emplace(bare(name), name);
  for (const std::string& name : absent) {
    const auto twin = twins.find(bare(name));
    if (twin == twins.end()) continue;
    const std::string other(twin->second);
    const bool is_ascii =
        std::ranges::all_of(name + other, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    return "did you mean '" + other + (absent.size() == 1 ? "'?" : "', for '" + name + "'?") +
           (is_ascii ? "" : " (some of their characters only look alike)");
  }
  return "";
}

// No infinity reaches a learner.
double to_feature(double cell) {
  static constexpr double kLargest = std::numeric_limits<double>::max();
  return is_missing(cell) ? cell : std::clamp(cell, -kLargest, kLargest);
}

// For each label of `from` its index in `to`, NaN where `to` has no such label.
std::vector<double> translate_labels(std::span<const std::string> from, std::span<const std::string> to) {
  const LabelIndex known(to);
  std::vector<double> code(from.size(), kMissing);
  for (std::size_t i = 0; i < from.size(); ++i) {
    if (const auto at = known.find(from[i])) code[i] = static_cast<double>(*at);
  }
  return code;
}

// What the cells of a column say, and its labels as codes (NaN: not known).
UnseenLabels unseen_labels(const ColumnSchema& trained, const ColumnSchema& column, std::span<const double> cells,
                           std::span<const double> code) {
  UnseenLabels out(trained);
  for (const double cell : cells) {
    if (is_missing(cell)) continue;
    ++out.present;
    const auto label = static_cast<std::size_t>(cell);
    if (is_missing(code[label])) out.add(column.labels[label]);
  }
  return out;
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
  if (wanted.is_text()) error.hint(typed_option("--categorical", wanted.name) + " reads the column as text");
  throw error;
}

}  // namespace

UnseenLabels::UnseenLabels(const ColumnSchema& trained)
    : column(trained.name),
      known(trained.labels.begin(),
            trained.labels.begin() + static_cast<std::ptrdiff_t>(std::min(kExamples, trained.labels.size()))) {}

void UnseenLabels::add(std::string_view label, std::size_t cells) {
  unseen += cells;
  if (examples.size() < kExamples && std::ranges::find(examples, label) == examples.end()) examples.emplace_back(label);
}

void UnseenLabels::add(const UnseenLabels& below) {
  present += below.present;
  unseen += below.unseen;
  for (const std::string& label : below.examples) add(label, 0);
}

std::optional<Error> absent_columns(const Schema& wanted, std::span<const std::string> found) {
  const std::unordered_set<std::string_view> names(found.begin(), found.end());
  std::vector<std::string> absent;
  const std::vector<std::string> needed = source_columns(wanted);
  std::ranges::copy_if(needed, std::back_inserter(absent), [&](const auto& name) { return !names.contains(name); });
  if (absent.empty()) return std::nullopt;
  const std::string twin = twin_hint(absent, found);
  if (absent.size() == 1) {
    Error error("there is no column '" + absent[0] + "', which the model was trained with");
    return twin.empty() ? hint_column(std::move(error), absent[0], found) : error.hint(twin);
  }
  constexpr std::size_t kNamed = 20;
  std::string list;
  for (std::size_t i = 0; i < std::min(kNamed, absent.size()); ++i) {
    list += (i == 0 ? "'" : ", '") + absent[i] + "'";
  }
  if (absent.size() > kNamed) list += ", ...";
  Error error(std::to_string(absent.size()) + " of the " + std::to_string(needed.size()) +
              " columns that the model was trained with are not there: " + list);
  return twin.empty() ? hint_no_header(std::move(error), found) : error.hint(twin);
}

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
  std::vector<std::string> names;
  for (const ColumnSchema& column : table.schema()) names.push_back(column.name);
  if (const auto error = absent_columns(schema_, names)) throw *error;
  std::unordered_map<std::string_view, std::size_t> place_of;
  for (std::size_t c = 0; c < names.size(); ++c) place_of.emplace(names[c], c);
  std::vector<std::size_t> out;
  for (const ColumnSchema& wanted : schema_) {
    out.push_back(place_of.at(source_column(wanted)));
    check_type(table, out.back(), wanted);
  }
  return out;
}

FeatureEncoder::Encoded FeatureEncoder::encode(const Table& table) const {
  const std::vector<std::size_t> places = places_in(table);
  Encoded out{numeric::Matrix<double>(table.rows(), schema_.size()), {}};
  for (std::size_t feature = 0; feature < schema_.size(); ++feature) {
    const ColumnSchema& found = table.schema()[places[feature]];
    const std::span<const double> cells = table.column(places[feature]);
    if (schema_[feature].kind == ColumnKind::date) {
      const DatePart part(schema_[feature]);
      for (std::size_t row = 0; row < cells.size(); ++row) out.x(row, feature) = to_feature(part.of(cells[row]));
      continue;
    }
    if (!schema_[feature].is_text()) {
      for (std::size_t row = 0; row < cells.size(); ++row) out.x(row, feature) = to_feature(cells[row]);
      continue;
    }
    const std::vector<double> code = translate_labels(found.labels, schema_[feature].labels);
    for (std::size_t row = 0; row < cells.size(); ++row) {
      const double cell = is_missing(cells[row]) ? kMissing : code[static_cast<std::size_t>(cells[row])];
      out.x(row, feature) = cell;
    }
    if (std::ranges::none_of(code, is_missing)) continue;
    UnseenLabels unseen = unseen_labels(schema_[feature], found, cells, code);
    if (unseen.unseen > 0) out.unseen.push_back(std::move(unseen));
  }
  return out;
}

}  // namespace ballast::tabular
