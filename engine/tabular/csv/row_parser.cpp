#include "engine/tabular/csv/row_parser.hpp"

#include <algorithm>
#include <limits>
#include <optional>
#include <string>
#include <utility>

#include "engine/error.hpp"
#include "engine/tabular/cells/grouped_points.hpp"
#include "engine/tabular/csv/csv_columns.hpp"
#include "engine/tabular/csv/csv_dates.hpp"
#include "engine/tabular/csv/csv_head.hpp"
#include "engine/tabular/csv/records/csv_chunks.hpp"
#include "engine/tabular/csv/records/csv_header.hpp"
#include "engine/tabular/csv/records/record_reader.hpp"

namespace ballast::tabular {
namespace {

constexpr double kMissingFeature = std::numeric_limits<double>::quiet_NaN();

}  // namespace

RowParser::RowParser(std::string_view header, const Schema& features, std::string name, const CsvFormat& format,
                     std::vector<DateColumn> dates)
    : features_(features), name_(std::move(name)), header_(header), style_(format.decimal_learned, format.percent) {
  if (header.empty()) throw_empty(name_);
  options_.schema = source_schema(features_);
  options_.format = format;
  options_.dates = std::move(dates);
  options_.only = source_columns(features_);
  marks_.delimiter =
      format.delimiter == CsvFormat::kGuessed ? csv::guess_delimiter(std::string(header)) : format.delimiter;
  if (format.decimal != CsvFormat::kGuessed) marks_.decimal = format.decimal;
  const std::vector<std::string> names = csv::read_header({header, name_, 1, marks_});
  if (std::optional<Error> error = absent_columns(features_, names)) throw error->in(name_, 1);
  columns_ = csv::column_rules(names, options_, name_);
  std::unordered_map<std::string_view, const csv::ColumnRule*> by_name;
  for (const csv::ColumnRule& column : columns_) by_name.emplace(column.name, &column);
  for (const ColumnSchema& feature : features_) {
    const csv::ColumnRule* const column = by_name.at(source_column(feature));
    places_.try_emplace(column->known, static_cast<std::size_t>(&feature - features_.data()));
    if (feature.kind == ColumnKind::date) {
      dates_
          .try_emplace(column->known, Dates{DateFormat(column->date_format), {}, column->date_format != feature.format})
          .first->second.parts.emplace_back(feature);
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

void RowParser::read_date(const csv::Source& source, const csv::ColumnRule& column, const csv::Cell& cell,
                          const char* at, std::span<double> x) {
  Dates& dates = dates_.at(column.known);
  double seconds = kMissing;
  if (!column.is_missing_label(cell)) {
    const std::string text = csv::unescaped(cell);
    std::optional<double> read = dates.format.read(text);
    if (!read && !dates.settled) {
      if (std::optional<DateFormat> found = csv::format_of_first(source, column.name, dates.format, text, at)) {
        notes_.push_back("the dates of column '" + column.name + "' are read as " + found->text() +
                         "; they were learned as " + dates.format.text());
        dates.format = std::move(*found);
        read = dates.format.read(text);
      }
    }
    if (!read) csv::fail_no_date(source, column.name, dates.format.text(), true, text, at);
    dates.settled = true;
    seconds = *read;
  }
  for (std::size_t part = 0; part < dates.parts.size(); ++part) x[part] = dates.parts[part].of(seconds);
}

double RowParser::read_number(const csv::Source& source, const csv::ColumnRule& column, const csv::Cell& cell,
                              const char* at) {
  csv::Number number{csv::NumberKind::not_a_number, kMissing};
  if (style_.is_learned(cell.text)) number = csv::read_number(column, cell, marks_.decimal);
  if (number.kind == csv::NumberKind::number) {
    if (!points_shown_) look_at_point(column, cell.text);
    return number.value;
  }
  try {
    const std::string_view text = csv::without_blanks(cell.text);
    const auto style = style_.style(text, csv::learned_style(column, marks_.decimal));
    if (!style || number.kind == csv::NumberKind::beyond_double) csv::fail_no_number(source, column, at);
    keep_unit(column, style->unit);
    return *parse_styled(text, *style);
  } catch (Error& error) {
    if (!error.file().empty()) throw;
    source.fail(std::move(error), at);
  }
}

void RowParser::parse(std::string_view record, std::size_t line, std::span<double> x) {
  const csv::Source source{record, name_, line, marks_};
  if (const std::size_t nul = record.find('\0'); nul != std::string_view::npos) source.fail_nul(record.data() + nul);
  source.check_utf8();
  if (std::exchange(first_, false)) fit_columns(source);
  if (index_ && !index_->add(source.cell(source.begin()))) {
    source.fail(index_->refusal(csv::cells_in(header_, marks_.delimiter)), source.begin());
  }
  if (columns_.size() > 1 && record.find(marks_.delimiter) == std::string_view::npos) {
    source.fail_ragged(source.begin(), 1, columns_.size());  // a footer, whose cell is not to blame
  }
  style_.begin_row();
  if (style_.is_open()) look_at_marks(source);
  parse_cells(source, x);
  if (doubt_ != nullptr && !points_shown_) source.fail(csv::two_readings(doubt_->name, doubtful_), doubtful_.data());
}

void RowParser::fit_columns(const csv::Source& row) {
  const std::string record(row.text);
  for (std::string& note : csv::notes_on_rows(header_, record, marks_.delimiter)) notes_.push_back(std::move(note));
  const bool longer = csv::is_index_row(row, columns_.size());
  const bool named = csv::is_index_name(columns_[0].name) && columns_[0].reading == csv::Reading::skipped;
  if (longer) {
    csv::IndexCells first(false);
    first.add(row.cell(row.begin()));
    if (!first.is_index()) row.fail(first.refusal(columns_.size()), row.begin());  // it is answered before others count
  }
  if (longer || named) index_.emplace(!longer);
  if (longer || columns_[0].name.empty()) {
    notes_.emplace_back("the first column has no name: it is an index, and left out");
  }
  if (longer) {
    columns_.insert(columns_.begin(), {.name = "", .reading = csv::Reading::skipped});
    return;
  }
  const std::string header = csv::header_as_rows(header_, record, marks_.delimiter);
  const std::size_t cells = csv::cells_in(header, marks_.delimiter);
  while (columns_.size() > cells) columns_.pop_back();
  while (columns_.size() < cells) {
    columns_.push_back({.name = "", .reading = csv::Reading::skipped, .nameless = true});
  }
  if (csv::cells_in(record, marks_.delimiter) != cells) csv::refuse_other_delimiter(row, header);
}

void RowParser::look_at_marks(const csv::Source& row) {
  const bool apart = marks_.delimiter != ',';  // else a comma stands in quotes
  if (row.text.find_first_of(apart ? ".," : ".\"") == std::string_view::npos) return;
  const csv::ColumnRule* column = nullptr;  // of the first number that is not as learned
  std::string_view number;
  bool as_learned = false;
  const char* at = row.begin();
  for (const csv::ColumnRule& rule : columns_) {
    const csv::Cell cell = row.cell(at);
    if (rule.known != nullptr && rule.reading == csv::Reading::number && !rule.missing->contains(cell.text)) {
      const char shown = shown_decimal(cell.text);
      const bool learned = shown == csv::learned_style(rule, marks_.decimal).decimal;
      as_learned = as_learned || learned;
      if (shown != 0 && !learned && column == nullptr) column = &rule, number = cell.text;
    }
    at = cell.next;
    if (at++ == row.end()) break;
  }
  if (column == nullptr && !as_learned) return;
  if (column == nullptr) return style_.settle(0);
  if (as_learned) row.fail(csv::mixed_marks(column->name, number), number.data());
  style_.settle(shown_decimal(number));
  notes_.push_back(std::string("numbers are read with ") + (shown_decimal(number) == ',' ? "commas" : "points") +
                   " before the decimals; they were learned otherwise");
}

void RowParser::look_at_point(const csv::ColumnRule& column, std::string_view text) {
  const NumberStyle learned = csv::learned_style(column, marks_.decimal);
  if (!options_.format.decimal_learned || learned.decimal != '.') return;
  if (text.find('.') == std::string_view::npos) return;
  if (csv::has_grouped_point(text) && csv::learned_without_thirds(column, options_.format)) {
    doubt_ = &column;
    doubtful_ = text;
  } else {
    points_shown_ = true;
  }
}

void RowParser::keep_unit(const csv::ColumnRule& column, const std::string& unit) {
  std::string& before = units_[column.known];
  if (before.empty()) before = unit;
  if (!unit.empty() && unit != before) {
    throw Error("numbers in another unit than in rows before").expected(before).got(unit);
  }
}

void RowParser::parse_cells(const csv::Source& source, std::span<double> x) {
  const char* at = source.begin();
  doubt_ = nullptr;
  for (std::size_t c = 0; c < columns_.size(); ++c, ++at) {
    const csv::Cell cell = source.cell(at);
    const csv::ColumnRule& rule = columns_[c];
    csv::check_nameless(source, rule, cell, at);
    if (rule.known != nullptr) {
      const std::size_t place = places_.at(rule.known);
      double& out = x[place];
      out = kMissingFeature;
      if (rule.reading == csv::Reading::date) {
        read_date(source, rule, cell, at, x.subspan(place));
      } else if (!rule.known->is_text()) {
        out = read_number(source, rule, cell, at);
      } else if (!rule.is_missing_label(cell)) {
        out = cell.escaped ? label_code(place, csv::unescaped(cell)) : label_code(place, cell.text);
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

void throw_empty(const std::string& name) {
  throw Error("the file is empty").in(name).expected("a header and rows");
}

void throw_no_rows(const std::string& name) {
  throw Error("the file has a header but no rows").in(name).expected("at least one row below the header");
}

}  // namespace ballast::tabular
