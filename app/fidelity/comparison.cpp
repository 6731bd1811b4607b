#include "app/fidelity/comparison.hpp"

#include <algorithm>
#include <cmath>

#include "app/fidelity/column_shapes.hpp"
#include "app/fidelity/distances/equal_rows.hpp"
#include "app/fidelity/measures.hpp"
#include "app/fidelity/validity.hpp"
#include "app/fidelity/yardsticks.hpp"
#include "engine/stage.hpp"

namespace ballast::app::fidelity {
namespace {

using tabular::Table;

constexpr std::size_t kWorstPairs = 10, kPictured = 2000;
constexpr double kJudging = 0.2;  // of the real rows, where none are held out

// The tables of a comparison, under one schema, and those that it is held against.
struct Tables {
  Table real, synthetic;
  Table floor;
  Halves ceiling;   // the real side of it, and another sample
  Halves learners;  // real rows to learn from, and others to judge by
};

Tables make_tables(std::vector<NamedTable> named, std::uint64_t seed) {
  bring_under_common_schema(named);
  Tables out;
  out.real = std::move(named[0].table);
  out.synthetic = std::move(named[1].table);
  out.floor = independent_columns(out.real, out.synthetic.rows(), seed);
  const Table none(out.real.schema(), 0);
  out.ceiling = out.learners = {none, none};
  if (named.size() > 2) {
    out.ceiling = {out.real, std::move(named[2].table)};
    out.learners = out.ceiling;
  } else if (out.real.rows() > 1) {
    out.ceiling = halves(out.real, seed);
    out.learners = parted(out.real, kJudging, seed);
  }
  return out;
}

Measured measure(const Candidate& candidate, const std::vector<ColumnPair>& pairs, std::uint64_t seed,
                 numeric::ThreadPool& pool, Observer& observer) {
  Measured out;
  Stage first(observer, "", 0, 0.3), second(observer, "", 0.3, 1);
  measure_validity(candidate, out);
  measure_columns(candidate, pool, out);
  measure_pairs(candidate, pairs, pool, first, out);
  measure_two_sample(candidate, seed, pool, second, out);
  return out;
}

// By chance: as one half of the real rows repeats the other.
HeldOutCopies held_out_copies(const Table& real, const Table& held_out, std::uint64_t seed) {
  HeldOutCopies out{.rows = count_copies(real, held_out), .by_chance = 0};
  if (real.rows() < 2 || out.rows == 0) return out;
  const auto [first, second] = halves(real, seed);
  out.by_chance = count_copies(first, second) * held_out.rows() / second.rows();
  return out;
}

Value value_of(const Measured& measured, const std::string& id) {
  const auto found = std::ranges::find(measured.figures, id, &Figure::id);
  return found == measured.figures.end() ? Value{} : found->synthetic;
}

std::vector<ColumnReport> column_reports(const Tables& tables, const Measured& measured) {
  const std::vector<ColumnValidity> validity = column_validity(tables.real, tables.synthetic);
  std::vector<ColumnReport> out;
  for (std::size_t c = 0; c < tables.real.columns(); ++c) {
    const tabular::ColumnSchema& column = tables.real.schema()[c];
    out.push_back({column.name, std::string(tabular::to_string(column.kind)), measured.shapes[c], validity[c].bounds,
                   validity[c].levels, validity[c].lattice, share_missing(tables.real.column(c)),
                   share_missing(tables.synthetic.column(c)), measured.gains[c]});
  }
  return out;
}

// Figures of distances stand behind those of columns together, which they belong to.
void add_support(const Tables& tables, std::uint64_t seed, numeric::ThreadPool& pool, Observer& observer,
                 Comparison& out) {
  const std::vector<Figure> found = measure_support(
      {tables.real, tables.synthetic, tables.floor, tables.ceiling.first, tables.ceiling.second}, seed, pool, observer);
  out.figures.insert(out.figures.end(), found.begin(), found.end());
}

void add_privacy(const Tables& tables, std::uint64_t seed, numeric::ThreadPool& pool, Observer& observer,
                 Comparison& out) {
  PrivacyFigures found =
      measure_privacy(tables.real, tables.synthetic, tables.floor, tables.learners.second, seed, pool, observer);
  out.figures.insert(out.figures.end(), found.figures.begin(), found.figures.end());
  out.attacks = std::move(found.attacks);
  out.attacked_rows = found.attacked_rows;
}

void add_utility(const Tables& tables, const CompareOptions& options, numeric::ThreadPool& pool, Observer& observer,
                 Comparison& out) {
  if (tables.learners.second.rows() == 0) return;
  std::optional<std::size_t> target;
  if (!options.target.empty()) target = tables.real.index_of(options.target);
  UtilityFigures found =
      measure_utility({tables.synthetic, tables.floor, tables.learners.first, tables.learners.second}, target,
                      options.seed, pool, observer);
  out.figures.insert(out.figures.end(), found.figures.begin(), found.figures.end());
  for (Figure& figure : found.columns) {
    std::ranges::find(out.columns, figure.name, &ColumnReport::name)->predicted = std::move(figure);
  }
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
  if (out.holdout) out.held_out_copies = held_out_copies(tables.real, tables.learners.second, options.seed);
  const std::size_t columns = tables.real.columns();
  const std::vector<ColumnPair> pairs = column_pairs(columns, options.seed);
  out.pairs_measured = pairs.size();
  out.pairs = columns * (columns - 1) / 2;

  const auto measured = [&](const Candidate& candidate, const char* name, double first, double last) {
    Stage stage(observer, name, first, last);
    return measure(candidate, pairs, options.seed, pool, stage);
  };
  const Measured synthetic = measured({tables.real, tables.synthetic}, "synthetic rows: ", 0, 0.25);
  const Measured floor = measured({tables.real, tables.floor}, "floor: ", 0.25, 0.5);
  Measured ceiling;
  if (tables.ceiling.second.rows() > 0) {
    ceiling = measured({tables.ceiling.first, tables.ceiling.second}, "ceiling: ", 0.5, 0.6);
  }
  for (Figure figure : synthetic.figures) {
    figure.floor = value_of(floor, figure.id);
    figure.ceiling = value_of(ceiling, figure.id);
    out.figures.push_back(std::move(figure));
  }
  out.columns = column_reports(tables, synthetic);
  out.worst_pairs = worst_pairs(tables, pairs, synthetic.trends);
  out.real_rows = drawn_rows(tables.real, kPictured, options.seed, 12);
  out.synthetic_rows = drawn_rows(tables.synthetic, kPictured, options.seed, 13);
  out.told_apart = synthetic.told_apart;
  out.ceiling_told_apart = ceiling.told_apart;
  Stage support(observer, "", 0.6, 0.75), utility(observer, "", 0.75, 0.9), privacy(observer, "", 0.9, 1);
  add_support(tables, options.seed, pool, support, out);
  add_utility(tables, options, pool, utility, out);
  if (out.holdout) add_privacy(tables, options.seed, pool, privacy, out);
  return out;
}

}  // namespace ballast::app::fidelity
