// From definitions to figures: what is measured of one candidate, be it the synthetic rows, the floor or the ceiling.
#pragma once

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
};

void measure_validity(const Candidate& candidate, Measured& out);
void measure_columns(const Candidate& candidate, numeric::ThreadPool& pool, Measured& out);
void measure_pairs(const Candidate& candidate, const std::vector<ColumnPair>& pairs, numeric::ThreadPool& pool,
                   Observer& observer, Measured& out);

}  // namespace ballast::app::fidelity
