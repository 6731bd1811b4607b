// Two of the three risks of European law (Article 29 Working Party 2014; Giomi and others 2023), as attacks on learned
// rows and, for control, on as many others; the third is singling_out.hpp. Each reads the synthetic rows alone, beside
// what it is told of a record.
//
//   linkability    one half of the columns is told by one source, the other half by another: a hit if the ten nearest
//                  synthetic rows by each half have one in common
//   inference      all columns but one are told: a hit if the nearest synthetic row has the same label there, or a
//                  number within 5 % of its own
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

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

// The column that is given away most, of those given. It is chosen on one half of the records and measured on the
// other, and the reverse: the largest of many estimates on the same records would lie above chance where nothing is
// given away. Requires two records of each kind.
Value infer_worst_column(const tabular::Table& learned, const tabular::Table& control, const tabular::Table& synthetic,
                         std::span<const std::size_t> secrets, std::uint64_t seed, numeric::ThreadPool& pool,
                         Observer& observer);
}  // namespace ballast::app::fidelity
