// The candidates of `tune`: settings of a learner, and the arm that helps the rare class, by number.
//
// The first candidates are the defaults, one for each classifier. Each later one draws its arm and changes every option
// of its learner with probability 1/2 (random search, Bergstra and Bengio 2012, over few options at a time, so that
// what is near the defaults is looked at closely). Ranges follow from the table: no leaf that takes a tenth of the
// positives, no weight beyond the one that balances the classes. Rounds go with the learning rate, so that their
// product stays that of the defaults until rounds are drawn themselves.
//
// Candidate k is a function of (seed, k, what there is to draw from) alone; drawing more changes none. Numbers are
// rounded to two digits, so that what is shown is what was trained, and can be typed into `ballast train`.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "app/study/learner.hpp"

namespace ballast::app {

// An option of `ballast train` and its value; of a switch none.
struct Setting {
  std::string option, value;
};

struct TuneCandidate {
  std::size_t number = 0;
  std::string classifier;
  std::size_t arm = 0;                 // by its place; 0 is plain training
  LearnerOptions learners = {};        // seeds are left at their default
  std::vector<Setting> settings = {};  // where they differ from the defaults

  bool is_default() const { return settings.empty() && arm == 0; }
  // What stands against the defaults: options that differ, and an arm.
  std::size_t changes() const { return settings.size() + (arm != 0 ? 1 : 0); }
};

// What ranges follow from.
struct TableSize {
  std::size_t rows = 0, positives = 0, features = 0;
  bool has_labels = false;  // a column of labels
};

struct CandidateSpace {
  std::vector<std::string> classifiers;
  std::size_t arms = 1;  // plain training among them
  TableSize table;
  std::uint64_t seed = 42;
  std::size_t arms_of_boosting = 0;  // behind these, that the forest has not: losses
};

// Candidates 0 .. count - 1; classifiers take turns. None is twice in it, as far as 20 draws of each allow.
std::vector<TuneCandidate> draw_candidates(const CandidateSpace& space, std::size_t count);

// "--eta 0.05 --rounds 600"; empty for the defaults.
std::string settings_text(const TuneCandidate& candidate);

}  // namespace ballast::app
