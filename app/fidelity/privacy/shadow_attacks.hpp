// Attacks on membership by an adversary who can learn the generator anew (Carlini and others 2022, "Membership
// inference attacks from first principles", for generators): what a shadow says of a record, beside what others said of
// it that had learned it and that had not.
//
//   unusual    (s - mean of the shadows that did not learn it) / their standard deviation      (offline)
//   ratio      ln N(s; those that learned it) - ln N(s; those that did not), one variance      (online)
//
// The shadow that is judged is left out of both. A record's own shadows set its measure, so rows that are near to
// everything, or twice in the table, give no false alarm. A rare copy is caught by the first, a small lean of all by
// the second.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "app/fidelity/figure.hpp"
#include "engine/numeric/matrix.hpp"

namespace ballast::app::fidelity {

// One thing that shadows say of records; higher: rather learned.
struct ShadowSignal {
  std::string id, name;
  numeric::Matrix<double> said;  // records x shadows
};

struct ShadowAttack {
  std::string id, name;
  // The intervals are those of as many trials as there are records: shadows of one record are not independent.
  Value auc, at_hundredth, at_thousandth;
};

// learned: records x shadows, 1 where the shadow learned the record; in each row three of either kind at least.
std::vector<ShadowAttack> shadow_attacks(const ShadowSignal& signal, const numeric::Matrix<std::uint8_t>& learned);

// A record that says by a signal whether it was learned.
struct ExposedRecord {
  std::size_t record = 0;
  std::string signal;              // its id
  double inside = 0, outside = 0;  // means over the shadows that learned it, and that did not
  double p = 1, p_holm = 1;        // Welch's test, and Holm's correction over all records and signals
};

// Every record by its clearest signal, the clearest record first.
std::vector<ExposedRecord> exposed_records(const std::vector<ShadowSignal>& signals,
                                           const numeric::Matrix<std::uint8_t>& learned);

}  // namespace ballast::app::fidelity
