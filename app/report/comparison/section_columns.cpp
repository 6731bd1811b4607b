// The columns and pairs of columns that give rows away.
#include <algorithm>
#include <cmath>

#include "app/report/comparison/comparison_page.hpp"
#include "app/report/page/column_facts.hpp"
#include "app/text/numbers.hpp"

namespace ballast::app::page {
namespace {

using namespace figures;
using fidelity::ColumnReport;
using fidelity::Comparison;
using tabular::Table;

constexpr std::size_t kMostColumns = 24, kBins = 24, kMostLabels = 8, kMostRows = 60, kMostLetters = 22;

std::string shortened(const std::string& text) {
  if (text.size() <= kMostLetters) return text;
  std::size_t end = kMostLetters;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end) + "…";
}

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

Panel numbers_panel(std::span<const double> real, std::span<const double> made) {
  Panel panel;
  const std::vector<double> edges = middle_edges(real, kBins);
  if (edges.empty()) return panel;
  panel.marks.emplace_back(Bars{
      .edges = edges, .heights = binned_shares(real, edges), .colour = Colour::muted, .opacity = 0.4, .label = "real"});
  Line line{.x = {}, .y = binned_shares(made, edges), .colour = Colour::series1, .label = "synthetic"};
  for (std::size_t i = 0; i + 1 < edges.size(); ++i) line.x.push_back((edges[i] + edges[i + 1]) / 2);
  panel.marks.emplace_back(std::move(line));
  panel.x = {.range = Range{edges.front(), edges.back()}, .ticks = 3};
  panel.y.bare = true;
  return panel;
}

Panel levels_panel(const tabular::ColumnSchema& column, std::span<const double> real, std::span<const double> made) {
  Panel panel;
  std::vector<double> values = frequent_values(real, kMostLabels);
  if (values.empty()) return panel;
  std::ranges::reverse(values);  // the first on top
  const auto bars = [&](std::span<const double> cells, double low, Colour colour, double opacity, const char* label) {
    Bars out{.colour = colour, .opacity = opacity, .sideways = true, .label = label};
    const std::vector<double> shares = shares_of(cells, values);
    for (std::size_t i = 0; i < values.size(); ++i) {
      const double at = static_cast<double>(i) + low;
      out.edges.insert(out.edges.end(), {at, at + 0.4});
      out.heights.push_back(shares[i]);
      if (i + 1 < values.size()) out.heights.push_back(0);  // the gap to the next value
    }
    return out;
  };
  panel.marks.emplace_back(bars(real, 0.5, Colour::muted, 0.4, "real"));
  panel.marks.emplace_back(bars(made, 0.1, Colour::series1, 1, "synthetic"));
  panel.y.range = Range{0, static_cast<double>(values.size())};
  for (std::size_t i = 0; i < values.size(); ++i) {
    const std::string name =
        column.is_text() ? column.labels[static_cast<std::size_t>(values[i])] : number(values[i], 4);
    panel.y.at.push_back({static_cast<double>(i) + 0.5, shortened(name)});
  }
  panel.x.ticks = 3;
  return panel;
}

Picture shapes(const Comparison& comparison, const std::vector<std::size_t>& order) {
  Picture out{.file = "columns", .figure = {.title = "The shape of each column"}};
  const Table &real = comparison.real_rows, &made = comparison.synthetic_rows;
  for (const std::size_t c : order) {
    if (out.figure.panels.size() == kMostColumns) break;
    const tabular::ColumnSchema& column = real.schema()[c];
    Panel panel = is_discrete(real, c) ? levels_panel(column, real.column(c), made.column(c))
                                       : numbers_panel(real.column(c), made.column(c));
    panel.title = shortened(column.name);
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
