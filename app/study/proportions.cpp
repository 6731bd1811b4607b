#include "app/study/proportions.hpp"

#include <algorithm>
#include <boost/math/distributions/binomial.hpp>
#include <cassert>
#include <cmath>

namespace ballast::app {

Interval wilson_interval(std::size_t hits, std::size_t trials) {
  assert(hits <= trials);
  if (trials == 0) return {};
  constexpr double z = 1.959963984540054;  // Phi^-1(0.975)
  const auto n = static_cast<double>(trials);
  const double share = static_cast<double>(hits) / n;
  const double shrink = 1 + z * z / n;
  const double centre = (share + z * z / (2 * n)) / shrink;
  const double half = z / shrink * std::sqrt(share * (1 - share) / n + z * z / (4 * n * n));
  return {std::max(0.0, centre - half), std::min(1.0, centre + half)};
}

McNemar mcnemar(std::size_t gained, std::size_t lost) {
  McNemar out{gained, lost, 1};
  if (gained == lost) return out;
  const boost::math::binomial fair(static_cast<double>(gained + lost), 0.5);
  out.p = std::min(1.0, 2 * boost::math::cdf(fair, static_cast<double>(std::min(gained, lost))));
  return out;
}

McNemar mcnemar(std::span<const std::uint8_t> a, std::span<const std::uint8_t> b, std::span<const std::int32_t> y,
                bool positives_only) {
  assert(a.size() == y.size() && b.size() == y.size());
  std::size_t gained = 0, lost = 0;
  for (std::size_t row = 0; row < y.size(); ++row) {
    if (a[row] == b[row] || (positives_only && y[row] == 0)) continue;
    ++(b[row] == y[row] ? gained : lost);
  }
  return mcnemar(gained, lost);
}

}  // namespace ballast::app
