#include "app/fidelity/learned/auc_interval.hpp"

#include <algorithm>
#include <cmath>

namespace ballast::app::fidelity {

Value auc_value(double auc, std::size_t positives, std::size_t negatives) {
  constexpr double kNormal975 = 1.959963984540054;
  const double n = static_cast<double>(positives), m = static_cast<double>(negatives);
  const double square = auc * auc, q1 = auc / (2 - auc), q2 = 2 * square / (1 + auc);
  const double variance = (auc * (1 - auc) + (n - 1) * (q1 - square) + (m - 1) * (q2 - square)) / (n * m);
  const double half = kNormal975 * std::sqrt(std::max(0.0, variance));
  return {auc, Interval{std::max(0.0, auc - half), std::min(1.0, auc + half)}};
}

}  // namespace ballast::app::fidelity
