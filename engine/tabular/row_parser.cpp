#include "engine/tabular/row_parser.hpp"

#include <algorithm>
#include <limits>
#include <optional>
#include <string>
#include <unordered_map>

#include "engine/error.hpp"
#include "engine/tabular/csv_chunks.hpp"
#include "engine/tabular/csv_columns.hpp"
#include "engine/tabular/csv_dates.hpp"
#include "engine/tabular/csv_header.hpp"

namespace ballast::tabular {
namespace {

constexpr double kMissingFeature = std::numeric_limits<double>::quiet_NaN();

}  // namespace

RowParser::RowParser(std::string_view header, const Schema& features, std::string name)
    : features_(features), name_(std::move(name)) {
  std::vector<std::string> names = csv::read_header({header, name_}).names;
  if (std::optional<Error> error = absent_columns(features_, names)) throw error->in(name_, 1);
  std::unordered_map<std::string_view, Column*> by_name;
  for (std::string& column : names) columns_.push_back({std::move(column)});
  for (Column& column : columns_) by_name.emplace(column.name, &column);
  for (const ColumnSchema& feature : features_) {
    const ColumnSchema*& first = by_name.at(source_column(feature))->feature;
    if (first == nullptr) first = &feature;
    if (feature.kind == ColumnKind::date) {
      dates_.try_emplace(first, Dates{DateFormat(feature.format), {}}).first->second.parts.emplace_back(feature);
    }
    labels_.push_back({LabelIndex(feature.labels), UnseenLabels(feature)});
  }
}

double RowParser::label_code(std::size_t feature, std::string_view text) {
  auto& [known, unseen] = labels_[feature];
  ++unseen.present;
  if (const auto code = known.find(text)) return static_cast<double>(*code);
  unseen.add(text);
  ++unseen_cells_;
  return kMissingFeature;
}

std::vector<UnseenLabels> RowParser::unseen() const {
  std::vector<UnseenLabels> out;
  for (const Labels& of : labels_) {
    if (of.unseen.unseen > 0) out.push_back(of.unseen);
  }
  return out;
}

void RowParser::read_date(const csv::Source& source, const Column& column, const csv::Cell& cell, const char* at,
                          std::span<double> x) const {
  const Dates& dates = dates_.at(column.feature);
  double seconds = kMissing;
  if (!csv::is_missing_text(cell.text)) {
    const std::string text = csv::unescaped(cell);
    const std::optional<double> read = dates.format.read(text);
    if (!read) csv::fail_no_date(source, column.name, dates.format.text(), text, at);
    seconds = *read;
  }
  for (std::size_t part = 0; part < dates.parts.size(); ++part) x[part] = dates.parts[part].of(seconds);
}

void RowParser::parse(std::string_view record, std::size_t line, std::span<double> x) {
  const csv::Source source{record, name_, line};
  if (const std::size_t nul = record.find('\0'); nul != std::string_view::npos) source.fail_nul(record.data() + nul);
  const char* at = source.begin();
  for (std::size_t c = 0; c < columns_.size(); ++c, ++at) {
    const csv::Cell cell = source.cell(at);
    const ColumnSchema* const feature = columns_[c].feature;
    if (feature != nullptr) {
      const auto place = static_cast<std::size_t>(feature - features_.data());
      double& out = x[place];
      out = kMissingFeature;
      if (feature->kind == ColumnKind::date) {
        read_date(source, columns_[c], cell, at, x.subspan(place));
      } else if (csv::is_missing_text(cell.text)) {
      } else if (feature->is_text()) {
        out = cell.escaped ? label_code(place, csv::unescaped(cell)) : label_code(place, cell.text);
      } else {
        const csv::Number number = csv::parse_number(cell.text);
        if (number.kind != csv::NumberKind::number) csv::fail_no_number(source, {columns_[c].name, {}, feature}, at);
        out = number.value;
      }
    }
    at = cell.next;
    if (at == source.end() && c + 1 < columns_.size()) source.fail_ragged(source.begin(), c + 1, columns_.size());
  }
  if (at <= source.end()) {
    source.fail_ragged(source.begin(), columns_.size() + csv::count_cells(source, at - 1, source.end()),
                       columns_.size());
  }
}

void throw_no_rows(const std::string& name) {
  throw Error("the file has a header but no rows").in(name).expected("at least one row below the header");
}

}  // namespace ballast::tabular
