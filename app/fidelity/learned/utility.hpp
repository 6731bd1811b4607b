// What rows are worth to a learner: boosted trees learn a column from the others on the candidate's rows, and are
// judged on real rows. Once for the target, with all rows; once for every column in turn (TabStruct's global utility),
// which no generator can be tuned to.
//
// The column is made classes by the real rows: labels are classes, those beyond the nine most frequent one class;
// numbers are cut in two at their median. The figure is ROC-AUC: of two classes that of the second, of more the mean
// of each class against all others, weighted by its rows.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "app/fidelity/figure.hpp"
#include "engine/numeric/thread_pool.hpp"
#include "engine/observer.hpp"
#include "engine/tabular/table.hpp"

namespace ballast::app::fidelity {

// How a column becomes classes.
class ColumnClasses {
 public:
  // Nothing where the column has one value only.
  static std::optional<ColumnClasses> of(const tabular::Table& real, std::size_t column);

  std::size_t column() const { return column_; }
  std::size_t count() const { return count_; }
  static constexpr std::int32_t kNone = -1;  // of a missing cell
  std::int32_t operator()(double cell) const;

 private:
  std::size_t column_ = 0, count_ = 0;
  std::optional<double> cut_ = {};   // numbers: above it or not
  std::vector<double> levels_ = {};  // else: class i is levels_[i], the last class the rest, if there is one
};

struct UtilityOptions {
  std::uint64_t seed = 42;
  std::size_t rounds = 100;
  std::size_t most_rows = 200'000;  // learned from
};

// The ROC-AUC on `test` of what learned `classes` from `train`; one half where `train` has one class only, NaN where
// `test` has. With an interval for two classes. Tables under one schema.
Value utility_of(const tabular::Table& train, const tabular::Table& test, const ColumnClasses& classes,
                 const UtilityOptions& options, numeric::ThreadPool& pool, Observer& observer);

}  // namespace ballast::app::fidelity
