// Own rows are asked, and what they say is added up.
#include "classifiers/boosting/rows/ranked_rows.hpp"

#include <algorithm>
#include <bit>
#include <chrono>
#include <limits>
#include <utility>

#include "classifiers/boosting/node_histograms.hpp"

namespace ballast::classifiers {
namespace {

// Visits the cells in use of a node's histogram, in one order on every rank.
template <class Visit>
void for_each_cell(const BinnedFeatures& features, NodeHistograms& histograms, std::size_t slot, Visit&& visit) {
  for (std::size_t f = 0; f < features.features(); ++f) {
    const std::span<GradientSum> cells = histograms.feature(slot, f);
    for (GradientSum& cell : cells.first(features.bins(f).bins())) visit(cell);
    visit(cells[kMissingCode]);
  }
}

// A node's rows as the grower sees them; so many or more.
std::uint32_t held_rows(std::int64_t rows) {
  return static_cast<std::uint32_t>(std::min<std::int64_t>(rows, std::numeric_limits<std::uint32_t>::max()));
}

}  // namespace

RankedRows::RankedRows(TreeRows& own, std::size_t first, std::size_t all, const BinnedFeatures& features,
                       ranks::Ranks& ranks, Observer& observer)
    : own_(own), first_(first), all_(all), features_(features), ranks_(ranks), observer_(observer) {}

void RankedRows::sum(std::span<std::int64_t> values) {
  const auto start = std::chrono::steady_clock::now();
  ranks_.sum(values, observer_);
  traffic_.wait_seconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  traffic_.bytes += values.size_bytes();
  ++traffic_.sums;
}

std::vector<std::int64_t> RankedRows::all_of(std::int64_t own) {
  std::vector<std::int64_t> out(ranks_.size(), 0);  // each rank in a place of its own
  out[ranks_.rank()] = own;
  sum(out);
  return out;
}

Gradient RankedRows::largest(const Gradient& at_hand) {
  const auto g = std::bit_cast<std::uint32_t>(at_hand.g), h = std::bit_cast<std::uint32_t>(at_hand.h);
  Gradient out = at_hand;
  for (const std::int64_t both : all_of(std::bit_cast<std::int64_t>(std::uint64_t{g} << 32 | h))) {
    const auto bits = std::bit_cast<std::uint64_t>(both);
    out.g = std::max(out.g, std::bit_cast<float>(static_cast<std::uint32_t>(bits >> 32)));
    out.h = std::max(out.h, std::bit_cast<float>(static_cast<std::uint32_t>(bits)));
  }
  return out;
}

double RankedRows::total(double at_hand) {
  double out = 0;
  for (const std::int64_t bits : all_of(std::bit_cast<std::int64_t>(at_hand))) out += std::bit_cast<double>(bits);
  return out;
}

NodeRows& RankedRows::own(const NodeRows& node) {
  if (rows_.size() <= node.node) rows_.resize(node.node + 1);
  return rows_[node.node];
}

NodeRows RankedRows::start(std::span<const PackedGradient> gradients) {
  rows_.assign(1, own_.start(gradients));
  counted_ = 0;
  ++traffic_.trees;
  return {0, 0, held_rows(static_cast<std::int64_t>(all_))};
}

void RankedRows::part(std::span<NodeParting> partings) {
  if (partings.empty()) return;
  partings_.assign(partings.begin(), partings.end());
  for (NodeParting& parting : partings_) parting.parent = own(parting.parent);
  own_.part(partings_);
  values_.clear();
  for (const NodeParting& parting : partings_) {
    for (const NodeRows& child : {parting.left, parting.right}) {
      own(child) = child;
      values_.push_back(child.size());
    }
  }
  sum(values_);
  for (std::size_t i = 0; i < partings.size(); ++i) {
    partings[i].left.end = held_rows(values_[2 * i]);
    partings[i].right.end = held_rows(values_[2 * i + 1]);
  }
}

void RankedRows::count(std::span<const NodeCount> counts, NodeHistograms& into) {
  if (counts.empty()) return;
  counts_.assign(counts.begin(), counts.end());
  for (NodeCount& count : counts_) count.rows = own(count.rows);
  own_.count(counts_, into);
  values_.clear();
  for (const NodeCount& count : counts_) {
    for_each_cell(features_, into, count.slot, [&](const GradientSum& cell) {
      values_.push_back(cell.g);
      values_.push_back(cell.h);
    });
  }
  sum(values_);
  auto value = values_.begin();
  for (const NodeCount& count : counts_) {
    for_each_cell(features_, into, count.slot, [&](GradientSum& cell) {
      cell.g = *value++;
      cell.h = *value++;
    });
  }
  if (traffic_.histogram_bytes.size() <= counted_) traffic_.histogram_bytes.resize(counted_ + 1);
  traffic_.histogram_bytes[counted_++] += values_.size() * sizeof(std::int64_t);
}

void RankedRows::add(std::span<const NodeValue> leaves, float* margin, std::size_t stride) {
  leaves_.assign(leaves.begin(), leaves.end());
  for (NodeValue& leaf : leaves_) leaf.rows = own(leaf.rows);
  own_.add(leaves_, margin, stride);
}

}  // namespace ballast::classifiers
