// Rows that keep their constraints: a row that breaks one is drawn again, at most kMostDraws times, and a ledger says
// how often. Draw d of row k is row k + d 2^40 of the generator's endless table, so that row k is still a function of
// (generator, seed, k).
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "app/schema/constraint.hpp"
#include "engine/tabular/table.hpp"

namespace ballast::app {

inline constexpr std::uint64_t kDrawStride = std::uint64_t{1} << 40;
inline constexpr std::size_t kMostDraws = 256;
inline constexpr double kLeastKept = .02;  // share of the rows drawn, once kEnoughDrawn are
inline constexpr std::size_t kEnoughDrawn = 2000;

struct Ledger {
  std::size_t kept = 0, drawn = 0, not_asked = 0;  // not_asked: completed rows that no longer were as asked for
  std::vector<std::size_t> refused = {};           // rows drawn in vain, by the constraint that they broke first

  void add(const Ledger& other);  // of other rows, under the same constraints
  // "1,000 rows kept of 1,207 drawn; refused: 182 by start <= end, 25 by 18 <= age"
  std::string text(std::span<const Constraint> constraints) const;
};

// Rows first .. first + count - 1 of what the generator makes.
using MakeRows = std::function<tabular::Table(std::uint64_t first, std::size_t count)>;
// Whether a row is as a user asked for; computed totals may say no to what a generator drew rightly.
using AsAsked = std::function<bool(const tabular::Table& rows, std::size_t row)>;

// Rows first .. first + count - 1 that keep all constraints; their origins say which draw each is.
// Throws Error if a row breaks a constraint in all of its draws, if fewer than kLeastKept can be kept, or where
// first + count exceeds 2^40.
tabular::Table rows_that_keep(std::span<const Constraint> constraints, std::uint64_t first, std::size_t count,
                              const MakeRows& make, const AsAsked& as_asked, Ledger& ledger);

}  // namespace ballast::app
