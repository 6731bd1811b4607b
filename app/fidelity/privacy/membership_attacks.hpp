// Was this row among those that the generator learned? Attacks that know the synthetic rows S and some other rows R of
// the same population, and nothing of the model. Each scores a record x; higher: rather a member.
//
//   nearest synthetic     - ln d(x, S)              (orders as the "distance to the closest record")
//   nearest difference    d(x, R) - d(x, S)
//   neighbourhood (DPI)   share of S among the 20 nearest of x in S and R  (Ward and others 2024)
//   density ratio         ln p_S(x) - ln p_R(x)  (DOMIAS, van Breugel and others 2023), with p by the k = 5 nearest:
//                         ln d_R,5(x) - ln d_S,5(x), which is the ratio for one dimension and orders like it for all
//   crowding (MC)         synthetic rows, up to 20, within the median distance of records to S  (Hilprecht 2019)
//   classifier            boosted trees that tell S from R: how much x looks like S
//   ensemble              mean of all of these, each in standard deviations from the mean of rows that are known to be
//                         no members: no single attack is best everywhere, and one that sees a copy outweighs five
//                         that do not. (Ward and others take the mean of ranks among the records, in which a copy
//                         counts little more than a near miss; docs/decisions.md.)
//
// Distances are Gower's, of 1e-9 at least where a logarithm is taken. Ties of S and R count for R.
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

// What an attacker has. Tables under one schema, each of at least one row; `others`: rows that are known to be no
// members, and not in the reference. Borrows.
struct AttackerRows {
  const tabular::Table &synthetic, &reference, &others;
};

// The last attack is the ensemble.
std::vector<Attack> membership_attacks(const tabular::Table& records, const AttackerRows& known, std::uint64_t seed,
                                       numeric::ThreadPool& pool, Observer& observer);

// The mean over the attacks (the lists) of (score - mean) / standard deviation, both of the last `others` scores of
// each. An attack that scores all of those alike is left out.
std::vector<double> standardised_mean(const std::vector<std::vector<double>>& attacks, std::size_t others);

// Mid-ranks over the number of scores: in (0, 1], equal for equal scores.
std::vector<double> normalised_ranks(const std::vector<double>& scores);

}  // namespace ballast::app::fidelity
