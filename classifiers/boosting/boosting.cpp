#include "classifiers/boosting/boosting.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <memory>
#include <numeric>
#include <string>
#include <utility>

#include "classifiers/bins/binning.hpp"
#include "classifiers/bins/class_edges.hpp"
#include "classifiers/boosting/boosting_grower.hpp"
#include "classifiers/boosting/objective.hpp"
#include "classifiers/judge/metrics.hpp"
#include "classifiers/option_ranges.hpp"
#include "classifiers/training_set.hpp"
#include "engine/error.hpp"
#include "engine/numeric/random.hpp"

namespace ballast::classifiers {
namespace {

using Clock = std::chrono::steady_clock;
using numeric::Purpose;
using numeric::RandomStream;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

// The features a tree may use: round(share x D) of them, at least one; empty for all.
std::vector<std::uint8_t> draw_features(std::size_t features, const BoostingOptions& options, std::size_t tree) {
  if (options.colsample_bytree >= 1) return {};
  std::vector<std::size_t> order(features);
  std::iota(order.begin(), order.end(), std::size_t{0});
  RandomStream(options.seed, Purpose::kColumnSample, tree).shuffle(std::span(order));
  const double share = options.colsample_bytree * static_cast<double>(features);
  const auto count = std::max<std::size_t>(1, static_cast<std::size_t>(share));
  std::vector<std::uint8_t> allowed(features, 0);
  for (std::size_t i = 0; i < count; ++i) allowed[order[i]] = 1;
  return allowed;
}

double weight_sum(const TrainingSet& data) {
  double sum = 0;
  for (std::size_t row = 0; row < data.x.rows(); ++row) sum += static_cast<double>(weight_of(data, row));
  return sum;
}

// Where a run starts: at the base's margins, or at the objective's.
void start_margins(numeric::MatrixView<const double> x, const Objective& objective, const Boosting* base,
                   numeric::MatrixView<float> out, numeric::ThreadPool& pool) {
  if (base != nullptr) return base->predict_margin(x, out, pool);
  const std::vector<float> start = objective.base_margin();
  for (std::size_t row = 0; row < out.rows(); ++row) std::ranges::copy(start, out.row(row).begin());
}

// The state of a training run: margins of the training rows, and one round after another.
class Booster {
 public:
  Booster(const TrainingSet& data, const BinnedData& binned, const Objective& objective, const BoostingOptions& options,
          const Boosting* base, numeric::ThreadPool& pool)
      : data_(data),
        objective_(objective),
        options_(options),
        pool_(pool),
        grower_(binned, options, pool),
        margin_(data.x.rows() * objective.groups()),
        gradients_(objective.groups(), data.x.rows()),
        block_loss_((data.x.rows() + kBlock - 1) / kBlock),
        total_weight_(weight_sum(data)) {
    start_margins(data.x, objective, base, {margin_.data(), data.x.rows(), objective.groups()}, pool);
  }

  // Derivatives at the present margins; returns their mean loss.
  double differentiate() {
    pool_.parallel_for_blocks(data_.x.rows(), kBlock, [&](std::size_t first, std::size_t last) {
      block_loss_[first / kBlock] = objective_.gradients(margin_, data_, first, last, gradients_.view());
    });
    return std::accumulate(block_loss_.begin(), block_loss_.end(), 0.0) / total_weight_;
  }

  // One tree a group, on the derivatives at hand.
  void grow_round(std::size_t round, std::vector<DecisionTree>& trees) {
    const std::size_t groups = objective_.groups();
    if (options_.subsample < 1) drop_rows(round);
    for (std::size_t group = 0; group < groups; ++group) {
      const std::vector<std::uint8_t> allowed = draw_features(data_.x.columns(), options_, trees.size());
      trees.push_back(grower_.grow(gradients_.row(group), allowed, trees.size()));
      grower_.add_leaves(trees.back(), margin_.data() + group, groups);
    }
  }

 private:
  static constexpr std::size_t kBlock = 4096;

  // Each row stays in the round with probability `subsample`; others get no gradient. A row's draw has its own address.
  void drop_rows(std::size_t round) {
    pool_.parallel_for_blocks(data_.x.rows(), kBlock, [&](std::size_t first, std::size_t last) {
      RandomStream random(options_.seed, Purpose::kRowSample, first / kBlock, static_cast<std::uint32_t>(round));
      for (std::size_t row = first; row < last; ++row) {
        if (random.uniform() < options_.subsample) continue;
        for (std::size_t group = 0; group < gradients_.rows(); ++group) gradients_(group, row) = {};
      }
    });
  }

