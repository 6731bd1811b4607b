// Axes as numbers: where values lie on a panel, and which values get a tick.
#pragma once

#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

namespace ballast::app::figures {

struct Range {
  double low = 0, high = 1;
};

// Maps values to pixels, linearly or by their logarithm (then values are positive).
class Scale {
 public:
  // Requires: values.low < values.high.
  Scale(Range values, Range pixels, bool logarithmic = false);
  double operator()(double value) const { return first_ + (place(value) - low_) * factor_; }

 private:
  double place(double value) const { return logarithmic_ ? std::log10(value) : value; }
  bool logarithmic_;
  double low_, first_, factor_;
};

struct Tick {
  double at;
  std::string label;
};

// About `about` ticks inside the range, at multiples of 1, 2 or 5 times a power of ten, with as many decimals as tell
// them apart (Heckbert, "Nice numbers for graph labels", Graphics Gems 1990).
std::vector<Tick> nice_ticks(Range range, std::size_t about);
// The powers of ten inside the range, thinned to about `about` and written all alike; 2 and 5 times them too where
// there are fewer than three, nice_ticks where even these are few.
std::vector<Tick> decade_ticks(Range range, std::size_t about);

// 1234567.5 -> "1,234,567.5", with a true minus sign.
std::string tick_label(double value, int decimals);

}  // namespace ballast::app::figures
