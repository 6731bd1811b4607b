// Booster: the state of a run of boosting, margins and derivatives of all rows, and one round after another. Where the
// codes of the rows are kept, it does not know (tree_rows.hpp).
//
// Rows of a source stand below the real ones, those of one round at a time, and start at the margins of the trees so
// far. Of rows that are shared out over ranks it has those at hand, and draws what is random by their numbers among
// all.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "classifiers/boosting/boosting_grower.hpp"
#include "classifiers/boosting/objective.hpp"
#include "classifiers/boosting/tree_rows.hpp"
#include "classifiers/classifier.hpp"
#include "engine/numeric/matrix.hpp"
#include "engine/numeric/thread_pool.hpp"
#include "engine/observer.hpp"

namespace ballast::classifiers {

class Watch;

class Booster {
 public:
  // Borrows all. data: labels and weights of all places at hand, the first `rows` of them real; its x is not read.
  Booster(const TrainingSet& data, std::size_t rows, TreeRows& tree_rows, const BinnedFeatures& features,
          const Objective& objective, const BoostingOptions& options, numeric::ThreadPool& pool);

  // Margins of the real rows, rows x groups, to be set before the first round.
  numeric::MatrixView<float> margins() { return margin_.view().row_block(0, rows_); }

  // Rounds of options.rounds after those of the base, or of what `watch` (or nullptr) makes of them.
  // binned: takes the rows of the training set's source; nullptr without one.
  Boosting boost(const Boosting* base, Watch* watch, BinnedData* binned, Observer& observer, BoostingReport& told);

 private:
  static constexpr std::size_t kBlock = kRowsTogether;

  double differentiate();
  void draw_fresh(std::size_t round, std::span<const float> start, std::span<const DecisionTree> trees,
                  BinnedData& binned);
  void grow_round(std::size_t round, std::vector<DecisionTree>& trees);
  void drop_rows(std::size_t round);

  const TrainingSet& data_;
  TreeRows& tree_rows_;
  const BinnedFeatures& features_;
  const Objective& objective_;
  const BoostingOptions& options_;
  numeric::ThreadPool& pool_;
  std::size_t rows_;  // real ones
  BoostingGrower grower_;
  numeric::Matrix<float> margin_;        // places x groups
  numeric::Matrix<Gradient> gradients_;  // groups x places
  numeric::Matrix<double> fresh_;        // features of this round's rows
  std::vector<double> block_loss_;
  double total_weight_;
};

}  // namespace ballast::classifiers
