#include "app/fidelity/privacy/exact_interval.hpp"

#include <boost/math/special_functions/beta.hpp>

namespace ballast::app::fidelity {

Interval clopper_pearson(std::size_t hits, std::size_t trials) {
  constexpr double kTail = 0.025;
  Interval out;
  const double k = static_cast<double>(hits), n = static_cast<double>(trials);
  if (hits > 0) out.low = boost::math::ibeta_inv(k, n - k + 1, kTail);
  if (hits < trials) out.high = boost::math::ibeta_inv(k + 1, n - k, 1 - kTail);
  return out;
}

}  // namespace ballast::app::fidelity
