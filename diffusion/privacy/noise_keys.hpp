// Keys of the streams that privacy rests on: which rows a step
// draws, what it hides of them, and the noise that is added.
//
// From a seed: the key of every step is that seed, and whoever knows it can make the noise again and take it away.
// Secret: each step has 64 bits of its own from the system's random source (std::random_device: getrandom on Linux),
// which are written nowhere. Philox is a generator of statistical quality, not a cipher; that no two steps share a key
// is what one has against a guess.
#pragma once

#include <cstdint>
#include <random>

namespace ballast::diffusion {

class NoiseKeys {
 public:
  NoiseKeys(std::uint64_t seed, bool secret) : seed_(seed), secret_(secret) {}

  // For one step; asked for once in each.
  std::uint64_t next() {
    if (!secret_) return seed_;
    std::random_device system;
    const std::uint64_t high = system();
    return high << 32 | system();
  }

 private:
  std::uint64_t seed_;
  bool secret_;
};

}  // namespace ballast::diffusion
