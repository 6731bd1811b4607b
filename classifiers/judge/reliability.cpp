#include "classifiers/judge/reliability.hpp"

#include <algorithm>
#include <array>

#include "classifiers/judge/metrics.hpp"
#include "classifiers/judge/row_weight.hpp"
#include "engine/error.hpp"

namespace ballast::classifiers {
namespace {

std::size_t bin_of(std::span<const double> edges, double probability) {
  const auto above = static_cast<std::size_t>(std::ranges::upper_bound(edges, probability) - edges.begin());
  return std::min(above, edges.size() - 1) - 1;
}

// Sums, then means.
template <class T>
std::vector<ReliabilityBin> fill_bins(std::span<const T> probability, std::span<const std::int32_t> y,
                                      std::span<const float> weight, std::span<const double> edges) {
  std::vector<ReliabilityBin> bins(edges.size() - 1);
  for (std::size_t row = 0; row < y.size(); ++row) {
    const double p = probability[row], w = weight_at(weight, row);
    ReliabilityBin& bin = bins[bin_of(edges, p)];
    if (w > 0) ++bin.rows;
    bin.weight += w;
    bin.mean += w * p;
    if (y[row] == 1) bin.share += w;
  }
  for (std::size_t k = 0; k < bins.size(); ++k) {
    bins[k].low = edges[k];
    bins[k].high = edges[k + 1];
    if (bins[k].weight <= 0) continue;
    bins[k].mean /= bins[k].weight;
    bins[k].share /= bins[k].weight;
  }
  return bins;
}

template <class T>
double within_bins(std::span<const T> probability, std::span<const std::int32_t> y, std::span<const float> weight,
                   std::span<const double> edges, std::span<const ReliabilityBin> bins) {
  double sum = 0;
  for (std::size_t row = 0; row < y.size(); ++row) {
    const double p = probability[row];
    const ReliabilityBin& bin = bins[bin_of(edges, p)];
    const double off = p - bin.mean, label = y[row] == 1 ? 1 : 0;
    sum += weight_at(weight, row) * (off * off - 2 * (label - bin.share) * off);
  }
  return sum;
}

template <class T>
Reliability reliability_of(std::span<const T> probability, std::span<const std::int32_t> y,
                           std::span<const float> weight, std::span<const double> edges) {
  Reliability out;
  out.brier = brier(probability, y, weight);  // checks the spans too
  out.bins = fill_bins(probability, y, weight, edges);
  double total = 0, positive = 0;
  for (const ReliabilityBin& bin : out.bins) {
    total += bin.weight;
    positive += bin.weight * bin.share;
  }
  if (total <= 0) throw Error("the weights sum to zero");
  const double share = positive / total;
  for (const ReliabilityBin& bin : out.bins) {
    out.reliability += bin.weight * (bin.mean - bin.share) * (bin.mean - bin.share) / total;
    out.resolution += bin.weight * (bin.share - share) * (bin.share - share) / total;
  }
  out.uncertainty = share * (1 - share);
  out.within = within_bins(probability, y, weight, edges, out.bins) / total;
  std::erase_if(out.bins, [](const ReliabilityBin& bin) { return bin.rows == 0; });
  return out;
}

}  // namespace

std::span<const double> reliability_edges() {
  static constexpr std::array<double, 13> kEdges{0, 0.001, 0.01, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1};
  return kEdges;
}

Reliability reliability(std::span<const float> probability, std::span<const std::int32_t> y,
                        std::span<const float> weight, std::span<const double> edges) {
  return reliability_of(probability, y, weight, edges);
}
Reliability reliability(std::span<const double> probability, std::span<const std::int32_t> y,
                        std::span<const float> weight, std::span<const double> edges) {
  return reliability_of(probability, y, weight, edges);
}

}  // namespace ballast::classifiers
