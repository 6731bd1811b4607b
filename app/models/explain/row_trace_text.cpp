// Writes the trace of a row as a table and as fields.
#include "app/models/explain/row_trace_text.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "app/data/dataset.hpp"
#include "app/text/aligned.hpp"
#include "app/text/numbers.hpp"

namespace ballast::app {
namespace {

std::string likely_text(const tabular::ColumnSchema& column, const diffusion::LikelyValues& values) {
  return values_text(column, values) + " (" + fixed(values.p, 3) + ")";
}

// The condition on the column, or nothing.
const diffusion::CellCondition* asked_of(const diffusion::RowTrace& trace, std::size_t column) {
  const auto found = std::ranges::find(trace.conditions, column, &diffusion::CellCondition::column);
  return found == trace.conditions.end() ? nullptr : &*found;
}

// An end of a range as it was asked for: one that is left out is stored as the number beside it.
std::string end_text(const tabular::ColumnSchema& column, double end, double outside, const std::string& sign) {
  const std::string text = cell_text(column, end), beside = cell_text(column, std::nextafter(end, outside));
  return beside.size() < text.size() ? sign + " " + beside : sign + "= " + text;
}

// ">= 18", ">= 18, < 65.5": the range that a cell was asked to fall in.
std::string range_text(const tabular::ColumnSchema& column, const diffusion::CellCondition& asked) {
  const double endless = std::numeric_limits<double>::infinity();
  const std::string low = std::isinf(asked.low) ? "" : end_text(column, asked.low, -endless, ">"),
                    high = std::isinf(asked.high) ? "" : end_text(column, asked.high, endless, "<");
  return low + (low.empty() || high.empty() ? "" : ", ") + high;
}

}  // namespace

std::string values_text(const tabular::ColumnSchema& column, const diffusion::LikelyValues& values) {
  if (values.count > 1) return "one of " + with_commas(values.count) + " labels";
  if (std::isnan(values.low)) return "missing";
  const std::string low = cell_text(column, values.low);
  return values.low == values.high ? low : low + " .. " + cell_text(column, values.high);
}

std::string row_trace_text(const diffusion::RowTrace& trace, std::uint64_t row) {
  const tabular::Schema& schema = trace.row.schema();
  std::vector<std::vector<std::string>> table{{"", "column", "revealed", "p", "the likeliest, with their p"}};
  const auto cell_of = [&](std::size_t c) {
    const double cell = trace.row.column(c)[0];
    return tabular::is_missing(cell) ? std::string("missing") : cell_text(schema[c], cell);
  };
  for (const std::size_t c : trace.given) {
    table.push_back({"-", schema[c].name, cell_of(c), "",
                     asked_of(trace, c) != nullptr ? "asked for" : "the only value that was learned"});
  }
  std::size_t place = 0;
  for (const diffusion::TracedCell& cell : trace.revealed) {
    const diffusion::CellCondition* const asked = asked_of(trace, cell.column);
    std::string likeliest = asked == nullptr ? "" : "of " + range_text(schema[cell.column], *asked) + ": ", comma;
    for (const diffusion::LikelyValues& one : cell.likeliest) {
      likeliest += comma + likely_text(schema[cell.column], one);
      comma = ", ";
    }
    table.push_back(
        {std::to_string(++place), schema[cell.column].name, cell_of(cell.column), fixed(cell.drawn.p, 3), likeliest});
  }
  std::string out = "row " + with_commas(row) + ", in the order in which its cells were revealed";
  if (trace.fresh_starts > 0) out += ", at attempt " + with_commas(trace.fresh_starts + 1);
  return out + "\n" + aligned(table, table[0].size());
}

JsonFields row_trace_json(const diffusion::RowTrace& trace) {
  const tabular::Schema& schema = trace.row.schema();
  std::vector<std::string> order, drawn, asked, within;
  NamedNumbers p;
  JsonFields out;
  for (const diffusion::TracedCell& cell : trace.revealed) {
    order.push_back(schema[cell.column].name);
    drawn.push_back(cell_text(schema[cell.column], trace.row.column(cell.column)[0]));
    p.emplace_back(order.back(), cell.drawn.p);
  }
  for (const std::size_t c : trace.given) {
    if (asked_of(trace, c) != nullptr) asked.push_back(schema[c].name);
  }
  for (const diffusion::TracedCell& cell : trace.revealed) {
    if (const auto* const range = asked_of(trace, cell.column)) {
      within.push_back(schema[cell.column].name + " " + range_text(schema[cell.column], *range));
    }
  }
  out.emplace_back("asked", asked);
  out.emplace_back("within", within);
  out.emplace_back("order", order);
  out.emplace_back("cells", drawn);
  out.emplace_back("p", p);
  for (const diffusion::TracedCell& cell : trace.revealed) {
    NamedNumbers likeliest;
    for (const diffusion::LikelyValues& one : cell.likeliest) {
      likeliest.emplace_back(values_text(schema[cell.column], one), one.p);
    }
    out.emplace_back("likeliest " + schema[cell.column].name, likeliest);
  }
  return out;
}

}  // namespace ballast::app
