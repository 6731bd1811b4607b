// Questions that some generators can answer beside making rows: rows under conditions, missing cells, how likely a row
// is. A generator that can is an Answering as well.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "diffusion/generator.hpp"

namespace ballast::diffusion {

// What a cell of a made row is to be: missing, or within low .. high, both included. low = high: that very value; of
// text, the number of the label.
struct CellCondition {
  std::size_t column = 0;  // of the schema
  bool missing = false;
  double low = 0, high = 0;
};

// Values that a generator tells apart no further: a single one (low = high; of text the number of the label; NaN for a
// missing cell), a range of numbers, or `count` labels that share a code, of which `low` is the first.
struct LikelyValues {
  double low = 0, high = 0;
  std::size_t count = 1;
  double p = 0;
};

// A cell as it was revealed: what it was drawn from, and the likeliest values, the likeliest first.
struct TracedCell {
  std::size_t column = 0;  // of the schema
  LikelyValues drawn;      // p: of what it was drawn from, within its condition
  std::vector<LikelyValues> likeliest;
};

// How one row came about.
struct RowTrace {
  tabular::Table row;
  std::vector<CellCondition> conditions;  // as asked; of a range, p and the likeliest values are those within it
  std::vector<std::size_t> given;         // columns that were not drawn: of one value, or fixed by a condition
  std::vector<TracedCell> revealed;       // in the order of their revealing
  std::size_t fresh_starts = 0;           // of a row whose first cells left a later condition no chance
};

// How likely a condition is to be fulfilled: by itself, and in rows that fulfil others.
struct ConditionChance {
  std::size_t condition = 0;  // its place in the list
  double alone = 1, given = 1;
};

class Answering {
 public:
  virtual ~Answering() = default;

  // As Generator::sample, of rows that fulfil all conditions, drawn from the generator's own conditional distribution.
  // Throws Error on a condition that no row can fulfil. Notes rows that had to be forced.
  virtual tabular::Table sample_where(std::span<const CellCondition> conditions, std::uint64_t first, std::size_t count,
                                      std::uint64_t seed, numeric::ThreadPool& pool, Observer& observer) const = 0;

  // A copy of `rows` (the schema's columns) whose missing cells are filled: draw number `draw` from their joint
  // distribution given the row's other cells; or each with its likeliest label, or median, on its own. A cell whose
  // label the generator does not know, labels.size() or more, counts as unknown, and is left as it is.
  enum class Fill : std::uint8_t { draw, likeliest };
  virtual tabular::Table impute(const tabular::Table& rows, Fill fill, std::size_t draw, std::uint64_t seed,
                                numeric::ThreadPool& pool, Observer& observer) const = 0;

  // What the generator thinks of conditions, single values first, each given those before it in what is returned; then
  // ranges, each given all single values. Conditions on columns of one value are left out. Throws as sample_where does.
  virtual std::vector<ConditionChance> chances(std::span<const CellCondition> conditions, numeric::ThreadPool& pool,
                                               Observer& observer) const = 0;

  // Row number `row` of sample_where, and how it came about.
  virtual RowTrace trace(std::span<const CellCondition> conditions, std::uint64_t row, std::uint64_t seed,
                         numeric::ThreadPool& pool, Observer& observer) const = 0;

  // A lower bound of ln p(row) for each row, in nats: the mean over `orders` random orders of its cells.
  virtual std::vector<double> log_likelihood(const tabular::Table& rows, std::size_t orders, std::uint64_t seed,
                                             numeric::ThreadPool& pool, Observer& observer) const = 0;
};

// The generator as one that answers. Throws Error that says that its kind cannot do `what`.
const Answering& answering(const Generator& generator, std::string_view what);

}  // namespace ballast::diffusion
