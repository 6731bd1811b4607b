// What a tuning has tried, in order, and which of it is chosen.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "app/data/tried_arms.hpp"
#include "app/study/statistics.hpp"
#include "app/study/tune/candidate_space.hpp"

namespace ballast::app {

struct TuneTrial {
  TuneCandidate candidate;
  std::string arm;  // its name, and how many rows it adds to all of the table
  std::size_t rows = 0;
  std::vector<double> pr_auc;  // by fold, as far as it came

  // From what ranks it on:
  MeanError own = {};
  MeanError from_defaults = {};  // on its folds
};

struct TuneResult {
  std::vector<TuneTrial> trials;  // those on all folds first, then by folds; of as many the best first
  std::size_t defaults = 0;       // place of the best defaults: what the others are compared with
  std::size_t best = 0, chosen = 0;
  std::size_t folds = 0, fits = 0;
  double test_to_train = 0;
  double blind_pr_auc = 0;   // of scores drawn blindly, in a fold
  TriedArms finalists = {};  // those on all folds, the simplest first, as a model keeps them

  // Neither the best defaults nor, corrected for the number tried, a candidate on all folds is above blind scores.
  bool at_chance() const;
  bool keeps_defaults() const { return trials[chosen].candidate.is_default(); }
};

// trials: of one fold at least each, the defaults on all. The
// simplest stands first: fewest changes, then the best mean.
TuneResult judge_trials(std::vector<TuneTrial> trials, std::size_t folds, double test_to_train);

// "boosting", "forest + smote --trees 200".
std::string trial_text(const TuneTrial& trial);

}  // namespace ballast::app
