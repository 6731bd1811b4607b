// Stage: an Observer in front of another one, for work that is done in several parts: whatever runs inside reports as
// if it were alone, and the user sees one bar for the whole.
#pragma once

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>
#include <utility>

#include "engine/observer.hpp"

namespace ballast {

// One stage of a longer piece of work: its phases carry a prefix, and its progress moves the share of the whole that is
// done from `first` to `last`, never back. Stages may stand inside one another.
class Stage final : public Observer {
 public:
  Stage(Observer& inner, std::string prefix, double first, double last)
      : inner_(inner), prefix_(std::move(prefix)), first_(first), last_(last) {}

  bool report(const Progress& progress) override {
    Progress named = progress;
    phase_ = prefix_;
    phase_ += progress.phase;
    named.phase = phase_;
    done_ = std::max(done_, share_of(progress));
    named.whole = first_ + (last_ - first_) * done_;
    return inner_.report(named);
  }
  void note(std::string_view text) override { inner_.note(text); }

 private:
  static double share_of(const Progress& progress) {
    if (!std::isnan(progress.whole)) return progress.whole;
    if (progress.total == 0) return 0;
    return std::min(1.0, static_cast<double>(progress.done) / static_cast<double>(progress.total));
  }

  Observer& inner_;
  std::string prefix_, phase_;
  double first_, last_, done_ = 0;
};

}  // namespace ballast
