// How long each phase of a study took.
#pragma once

#include <algorithm>
#include <chrono>
#include <string>
#include <utility>
#include <vector>

namespace ballast::app {

using Timings = std::vector<std::pair<std::string, double>>;  // phase, seconds

// Adds the seconds it lives to one phase of the timings.
class PhaseTimer {
 public:
  PhaseTimer(Timings& timings, std::string phase) : timings_(timings), phase_(std::move(phase)) {}
  ~PhaseTimer() {
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start_;
    const auto entry = std::find_if(timings_.begin(), timings_.end(), [&](const auto& t) { return t.first == phase_; });
    if (entry == timings_.end()) {
      timings_.emplace_back(phase_, elapsed.count());
    } else {
      entry->second += elapsed.count();
    }
  }
  PhaseTimer(const PhaseTimer&) = delete;
  PhaseTimer& operator=(const PhaseTimer&) = delete;

 private:
  Timings& timings_;
  std::string phase_;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

}  // namespace ballast::app
