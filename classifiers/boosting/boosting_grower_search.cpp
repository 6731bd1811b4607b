// BoostingGrower, step 3: from histograms to the best split of each node, shared out by pairs of siblings and tiles of
// features.
#include <algorithm>
#include <utility>

#include "classifiers/boosting/boosting_grower.hpp"
#include "classifiers/boosting/splits/label_split.hpp"
#include "classifiers/boosting/splits/monotone_split.hpp"
#include "engine/numeric/random.hpp"

namespace ballast::classifiers {

using numeric::Purpose;
using numeric::RandomStream;

void BoostingGrower::find_splits(std::span<const Siblings> pairs) {
  const std::size_t tiles = features_.tiles(), features = features_.features();
  if (options_.colsample_bynode < 1) draw_node_features(pairs);
  tile_splits_.assign(pairs.size() * tiles * 2, {});
  pool_.parallel_for(pairs.size() * tiles, [&](std::size_t task) {
    const Siblings& pair = pairs[task / tiles];
    const std::size_t tile = task % tiles;
    if (pair.subtract) {
      histograms_.subtract(pair.second->slot, pair.first->slot, tile * kTileFeatures, features_.tile_features(tile));
    }
    for (std::size_t child = 0; child < 2; ++child) {
      const Node* const node = child == 0 ? pair.first : pair.second;
      if (node == nullptr || !node->may_split) continue;
      std::span<const std::uint8_t> allowed = allowed_;
      if (options_.colsample_bynode < 1) {
        allowed = std::span(node_features_).subspan((task / tiles * 2 + child) * features, features);
      }
      search_tile(*node, tile, allowed, tile_splits_[task * 2 + child]);
    }
  });
  for (std::size_t f = 0; f < pairs.size(); ++f) {
    for (std::size_t child = 0; child < 2; ++child) {
      Node* const node = child == 0 ? pairs[f].first : pairs[f].second;
      if (node == nullptr) continue;
      for (std::size_t tile = 0; tile < tiles; ++tile) {
        const GradientSplit& split = tile_splits_[(f * tiles + tile) * 2 + child];
        if (split.gain > node->split.gain) node->split = split;
      }
      const bool keep = node->split.gain > 0 && histograms_.bytes() <= kMostBytes;
      if (!keep) histograms_.give_back(std::exchange(node->slot, NodeHistograms::kNone));
    }
  }
}

// The features each node may use: a share of those that the tree may use, at least one.
void BoostingGrower::draw_node_features(std::span<const Siblings> pairs) {
  const std::size_t features = features_.features();
  std::vector<std::uint32_t> order;
  for (std::uint32_t f = 0; f < features; ++f) {
    if (allowed_.empty() || allowed_[f] != 0) order.push_back(f);
  }
  const double share = options_.colsample_bynode * static_cast<double>(order.size());
  const auto count = std::max<std::size_t>(1, static_cast<std::size_t>(share));
  node_features_.assign(pairs.size() * 2 * features, 0);
  for (std::size_t f = 0; f < pairs.size(); ++f) {
    for (std::size_t child = 0; child < 2; ++child) {
      const Node* const node = child == 0 ? pairs[f].first : pairs[f].second;
      if (node == nullptr) continue;
      std::vector<std::uint32_t> shuffled = order;
      RandomStream(options_.seed, Purpose::kColumnSample, number_, node->rows.node + 1).shuffle(std::span(shuffled));
      for (std::size_t i = 0; i < count; ++i) node_features_[(f * 2 + child) * features + shuffled[i]] = 1;
    }
  }
}

void BoostingGrower::search_tile(const Node& node, std::size_t tile, std::span<const std::uint8_t> allowed,
                                 GradientSplit& best) {
  const std::size_t first = tile * kTileFeatures;
  for (std::size_t f = first; f < first + features_.tile_features(tile); ++f) {
    if (!allowed.empty() && allowed[f] == 0) continue;
    GradientSplit split = search_feature(node, f);
    split.feature = static_cast<std::uint32_t>(f);
    if (split.gain > best.gain) best = split;
  }
}

GradientSplit BoostingGrower::search_feature(const Node& node, std::size_t feature) const {
  const std::span<const GradientSum> cells = histograms_.feature(node.slot, feature);
  const std::size_t labels = features_.labels(feature);
  if (labels != 0) return best_label_split(cells, labels, node.sum, rules_, node.bounds);
  const std::size_t bins = features_.bins(feature).bins();
  const int direction = options_.monotone.empty() ? 0 : options_.monotone[feature];
  if (direction == 0 && !node.bounds.any()) return best_gradient_split(cells, bins, node.sum, rules_);
  return best_monotone_split(cells, bins, node.sum, rules_, direction, node.bounds);
}

}  // namespace ballast::classifiers
