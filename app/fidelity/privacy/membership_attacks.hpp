// Was this row among those that the generator learned? Attacks that know the synthetic rows S and some other rows R of
// the same population, and nothing of the model. Each scores a record x; higher: rather a member.
//
//   nearest synthetic     - d(x, S)                                     (the "distance to the closest record")
//   nearest difference    d(x, R) - d(x, S)
//   neighbourhood (DPI)   share of S among the 20 nearest of x in S and R  (Ward and others 2024)
//   density ratio         ln p_S(x) - ln p_R(x)  (DOMIAS, van Breugel and others 2023), with p by the k = 5 nearest:
//                         ln d_R,5(x) - ln d_S,5(x), which is the ratio for one dimension and orders like it for all
//   crowding (MC)         synthetic rows, up to 20, within the median distance of records to S  (Hilprecht 2019)
//   classifier            boosted trees that tell S from R: how much x looks like S
//   ensemble              mean of the ranks of all of these: no single attack is best everywhere
//
// Distances are Gower's. Ties of S and R count for R.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/numeric/thread_pool.hpp"
#include "engine/observer.hpp"
#include "engine/tabular/table.hpp"

namespace ballast::app::fidelity {

struct Attack {
  std::string id, name;
  std::vector<double> scores;  // one a record
};

// Tables under one schema, each of at least one row. The last attack is the ensemble.
std::vector<Attack> membership_attacks(const tabular::Table& records, const tabular::Table& synthetic,
                                       const tabular::Table& reference, std::uint64_t seed, numeric::ThreadPool& pool,
                                       Observer& observer);

// Mid-ranks over the number of scores: in (0, 1], equal for equal scores.
std::vector<double> normalised_ranks(const std::vector<double>& scores);

}  // namespace ballast::app::fidelity
