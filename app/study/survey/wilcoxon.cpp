#include "app/study/survey/wilcoxon.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "app/study/survey/ranks.hpp"

namespace ballast::app {

double wilcoxon_signed_ranks(std::span<const double> differences) {
  std::vector<double> known, sizes;
  for (const double difference : differences) {
    if (difference == 0) continue;
    known.push_back(difference);
    sizes.push_back(std::abs(difference));
  }
  std::vector<std::size_t> doubled;  // ranks, so that shared ones are whole
  std::size_t positive = 0;
  for (const double rank : ranks_of(sizes, false)) doubled.push_back(static_cast<std::size_t>(std::lround(2 * rank)));
  for (std::size_t i = 0; i < known.size(); ++i) positive += known[i] > 0 ? doubled[i] : 0;
  // chance[s]: the share of choices of signs whose positive ranks sum to s.
  std::vector<double> chance(std::accumulate(doubled.begin(), doubled.end(), std::size_t{1}), 0.0);
  chance[0] = 1;
  for (const std::size_t rank : doubled) {
    for (std::size_t sum = chance.size(); sum-- > 0;) {
      chance[sum] = 0.5 * (chance[sum] + (sum >= rank ? chance[sum - rank] : 0.0));
    }
  }
  const auto at = chance.begin() + static_cast<std::ptrdiff_t>(positive);
  const double below = std::accumulate(chance.begin(), at + 1, 0.0), above = std::accumulate(at, chance.end(), 0.0);
  return std::min(1.0, 2 * std::min(below, above));
}

}  // namespace ballast::app
