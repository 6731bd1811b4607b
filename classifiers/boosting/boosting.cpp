#include "classifiers/boosting/boosting.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <memory>
#include <numeric>
#include <string>
#include <utility>

#include "classifiers/bins/binning.hpp"
#include "classifiers/bins/class_edges.hpp"
#include "classifiers/boosting/boosting_grower.hpp"
#include "classifiers/boosting/objective.hpp"
#include "classifiers/boosting/watch.hpp"
#include "classifiers/option_ranges.hpp"
#include "classifiers/row_source.hpp"
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

// The state of a training run: margins of the training rows, and one round after another. Rows of a source stand below
// the real ones, those of one round at a time, and start at the margins of the trees so far.
class Booster {
 public:
  // data: with the labels and weights of fresh rows below; its x are the real rows.
  Booster(const TrainingSet& data, BinnedData& binned, const Objective& objective, const BoostingOptions& options,
          const Boosting* base, numeric::ThreadPool& pool)
      : data_(data),
        binned_(binned),
        objective_(objective),
        options_(options),
        pool_(pool),
        rows_(data.x.rows()),
        grower_(binned, options, pool),
        margin_(data.y.size(), objective.groups()),
        gradients_(objective.groups(), data.y.size()),
        fresh_(data.y.size() - rows_, data.x.columns()),
        block_loss_((rows_ + kBlock - 1) / kBlock),
        total_weight_(weight_sum(data)) {
    start_margins(data.x, objective, base, margin_.view().row_block(0, rows_), pool);
  }

  // Derivatives of the real rows at the present margins; returns their mean loss.
  double differentiate() {
    pool_.parallel_for_blocks(rows_, kBlock, [&](std::size_t first, std::size_t last) {
      block_loss_[first / kBlock] = objective_.gradients(margin_.values(), data_, first, last, gradients_.view());
    });
    return std::accumulate(block_loss_.begin(), block_loss_.end(), 0.0) / total_weight_;
  }

  // Puts this round's rows of the source in the place of the last one's. start: the margins before any tree.
  void draw_fresh(std::size_t round, std::span<const float> start, std::span<const DecisionTree> trees) {
    if (data_.fresh == nullptr) return;
    data_.fresh->fill(round, fresh_.view(), pool_);
    binned_.put(rows_, fresh_.view(), pool_);
    const auto margins = margin_.view().row_block(rows_, fresh_.rows());
    for (std::size_t row = 0; row < margins.rows(); ++row) std::ranges::copy(start, margins.row(row).begin());
    if (!trees.empty()) {
      TreePredictor(trees, fresh_.columns(), 1, objective_.groups()).add(fresh_.view(), margins, pool_);
    }
    pool_.parallel_for_blocks(fresh_.rows(), kBlock, [&](std::size_t first, std::size_t last) {
      objective_.gradients(margin_.values(), data_, rows_ + first, rows_ + last, gradients_.view());
    });
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
    pool_.parallel_for_blocks(data_.y.size(), kBlock, [&](std::size_t first, std::size_t last) {
      RandomStream random(options_.seed, Purpose::kRowSample, first / kBlock, static_cast<std::uint32_t>(round));
      for (std::size_t row = first; row < last; ++row) {
        if (random.uniform() < options_.subsample) continue;
        for (std::size_t group = 0; group < gradients_.rows(); ++group) gradients_(group, row) = {};
      }
    });
  }

  const TrainingSet& data_;
  BinnedData& binned_;
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
  if (base.loss() == Loss::focal && base.focusing() != options.focusing) {
    const auto text = [](const Focusing& f) {
      return std::to_string(f.positives) + " of positives and " + std::to_string(f.others) + " of others";
    };
    throw Error("boosting: the model to continue from was trained with another focusing")
        .expected(text(base.focusing()))
        .got(text(options.focusing));
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
  if (data.classes != 2 && options.loss != Loss::cross_entropy) {
    throw Error("boosting: " + std::string(loss_name(options.loss)) + " loss is for two classes")
        .got(std::to_string(data.classes) + " classes");
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
  check(kFocusingRange, "focusing of positives", focusing.positives);
  check(kFocusingRange, "focusing of others", focusing.others);
}

Boosting train_boosting(const TrainingSet& given, const BoostingOptions& options, numeric::ThreadPool& pool,
                        Observer& observer, const TrainingSet* validation, BoostingReport* report,
                        const Boosting* base) {
  check(given, options, validation, base);
  BoostingReport own_report;
  BoostingReport& told = report != nullptr ? *report : own_report;
  told = {};
  auto start = Clock::now();
  const RareRows rare = find_rare_rows(given, options.max_bin - 1);
  BinnedData binned(given.x, given.weight, options.max_bin - 1, pool, BinnedData::Layout::columns_and_tiles,
                    given.labels, &rare, given.fresh != nullptr ? given.fresh->rows() : 0);
  told.bin_seconds = seconds_since(start);
  start = Clock::now();
  LabelsAndWeights storage;
  const TrainingSet data = with_fresh_rows(given, storage);
  const auto objective = make_objective(data.classes, options);
  const std::size_t groups = objective->groups();
  const std::size_t first = base != nullptr ? base->rounds() : 0, end = first + options.rounds;
  Booster booster(data, binned, *objective, options, base, pool);
  std::unique_ptr<Watch> watch;
  if (validation != nullptr) watch = std::make_unique<Watch>(*validation, *objective, options, base, pool);
  std::vector<DecisionTree> trees = base != nullptr ? base->trees() : std::vector<DecisionTree>{};
  const std::vector<float> base_margin = base != nullptr ? base->base_margin() : objective->base_margin();
  double loss = booster.differentiate();
  for (std::size_t round = first; round < end; ++round) {
    observer.step({"boost", round, end, loss});
    booster.draw_fresh(round, base_margin, trees);
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
  return {std::move(trees), base_margin, data.x.columns(), data.classes, options.loss, options.focusing};
}

}  // namespace ballast::classifiers
