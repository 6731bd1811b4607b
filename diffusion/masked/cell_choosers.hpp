// What can become of a cell that is looked at (reveal.hpp): drawn, drawn under conditions, the likeliest, or measured.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "diffusion/masked/reveal.hpp"
#include "engine/numeric/random.hpp"

namespace ballast::diffusion {

// A condition on a column: how much of each code's cells fulfils it, 0 .. 1.
struct CodeCondition {
  std::uint32_t column = 0;  // of the learned ones
  std::vector<float> share;  // of each code
};

// Draws each cell from its distribution; columns in a random order, a function of (seed, row number).
//
// Conditions: those columns come first, the same order of them for every row. The first is drawn from p(c) share(c).
// The next ones are too, but a row whose first columns leave them little chance must be rarer: with w = sum_c p(c)
// share(c), the row goes on with probability w and starts anew otherwise, which is rejection sampling. So rows have
// exactly the distribution of all rows that are revealed in such an order and happen to fulfil the conditions, whatever
// the network. (Rows of other orders have that conditional distribution as far as the network's orders agree.)
class DrawCells final : public CellChooser {
 public:
  // Row i of the walk is row number numbers[i] of the stream.
  DrawCells(std::span<const std::uint64_t> numbers, std::uint64_t seed, std::vector<CodeCondition> conditions = {});

  void order(std::size_t i, std::span<const std::uint16_t> codes, RevealOrder& order) override;
  std::uint16_t choose(std::size_t i, std::size_t place, std::size_t column, std::span<const float> p) override;

  // Rows that started anew kMostAttempts times, and were then let through.
  static constexpr std::uint32_t kMostAttempts = 200;
  std::size_t forced() const;

  // What a cell of the column is drawn from where the network says p: p itself, or p within its condition. Sums to 1.
  std::vector<double> chances(std::size_t column, std::span<const float> p) const;

 private:
  const CodeCondition* condition_on(std::size_t column) const;

  std::span<const std::uint64_t> numbers_;
  std::uint64_t seed_;
  std::vector<CodeCondition> conditions_;
  std::vector<std::uint32_t> attempt_;  // of each row
};

// The code with the largest probability, and for ordered codes the median; all from what is shown at the start.
class LikeliestCells final : public CellChooser {
 public:
  // ranks[d][c]: the place of code c of column d in the order of its values, NaN for none. missing[d]: the code of
  // missing cells, which is never chosen, or ColumnCodes::kNone.
  LikeliestCells(std::size_t rows, std::size_t columns, const std::vector<std::vector<double>>& ranks,
                 std::vector<std::uint32_t> missing);

  void order(std::size_t i, std::span<const std::uint16_t> codes, RevealOrder& order) override;
  std::uint16_t choose(std::size_t i, std::size_t place, std::size_t column, std::span<const float> p) override;

  // The codes chosen; the walk itself leaves the cells hidden.
  const CodeRows& chosen() const { return chosen_; }

 private:
  CodeRows chosen_;
  std::vector<std::uint32_t> missing_;
  std::vector<std::vector<std::uint32_t>> by_rank_;  // of each column: codes in order; empty for labels
};

// How much the network gives to what is asked of some columns. Row 0 shows each cell that is asked for once it has been
// weighed; row 1 shows none, so that each column is weighed by itself.
class WeighCells final : public CellChooser {
 public:
  // asked: the share of each code that fulfils it, in the order to weigh; shown: the code to show then, or kHidden.
  WeighCells(std::span<const CodeCondition> asked, std::span<const std::uint16_t> shown);

  void order(std::size_t i, std::span<const std::uint16_t> codes, RevealOrder& order) override;
  std::uint16_t choose(std::size_t i, std::size_t place, std::size_t column, std::span<const float> p) override;

  std::span<const double> given() const { return weight_[0]; }  // of each that is asked
  std::span<const double> alone() const { return weight_[1]; }

 private:
  std::span<const CodeCondition> asked_;
  std::span<const std::uint16_t> shown_;
  std::array<std::vector<double>, 2> weight_;
};

// The log-probability of rows that are known, cell by cell in a random order of each row: the any-order bound.
class MeasureCells final : public CellChooser {
 public:
  // known: all codes; a code that is unknown there (kHidden) counts as `unknown_log_p`. The walk starts with all
  // hidden.
  MeasureCells(const CodeRows& known, std::uint64_t seed, std::uint32_t round, double unknown_log_p);

  void order(std::size_t i, std::span<const std::uint16_t> codes, RevealOrder& order) override;
  std::uint16_t choose(std::size_t i, std::size_t place, std::size_t column, std::span<const float> p) override;

  std::span<const double> log_p() const { return log_p_; }  // of each row, nats

 private:
  const CodeRows& known_;
  std::uint64_t seed_;
  std::uint32_t round_;
  double unknown_log_p_;
  std::vector<double> log_p_;
};

}  // namespace ballast::diffusion
