// Writes the trace of a row as a table and as fields.
#include "app/models/explain/row_trace_text.hpp"

#include <cmath>

#include "app/data/dataset.hpp"
#include "app/text/aligned.hpp"
#include "app/text/numbers.hpp"

namespace ballast::app {
namespace {

std::string likely_text(const tabular::ColumnSchema& column, const diffusion::LikelyValues& values) {
  return values_text(column, values) + " (" + fixed(values.p, 3) + ")";
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
  for (const std::size_t c : trace.given) table.push_back({"-", schema[c].name, cell_of(c), "", "shown at the start"});
  std::size_t place = 0;
  for (const diffusion::TracedCell& cell : trace.revealed) {
    std::string likeliest;
    for (const diffusion::LikelyValues& one : cell.likeliest) {
      likeliest += (likeliest.empty() ? "" : ", ") + likely_text(schema[cell.column], one);
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
  std::vector<std::string> order, drawn;
  NamedNumbers p;
  JsonFields out;
  for (const diffusion::TracedCell& cell : trace.revealed) {
    order.push_back(schema[cell.column].name);
    drawn.push_back(cell_text(schema[cell.column], trace.row.column(cell.column)[0]));
    p.emplace_back(order.back(), cell.drawn.p);
  }
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
