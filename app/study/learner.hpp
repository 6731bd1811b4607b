// One door to the two classifiers, so that a study and `ballast train` train alike.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "classifiers/boosting/boosting.hpp"
#include "classifiers/classifier.hpp"
#include "classifiers/forest/forest.hpp"

namespace ballast::app {

const std::vector<std::string>& classifier_names();  // forest, boosting

struct LearnerOptions {
  classifiers::ForestOptions forest;
  classifiers::BoostingOptions boosting;
  void set_seed(std::uint64_t seed) { forest.seed = boosting.seed = seed; }
  // What the k-th of several like models in a bag has in place of these: other random numbers, and in boosting, which
  // draws none by itself, as many rows a round as a bootstrap holds different ones.
  LearnerOptions like_number(std::size_t k) const;
};

// The share of the positive class that the scores of such a learner assume (classifiers/decide/prior_shift.hpp): of the
// rows by weight in boosting, by number in a forest, whose trees grow until weights no longer matter, and half of those
// that a balanced bootstrap draws. Requires: two classes, rows of both.
// Fresh rows count as those of one tree.
double learned_share(const std::string& kind, const classifiers::TrainingSet& data, const LearnerOptions& options);

struct Trained {
  std::unique_ptr<classifiers::Classifier> model;
  double bin_seconds = 0, fit_seconds = 0;
};

// Requires: kind is one of classifier_names().
Trained train_classifier(const std::string& kind, const classifiers::TrainingSet& data, const LearnerOptions& options,
                         numeric::ThreadPool& pool, Observer& observer);

}  // namespace ballast::app
