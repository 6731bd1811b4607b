#include "app/terminal/progress.hpp"
#include "engine/quoting.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <csignal>
#include <cstdio>
#include <limits>

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

// NaN when nobody knows.
double share_done(const Progress& progress) {
  if (!std::isnan(progress.whole)) return std::clamp(progress.whole, 0.0, 1.0);
  if (progress.total == 0) return std::numeric_limits<double>::quiet_NaN();
  return std::min(1.0, static_cast<double>(progress.done) / static_cast<double>(progress.total));
}

bool continues_a_letter(char byte) {  // of UTF-8
  return (static_cast<unsigned char>(byte) & 0xC0) == 0x80;
}

std::size_t columns(std::string_view text) {
  return text.size() - static_cast<std::size_t>(std::ranges::count_if(text, continues_a_letter));
}

std::string first_columns(std::string_view text, std::size_t count) {
  std::size_t end = 0;
  while (end < text.size() && (count > 0 || continues_a_letter(text[end]))) count -= !continues_a_letter(text[end++]);
  return std::string(text.substr(0, end));
}

std::size_t terminal_columns() {
  constexpr std::size_t kUnknown = 80;
  winsize size{};
  return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 1 ? size.ws_col : kUnknown;
}

// "repeat 2 of 5, smote: sample: 1000 of 3000, 30 %, 2 min 05 s left".
std::string progress_line(const Progress& progress, double seconds) {
  std::string line(progress.phase);
  if (progress.total > 0) line += ": " + std::to_string(progress.done) + " of " + std::to_string(progress.total);
  const double share = share_done(progress);
  if (!std::isnan(progress.whole)) {
    char text[16];
    std::snprintf(text, sizeof text, ", %.0f %%", 100 * share);
    line += text;
  }
  constexpr double kLong = 20;  // seconds after which a hundredth tells enough
  const bool tells = share > 0.02 || (share > 0 && seconds > kLong);
  if (tells && share < 1) line += ", " + duration_text(seconds * (1 - share) / share) + " left";
  return line + loss_text(progress.loss) + "\n";
}

}  // namespace

void catch_interrupts() {
  struct sigaction action {};
  action.sa_handler = on_interrupt;
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  struct sigaction before {};
  sigaction(SIGHUP, nullptr, &before);
  if (before.sa_handler != SIG_IGN) sigaction(SIGHUP, &action, nullptr);  // ignored under nohup
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

std::string progress_bar(const Progress& progress, double seconds, std::size_t width) {
  constexpr std::size_t kCells = 24, kLeastPhase = 12;
  const double share = share_done(progress);
  std::string bar, percent, left, phase(progress.phase), loss = loss_text(progress.loss);
  if (!std::isnan(share)) {
    const auto full = static_cast<std::size_t>(share * kCells);
    bar.append("[").append(full, '=').append(kCells - full, ' ').append("] ");
    char text[16];
    std::snprintf(text, sizeof text, "%3.0f %%  ", 100 * share);
    percent = text;
    if (share > 0.02 && seconds > 0.5) left = duration_text(seconds * (1 - share) / share) + " left  ";
  }
  if (columns(bar + percent + left + phase + loss) > width) loss.clear();
  if (columns(bar + percent + left) + std::min(columns(phase), kLeastPhase) > width) bar.clear();
  return first_columns(bar + percent + left + phase + loss, width);
}

bool ProgressObserver::report(const Progress& progress) {
  if (interrupted() || (is_lost_ && is_lost_())) return false;
  if (style_ == ProgressStyle::none) return true;
  const auto now = Clock::now();
  const std::string_view work = std::isnan(progress.whole) ? progress.phase : std::string_view();
  if (work_start_ == Clock::time_point{} || work != work_) {
    work_ = work;
    work_start_ = now;
  }
  const double pause = style_ == ProgressStyle::bar ? 0.1 : 5.0;
  if (last_shown_ != Clock::time_point{} && seconds_between(last_shown_, now) < pause) return true;
  last_shown_ = now;
  if (style_ == ProgressStyle::bar) {
    // The last column stays free: a full line wraps on some terminals.
    const std::string line = progress_bar(progress, seconds_between(work_start_, now), terminal_columns() - 1);
    std::fprintf(stderr, "\r\x1b[K%s", line.c_str());
    std::fflush(stderr);
    bar_shown_ = true;
  } else {
    const std::string line = progress_line(progress, seconds_between(work_start_, now));
    std::fwrite(line.data(), 1, line.size(), stderr);
  }
  return true;
}

void ProgressObserver::note(std::string_view text) {
  if (style_ == ProgressStyle::none) return;
  clear();
  constexpr std::size_t kLongest = 2000;       // characters: cells may be of any length
  const bool piped = text.starts_with("-: ");  // the name of standard input, as of a file
  const std::string shown = (piped ? "standard input" : "") + one_line(text.substr(piped ? 1 : 0, kLongest));
  std::fprintf(stderr, "note: %s%s\n", shown.c_str(), text.size() > kLongest ? "..." : "");
}

void ProgressObserver::clear() {
  if (!bar_shown_) return;
  std::fputs("\r\x1b[K", stderr);
  bar_shown_ = false;
}

}  // namespace ballast::app
