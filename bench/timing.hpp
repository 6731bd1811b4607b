// The clocks of the probes: how long work takes, over repeats, and a sink that keeps its results alive.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <ctime>
#include <vector>

namespace ballast::bench {

// The compiler must believe that someone reads this.
template <class T>
inline void keep(const T& value) {
  asm volatile("" : : "g"(&value) : "memory");
}

// Seconds by the clock.
template <class Work>
double seconds_of(Work&& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

// Seconds that this thread had a processor, for work on one core: other programs change it least.
template <class Work>
double core_seconds_of(Work&& work) {
  const auto now = [] {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
  };
  const double start = now();
  work();
  return now() - start;
}

// Processor seconds of all threads so far.
inline double processor_seconds() {
  return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

// Seconds of one call, over repeats.
struct Spread {
  double min = 0, median = 0, max = 0;
};

inline Spread spread_of(std::vector<double> times) {
  std::ranges::sort(times);
  return {times.front(), times[times.size() / 2], times.back()};
}

// By the clock: work on several cores.
template <class Work>
Spread time_of(std::size_t repeats, Work&& work) {
  std::vector<double> times(repeats);
  for (double& time : times) time = seconds_of(work);
  return spread_of(std::move(times));
}

// Short work on one core: each measurement repeats it for about 5 ms.
template <class Work>
Spread core_time_of(std::size_t repeats, Work&& work) {
  work();
  const double once = std::max(core_seconds_of(work), 1e-9);
  const auto calls = static_cast<std::size_t>(std::max(1.0, 5e-3 / once));
  std::vector<double> times(repeats);
  for (double& time : times) {
    time = core_seconds_of([&] {
             for (std::size_t i = 0; i < calls; ++i) work();
           }) /
           static_cast<double>(calls);
  }
  return spread_of(std::move(times));
}

}  // namespace ballast::bench
