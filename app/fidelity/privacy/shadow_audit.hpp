// A shadow-model audit: what a generator, learned the way it is to be learned, gives away of single rows.
//
// Shadows come in pairs: each pair parts the rows in random halves, and each of the two learns one. So every row is in
// half of the shadows. Of drawn rows, the records, each shadow says how near its made rows come, and, if its kind can
// tell, how likely they are; shadow_attacks.hpp says what follows. Unlike distances of one file of made rows, which see
// the average row, this finds a generator that copies one row in a hundred, and which rows those are.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "app/fidelity/privacy/shadow_attacks.hpp"
#include "engine/numeric/thread_pool.hpp"
#include "engine/observer.hpp"
#include "engine/tabular/table.hpp"

namespace ballast::app::fidelity {

struct Shadow {
  tabular::Table made;             // as many rows as were learned, of their columns
  std::vector<double> likelihood;  // of each record, its logarithm; empty if the kind cannot tell
};
// Learns the rows, with shadow number `number`'s own seed.
using MakeShadow = std::function<Shadow(const tabular::Table& rows, const tabular::Table& records, std::size_t number,
                                        Observer& observer)>;

struct ShadowOptions {
  std::size_t shadows = 64;    // even, 8 or more
  std::size_t records = 1000;  // at most
  std::uint64_t seed = 42;
};

struct ShadowAudit {
  std::size_t shadows = 0, rows = 0;
  std::vector<std::size_t> records;       // rows of the table, ascending
  std::vector<ShadowAttack> attacks;      // two of each signal
  std::vector<ExposedRecord> exposed;     // of each record (its place in `records`), the clearest first
  std::size_t exposed_beyond_chance = 0;  // by Holm's p
};

// Throws Error on an odd number of shadows, or too few rows to part (40); what `make` throws; Stopped. Same figures at
// any number of threads. Cost: `shadows` times learning half of the rows and making as many.
ShadowAudit audit_by_shadows(const tabular::Table& rows, const ShadowOptions& options, const MakeShadow& make,
                             numeric::ThreadPool& pool, Observer& observer);

}  // namespace ballast::app::fidelity
