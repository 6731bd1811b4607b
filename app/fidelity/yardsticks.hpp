// Rows to hold the synthetic ones against.
#pragma once

#include <cstdint>

#include "engine/tabular/table.hpp"

namespace ballast::app::fidelity {

// The floor: `rows` rows whose columns are drawn from the real ones, each by itself, with every real cell as often as
// any other (as far as the numbers go into one another).
tabular::Table independent_columns(const tabular::Table& real, std::size_t rows, std::uint64_t seed);

// `rows` rows drawn without replacement, in their order; all if there are fewer. part: draws of different parts are
// independent.
tabular::Table drawn_rows(const tabular::Table& table, std::size_t rows, std::uint64_t seed, std::uint64_t part);

// Two parts of a table's rows.
struct Halves {
  tabular::Table first, second;
};
// The rows that drawn_rows draws, and the others.
Halves drawn_and_rest(const tabular::Table& table, std::size_t rows, std::uint64_t seed, std::uint64_t part);
// Two halves, drawn.
Halves halves(const tabular::Table& table, std::uint64_t seed);
// The same with a share of the rows in the second part, at least one in each. Requires two rows.
Halves parted(const tabular::Table& table, double second, std::uint64_t seed);

}  // namespace ballast::app::fidelity
