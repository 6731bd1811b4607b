#include "app/fidelity/measures.hpp"

#include "app/fidelity/column_shapes.hpp"
#include "app/fidelity/distances/equal_rows.hpp"
#include "app/fidelity/learned/two_sample.hpp"
#include "app/fidelity/validity.hpp"

namespace ballast::app::fidelity {

void measure_validity(const Candidate& candidate, Measured& out) {
  std::vector<double> bounds, levels, lattice, missing;
  for (const ColumnValidity& column : column_validity(candidate.real, candidate.other)) {
    bounds.push_back(column.bounds);
    levels.push_back(column.levels);
    lattice.push_back(column.lattice);
  }
  for (std::size_t c = 0; c < candidate.real.columns(); ++c) {
    missing.push_back(missing_similarity(candidate.real.column(c), candidate.other.column(c)));
  }
  const auto put = [&](const char* id, const char* name, const std::vector<double>& values) {
    out.figures.push_back({id, name, Group::validity, Better::higher, {mean_known(values)}});
  };
  put("bounds", "numbers within the real bounds", bounds);
  put("levels", "labels that the real rows have", levels);
  put("lattice", "numbers with the real decimals", lattice);
  put("missing", "missing cells at their rate", missing);
  out.figures.push_back({"copies", "rows equal to a real row", Group::validity, Better::as_ceiling,
                         share(count_copies(candidate.real, candidate.other), candidate.other.rows())});
}

void measure_columns(const Candidate& candidate, numeric::ThreadPool& pool, Measured& out) {
  out.shapes = column_shapes(candidate.real, candidate.other, pool);
  out.figures.push_back({"column_shapes", "column shapes", Group::columns, Better::higher, {mean_known(out.shapes)}});
}

void measure_pairs(const Candidate& candidate, const std::vector<ColumnPair>& pairs, numeric::ThreadPool& pool,
                   Observer& observer, Measured& out) {
  const PairFigures found = pair_figures(candidate.real, candidate.other, pairs, pool, observer);
  out.trends = found.shared;
  const auto put = [&](const char* id, const char* name, double value) {
    out.figures.push_back({id, name, Group::together, Better::higher, {value}});
  };
  put("pair_trends", "pair trends", mean_known(found.shared));
  put("pair_trends_sdmetrics", "pair trends, as SDMetrics bins", mean_known(found.sdmetrics));
  put("mutual_information", "weighted mutual information",
      weighted_mutual_similarity(found.mutual_real, found.mutual_other));
}

void measure_two_sample(const Candidate& candidate, std::uint64_t seed, numeric::ThreadPool& pool, Observer& observer,
                        Measured& out) {
  const TwoSample found = two_sample_test(candidate.real, candidate.other, {.seed = seed}, pool, observer);
  out.gains = found.gains;
  out.told_apart = found.rows;
  out.figures.push_back(
      {"two_sample", "two-sample test: cannot be told apart", Group::together, Better::higher, found.score});
}

}  // namespace ballast::app::fidelity
