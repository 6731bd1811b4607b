// From definitions to figures: what is measured of one candidate, be it the synthetic rows, the floor or the ceiling.
#pragma once

#include <optional>
#include <vector>

#include "app/fidelity/comparison.hpp"
#include "app/fidelity/pair_trends.hpp"
#include "engine/tabular/table.hpp"

namespace ballast::app::fidelity {

// A candidate, and the real rows it is held against. Borrows.
struct Candidate {
  const tabular::Table& real;
  const tabular::Table& other;
};

struct Measured {
  std::vector<Figure> figures;  // with the candidate's value in `synthetic`
  std::vector<double> shapes;   // of columns
  std::vector<double> trends;   // of pairs, on shared bins
  std::vector<double> gains;    // of columns, in the two-sample test
  std::size_t told_apart = 0;   // rows a side of that test
};

void measure_validity(const Candidate& candidate, Measured& out);
void measure_columns(const Candidate& candidate, numeric::ThreadPool& pool, Measured& out);
void measure_pairs(const Candidate& candidate, const std::vector<ColumnPair>& pairs, numeric::ThreadPool& pool,
                   Observer& observer, Measured& out);
void measure_two_sample(const Candidate& candidate, std::uint64_t seed, numeric::ThreadPool& pool, Observer& observer,
                        Measured& out);

// What learns, and the real rows that judge. `real`: real rows to learn from, the ceiling. Borrows.
struct UtilityRows {
  const tabular::Table &synthetic, &floor, &real, &test;
};
struct UtilityFigures {
  std::vector<Figure> figures;
  std::vector<Figure> columns;  // one a column that was predicted, by its name
};
UtilityFigures measure_utility(const UtilityRows& rows, std::optional<std::size_t> target, std::uint64_t seed,
                               numeric::ThreadPool& pool, Observer& observer);

// All tables that distances are measured between. ceiling_real, ceiling_other: the two sides of the ceiling. Borrows.
struct Clouds {
  const tabular::Table &real, &synthetic, &floor, &ceiling_real, &ceiling_other;
};
// Alpha-precision, beta-recall, authenticity and identifiability. None of fewer than two rows.
std::vector<Figure> measure_support(const Clouds& clouds, std::uint64_t seed, numeric::ThreadPool& pool,
                                    Observer& observer);

struct PrivacyFigures {
  std::vector<Figure> figures;
  std::vector<AttackReport> attacks;
  std::size_t attacked_rows = 0;
};
// holdout: real rows that the generator has not seen: half of them are those that attacks mistake for learned ones,
// half are what the attacker knows. None of fewer than eight of them.
PrivacyFigures measure_privacy(const tabular::Table& real, const tabular::Table& synthetic, const tabular::Table& floor,
                               const tabular::Table& holdout, std::uint64_t seed, numeric::ThreadPool& pool,
                               Observer& observer);

}  // namespace ballast::app::fidelity
