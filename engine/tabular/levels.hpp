// Levels: a column of few distinct numbers (terms of 12, 24, 36 months, codes of a category, marks in steps of a half)
// whose rows hold all the values there are. What a generator makes keeps to them.
//
// How likely a new row holds a value never seen is estimated by the share of rows whose value occurs once (Good 1953,
// "The population frequencies of species"). A column keeps to its levels where that is at most 1 in 20. Counts of 0 to
// 40 or ages then lose next to nothing, as nearly all their values were seen; amounts, of which a quarter and more
// occur once, stay free (docs/decisions.md has figures). Of numbers that are not whole there are at most 32 levels:
// more are a quantity, measured to a few digits.
//
// Twelve rows of a rare class do not show which values a column has. Where they cannot, those of all rows at hand can:
// what is made then comes back as the nearest of these.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "engine/tabular/table.hpp"

namespace ballast::tabular {

// sorted: the cells of a column that are not missing, ascending.
bool keeps_to_levels(std::span<const double> sorted);

// The distinct values of a column that keeps to its levels, ascending; empty where it does not, or has more than 4,096.
std::vector<double> levels_of(std::span<const double> cells);

// Tells `rows` the levels of those columns (by name; dates and labels aside) that do not show their own, as
// `learned`, rows of `whole`, hold them. Those of `rows` must be among them.
void set_levels(Table& rows, const Table& whole, std::span<const std::size_t> learned);

struct LevelColumn {
  std::string name;
  std::size_t levels;
};
// "keeps to the values learned: term (5), mcc (4)\n"; empty without columns.
std::string levels_text(const std::vector<LevelColumn>& columns);

}  // namespace ballast::tabular
