// Second-order gradient boosting (Friedman 2001; Chen & Guestrin 2016), grown on histograms, level by level or (with
// max_leaves) where the gain is largest, with the options, defaults and meanings of XGBoost 1.7. Logistic or squared
// loss for two classes, softmax with one tree per class and round for more. Features of labels are split by sets of
// labels.
//
// Gradient sums are integers in fixed point (gradient.hpp says how): sums of integers have no order, so a model has the
// same bits at any number of threads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "classifiers/boosting/loss.hpp"
#include "classifiers/classifier.hpp"
#include "classifiers/trees/predictor.hpp"
#include "classifiers/trees/tree.hpp"

namespace ballast::classifiers {

class Objective;

enum class StoppingMetric : std::uint8_t { log_loss, pr_auc };

struct BoostingOptions {
  std::size_t rounds = 100;
  Loss loss = Loss::cross_entropy;
  std::size_t max_depth = 6;              // 1 .. 12; with max_leaves any, and 0 for no limit
  std::size_t max_leaves = 0;             // grow best-first until this many leaves, at least 2; 0: level by level
  double eta = 0.3;                       // shrinkage of each tree, (0, 1]
  double lambda = 1;                      // L2 on leaf weights, >= 0
  double alpha = 0;                       // L1 on leaf weights, >= 0
  double gamma = 0;                       // the least gain of a split, >= 0
  double min_child_weight = 1;            // the least hessian sum of a child, >= 0
  double subsample = 1;                   // share of the rows each tree learns from, (0, 1]
  double colsample_bytree = 1;            // share of the features each tree may use, (0, 1]
  double colsample_bynode = 1;            // share of the tree's features each node may use, (0, 1]
  double scale_pos_weight = 1;            // weight of class 1 against 0 (two classes only), > 0
  double base_score = 0.5;                // the probability everything starts from (two classes only), (0, 1)
  std::size_t max_bin = 256;              // 3 .. 256; one of 256 is kept for missing values
  std::size_t early_stopping_rounds = 0;  // stop after so many rounds without a better validation score; 0: never
  StoppingMetric stopping_metric = StoppingMetric::log_loss;
  double label_lambda = 100;            // L2 beside lambda where splits by sets of labels are judged, >= 0
  double label_smoothing = 1;           // hessian that draws a label to the node's mean in their order, >= 0
  std::vector<std::int8_t> monotone{};  // +1 rising, -1 falling, 0 free for each feature, or empty (two classes only)
  std::uint64_t seed = 42;

  void validate() const;  // throws Error on a value out of range
};

// Training report. Losses are one per round, of the model after that round.
struct BoostingReport {
  double bin_seconds = 0, grow_seconds = 0;
  std::vector<double> training_loss;     // weighted mean loss of the training set, without rows of a source
  std::vector<double> validation_score;  // by stopping_metric; empty without a validation set
  std::size_t best_round = 0;            // rounds in the model: all, or those up to the best validation score
  std::size_t rounds_run = 0;            // with those that early stopping took off again; both with the base's
};

class Boosting final : public Classifier {
 public:
  // Trees of a round stand together: one for two classes, K for more. loss: says what the margins are.
  Boosting(std::vector<DecisionTree> trees, std::vector<float> base_margin, std::size_t features, std::size_t classes,
           Loss loss = Loss::cross_entropy);

  std::string_view kind() const override { return "boosting"; }
  std::size_t features() const override { return features_; }
  std::size_t classes() const override { return classes_; }
  void predict(numeric::MatrixView<const double> x, numeric::MatrixView<float> out,
               numeric::ThreadPool& pool) const override;
  // The raw scores: before the logistic or softmax, of squared loss before they are held to 0 .. 1. rows x 1 for two
  // classes, rows x K for more.
  void predict_margin(numeric::MatrixView<const double> x, numeric::MatrixView<float> out,
                      numeric::ThreadPool& pool) const;
  void save(files::ArchiveWriter out) const override;
  std::string describe() const override;

  static Boosting load(const files::ArchiveReader& in);
  const std::vector<DecisionTree>& trees() const noexcept { return trees_; }
  const std::vector<float>& base_margin() const noexcept { return base_margin_; }
  Loss loss() const noexcept { return loss_; }
  std::size_t groups() const noexcept { return base_margin_.size(); }  // trees a round
  std::size_t rounds() const noexcept { return trees_.size() / groups(); }

 private:
  std::vector<DecisionTree> trees_;
  std::vector<float> base_margin_;
  std::size_t features_, classes_;
  Loss loss_;
  std::shared_ptr<const Objective> objective_;  // for its link alone
  TreePredictor predictor_;
};

// validation: watched by early stopping (then required); of the same features and classes.
// base: a model to go on from, of the same features, classes and loss; its rounds come first, options.rounds are added,
// and both together are what one run of that many rounds gives on the same data and options. Throws Error on data or
// options that cannot be learned from, Stopped when the observer says so (phase "boost"). A row source gives each round
// (counted with the base's) rows of its own, in the bins of the training set's rows.
Boosting train_boosting(const TrainingSet& data, const BoostingOptions& options, numeric::ThreadPool& pool,
                        Observer& observer, const TrainingSet* validation = nullptr, BoostingReport* report = nullptr,
                        const Boosting* base = nullptr);

}  // namespace ballast::classifiers