  const TrainingSet& data_;
  const Objective& objective_;
  const BoostingOptions& options_;
  numeric::ThreadPool& pool_;
  BoostingGrower grower_;
  std::vector<float> margin_;            // N x groups
  numeric::Matrix<Gradient> gradients_;  // groups x N
  std::vector<double> block_loss_;
  double total_weight_;
};

// Watches a validation set: the score after each round, and when to stop.
class Watch {
 public:
  Watch(const TrainingSet& data, const Objective& objective, const BoostingOptions& options, const Boosting* base,
        numeric::ThreadPool& pool)
      : data_(data),
        objective_(objective),
        options_(options),
        margin_(data.x.rows(), objective.groups()),
        probability_(data.x.rows(), data.classes),
        best_(options.stopping_metric == StoppingMetric::log_loss ? std::numeric_limits<double>::infinity()
                                                                  : -std::numeric_limits<double>::infinity()) {
    start_margins(data.x, objective, base, margin_.view(), pool);
  }

  // The score with one more round.
  double score(std::span<const DecisionTree> round, numeric::ThreadPool& pool) {
    TreePredictor(round, data_.x.columns(), 1, round.size()).add(data_.x, margin_.view(), pool);
    objective_.probabilities(margin_.view(), probability_.view());
    if (options_.stopping_metric == StoppingMetric::log_loss) {
      return log_loss(probability_.view(), data_.y, data_.weight);
    }
    std::vector<float> positive(probability_.rows());
    for (std::size_t row = 0; row < positive.size(); ++row) positive[row] = probability_(row, 1);
    return average_precision(positive, data_.y, data_.weight);
  }
  // Takes the score after `rounds` rounds; true when it is time to stop.
  bool should_stop(double score, std::size_t rounds) {
    const bool better = options_.stopping_metric == StoppingMetric::log_loss ? score < best_ : score > best_;
    if (better) {
      best_ = score;
      best_round_ = rounds;
    }
    return options_.early_stopping_rounds != 0 && rounds - best_round_ >= options_.early_stopping_rounds;
  }
  std::size_t best_round() const { return best_round_; }

