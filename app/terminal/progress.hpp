// ProgressObserver: what the library reports, drawn on standard error: a bar with the time left on a terminal, a plain
// line now and then elsewhere, nothing when quiet. It also carries the user's Ctrl-C back as the answer "stop".
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include "engine/observer.hpp"

namespace ballast::app {

// From now on SIGINT, SIGTERM and SIGHUP (a terminal that is closed; not under nohup) set a flag instead of ending the
// process.
void catch_interrupts();
bool interrupted();
// Throws Stopped after an interrupt: for the places between two reports.
void throw_if_interrupted();

enum class ProgressStyle { none, lines, bar };

class ProgressObserver : public Observer {
 public:
  // is_lost: asked at every report whether something else has ended the work.
  explicit ProgressObserver(ProgressStyle style, std::function<bool()> is_lost = {})
      : style_(style), is_lost_(std::move(is_lost)) {}
  ~ProgressObserver() override { clear(); }

  bool report(const Progress& progress) override;
  void note(std::string_view text) override;
  // Wipes the bar, so that other output starts on a clean line.
  void clear();

 private:
  using Clock = std::chrono::steady_clock;

  ProgressStyle style_;
  std::function<bool()> is_lost_;
  std::string work_;  // what the time left is of: the whole of several phases, or one phase
  Clock::time_point work_start_{}, last_shown_{};
  bool bar_shown_ = false;
};

// "[=====     ]  40 %  2 min 05 s left  boost  loss 0.0312", in at most `width` columns: without the loss where room is
// short, then with the phase cut, then without the bar. seconds: since the work began.
std::string progress_bar(const Progress& progress, double seconds, std::size_t width);

// "3 s", "2 min 05 s".
std::string duration_text(double seconds);

}  // namespace ballast::app
