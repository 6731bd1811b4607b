// Where a study stands, in front of what the library reports; and how long each phase took.
#pragma once

#include <algorithm>
#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "engine/observer.hpp"

namespace ballast::app {

using Timings = std::vector<std::pair<std::string, double>>;  // phase, seconds

// Puts a prefix before each phase that the library reports.
class Prefixed final : public Observer {
 public:
  Prefixed(Observer& inner, std::string prefix) : inner_(inner), prefix_(std::move(prefix)) {}
  bool report(const Progress& progress) override {
    Progress named = progress;
    phase_ = prefix_;
    phase_ += progress.phase;
    named.phase = phase_;
    return inner_.report(named);
  }
  void note(std::string_view text) override { inner_.note(text); }

 private:
  Observer& inner_;
  std::string prefix_, phase_;
};

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
