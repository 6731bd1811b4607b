#include "app/terminal/progress.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <csignal>
#include <cstdio>

namespace ballast::app {
namespace {

std::atomic<bool> g_interrupted{false};
static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler writes it");

extern "C" void on_interrupt(int) {
  g_interrupted.store(true, std::memory_order_relaxed);
}

double seconds_between(std::chrono::steady_clock::time_point a, std::chrono::steady_clock::time_point b) {
  return std::chrono::duration<double>(b - a).count();
}

std::string loss_text(double loss) {
  if (std::isnan(loss)) return "";
  char text[32];
  std::snprintf(text, sizeof text, "  loss %.4f", loss);
  return text;
}

}  // namespace

void catch_interrupts() {
  struct sigaction action {};
  action.sa_handler = on_interrupt;
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

bool interrupted() {
  return g_interrupted.load(std::memory_order_relaxed);
}

void throw_if_interrupted() {
  if (interrupted()) throw Stopped{};
}

std::string duration_text(double seconds) {
  char text[48];
  const auto whole = static_cast<long>(std::lround(std::max(0.0, seconds)));
  if (whole < 60) {
    std::snprintf(text, sizeof text, "%ld s", whole);
  } else {
    std::snprintf(text, sizeof text, "%ld min %02ld s", whole / 60, whole % 60);
  }
  return text;
}

bool ProgressObserver::report(const Progress& progress) {
  if (interrupted()) return false;
  if (style_ == ProgressStyle::none) return true;
  const auto now = Clock::now();
  const bool new_phase = progress.phase != phase_;
  if (new_phase) {
    phase_ = progress.phase;
    phase_start_ = now;
  }
  const double pause = style_ == ProgressStyle::bar ? 0.1 : 5.0;
  if (last_shown_ != Clock::time_point{} && seconds_between(last_shown_, now) < pause) return true;
  last_shown_ = now;
  style_ == ProgressStyle::bar ? draw_bar(progress, now) : print_line(progress, now);
  return true;
}

void ProgressObserver::draw_bar(const Progress& progress, Clock::time_point now) {
  constexpr std::size_t kCells = 24;
  std::string line = "\r\x1b[K";
  if (progress.total > 0) {
    const double share = std::min(1.0, static_cast<double>(progress.done) / static_cast<double>(progress.total));
    const auto full = static_cast<std::size_t>(share * kCells);
    line += '[';
    line.append(full, '=').append(kCells - full, ' ');
    line += "] ";
    char percent[8];
    std::snprintf(percent, sizeof percent, "%3.0f %%", 100 * share);
    line += percent;
    const double elapsed = seconds_between(phase_start_, now);
    if (share > 0.02 && elapsed > 0.5) line += "  " + duration_text(elapsed * (1 - share) / share) + " left";
    line += "  ";
  }
  line += phase_ + loss_text(progress.loss);
  std::fwrite(line.data(), 1, line.size(), stderr);
  std::fflush(stderr);
  bar_shown_ = true;
}

void ProgressObserver::print_line(const Progress& progress, Clock::time_point) {
  std::string line = phase_;
  if (progress.total > 0) {
    line += ": " + std::to_string(progress.done) + " of " + std::to_string(progress.total);
  }
  line += loss_text(progress.loss) + "\n";
  std::fwrite(line.data(), 1, line.size(), stderr);
}

void ProgressObserver::note(std::string_view text) {
  if (style_ == ProgressStyle::none) return;
  clear();
  std::fprintf(stderr, "note: %.*s\n", static_cast<int>(text.size()), text.data());
}

void ProgressObserver::clear() {
  if (!bar_shown_) return;
  std::fputs("\r\x1b[K", stderr);
  bar_shown_ = false;
}

}  // namespace ballast::app
