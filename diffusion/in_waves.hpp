// Work on the pool that can be stopped: a wave of it at a time, with a report before each.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

#include "engine/numeric/thread_pool.hpp"
#include "engine/observer.hpp"

namespace ballast::diffusion {

// work(k) for k = 0 .. items - 1. cost: of an item, in steps of about a nanosecond; a wave is a fraction of a second of
// them, and no less than the pool has threads. Throws Stopped when the observer says so.
template <class Work>
void in_waves(std::string_view phase, std::size_t items, std::size_t cost, numeric::ThreadPool& pool,
              Observer& observer, Work&& work) {
  constexpr std::size_t kWave = 200'000'000;
  const std::size_t wave = std::max(pool.threads(), kWave / std::max<std::size_t>(cost, 1));
  for (std::size_t first = 0; first < items; first += wave) {
    observer.step({phase, first, items});
    pool.parallel_for(std::min(wave, items - first), [&](std::size_t k) { work(first + k); });
  }
}

}  // namespace ballast::diffusion
