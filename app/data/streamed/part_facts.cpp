#include "app/data/streamed/part_facts.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <span>
#include <utility>

#include "engine/tabular/csv/number_kinds.hpp"
#include "engine/tabular/dates/date_text.hpp"
#include "engine/tabular/schema_archive.hpp"

namespace ballast::app {
namespace {

using tabular::ColumnKind;
using tabular::ColumnSchema;

// What kind_of_numbers and are_zero_one say of these they say of all cells.
std::vector<double> telling_numbers(std::span<const double> cells) {
  constexpr std::size_t kValues = 3;
  std::vector<double> out;
  bool fraction = false;
  for (const double cell : cells) {
    if (tabular::is_missing(cell) || (out.size() >= kValues && fraction)) continue;
    const bool is_fraction = std::trunc(cell) != cell;
    if ((out.size() >= kValues && !is_fraction) || std::ranges::find(out, cell) != out.end()) continue;
    fraction = fraction || is_fraction;
    out.push_back(cell);
  }
  return out;
}

std::vector<std::int64_t> cells_of_labels(std::span<const double> cells, std::size_t labels) {
  std::vector<std::int64_t> out(labels);
  for (const double cell : cells) {
    if (!tabular::is_missing(cell)) ++out[static_cast<std::size_t>(cell)];
  }
  return out;
}

std::string format_bytes(tabular::CsvFormat format) {
  format.decimals.clear();
  format.zero_one.clear();
  files::ArchiveWriter out("format");
  save_format(format, out.child("format"));
  return out.packed();
}

// The texts of all parts, sorted, with how many cells hold each.
std::map<std::string, std::int64_t> all_labels(const std::vector<const ColumnFacts*>& parts) {
  std::map<std::string, std::int64_t> out;
  for (const ColumnFacts* part : parts) {
    for (std::size_t i = 0; i < part->cells.size(); ++i) out[part->column.labels[i]] += part->cells[i];
  }
  return out;
}

// Texts that together are dates, or would be but for some, are another reading, or an error.
bool are_no_dates(const ColumnSchema& text, const std::vector<std::size_t>& cells) {
  const tabular::DateGuess::Kind kind = tabular::guess_date_format(text.labels, cells).kind;
  return kind == tabular::DateGuess::Kind::none || kind == tabular::DateGuess::Kind::mixed;
}

std::optional<ColumnSchema> agreed_text(const std::vector<const ColumnFacts*>& parts, bool asked_for) {
  ColumnSchema out{parts[0]->column.name, ColumnKind::categorical, {}};
  std::vector<std::size_t> cells;
  for (const auto& [label, count] : all_labels(parts)) {
    out.labels.push_back(label);
    cells.push_back(static_cast<std::size_t>(count));
  }
  if (!asked_for && !are_no_dates(out, cells)) return std::nullopt;
  if (out.labels.size() == 2) out.kind = ColumnKind::binary;
  return out;
}

std::optional<ColumnSchema> agreed_column(const std::vector<const ColumnFacts*>& parts, bool as_text) {
  const ColumnSchema& first = parts[0]->column;
  const auto like_first = [&](const ColumnFacts* part) {
    const ColumnSchema& column = part->column;
    const bool date = column.kind == ColumnKind::date, first_date = first.kind == ColumnKind::date;
    return column.is_text() == first.is_text() && date == first_date && column.format == first.format;
  };
  if (!std::ranges::all_of(parts, like_first)) return std::nullopt;
  if (first.is_text()) return agreed_text(parts, as_text);
  ColumnSchema out{first.name, first.kind, {}, first.format};
  if (first.kind != ColumnKind::date) {
    std::vector<double> telling;
    for (const ColumnFacts* part : parts) telling.insert(telling.end(), part->telling.begin(), part->telling.end());
    out.kind = tabular::csv::kind_of_numbers(telling, nullptr);
  }
  return out;
}

bool are_zero_one(const std::vector<const ColumnFacts*>& parts, const ColumnSchema& column) {
  std::vector<double> telling;
  for (const ColumnFacts* part : parts) telling.insert(telling.end(), part->telling.begin(), part->telling.end());
  return !column.is_text() && column.kind != ColumnKind::date && tabular::csv::are_zero_one(telling);
}

}  // namespace

PartFacts facts_of(const tabular::Table& part, const tabular::CsvFormat& format, std::vector<std::string> notes) {
  PartFacts out{{}, std::move(notes), format_bytes(format)};
  for (std::size_t c = 0; c < part.columns(); ++c) {
    const std::span<const double> cells = part.column(c);
    ColumnFacts& facts = out.columns.emplace_back(ColumnFacts{part.schema()[c]});
    facts.is_empty = std::ranges::all_of(cells, tabular::is_missing);
    if (facts.column.is_text()) {
      facts.cells = cells_of_labels(cells, facts.column.labels.size());
    } else if (facts.column.kind != ColumnKind::date) {
      facts.telling = telling_numbers(cells);
    }
  }
  return out;
}

std::string bytes_of(const PartFacts& facts) {
  files::ArchiveWriter out("part");
  tabular::Schema schema;
  std::vector<std::int32_t> empty;
  for (std::size_t c = 0; c < facts.columns.size(); ++c) {
    const ColumnFacts& column = facts.columns[c];
    schema.push_back(column.column);
    empty.push_back(column.is_empty ? 1 : 0);
    out.array<std::int64_t>("cells/" + std::to_string(c), column.cells);
    out.array<double>("telling/" + std::to_string(c), column.telling);
  }
  save_schema(schema, out.child("columns"));
  out.array<std::int32_t>("empty", empty);
  out.texts("notes", facts.notes);
  out.text("format", facts.format);
  return out.packed();
}

PartFacts facts_in(const std::string& bytes) {
  const auto in = files::ArchiveReader::from_packed(bytes, "the columns of a rank");
  PartFacts out{{}, in.texts("notes"), in.text("format")};
  const auto empty = in.array<std::int32_t>("empty");
  for (ColumnSchema& column : tabular::load_schema(in.child("columns"))) {
    const std::string number = std::to_string(out.columns.size());
    out.columns.push_back({std::move(column), empty[out.columns.size()] != 0, in.array<std::int64_t>("cells/" + number),
                           in.array<double>("telling/" + number)});
  }
  return out;
}

std::optional<WholeColumns> agreed_columns(const std::vector<PartFacts>& parts,
                                           const std::vector<std::string>& as_text) {
  const PartFacts& first = parts[0];
  for (const PartFacts& part : parts) {
    if (part.notes != first.notes || part.format != first.format || part.columns.size() != first.columns.size()) {
      return std::nullopt;
    }
  }
  WholeColumns out;
  for (std::size_t c = 0; c < first.columns.size(); ++c) {
    const std::string& name = first.columns[c].column.name;
    std::vector<const ColumnFacts*> of_parts;  // that say something
    for (const PartFacts& part : parts) {
      if (part.columns[c].column.name != name) return std::nullopt;
      if (!part.columns[c].is_empty) of_parts.push_back(&part.columns[c]);
    }
    if (of_parts.empty()) {
      out.columns.push_back({name, ColumnKind::numeric, {}});
      continue;
    }
    std::optional<ColumnSchema> column = agreed_column(of_parts, std::ranges::find(as_text, name) != as_text.end());
    if (!column) return std::nullopt;
    if (are_zero_one(of_parts, *column)) out.zero_one.insert(name);
    out.columns.push_back(std::move(*column));
  }
  return out;
}

}  // namespace ballast::app
