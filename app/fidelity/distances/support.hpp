// Does the cloud of synthetic rows lie where the real one does, and is it its own? Alpha-precision, beta-recall and
// authenticity (Alaa and others 2022), as synthcity's "naive" variant measures them: Euclidean on numbers scaled to
// 0 .. 1 and one-hot labels, over 30 levels from 0 to 1.
//
//   P(alpha)       share of synthetic rows within the alpha quantile of the real rows' distances to the real centre
//   R(beta)        share of real rows whose nearest synthetic row is at least as near as their nearest other real one,
//                  and lies within the beta quantile of such nearest rows' distances to the synthetic centre
//   score          1 - sum |level - curve| / sum level
//   authenticity   share of synthetic rows farther from their nearest real row than that is from its own nearest
//
// Real rows get about one half for beta-recall and authenticity: more is not better.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "app/fidelity/distances/mixed_neighbours.hpp"

namespace ballast::app::fidelity {

struct Support {
  double alpha_precision, beta_recall;
  std::size_t authentic, rows;          // of synthetic rows
  std::size_t identifiable, real_rows;  // real rows nearer to a synthetic row than to any other real one
};

// real_to_real: each real row's nearest other. Requires two real rows and one other.
Support support_of(const MixedRows& real, const MixedRows& other, const MixedNeighbours& real_to_real,
                   numeric::ThreadPool& pool, Observer& observer);

// 30 levels from 0 to 1, and numpy's linear quantile. Requires values.
std::vector<double> support_levels();
double quantile(std::span<const double> sorted, double level);

}  // namespace ballast::app::fidelity
