// Counts of rows with normal noise. A row is in one cell of a histogram, so a histogram's length changes by 1 when a
// row comes or goes, whatever the number of its cells.
#pragma once

#include <cmath>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/numeric/random.hpp"

namespace ballast::diffusion {

class NoisyCounts {
 public:
  // key: of all noise. sigma: of each count.
  NoisyCounts(std::uint64_t key, double sigma) : key_(key), sigma_(sigma) {}

  double sigma() const { return sigma_; }
  // The counts of histogram number `which`, noised and put back on whole numbers, which hides the last bits of the
  // noise (Mironov 2012, "On significance of the least significant bits for differential privacy").
  std::vector<double> of(std::span<const std::size_t> counts, std::uint64_t which) const {
    numeric::RandomStream stream(key_, numeric::Purpose::kCountNoise, which);
    std::vector<double> out;
    for (const std::size_t count : counts) {
      out.push_back(std::nearbyint(static_cast<double>(count) + sigma_ * stream.normal()));
    }
    return out;
  }

 private:
  std::uint64_t key_;
  double sigma_;
};

}  // namespace ballast::diffusion
