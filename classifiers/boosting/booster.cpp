// Rounds of boosting: derivatives at the margins, a tree a group, its leaves added to the margins.
#include "classifiers/boosting/booster.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "classifiers/boosting/watch.hpp"
#include "classifiers/row_source.hpp"
#include "classifiers/training_set.hpp"
#include "engine/numeric/random.hpp"

namespace ballast::classifiers {
namespace {

using numeric::Purpose;
using numeric::RandomStream;

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

double weight_sum(const TrainingSet& data, std::size_t rows) {
  double sum = 0;
  for (std::size_t row = 0; row < rows; ++row) sum += static_cast<double>(weight_of(data, row));
  return sum;
}

}  // namespace

Booster::Booster(const TrainingSet& data, std::size_t rows, TreeRows& tree_rows, const BinnedFeatures& features,
                 const Objective& objective, const BoostingOptions& options, numeric::ThreadPool& pool)
    : data_(data),
      tree_rows_(tree_rows),
      features_(features),
      objective_(objective),
      options_(options),
      pool_(pool),
      rows_(rows),
      grower_(tree_rows, features, options, pool),
      margin_(data.y.size(), objective.groups()),
      gradients_(objective.groups(), data.y.size()),
      fresh_(data.y.size() - rows_, features.features()),
      block_loss_((rows_ + kBlock - 1) / kBlock),
      total_weight_(tree_rows.total(weight_sum(data, rows))) {}

Boosting Booster::boost(const Boosting* base, Watch* watch, BinnedData* binned, Observer& observer,
                        BoostingReport& told) {
  const std::size_t groups = objective_.groups();
  const std::size_t first = base != nullptr ? base->rounds() : 0, end = first + options_.rounds;
  std::vector<DecisionTree> trees = base != nullptr ? base->trees() : std::vector<DecisionTree>{};
  const std::vector<float> base_margin = base != nullptr ? base->base_margin() : objective_.base_margin();
  double loss = differentiate();
  for (std::size_t round = first; round < end; ++round) {
    observer.step({"boost", round, end, loss});
    if (data_.fresh != nullptr) draw_fresh(round, base_margin, trees, *binned);
    grow_round(round, trees);
    loss = differentiate();
    told.training_loss.push_back(loss);
    if (watch == nullptr) continue;
    told.validation_score.push_back(watch->score(std::span(trees).last(groups), pool_));
    if (watch->should_stop(told.validation_score.back(), round + 1)) break;
  }
  told.rounds_run = told.best_round = trees.size() / groups;
  if (options_.early_stopping_rounds != 0) told.best_round = std::max<std::size_t>(1, watch->best_round());
  trees.resize(told.best_round * groups);
  observer.step({"boost", end, end, loss});
  return {std::move(trees), base_margin, features_.features(), data_.classes, options_.loss, options_.focusing};
}

// Derivatives of the real rows at the present margins; returns their mean loss.
double Booster::differentiate() {
  pool_.parallel_for_blocks(rows_, kBlock, [&](std::size_t first, std::size_t last) {
    block_loss_[first / kBlock] = objective_.gradients(margin_.values(), data_, first, last, gradients_.view());
  });
  return tree_rows_.total(std::accumulate(block_loss_.begin(), block_loss_.end(), 0.0)) / total_weight_;
}

// Puts this round's rows of the source in the place of the last one's. start: the margins before any tree.
void Booster::draw_fresh(std::size_t round, std::span<const float> start, std::span<const DecisionTree> trees,
                         BinnedData& binned) {
  data_.fresh->fill(round, fresh_.view(), pool_);
  binned.put(rows_, fresh_.view(), pool_);
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
void Booster::grow_round(std::size_t round, std::vector<DecisionTree>& trees) {
  const std::size_t groups = objective_.groups();
  if (options_.subsample < 1) drop_rows(round);
  for (std::size_t group = 0; group < groups; ++group) {
    const std::vector<std::uint8_t> allowed = draw_features(features_.features(), options_, trees.size());
    trees.push_back(grower_.grow(gradients_.row(group), allowed, trees.size()));
    grower_.add_leaves(trees.back(), margin_.data() + group, groups);
  }
}

// Each row stays in the round with probability `subsample`; others get no gradient. A row's draw has its own address.
void Booster::drop_rows(std::size_t round) {
  pool_.parallel_for_blocks(data_.y.size(), kBlock, [&](std::size_t first, std::size_t last) {
    const std::size_t block = (tree_rows_.first() + first) / kBlock;
    RandomStream random(options_.seed, Purpose::kRowSample, block, static_cast<std::uint32_t>(round));
    for (std::size_t row = first; row < last; ++row) {
      if (random.uniform() < options_.subsample) continue;
      for (std::size_t group = 0; group < gradients_.rows(); ++group) gradients_(group, row) = {};
    }
  });
}

}  // namespace ballast::classifiers
