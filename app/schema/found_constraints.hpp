// What holds between the columns of a table in every row, and not by chance.
//
//   ordered       a <= b, for columns of numbers or of dates, where independent columns would break it in at least 50
//                 rows and 1 in 100; what follows from others is left out
//   sum           a + b = c, and a = c; at least 20 rows with a and 20 with b other than 0
//   combinations  a column of few values determines others: all its rows of one value have one value there; chance
//                 would bring that about less than once in e^50 tables
//
// Only pairs are looked at (and three columns for sums); a user knows more.
// Cost: most pairs and triples end at their first rows; at most kMostSumColumns columns are tried for sums.
#pragma once

#include <vector>

#include "app/schema/constraint.hpp"
#include "engine/tabular/table.hpp"

namespace ballast::app {

inline constexpr std::size_t kMostOrderColumns = 1000, kMostSumColumns = 300, kMostLevels = 200;

std::vector<Constraint> found_orders_and_sums(const tabular::Table& table);
std::vector<Constraint> found_combinations(const tabular::Table& table);

// All of them. table: without identifiers.
std::vector<Constraint> found_constraints(const tabular::Table& table);

}  // namespace ballast::app
