// The columns and pairs of columns that give rows away.
#include <algorithm>
#include <cmath>

#include "app/report/comparison/comparison_page.hpp"
#include "app/report/page/columns/column_panels.hpp"
#include "app/text/numbers.hpp"

namespace ballast::app::page {
namespace {

using namespace figures;
using fidelity::ColumnReport;
using fidelity::Comparison;

constexpr std::size_t kMostColumns = 24, kMostRows = 60;

std::string share_cell(double share) {
  return std::isnan(share) ? "–" : fixed(share, 4);
}

// Those that give rows away most first, then the least alike.
std::vector<std::size_t> telling_order(const std::vector<ColumnReport>& columns) {
  std::vector<std::size_t> out(columns.size());
  for (std::size_t c = 0; c < out.size(); ++c) out[c] = c;
  std::ranges::stable_sort(out, [&](std::size_t a, std::size_t b) { return columns[a].gain > columns[b].gain; });
  return out;
}

Picture shapes(const Comparison& comparison, const std::vector<std::size_t>& order) {
  Picture out{.file = "columns", .figure = {.title = "The shape of each column"}};
  const std::vector<SyntheticRows> synthetic{{.name = "synthetic", .rows = &comparison.synthetic_rows}};
  for (const std::size_t c : order) {
    if (out.figure.panels.size() == kMostColumns) break;
    Panel panel = column_panel(comparison.real_rows, synthetic, c);
    if (!panel.marks.empty()) out.figure.panels.push_back(std::move(panel));
  }
  out.figure.subtitle =
      "Bars: real rows, between their 0.5 % and 99.5 % quantiles. Those that give rows away come first.";
  out.figure.description = "A small histogram for each column, real rows against synthetic ones.";
  out.figure.columns = 4;
  out.figure.panel_width = 190;
  out.figure.panel_height = 92;
  return out;
}

DataTable columns_table(const Comparison& comparison, const std::vector<std::size_t>& order) {
  DataTable out{.caption = "Gain: the column's share in telling real rows from synthetic ones",
                .head = {"Column", "Kind", "Gain", "Shape", "In bounds", "Known labels", "Decimals kept",
                         "Missing, real", "Missing, synthetic"},
                .row_heads = 2};
  for (const std::size_t c : order) {
    if (out.rows.size() == kMostRows) break;
    const ColumnReport& column = comparison.columns[c];
    out.rows.push_back({column.name, column.kind, fixed(100 * column.gain, 1) + " %", share_cell(column.shape),
                        share_cell(column.bounds), share_cell(column.levels), share_cell(column.lattice),
                        share_cell(column.missing_real), share_cell(column.missing_synthetic)});
  }
  return out;
}

DataTable pairs_table(const Comparison& comparison) {
  DataTable out{
      .caption = "Pairs of columns, the least alike first", .head = {"One", "Other", "Trend"}, .row_heads = 2};
  for (const fidelity::PairReport& pair : comparison.worst_pairs) {
    out.rows.push_back({pair.first, pair.second, share_cell(pair.trend)});
  }
  return out;
}

}  // namespace

Section comparison_columns_section(const Comparison& comparison) {
  Section out{.id = "columns", .title = "What gives rows away"};
  const std::vector<std::size_t> order = telling_order(comparison.columns);
  out.lead.push_back("Boosted trees learned to tell real from synthetic rows, " + with_commas(comparison.told_apart) +
                     " of each. A column that they gained by is off, by itself or together with others.");
  Picture picture = shapes(comparison, order);
  if (!picture.figure.panels.empty()) out.pictures.push_back(std::move(picture));
  out.tables.push_back(columns_table(comparison, order));
  if (!comparison.worst_pairs.empty()) out.tables.push_back(pairs_table(comparison));
  return out;
}

}  // namespace ballast::app::page
