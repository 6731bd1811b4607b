#include "diffusion/privacy/privacy_options.hpp"

#include "diffusion/option_ranges.hpp"

namespace ballast::diffusion {

void PrivacyOptions::validate() const {
  if (!is_on()) return require_option("masked", "epsilon", closed_range(0, kEpsilonRange.high), epsilon);
  require_option("masked", "epsilon", kEpsilonRange, epsilon);
  require_option("masked", "delta", kDeltaRange, delta);
}

}  // namespace ballast::diffusion
