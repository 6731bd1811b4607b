// Columns: their shapes and their correlations, real against synthetic.
#include <algorithm>
#include <cmath>

#include "app/report/page/columns/column_facts.hpp"
#include "app/report/page/columns/column_panels.hpp"
#include "app/report/page/sections/sections.hpp"
#include "app/text/numbers.hpp"

namespace ballast::app::page {
namespace {

using namespace figures;
using tabular::Table;
using Made = std::vector<SyntheticRows>;

constexpr std::size_t kMostColumns = 40, kMostArms = 4;
constexpr double kMatrixHeight = 200;  // pixels

// The arms that pictures show: the first few, and diffusion among them.
Made shown_arms(const RowSamples& rows) {
  Made out;
  for (const auto& [name, table] : rows.synthetic) {
    const ArmStyle style = style_of(name);
    out.push_back({name, &table, style.colour, style.dashed});
  }
  const auto diffusion = std::ranges::find(out, "diffusion", &SyntheticRows::name);
  if (diffusion != out.end() && diffusion - out.begin() >= static_cast<std::ptrdiff_t>(kMostArms)) {
    std::swap(*diffusion, out[kMostArms - 1]);
  }
  out.resize(std::min(out.size(), kMostArms));
  return out;
}

// The arm whose correlations are shown.
const SyntheticRows& main_arm(const Made& arms) {
  const auto diffusion = std::ranges::find(arms, "diffusion", &SyntheticRows::name);
  return diffusion == arms.end() ? arms.front() : *diffusion;
}

double distance(const Table& real, const Table& made, std::size_t column) {
  return distance_between(real.column(column), made.column(column), real.schema()[column].is_text());
}

// All columns, or those that differ most, in the order of the table.
std::vector<std::size_t> shown_columns(const Table& real, const Made& arms) {
  std::vector<std::pair<double, std::size_t>> order;
  for (std::size_t c = 0; c < real.columns(); ++c) {
    double largest = 0;
    for (const SyntheticRows& made : arms) largest = std::max(largest, distance(real, *made.rows, c));
    order.emplace_back(-largest, c);
  }
  if (order.size() > kMostColumns) std::ranges::sort(order);
  order.resize(std::min(order.size(), kMostColumns));
  std::vector<std::size_t> out;
  for (const auto& [key, column] : order) out.push_back(column);
  std::ranges::sort(out);
  return out;
}

Picture marginals(const Table& real, const Made& arms) {
  Picture out{.file = "marginals", .figure = {.title = "The shape of each column"}};
  out.table = {.caption =
                   "Real mean and standard deviation, and how far each arm is from them (largest difference of "
                   "the distribution functions; of text, of the shares)",
               .head = {"Column", "Mean", "SD", "Missing"}};
  for (const SyntheticRows& made : arms) out.table.head.push_back(made.name);
  const std::vector<std::size_t> columns = shown_columns(real, arms);
  for (const std::size_t c : columns) {
    const tabular::ColumnSchema& column = real.schema()[c];
    Panel panel = column_panel(real, arms, c);
    if (!panel.marks.empty()) out.figure.panels.push_back(std::move(panel));
    const Moments moments = moments_of(real.column(c));
    const std::size_t missing = real.rows() - moments.count;
    out.table.rows.push_back(
        {column.name, column.is_text() || moments.count == 0 ? "–" : cell_text(column, moments.mean),
         column.is_text() || moments.count == 0 ? "–" : width_text(column, moments.sd), std::to_string(missing)});
    for (const SyntheticRows& made : arms) {
      out.table.rows.back().push_back(fixed(distance(real, *made.rows, c), 3));
    }
  }
  out.figure.subtitle =
      "Bars: training positives of the first split, between their 0.5 % and 99.5 % quantiles. Lines "
      "should follow them.";
  if (real.columns() > columns.size()) {
    out.figure.subtitle += " The " + std::to_string(columns.size()) + " columns of " + std::to_string(real.columns()) +
                           " that differ most.";
  }
  out.figure.description = "A small histogram for each column, real rows against synthetic ones.";
  out.figure.columns = 4;
  out.figure.panel_width = 190;
  out.figure.panel_height = 92;
  return out;
}

Panel matrix_panel(const std::string& title, const Table& real, const std::vector<std::size_t>& columns,
                   const numeric::Matrix<double>& values) {
  constexpr double kLeastLine = 8, kLargest = 11;  // pixels of a row, of its name
  Panel panel{.title = title};
  Cells cells;
  cells.label = "+1, together";
  const std::size_t count = columns.size();
  for (std::size_t i = 0; i <= count; ++i) {
    cells.x_edges.push_back(static_cast<double>(i));
    cells.y_edges.push_back(static_cast<double>(count - i));
  }
  cells.values.assign(values.values().begin(), values.values().end());
  panel.marks.emplace_back(std::move(cells));
  // Nothing to draw, but the other end of the scale has a key too.
  panel.marks.emplace_back(Bars{.edges = {0}, .colour = Colour::series1, .label = "−1, against each other"});
  const Range all{0, static_cast<double>(count)};
  panel.x = {.range = all, .bare = true};
  panel.y = {.range = all};
  panel.y.tick_size = std::min(kLargest, std::max(kLeastLine, kMatrixHeight / static_cast<double>(count)) - 1);
  for (std::size_t i = 0; i < count; ++i) {
    panel.y.at.push_back({static_cast<double>(count - i) - 0.5, shortened(real.schema()[columns[i]].name)});
  }
  return panel;
}

// The pairs whose correlation differs most.
DataTable pair_table(const Table& real, const std::vector<std::size_t>& columns, const numeric::Matrix<double>& a,
                     const numeric::Matrix<double>& b, const std::string& arm) {
  std::vector<std::pair<double, std::pair<std::size_t, std::size_t>>> pairs;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    for (std::size_t j = i + 1; j < columns.size(); ++j) {
      const double apart = std::abs(b(i, j) - a(i, j));
      if (std::isfinite(apart)) pairs.push_back({-apart, {i, j}});
    }
  }
  std::ranges::sort(pairs);
  pairs.resize(std::min<std::size_t>(pairs.size(), 10));
  DataTable out{.caption = "The ten pairs that differ most", .head = {"Column", "Column", "Real", arm}, .row_heads = 2};
  for (const auto& [key, pair] : pairs) {
    const auto [i, j] = pair;
    out.rows.push_back(
        {real.schema()[columns[i]].name, real.schema()[columns[j]].name, fixed(a(i, j), 2), fixed(b(i, j), 2)});
  }
  return out;
}

// Numbers with a spread, at most kMostColumns, evenly chosen.
std::vector<std::size_t> correlated_columns(const Table& real) {
  std::vector<std::size_t> out;
  for (std::size_t c = 0; c < real.columns(); ++c) {
    if (!real.schema()[c].is_text() && moments_of(real.column(c)).sd > 0) out.push_back(c);
  }
  return thinned(out, kMostColumns);
}

Picture correlation_picture(const Table& real, const std::vector<std::size_t>& columns, const SyntheticRows& arm) {
  const numeric::Matrix<double> a = correlations(real, columns), b = correlations(*arm.rows, columns);
  numeric::Matrix<double> apart(columns.size(), columns.size());
  for (std::size_t i = 0; i < apart.values().size(); ++i) apart.values()[i] = b.values()[i] - a.values()[i];
  Picture out{.file = "correlations", .figure = {.title = "How columns hang together"}};
  out.figure.panels = {matrix_panel("real", real, columns, a), matrix_panel(arm.name, real, columns, b),
                       matrix_panel("difference", real, columns, apart)};
  out.figure.subtitle =
      "Correlation of each pair of numeric columns, in the same order from left to right as from top to bottom: pale "
      "where there is none. The difference should be pale.";
  out.figure.description = "Three correlation matrices: real rows, synthetic rows, and their difference.";
  out.figure.columns = 3;
  out.figure.panel_width = kMatrixHeight;
  out.figure.panel_height = std::max(kMatrixHeight, 8 * static_cast<double>(columns.size()));
  out.table = pair_table(real, columns, a, b, arm.name);
  return out;
}

}  // namespace

Section columns_section(const Story& story) {
  const RowSamples& rows = story.data.rows;
  Section out{.id = "columns", .title = "Column by column"};
  const Made arms = shown_arms(rows);
  if (arms.empty() || rows.minority.rows() == 0) return out;
  Picture shapes = marginals(rows.minority, arms);
  if (!shapes.figure.panels.empty()) out.pictures.push_back(std::move(shapes));
  const std::vector<std::size_t> columns = correlated_columns(rows.minority);
  if (columns.size() > 1) out.pictures.push_back(correlation_picture(rows.minority, columns, main_arm(arms)));
  if (out.pictures.empty()) return out;
  out.lead.emplace_back(
      "Synthetic rows should be like the positives they were learned from, column by column and pair by "
      "pair.");
  if (rows.synthetic.size() > arms.size())
    out.lead.back() += " The first arms that add rows are shown, diffusion among them.";
  return out;
}

}  // namespace ballast::app::page
