// Constraints: what must hold in every row that is made. Those of a user's file tie columns together:
//
//   ordered       a <= b <= ...
//   sum           a + b + ... = total              kept by construction: the total is computed
//   combinations  the cells of these columns occur together in a list; where the first column's cell occurs in one
//                 combination alone, the others are set to that
//
// What a schema says of one column is a constraint on it as well (rules_of in table_schema.hpp):
//
//   range         low <= a <= high
//   grid          a is a whole multiple of a step: rounded
//   present       a is not missing
//   listed        a is one of these
//
// What is not kept by construction is kept by drawing again (kept_rows.hpp). A missing cell breaks no constraint but
// `present`; among combinations it is a value like any other.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/tabular/decimals.hpp"

namespace ballast::app {

inline constexpr double kSumError = 1e-9;  // of the largest term: what rounding may leave of a sum in a file

struct Constraint {
  enum class Kind : std::uint8_t { ordered, sum, combinations, range, grid, present, listed };

  Kind kind = Kind::ordered;
  std::vector<std::string> columns = {};  // of a sum: its parts, and the total last
  double low = -std::numeric_limits<double>::infinity(), high = std::numeric_limits<double>::infinity();  // of a range
  std::string format = {};      // of a range of dates
  tabular::Decimals grid = {};  // of a grid, or of a sum's total
  // Of combinations and lists: the cells of one after another
  // as texts, empty where missing. Nothing: those of the data.
  std::optional<std::vector<std::string>> allowed = {};

  std::string text() const;  // "18 <= age <= 120", "start <= end", "a + b = total"
};

// The sums in an order in which each total is computed before it is a part of another; all else behind them.
// Throws Error if no row can fulfil all constraints at once: a column is the total of two sums or, in the end, of
// itself; a range is empty; ranges exclude each other along orders and sums.
std::vector<Constraint> in_order(std::vector<Constraint> constraints);

}  // namespace ballast::app
