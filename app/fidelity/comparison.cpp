#include "app/fidelity/comparison.hpp"

#include <algorithm>
#include <cmath>

#include "app/fidelity/column_shapes.hpp"
#include "app/fidelity/measures.hpp"
#include "app/fidelity/validity.hpp"
#include "app/fidelity/yardsticks.hpp"
#include "engine/stage.hpp"

namespace ballast::app::fidelity {
namespace {

using tabular::Table;

constexpr std::size_t kWorstPairs = 10;

// The tables of a comparison, under one schema, and those that it is held against.
struct Tables {
  Table real, synthetic;
  Table floor;
  Halves ceiling;  // the real side of it, and another sample
};

Tables make_tables(std::vector<NamedTable> named, std::uint64_t seed) {
  bring_under_common_schema(named);
  Tables out;
  out.real = std::move(named[0].table);
  out.synthetic = std::move(named[1].table);
  out.floor = independent_columns(out.real, out.synthetic.rows(), seed);
  if (named.size() > 2) {
    out.ceiling = {out.real, std::move(named[2].table)};
  } else if (out.real.rows() > 1) {
    out.ceiling = halves(out.real, seed);
  }
  return out;
}

Measured measure(const Candidate& candidate, const std::vector<ColumnPair>& pairs, numeric::ThreadPool& pool,
                 Observer& observer) {
  Measured out;
  measure_validity(candidate, out);
  measure_columns(candidate, pool, out);
  measure_pairs(candidate, pairs, pool, observer, out);
  return out;
}

Value value_of(const Measured& measured, const std::string& id) {
  const auto found = std::ranges::find(measured.figures, id, &Figure::id);
  return found == measured.figures.end() ? Value{} : found->synthetic;
}

double share_missing(std::span<const double> cells) {
  const auto missing = std::ranges::count_if(cells, [](double cell) { return tabular::is_missing(cell); });
  return static_cast<double>(missing) / static_cast<double>(cells.size());
}

std::vector<ColumnReport> column_reports(const Tables& tables, const Measured& measured) {
  const std::vector<ColumnValidity> validity = column_validity(tables.real, tables.synthetic);
  std::vector<ColumnReport> out;
  for (std::size_t c = 0; c < tables.real.columns(); ++c) {
    const tabular::ColumnSchema& column = tables.real.schema()[c];
    out.push_back({column.name, std::string(tabular::to_string(column.kind)), measured.shapes[c], validity[c].bounds,
                   validity[c].levels, validity[c].lattice, share_missing(tables.real.column(c)),
                   share_missing(tables.synthetic.column(c))});
  }
  return out;
}

std::vector<PairReport> worst_pairs(const Tables& tables, const std::vector<ColumnPair>& pairs,
                                    const std::vector<double>& trends) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    if (!std::isnan(trends[i])) order.push_back(i);
  }
  std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) { return trends[a] < trends[b]; });
  order.resize(std::min(order.size(), kWorstPairs));
  std::vector<PairReport> out;
  const tabular::Schema& schema = tables.real.schema();
  for (const std::size_t i : order) {
    out.push_back({schema[pairs[i].first].name, schema[pairs[i].second].name, trends[i]});
  }
  return out;
}

}  // namespace

const Figure* Comparison::find(const std::string& id) const {
  const auto found = std::ranges::find(figures, id, &Figure::id);
  return found == figures.end() ? nullptr : &*found;
}

Comparison compare(CompareInput input, const CompareOptions& options, numeric::ThreadPool& pool, Observer& observer) {
  Comparison out;
  out.seed = options.seed;
  out.real = {input.real.name, input.real.table.rows()};
  out.synthetic = {input.synthetic.name, input.synthetic.table.rows()};
  out.ceiling = "one half of the real rows against the other";
  std::vector<NamedTable> named{std::move(input.real), std::move(input.synthetic)};
  if (input.holdout) {
    out.holdout = {input.holdout->name, input.holdout->table.rows()};
    out.ceiling = "the rows of " + input.holdout->name;
    named.push_back(std::move(*input.holdout));
  }
  const Tables tables = make_tables(std::move(named), options.seed);
  const std::size_t columns = tables.real.columns();
  const std::vector<ColumnPair> pairs = column_pairs(columns, options.seed);
  out.pairs_measured = pairs.size();
  out.pairs = columns * (columns - 1) / 2;

  Stage first(observer, "synthetic rows: ", 0, 0.34), second(observer, "floor: ", 0.34, 0.67),
      third(observer, "ceiling: ", 0.67, 1);
  const Measured synthetic = measure({tables.real, tables.synthetic}, pairs, pool, first);
  const Measured floor = measure({tables.real, tables.floor}, pairs, pool, second);
  Measured ceiling;
  if (tables.ceiling.second.rows() > 0) {
    ceiling = measure({tables.ceiling.first, tables.ceiling.second}, pairs, pool, third);
  }
  for (Figure figure : synthetic.figures) {
    figure.floor = value_of(floor, figure.id);
    figure.ceiling = value_of(ceiling, figure.id);
    out.figures.push_back(std::move(figure));
  }
  out.columns = column_reports(tables, synthetic);
  out.worst_pairs = worst_pairs(tables, pairs, synthetic.trends);
  return out;
}

}  // namespace ballast::app::fidelity
