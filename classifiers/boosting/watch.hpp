// Watch: early stopping, by a validation set that boosting does not learn from. And where margins start, there as in
// training.
#pragma once

#include <cstddef>
#include <span>

#include "classifiers/boosting/boosting.hpp"
#include "classifiers/boosting/objective.hpp"
#include "classifiers/trees/tree.hpp"

namespace ballast::classifiers {

// At the base's margins, or at the objective's. out: x.rows() x groups.
void start_margins(numeric::MatrixView<const double> x, const Objective& objective, const Boosting* base,
                   numeric::MatrixView<float> out, numeric::ThreadPool& pool);

// Watches a validation set: the score after each round, and when to stop.
class Watch {
 public:
  Watch(const TrainingSet& data, const Objective& objective, const BoostingOptions& options, const Boosting* base,
        numeric::ThreadPool& pool);

  // The score with one more round.
  double score(std::span<const DecisionTree> round, numeric::ThreadPool& pool);
  // Takes the score after `rounds` rounds; true when it is time to stop.
  bool should_stop(double score, std::size_t rounds);
  std::size_t best_round() const { return best_round_; }

 private:
  const TrainingSet& data_;
  const Objective& objective_;
  const BoostingOptions& options_;
  numeric::Matrix<float> margin_, probability_;
  double best_;
  std::size_t best_round_ = 0;
};

}  // namespace ballast::classifiers
