// The three risks of European law (Article 29 Working Party 2014), as attacks on learned rows and, for control, on as
// many others. Each reads the synthetic rows alone, beside what it is told of a record.
//
//   singling out   conditions on four columns that hold for one synthetic row only (a label equals, a number lies on
//   its
//                  side of the synthetic median): a hit if they hold for exactly one row of the table attacked
//   linkability    one half of the columns is told by one source, the other half by another: a hit if the ten nearest
//                  synthetic rows by each half have one in common
//   inference      all columns but one are told: a hit if the nearest synthetic row has the same label there, or a
//                  number within 5 % of its own
#pragma once

#include <cstdint>

#include "app/fidelity/privacy/risk.hpp"
#include "engine/numeric/thread_pool.hpp"
#include "engine/observer.hpp"
#include "engine/tabular/table.hpp"

namespace ballast::app::fidelity {

// Of all records; tables under one schema, not empty.
Guesses link_halves(const tabular::Table& records, const tabular::Table& synthetic, numeric::ThreadPool& pool,
                    Observer& observer);
// Records whose secret is missing are passed over.
Guesses infer_column(const tabular::Table& records, const tabular::Table& synthetic, std::size_t secret,
                     numeric::ThreadPool& pool, Observer& observer);
// Up to `most` conditions that single out a synthetic row, held against both tables, which have as many rows.
struct SinglingOut {
  Guesses learned, control;
};
SinglingOut single_out(const tabular::Table& learned, const tabular::Table& control, const tabular::Table& synthetic,
                       std::size_t most, std::uint64_t seed);

}  // namespace ballast::app::fidelity
