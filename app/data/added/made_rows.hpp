// Rows of a generator's file as they are written: they keep the schema it was fitted by, and have target and
// identifiers in their places.
#pragma once

#include <cstdint>
#include <span>

#include "app/data/model_file.hpp"
#include "app/schema/kept_rows.hpp"
#include "diffusion/questions.hpp"
#include "engine/numeric/thread_pool.hpp"
#include "engine/observer.hpp"

namespace ballast::app {

struct MadeRows {
  tabular::Table rows;
  Ledger ledger = {};  // of the rows drawn from the generator, those included that broke a constraint
};

// Rows first .. first + count - 1 under conditions on columns of the generator's schema. Throws Error as
// rows_that_keep does; of conditions, if the generator cannot answer them.
MadeRows make_rows(const GeneratorFile& file, std::span<const diffusion::CellCondition> conditions, std::uint64_t first,
                   std::size_t count, std::uint64_t seed, numeric::ThreadPool& pool, Observer& observer);

// The same without identifiers, and without conditions.
tabular::Table rows_to_learn_from(const GeneratorFile& file, std::uint64_t first, std::size_t count, std::uint64_t seed,
                                  numeric::ThreadPool& pool, Observer& observer);

// The row of the generator's own table that row k is: k, unless draws of it broke a constraint.
std::uint64_t drawn_row(const GeneratorFile& file, std::span<const diffusion::CellCondition> conditions,
                        std::uint64_t k, std::uint64_t seed, numeric::ThreadPool& pool, Observer& observer);

}  // namespace ballast::app
