// Observer: how the library speaks. It never prints, exits or reads the environment; long work reports here, and the
// answer to a report may be "stop". `app` renders what arrives as a progress bar or as plain lines.
#pragma once

#include <cmath>
#include <cstddef>
#include <limits>
#include <string_view>

#include "engine/error.hpp"

namespace ballast {

struct Progress {
  std::string_view phase;  // "train diffusion", "grow forest": what a person would call the work
  std::size_t done = 0;
  std::size_t total = 0;                                   // same unit as done; 0 when unknown
  double loss = std::numeric_limits<double>::quiet_NaN();  // NaN when the work has none
  // Share of a larger piece of work that is done, 0 .. 1, of which this phase is a part; NaN when there is none.
  double whole = std::numeric_limits<double>::quiet_NaN();
};

// Threads: the library calls an observer from the thread that called the library, never from a worker.
class Observer {
 public:
  virtual ~Observer() = default;
  // false asks the work to stop: it then throws Stopped.
  virtual bool report(const Progress&) { return true; }
  // Something a user should know that is no fault: "column 'id' is constant".
  virtual void note(std::string_view) {}

  // Reports, and throws Stopped when told to stop.
  void step(const Progress& progress) {
    if (!report(progress)) throw Stopped{};
  }
};

}  // namespace ballast
