#include "engine/tabular/row_parser.hpp"

#include <algorithm>
#include <limits>
#include <unordered_map>

#include "engine/error.hpp"
#include "engine/tabular/csv_cells.hpp"
#include "engine/tabular/csv_header.hpp"

namespace ballast::tabular {
namespace {

constexpr float kMissingFeature = std::numeric_limits<float>::quiet_NaN();

std::string_view without_line_end(std::string_view line) {
  while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.remove_suffix(1);
  return line;
}

// NaN for a missing cell; false when the cell holds no number.
bool read_number(std::string_view text, float& out) {
  static constexpr double kLargest = std::numeric_limits<float>::max();
  const csv::Number number = csv::parse_number(text);
  out = kMissingFeature;
  if (number.kind == csv::NumberKind::number) out = static_cast<float>(std::clamp(number.value, -kLargest, kLargest));
  return number.kind == csv::NumberKind::number || number.kind == csv::NumberKind::missing;
}

}  // namespace

RowParser::RowParser(std::string_view header, const Schema& features, std::string name)
    : features_(features), name_(std::move(name)) {
  const std::vector<std::string> names = csv::read_header({without_line_end(header), name_}).names;
  feature_of_.assign(names.size(), kNoFeature);
  std::unordered_map<std::string_view, std::size_t> column_of;
  for (std::size_t c = 0; c < names.size(); ++c) column_of.emplace(names[c], c);
  for (std::size_t f = 0; f < features_.size(); ++f) {
    const auto column = column_of.find(features_[f].name);
    if (column == column_of.end()) {
      throw Error("there is no column '" + features_[f].name + "', which the model was trained with").in(name_, 1);
    }
    feature_of_[column->second] = f;
  }
}

float RowParser::label_code(const ColumnSchema& column, std::string_view text) {
  const auto label = std::lower_bound(column.labels.begin(), column.labels.end(), text);
  if (label != column.labels.end() && *label == text) return static_cast<float>(label - column.labels.begin());
  ++unseen_cells_;
  return kMissingFeature;
}

void RowParser::parse(std::string_view line, std::size_t line_number, std::span<float> x) {
  line = without_line_end(line);
  const csv::Source source{line, name_};
  const char* at = source.begin();
  const char* const end = source.end();
  const auto where = [&](const char* what, const char* place) {
    return Error(what).in(name_, line_number, static_cast<std::size_t>(place - source.begin()) + 1);
  };
  std::size_t cells = 0;
  for (;; ++at, ++cells) {
    const csv::Cell cell = csv::take_cell(at, end);
    if (cell.fault != csv::CellFault::none) throw where("a quote that is not closed or not doubled", cell.next);
    const std::size_t feature = cells < feature_of_.size() ? feature_of_[cells] : kNoFeature;
    if (feature != kNoFeature) {
      const ColumnSchema& column = features_[feature];
      if (!column.is_text()) {
        if (!read_number(cell.text, x[feature])) {
          throw where("not a number", at).expected("a finite number in column '" + column.name + "'").got(cell.text);
        }
      } else if (csv::is_missing_text(cell.text)) {
        x[feature] = kMissingFeature;
      } else {
        x[feature] = cell.escaped ? label_code(column, csv::unescaped(cell)) : label_code(column, cell.text);
      }
    }
    at = cell.next;
    if (at == end) break;
  }
  if (cells + 1 == feature_of_.size()) return;
  throw where("a row of another length than the header", source.begin())
      .expected(std::to_string(feature_of_.size()) + " cells")
      .got(std::to_string(cells + 1));
}

}  // namespace ballast::tabular
