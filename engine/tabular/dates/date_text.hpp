// Which format the cells of a text column write dates in, if they do: one format must read them all. What both
// day/month and month/day read is ambiguous; nothing is guessed from most of the cells.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace ballast::tabular {

struct DateGuess {
  // none        no dates, or too few of them to speak of
  // dates       `format` reads every label
  // ambiguous   so does `other`, which takes the month for the day
  // unreadable  `format` reads at least 99 % of the cells, but not label number `label`, the first of the others
  // mixed       `format` reads at least half of the cells, but not label number `label`
  enum class Kind : std::uint8_t { none, dates, ambiguous, unreadable, mixed };
  Kind kind = Kind::none;
  std::string format = {}, other = {};  // of DateFormat
  std::size_t label = 0;
  double share = 0;  // of the cells that `format` reads
};

// labels: the distinct texts of a column, in any order. cells: how many cells hold each of them.
DateGuess guess_date_format(std::span<const std::string> labels, std::span<const std::size_t> cells);

}  // namespace ballast::tabular
