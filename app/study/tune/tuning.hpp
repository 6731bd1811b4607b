// Tuning: which learner, with which of its options and which help for the rare class, has the best PR-AUC on rows that
// it has not learned from.
//
//   folds of the table, the same for all  ->  the defaults on all folds
//   candidates (candidate_space.hpp)      ->  race (race_plan.hpp): paired, on the same folds, with the same seed
//   those judged on all folds             ->  the simplest within one standard error of the best (arm_choice.hpp)
//   the chosen one                        ->  its model of all rows
//
// A budget in fits is one race, and its result a function of table, options and
// seed: the same at any number of threads, interrupted or not. One in seconds is
// races of nine, begun while there is time, and promises nothing of the kind.
//
// The folds that choose also judge, and the best of many flatters itself: the figures of the chosen one are optimistic.
// That is what the rule is for, and why defaults stand beside; `ballast evaluate` on rows set aside knows.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "app/study/repeat/choice_fold.hpp"
#include "app/study/repeat/whole_model.hpp"
#include "app/study/tune/candidate_space.hpp"
#include "app/study/tune/tune_journal.hpp"
#include "app/study/tune/tune_result.hpp"

namespace ballast::app {

struct TuneOptions {
  std::vector<std::string> classifiers = classifier_names();
  std::vector<Augmentation> arms;  // plain training first, losses of boosting last
  std::size_t folds = 5;
  std::size_t fits = 100;         // of classifiers; the last model is not counted
  std::optional<double> seconds;  // in place of fits
  std::optional<double> base_rate;
  std::string group_column;  // no group of Dataset::group stands on both sides of a fold
  std::uint64_t seed = 42;
};

// Throws Error: fewer fits than the defaults and one candidate beside them need.
void require_enough_fits(const TuneOptions& options);

// What a journal of these is the journal of.
TuneKey tune_key(const Dataset& data, const TuneOptions& options);

class Tuning {
 public:
  using Kept = std::function<void(const TuneJournal&)>;

  // Borrows all; `kept` is called after every fit that the journal did not know.
  // Throws Error: too few rows of a class for the folds, or fits for the defaults and one candidate beside them.
  Tuning(const Dataset& data, const TuneOptions& options, TuneJournal& journal, numeric::ThreadPool& pool,
         Observer& observer, Kept kept);

  // Throws Stopped, and what training throws.
  TuneResult run();
  // Of all rows. Requires: run() gave the trial.
  WholeModel train(const TuneTrial& chosen);

 private:
  using Trials = std::vector<TuneTrial>;

  bool race(std::size_t first, std::size_t count);
  bool try_on(std::size_t fold, const std::vector<std::size_t>& trials);
  bool try_arm(std::size_t fold, std::size_t arm, const std::vector<std::size_t>& trials);
  ArmRows make_rows(std::size_t fold, const Augmentation& arm, std::size_t rows);
  void fit(const ArmRows& rows, std::size_t fold, TuneTrial& trial);
  StudyWork work_of(StudyTasks& tasks) const;
  double share() const;  // of the budget that is spent
  double share_of_a_fit() const;
  double elapsed() const;
  bool is_late() const { return options_.seconds && elapsed() >= *options_.seconds; }

  const Dataset& data_;
  const TuneOptions& options_;
  TuneJournal& journal_;
  numeric::ThreadPool& pool_;
  Observer& observer_;
  Kept kept_;
  tabular::FeatureEncoder encoder_;
  std::vector<std::uint32_t> labels_;
  numeric::Matrix<double> x_;
  StudyOptions study_;  // what the parts of a study's loop ask for
  mutable StudySink nothing_;
  mutable Timings timings_;
  Repeat whole_;
  std::vector<ChoiceFold> folds_;
  CandidateSpace space_;
  Trials trials_;         // by number
  std::size_t fits_ = 0;  // done or known
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

}  // namespace ballast::app