 private:
  const TrainingSet& data_;
  const Objective& objective_;
  const BoostingOptions& options_;
  numeric::Matrix<float> margin_, probability_;
  double best_;
  std::size_t best_round_ = 0;
};

void check_monotone(const TrainingSet& data, const BoostingOptions& options) {
  const std::vector<std::int8_t>& monotone = options.monotone;
  if (monotone.empty()) return;
  if (data.classes != 2) {
    throw Error("boosting: monotone constraints are for two classes").got(std::to_string(data.classes) + " classes");
  }
  if (monotone.size() != data.x.columns()) {
    throw Error("boosting: monotone constraints and features differ in number")
        .expected(std::to_string(data.x.columns()))
        .got(std::to_string(monotone.size()));
  }
  for (std::size_t feature = 0; feature < monotone.size(); ++feature) {
    if (monotone[feature] == 0 || data.labels.empty() || data.labels[feature] == 0) continue;
    throw Error("boosting: a monotone constraint on " + feature_name(data, feature) + ", whose labels have no order");
  }
}

void check_base(const TrainingSet& data, const BoostingOptions& options, const Boosting& base) {
  if (base.loss() != options.loss) {
    throw Error("boosting: the model to continue from was trained with a different loss")
        .expected(std::string(loss_name(base.loss())))
        .got(loss_name(options.loss));
  }
  if (base.features() == data.x.columns() && base.classes() == data.classes) return;
  throw Error("boosting: the model to continue from was trained on other data")
      .expected(std::to_string(base.features()) + " features and " + std::to_string(base.classes()) + " classes")
      .got(std::to_string(data.x.columns()) + " and " + std::to_string(data.classes));
}

void check(const TrainingSet& data, const BoostingOptions& options, const TrainingSet* validation,
           const Boosting* base) {
  options.validate();
  check_training_set(data);
  check_monotone(data, options);
  if (base != nullptr) check_base(data, options, *base);
  if (validation != nullptr) check_validation_set(*validation, data);
  if (options.early_stopping_rounds != 0 && validation == nullptr) {
    throw Error("boosting: early stopping needs a validation set");
  }
  if (data.classes != 2 && options.stopping_metric == StoppingMetric::pr_auc) {
    throw Error("boosting: PR-AUC stops training on two classes only").got(std::to_string(data.classes) + " classes");
  }
  if (data.classes != 2 && options.loss == Loss::squared) {
    throw Error("boosting: squared loss is for two classes").got(std::to_string(data.classes) + " classes");
  }
  if (data.classes != 2 && options.scale_pos_weight != 1) {
    throw Error("boosting: scale_pos_weight is for two classes").got(std::to_string(data.classes) + " classes");
  }
}

}  // namespace

void BoostingOptions::validate() const {
  const auto check = [](const Range& range, const char* name, auto value) {
    range.require(std::string("boosting: ") + name, static_cast<double>(value));
  };
  check(kTreesRange, "rounds", rounds);
  if (max_leaves != 0) check(kMaxLeavesRange, "max_leaves", max_leaves);
  if (max_leaves == 0 || max_depth != 0)
    check(max_leaves != 0 ? kMaxDepthRange : kLevelDepthRange, "max_depth", max_depth);
  check(kMaxBinRange, "max_bin", max_bin);
  check(kEtaRange, "eta", eta);
  check(kPenaltyRange, "lambda", lambda);
  check(kPenaltyRange, "alpha", alpha);
  check(kPenaltyRange, "gamma", gamma);
  check(kPenaltyRange, "min_child_weight", min_child_weight);
  check(kShareRange, "subsample", subsample);
  check(kShareRange, "colsample_bytree", colsample_bytree);
  check(kShareRange, "colsample_bynode", colsample_bynode);
  check(kPenaltyRange, "label_lambda", label_lambda);
  check(kPenaltyRange, "label_smoothing", label_smoothing);
  for (const std::int8_t direction : monotone) check(Range{.low = -1, .high = 1, .whole = true}, "monotone", direction);
  check(kScalePosWeightRange, "scale_pos_weight", scale_pos_weight);
  check(kBaseScoreRange, "base_score", base_score);
}

Boosting train_boosting(const TrainingSet& data, const BoostingOptions& options, numeric::ThreadPool& pool,
                        Observer& observer, const TrainingSet* validation, BoostingReport* report,
                        const Boosting* base) {
  check(data, options, validation, base);
  BoostingReport own_report;
  BoostingReport& told = report != nullptr ? *report : own_report;
  told = {};
  auto start = Clock::now();
  const RareRows rare = find_rare_rows(data, options.max_bin - 1);
  const BinnedData binned(data.x, data.weight, options.max_bin - 1, pool, BinnedData::Layout::columns_and_tiles,
                          data.labels, &rare);
  told.bin_seconds = seconds_since(start);
  start = Clock::now();
  const auto objective = make_objective(data.classes, options);
  const std::size_t groups = objective->groups();
  const std::size_t first = base != nullptr ? base->rounds() : 0, end = first + options.rounds;
  Booster booster(data, binned, *objective, options, base, pool);
  std::unique_ptr<Watch> watch;
  if (validation != nullptr) watch = std::make_unique<Watch>(*validation, *objective, options, base, pool);
  std::vector<DecisionTree> trees = base != nullptr ? base->trees() : std::vector<DecisionTree>{};
  double loss = booster.differentiate();
  for (std::size_t round = first; round < end; ++round) {
    observer.step({"boost", round, end, loss});
    booster.grow_round(round, trees);
    loss = booster.differentiate();
    told.training_loss.push_back(loss);
    if (!watch) continue;
    told.validation_score.push_back(watch->score(std::span(trees).last(groups), pool));
    if (watch->should_stop(told.validation_score.back(), round + 1)) break;
  }
  told.rounds_run = told.best_round = trees.size() / groups;
  if (options.early_stopping_rounds != 0) told.best_round = std::max<std::size_t>(1, watch->best_round());
  trees.resize(told.best_round * groups);
  told.grow_seconds = seconds_since(start);
  observer.step({"boost", end, end, loss});
  return {std::move(trees), base != nullptr ? base->base_margin() : objective->base_margin(), data.x.columns(),
          data.classes, options.loss};
}

}  // namespace ballast::classifiers
