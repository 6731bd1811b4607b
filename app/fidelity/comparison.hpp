// Synthetic rows before the judge: every figure beside its floor and its ceiling (figure.hpp), and the columns and
// pairs that come off worst. The files beside this one hold the definitions, one idea each.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/fidelity/common_schema.hpp"
#include "app/fidelity/figure.hpp"
#include "engine/numeric/thread_pool.hpp"
#include "engine/observer.hpp"

namespace ballast::app::fidelity {

struct CompareInput {
  NamedTable real, synthetic;
  std::optional<NamedTable> holdout = {};  // real rows that the generator has not seen
};

struct CompareOptions {
  std::uint64_t seed = 42;
  std::string target = {};  // a column that learners are to predict; may be empty
};

struct ColumnReport {
  std::string name, kind;
  double shape, bounds, levels, lattice, missing_real, missing_synthetic;  // NaN where there is none
  double gain = 0;                                                         // its share in telling rows apart
  Figure predicted = {};  // ROC-AUC of the column, learned from each; NaN where it was not predicted
};

struct PairReport {
  std::string first, second;
  double trend;  // on shared bins
};

// One membership attack: ROC-AUC, and the share of learned rows that it names at false alarms of 1 and of .1 in 100.
struct AttackReport {
  Figure auc, at_hundredth, at_thousandth;
};

struct Side {
  std::string name;
  std::size_t rows = 0;
};

// Held-out rows that equal a row learned from, and how many would if they were other rows of the same kind: rows repeat
// where columns are few and coarse.
struct HeldOutCopies {
  std::size_t rows = 0, by_chance = 0;

  bool stand_out(std::size_t held_out) const { return rows > 2 * by_chance + held_out / 100; }
};

struct Comparison {
  std::uint64_t seed = 0;
  Side real, synthetic;
  std::optional<Side> holdout;
  HeldOutCopies held_out_copies;
  std::string ceiling;  // what it is, in words
  std::vector<Figure> figures;
  std::vector<ColumnReport> columns;    // as in the table
  std::vector<PairReport> worst_pairs;  // the least alike first
  std::vector<AttackReport> attacks;    // none without held-out rows; the ensemble is the last
  std::size_t attacked_rows = 0;        // learned, and as many others
  std::size_t pairs_measured = 0, pairs = 0;
  tabular::Table real_rows, synthetic_rows;            // at most 2,000 of each, at random, for pictures
  std::size_t told_apart = 0, ceiling_told_apart = 0;  // rows a side of the two-sample test

  // Null if it was not measured.
  const Figure* find(const std::string& id) const;
};

// Throws Error as bring_under_common_schema does, Stopped when told to stop. Same figures at any number of threads.
Comparison compare(CompareInput input, const CompareOptions& options, numeric::ThreadPool& pool, Observer& observer);

}  // namespace ballast::app::fidelity
