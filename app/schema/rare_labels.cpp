#include "app/schema/rare_labels.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "app/text/numbers.hpp"
#include "engine/tabular/labels/label_index.hpp"

namespace ballast::app {
namespace {

struct Grouped {
  std::vector<std::string> labels;
  std::vector<double> number_of;        // the new number of each old label
  std::size_t rare = 0, rare_rows = 0;  // labels, and the rows that hold them
  std::string spelled;                  // one that the schema spells otherwise: "'1.0' is '1'"
};

// Each of the column's labels as the schema spells it.
std::vector<std::string> spelled_labels(const tabular::ColumnSchema& column, const SchemaColumn& said,
                                        std::string& example) {
  std::vector<std::string> out = column.labels;
  if (!said.labels) return out;
  const tabular::LabelIndex known(*said.labels);
  for (std::string& text : out) {
    const std::optional<std::size_t> at = known.find(text);
    if (!at || said.labels->at(*at) == text) continue;
    example = "'" + text + "' is '" + said.labels->at(*at) + "'";
    text = said.labels->at(*at);
  }
  return out;
}

Grouped group(const tabular::ColumnSchema& column, std::span<const double> cells, const SchemaColumn& said,
              const TableSchema& schema, Floor floor) {
  Grouped out;
  std::vector<std::string> texts = spelled_labels(column, said, out.spelled);
  const std::vector<std::size_t> counts = label_counts(column, cells);
  std::map<std::string, std::size_t> rows;
  for (std::size_t label = 0; label < counts.size(); ++label) rows[texts[label]] += counts[label];
  std::set<std::string> rare;
  for (const auto& [text, count] : rows) {
    const bool listed = said.labels && std::ranges::binary_search(*said.labels, text);
    const bool below = floor == Floor::counted ? count < schema.rare_below : said.labels.has_value();
    if (!below || listed || text == schema.rare_as) continue;
    rare.insert(text);
    out.rare_rows += count;
  }
  out.rare = rare.size();
  std::set<std::string> kept;
  for (std::string& text : texts) {
    if (rare.contains(text)) text = schema.rare_as;
    kept.insert(text);
  }
  out.labels.assign(kept.begin(), kept.end());
  for (const std::string& text : texts) {
    const auto place = std::ranges::lower_bound(out.labels, text);
    out.number_of.push_back(static_cast<double>(place - out.labels.begin()));
  }
  return out;
}

void keep_lines(const tabular::Table& from, tabular::Table& to) {
  std::vector<std::size_t> lines;
  for (std::size_t row = 0; row < from.rows(); ++row) {
    const std::size_t number = from.origins()[row].row;
    if (number >= lines.size()) lines.resize(number + 1);
    lines[number] = from.line(row);
  }
  to.set_lines(std::move(lines));
}

}  // namespace

std::vector<std::size_t> label_counts(const tabular::ColumnSchema& column, std::span<const double> cells) {
  std::vector<std::size_t> out(column.labels.size());
  for (const double cell : cells) {
    if (!tabular::is_missing(cell)) ++out[static_cast<std::size_t>(cell)];
  }
  return out;
}

tabular::Table group_rare_labels(tabular::Table table, const TableSchema& schema, Observer& observer, Floor floor) {
  tabular::Schema columns = table.schema();
  std::vector<std::vector<double>> cells;
  bool changed = false;
  for (std::size_t c = 0; c < columns.size(); ++c) {
    cells.emplace_back(table.column(c).begin(), table.column(c).end());
    const SchemaColumn* const said = schema.find(columns[c].name);
    if (said == nullptr || said->kind != "categorical" || !columns[c].is_text()) continue;
    Grouped parts = group(columns[c], table.column(c), *said, schema, floor);
    if (parts.rare == 0 && parts.spelled.empty()) continue;
    for (double& cell : cells[c]) {
      if (!tabular::is_missing(cell)) cell = parts.number_of[static_cast<std::size_t>(cell)];
    }
    if (!parts.spelled.empty()) {
      observer.note("column '" + columns[c].name + "': labels are spelled as the schema has them: " + parts.spelled);
    }
    if (parts.rare_rows > 0) {
      const std::string which = floor == Floor::listed ? "that the schema does not list"
                                                       : "of fewer than " + std::to_string(schema.rare_below) + " rows";
      observer.note("column '" + columns[c].name + "': " + with_commas(parts.rare) + " labels " + which + ", in " +
                    with_commas(parts.rare_rows) + " rows, are taken for '" + schema.rare_as + "'");
    }
    columns[c].labels = std::move(parts.labels);
    columns[c].kind = columns[c].labels.size() == 2 ? tabular::ColumnKind::binary : tabular::ColumnKind::categorical;
    changed = true;
  }
  if (!changed) return table;
  tabular::Table out(std::move(columns), std::move(cells));
  std::ranges::copy(table.origins(), out.origins().begin());
  keep_lines(table, out);
  return out;
}

}  // namespace ballast::app
