#include "app/figures/scale.hpp"

#include <algorithm>
#include <cassert>

#include "app/figures/markup.hpp"

namespace ballast::app::figures {

Scale::Scale(Range values, Range pixels, bool logarithmic) : logarithmic_(logarithmic), first_(pixels.low) {
  assert(values.low < values.high && (!logarithmic || values.low > 0));
  low_ = place(values.low);
  factor_ = (pixels.high - pixels.low) / (place(values.high) - low_);
}

namespace {

constexpr double kSlack = 1e-9;  // of a step: a tick on the very end of the range counts

// The smallest of 1, 2, 5 times a power of ten that is at least `step`, nearly.
double nice_step(double step) {
  const double power = std::pow(10.0, std::floor(std::log10(step)));
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (factor * power >= step * (1 - kSlack)) return factor * power;
  }
  return 10 * power;
}

// "10" and raised digits.
std::string raised_label(int exponent) {
  static const char* const kRaised[] = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
  std::string label = exponent < 0 ? "10⁻" : "10";
  for (const char digit : std::to_string(std::abs(exponent))) label += kRaised[digit - '0'];
  return label;
}

// 1, 2 and 5 times the powers of ten within the range.
std::vector<Tick> fine_decade_ticks(Range range) {
  std::vector<Tick> ticks;
  const int first = static_cast<int>(std::floor(std::log10(range.low) - kSlack));
  const int last = static_cast<int>(std::floor(std::log10(range.high) + kSlack));
  for (int k = first; k <= last; ++k) {
    for (const double factor : {1.0, 2.0, 5.0}) {
      const double at = factor * std::pow(10.0, k);
      if (at < range.low * (1 - kSlack) || at > range.high * (1 + kSlack)) continue;
      ticks.push_back({at, tick_label(at, std::max(0, -k))});
    }
  }
  return ticks;
}

}  // namespace

std::string tick_label(double value, int decimals) {
  const std::string digits = number(std::abs(value), decimals);
  const std::size_t whole = std::min(digits.find('.'), digits.size());
  const bool zero = digits.find_first_not_of("0.") == std::string::npos;
  std::string label(value < 0 && !zero ? "−" : "");
  for (std::size_t i = 0; i < whole; ++i) {
    if (i > 0 && (whole - i) % 3 == 0) label += ',';
    label += digits[i];
  }
  if (decimals == 0) return label;
  label += '.';  // all labels of an axis have the same decimals
  const std::string fraction = whole < digits.size() ? digits.substr(whole + 1) : "";
  return label += fraction + std::string(static_cast<std::size_t>(decimals) - fraction.size(), '0');
}

std::vector<Tick> nice_ticks(Range range, std::size_t about) {
  assert(range.low < range.high && about > 0);
  const double step = nice_step((range.high - range.low) / static_cast<double>(about));
  const int decimals = std::max(0, static_cast<int>(-std::floor(std::log10(step) + kSlack)));
  std::vector<Tick> ticks;
  const double last = std::floor(range.high / step + kSlack);
  for (double k = std::ceil(range.low / step - kSlack); k <= last; ++k) {
    ticks.push_back({k * step, tick_label(k * step, decimals)});
  }
  return ticks;
}

std::vector<Tick> decade_ticks(Range range, std::size_t about) {
  constexpr int kFirstPlain = -3, kLastPlain = 6;  // decades that are short to write out
  const int first = static_cast<int>(std::ceil(std::log10(range.low) - kSlack));
  const int last = static_cast<int>(std::floor(std::log10(range.high) + kSlack));
  const bool plain = first >= kFirstPlain && last <= kLastPlain;
  if (last - first < 2 && plain) {
    std::vector<Tick> ticks = fine_decade_ticks(range);
    return ticks.size() < 3 ? nice_ticks(range, about) : ticks;
  }
  const int stride = std::max(1, (last - first + 1) / static_cast<int>(about));
  std::vector<Tick> ticks;
  for (int k = first; k <= last; k += stride) {
    const double at = std::pow(10.0, k);
    ticks.push_back({at, plain ? tick_label(at, std::max(0, -k)) : raised_label(k)});
  }
  return ticks;
}

}  // namespace ballast::app::figures
