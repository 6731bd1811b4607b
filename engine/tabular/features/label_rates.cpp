#include "engine/tabular/features/label_rates.hpp"

#include <algorithm>
#include <cmath>

namespace ballast::tabular {

namespace {

// The share of rows in which each label has the largest sum.
std::vector<double> shares(numeric::MatrixView<const float> scores, const std::vector<double>& offsets) {
  std::vector<double> out(offsets.size(), 0.0);
  for (std::size_t i = 0; i < scores.rows(); ++i) {
    const auto row = scores.row(i);
    std::size_t best = 0;
    double most = row[0] + offsets[0];
    for (std::size_t k = 1; k < offsets.size(); ++k) {
      if (const double sum = row[k] + offsets[k]; sum > most) most = sum, best = k;
    }
    out[best] += 1.0 / static_cast<double>(scores.rows());
  }
  return out;
}

double total_variation(std::span<const double> p, std::span<const double> q) {
  double sum = 0;
  for (std::size_t k = 0; k < p.size(); ++k) sum += std::fabs(p[k] - q[k]) / 2;
  return sum;
}

}  // namespace

// A label that comes half as often as wanted goes up by kStep log 2, and so on with falling steps; the best offsets met
// on the way are kept.
std::vector<double> offsets_to_rates(numeric::MatrixView<const float> scores, std::span<const double> rates) {
  constexpr int kRounds = 60;
  constexpr double kStep = 0.3;
  const double none = 0.5 / static_cast<double>(scores.rows());  // stands for a label that no row has
  std::vector<double> offsets(rates.size(), 0.0), best = offsets;
  double least = total_variation(rates, shares(scores, offsets));
  for (int round = 0; round < kRounds; ++round) {
    const std::vector<double> now = shares(scores, offsets);
    if (const double off = total_variation(rates, now); off < least) least = off, best = offsets;
    const double step = kStep / (1.0 + 0.2 * round);
    for (std::size_t k = 0; k < offsets.size(); ++k) {
      const double change = step * std::log(std::max(rates[k], none) / std::max(now[k], none));
      offsets[k] = std::clamp(offsets[k] + change, -kLargestOffset, kLargestOffset);
    }
  }
  return best;
}

}  // namespace ballast::tabular
