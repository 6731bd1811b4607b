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
};

struct ColumnReport {
  std::string name, kind;
  double shape, bounds, levels, lattice, missing_real, missing_synthetic;  // NaN where there is none
};

struct PairReport {
  std::string first, second;
  double trend;  // on shared bins
};

struct Side {
  std::string name;
  std::size_t rows = 0;
};

struct Comparison {
  std::uint64_t seed = 0;
  Side real, synthetic;
  std::optional<Side> holdout;
  std::string ceiling;  // what it is, in words
  std::vector<Figure> figures;
  std::vector<ColumnReport> columns;    // as in the table
  std::vector<PairReport> worst_pairs;  // the least alike first
  std::size_t pairs_measured = 0, pairs = 0;

  // Null if it was not measured.
  const Figure* find(const std::string& id) const;
};

// Throws Error as bring_under_common_schema does, Stopped when told to stop. Same figures at any number of threads.
Comparison compare(CompareInput input, const CompareOptions& options, numeric::ThreadPool& pool, Observer& observer);

}  // namespace ballast::app::fidelity
