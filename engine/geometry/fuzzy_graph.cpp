#include "engine/geometry/fuzzy_graph.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <numeric>

namespace ballast::geometry {
namespace {

constexpr int kBisections = 64;
constexpr double kSumTolerance = 1e-5;   // on log2 k: far below what the layout can show
constexpr double kSmallestSigma = 1e-3;  // of the mean distance

double mean(std::span<const double> values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

double nearest_positive(std::span<const double> distances) {
  for (const double distance : distances) {
    if (distance > 0) return distance;
  }
  return 0;
}

double membership(double distance, double rho, double sigma) {
  return distance <= rho ? 1.0 : std::exp(-(distance - rho) / sigma);
}

// The sigma at which the memberships sum to log2 k. The sum rises with sigma.
double bisect_sigma(std::span<const double> distances, double rho) {
  const double target = std::log2(static_cast<double>(distances.size()));
  double low = 0, high = std::numeric_limits<double>::infinity(), sigma = 1;
  for (int step = 0; step < kBisections; ++step) {
    double sum = 0;
    for (const double distance : distances) sum += membership(distance, rho, sigma);
    if (std::fabs(sum - target) < kSumTolerance) break;
    (sum > target ? high : low) = sigma;
    sigma = std::isinf(high) ? 2 * sigma : 0.5 * (low + high);
  }
  return sigma;
}

struct Transposed {
  std::vector<std::size_t> offsets;
  std::vector<std::uint32_t> from;  // rising within each row, because rows are visited in order
  std::vector<float> weight;
};

// The edges by where they lead, by a counting sort.
Transposed transpose(const SparseGraph& graph) {
  Transposed out;
  out.offsets.assign(graph.rows() + 1, 0);
  for (const std::uint32_t to : graph.to) ++out.offsets[to + 1];
  std::partial_sum(out.offsets.begin(), out.offsets.end(), out.offsets.begin());
  out.from.resize(graph.edges());
  out.weight.resize(graph.edges());
  std::vector<std::size_t> next(out.offsets.begin(), out.offsets.end() - 1);
  for (std::size_t i = 0; i < graph.rows(); ++i) {
    for (std::size_t edge = graph.offsets[i]; edge < graph.offsets[i + 1]; ++edge) {
      const std::size_t slot = next[graph.to[edge]]++;
      out.from[slot] = static_cast<std::uint32_t>(i);
      out.weight[slot] = graph.weight[edge];
    }
  }
  return out;
}

}  // namespace

SmoothDistances smooth_knn_distances(numeric::MatrixView<const double> distances, LocalConnectivity connectivity) {
  assert(distances.columns() >= 2);
  const std::size_t n = distances.rows();
  SmoothDistances out{std::vector<double>(n), std::vector<double>(n)};
  double mean_of_all = 0;
  for (std::size_t i = 0; i < n; ++i) mean_of_all += mean(distances.row(i)) / static_cast<double>(n);
  for (std::size_t i = 0; i < n; ++i) {
    const auto row = distances.row(i);
    out.rho[i] = connectivity == LocalConnectivity::nearest ? nearest_positive(row) : 0.0;
    const double own_mean = mean(row);
    const double smallest = kSmallestSigma * (own_mean > 0 ? own_mean : mean_of_all);
    out.sigma[i] = std::max(bisect_sigma(row, out.rho[i]), smallest);
  }
  return out;
}

SparseGraph directed_memberships(numeric::MatrixView<const std::uint32_t> neighbours,
                                 numeric::MatrixView<const double> distances, const SmoothDistances& smooth) {
  assert(neighbours.rows() == distances.rows() && neighbours.columns() == distances.columns());
  SparseGraph graph;
  graph.offsets.push_back(0);
  std::vector<std::size_t> order(neighbours.columns());
  for (std::size_t i = 0; i < neighbours.rows(); ++i) {
    const auto ids = neighbours.row(i);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return ids[a] < ids[b]; });
    for (const std::size_t slot : order) {
      const auto weight = static_cast<float>(membership(distances(i, slot), smooth.rho[i], smooth.sigma[i]));
      if (weight <= 0) continue;  // the exponential underflowed
      graph.to.push_back(ids[slot]);
      graph.weight.push_back(weight);
    }
    graph.offsets.push_back(graph.to.size());
  }
  return graph;
}

SparseGraph fuzzy_union(const SparseGraph& directed) {
  const Transposed back = transpose(directed);
  SparseGraph out;
  out.offsets.push_back(0);
  for (std::size_t i = 0; i < directed.rows(); ++i) {
    std::size_t a = directed.offsets[i], b = back.offsets[i];
    const std::size_t a_end = directed.offsets[i + 1], b_end = back.offsets[i + 1];
    while (a < a_end || b < b_end) {  // merge of two sorted lists
      const bool has_a = a < a_end && (b == b_end || directed.to[a] <= back.from[b]);
      const bool has_b = b < b_end && (a == a_end || back.from[b] <= directed.to[a]);
      out.to.push_back(has_a ? directed.to[a] : back.from[b]);
      const float from_a = has_a ? directed.weight[a] : 0.0f, from_b = has_b ? back.weight[b] : 0.0f;
      out.weight.push_back(from_a == 1 || from_b == 1 ? 1.0f : from_a + from_b - from_a * from_b);
      if (has_a) ++a;
      if (has_b) ++b;
    }
    out.offsets.push_back(out.to.size());
  }
  return out;
}

SparseGraph fuzzy_graph(numeric::MatrixView<const std::uint32_t> neighbours,
                        numeric::MatrixView<const double> distances) {
  const SmoothDistances smooth = smooth_knn_distances(distances, LocalConnectivity::nearest);
  return fuzzy_union(directed_memberships(neighbours, distances, smooth));
}

std::size_t connected_components(const SparseGraph& graph) {
  std::vector<bool> seen(graph.rows(), false);
  std::vector<std::size_t> waiting;
  std::size_t components = 0;
  for (std::size_t start = 0; start < graph.rows(); ++start) {
    if (seen[start]) continue;
    ++components;
    seen[start] = true;
    waiting.push_back(start);
    while (!waiting.empty()) {
      const std::size_t i = waiting.back();
      waiting.pop_back();
      for (std::size_t edge = graph.offsets[i]; edge < graph.offsets[i + 1]; ++edge) {
        if (seen[graph.to[edge]]) continue;
        seen[graph.to[edge]] = true;
        waiting.push_back(graph.to[edge]);
      }
    }
  }
  return components;
}

}  // namespace ballast::geometry
