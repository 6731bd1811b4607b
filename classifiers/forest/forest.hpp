// Random forest classification (Breiman 2001), with scikit-learn's defaults and meaning of its options: each tree
// learns a bootstrap sample, each split the best of a few features drawn afresh, by Gini impurity, to full depth; the
// forest's probability is the mean of its leaves' class shares.
//
// How it is fast: features are binned once (binning.hpp); a bootstrap is an integer weight for each row; big nodes
// count classes by bin, small ones sort a few packed keys. How it stays the same at any number of threads: trees are
// independent tasks, each with a random stream of its own, and all sums are integers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "classifiers/classifier.hpp"
#include "classifiers/trees/predictor.hpp"
#include "classifiers/trees/tree.hpp"

namespace ballast::classifiers {

struct ForestOptions {
  std::size_t trees = 100;
  std::size_t max_features = 0;       // drawn at each split; 0: floor(sqrt(D)), at least 1
  std::size_t max_depth = 0;          // 0: no limit
  std::size_t min_samples_split = 2;  // in-bag draws a node needs to be split
  std::size_t min_samples_leaf = 1;   // in-bag draws on each side of a split
  std::size_t max_leaves = 0;         // split where impurity falls most until a tree has so many, >= 2; 0: no limit
  bool extra_random = false;          // one random cut of each drawn feature in place of the best (Geurts et al. 2006)
  bool balanced_weights = false;      // rows weigh so that every class has the same sum
  bool balanced_bootstrap = false;  // every tree draws as many rows of each class as the rarest has (Chen et al. 2004)
  bool permutation_importance = false;  // judge each feature by out-of-bag rows whose values of it are shuffled
  bool out_of_bag = false;              // also judge each row by the trees that did not see it (ForestReport)
  std::uint64_t seed = 42;

  void validate() const;  // throws Error on a value out of range
};

// Training report.
struct ForestReport {
  double bin_seconds = 0, grow_seconds = 0;

  // With ForestOptions::out_of_bag: mean leaf shares over the trees that did not draw the row; NaN for a row that every
  // tree drew, which the three figures leave out.
  numeric::Matrix<float> out_of_bag;  // N x K
  double out_of_bag_accuracy = std::numeric_limits<double>::quiet_NaN();
  double out_of_bag_log_loss = std::numeric_limits<double>::quiet_NaN();
  double out_of_bag_pr_auc = std::numeric_limits<double>::quiet_NaN();  // K = 2 only

  // With ForestOptions::permutation_importance, for each feature: by how much its shuffling worsens the out-of-bag
  // figures (Breiman 2001, section 10); about 0 for a feature that says nothing.
  std::vector<double> log_loss_rise, pr_auc_fall;  // pr_auc_fall: K = 2 only
};

class Forest final : public Classifier {
 public:
  Forest(std::vector<DecisionTree> trees, std::size_t features, std::size_t classes);

  std::string_view kind() const override { return "forest"; }
  std::size_t features() const override { return features_; }
  std::size_t classes() const override { return classes_; }
  void predict(numeric::MatrixView<const double> x, numeric::MatrixView<float> out,
               numeric::ThreadPool& pool) const override;
  void save(files::ArchiveWriter out) const override;
  std::string describe() const override;

  static Forest load(const files::ArchiveReader& in);
  const std::vector<DecisionTree>& trees() const noexcept { return trees_; }

 private:
  std::vector<DecisionTree> trees_;
  std::size_t features_, classes_;
  TreePredictor predictor_;
};

// A row source gives each tree rows of its own, in the bins of the training set's rows; a bootstrap draws from both, as
// many times as they are. Throws Error on a training set or options that cannot be learned from (training_set.hpp),
// Stopped when the observer says so (phase "grow forest").
Forest train_forest(const TrainingSet& data, const ForestOptions& options, numeric::ThreadPool& pool,
                    Observer& observer, ForestReport* report = nullptr);

}  // namespace ballast::classifiers
