#include "classifiers/forest/out_of_bag.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "classifiers/judge/metrics.hpp"
#include "classifiers/training_set.hpp"
#include "classifiers/trees/predictor.hpp"
#include "engine/numeric/random.hpp"

namespace ballast::classifiers {
namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

struct Figures {
  double accuracy = kUnknown, log_loss = kUnknown, pr_auc = kUnknown;
};

class OutOfBag {
 public:
  OutOfBag(const TrainingSet& data, std::span<const DecisionTree> trees, const DrawnRows& drawn,
           numeric::ThreadPool& pool)
      : data_(data),
        drawn_(drawn),
        pool_(pool),
        outputs_(data.classes == 2 ? 1 : data.classes),
        predictor_(trees, data.x.columns(), outputs_, 1) {}

  // The mean over the trees that did not draw the row; NaN where every tree drew it.
  void average(numeric::MatrixView<const double> x, numeric::Matrix<float>& out) const {
    constexpr std::size_t kBlock = 256;
    pool_.parallel_for_blocks(x.rows(), kBlock, [&](std::size_t first, std::size_t last) {
      numeric::Matrix<float> one(last - first, outputs_), sum(last - first, outputs_);
      std::vector<std::size_t> trees(last - first, 0);
      for (std::size_t tree = 0; tree < drawn_.size(); ++tree) {
        std::ranges::fill(one.values(), 0.0f);
        predictor_.add_tree(tree, x.row_block(first, last - first), one.view());
        for (std::size_t row = first; row < last; ++row) {
          if (drawn_[tree][row] != 0) continue;
          ++trees[row - first];
          for (std::size_t k = 0; k < outputs_; ++k) sum(row - first, k) += one(row - first, k);
        }
      }
      for (std::size_t row = first; row < last; ++row) {
        const auto count = static_cast<float>(trees[row - first]);  // 0 gives NaN
        for (std::size_t k = 0; k < outputs_; ++k) {
          out(row, data_.classes - outputs_ + k) = sum(row - first, k) / count;
        }
        if (outputs_ == 1) out(row, 0) = 1 - out(row, 1);
      }
    });
  }

  Figures judge(const numeric::Matrix<float>& all) const {
    std::vector<std::size_t> rows;
    for (std::size_t row = 0; row < data_.x.rows(); ++row) {
      if (!std::isnan(all(row, 0))) rows.push_back(row);
    }
    if (rows.empty()) return {};
    numeric::Matrix<float> probability(rows.size(), data_.classes);
    std::vector<std::int32_t> y;
    std::vector<float> weight, score;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      std::ranges::copy(all.row(rows[i]), probability.row(i).begin());
      y.push_back(data_.y[rows[i]]);
      weight.push_back(weight_of(data_, rows[i]));
      score.push_back(probability(i, 1));
    }
    Figures out;
    out.accuracy = accuracy(probability.view(), y, weight);
    out.log_loss = log_loss(probability.view(), y, weight);
    const Confusion seen = confusion(score, y, 0.5, weight);
    const bool both = seen.tp + seen.fn > 0 && seen.fp + seen.tn > 0;
    if (data_.classes == 2 && both) out.pr_auc = average_precision(score, y, weight);
    return out;
  }

 private:
  const TrainingSet& data_;
  const DrawnRows& drawn_;
  numeric::ThreadPool& pool_;
  std::size_t outputs_;
  TreePredictor predictor_;
};

// Column `feature` of x in an order drawn at random.
void shuffle_column(numeric::MatrixView<const double> x, std::size_t feature, std::uint64_t seed,
                    numeric::Matrix<double>& out) {
  std::vector<std::uint32_t> order(x.rows());
  std::iota(order.begin(), order.end(), 0u);
  numeric::RandomStream(seed, numeric::Purpose::kPermutation, feature).shuffle(std::span(order));
  for (std::size_t row = 0; row < x.rows(); ++row) out(row, feature) = x(order[row], feature);
}

void permute_features(const TrainingSet& data, const OutOfBag& bag, const Figures& whole,
                      const std::vector<std::uint8_t>& used, std::uint64_t seed, ForestReport& report) {
  numeric::Matrix<double> x(data.x.rows(), data.x.columns());
  numeric::Matrix<float> probability(data.x.rows(), data.classes);
  for (std::size_t row = 0; row < x.rows(); ++row) std::ranges::copy(data.x.row(row), x.row(row).begin());
  for (std::size_t feature = 0; feature < x.columns(); ++feature) {
    Figures shuffled = whole;
    if (used[feature] != 0) {
      shuffle_column(data.x, feature, seed, x);
      bag.average(x.view(), probability);
      shuffled = bag.judge(probability);
      for (std::size_t row = 0; row < x.rows(); ++row) x(row, feature) = data.x(row, feature);
    }
    report.log_loss_rise.push_back(shuffled.log_loss - whole.log_loss);
    if (data.classes == 2) report.pr_auc_fall.push_back(whole.pr_auc - shuffled.pr_auc);
  }
}

}  // namespace

void judge_out_of_bag(const TrainingSet& data, std::span<const DecisionTree> trees, const DrawnRows& drawn,
                      bool permute, std::uint64_t seed, numeric::ThreadPool& pool, ForestReport& report) {
  const OutOfBag bag(data, trees, drawn, pool);
  report.out_of_bag = numeric::Matrix<float>(data.x.rows(), data.classes);
  bag.average(data.x, report.out_of_bag);
  const Figures whole = bag.judge(report.out_of_bag);
  report.out_of_bag_accuracy = whole.accuracy;
  report.out_of_bag_log_loss = whole.log_loss;
  report.out_of_bag_pr_auc = whole.pr_auc;
  if (!permute) return;
  std::vector<std::uint8_t> used(data.x.columns(), 0);
  for (const DecisionTree& tree : trees) {
    for (const TreeNode& node : tree.nodes) {
      if (!node.is_leaf()) used[static_cast<std::size_t>(node.feature)] = 1;
    }
  }
  permute_features(data, bag, whole, used, seed, report);
}

}  // namespace ballast::classifiers
