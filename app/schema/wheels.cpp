#include "app/schema/wheels.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace ballast::app {
namespace {

// What a wheel counts through; the narrowest that has all characters of the data is taken.
struct Wheel {
  char name;
  std::string_view characters;
};
constexpr std::array kWheels{Wheel{'d', "0123456789"},
                             Wheel{'l', "abcdefghijklmnopqrstuvwxyz"},
                             Wheel{'u', "ABCDEFGHIJKLMNOPQRSTUVWXYZ"},
                             Wheel{'x', "0123456789abcdef"},
                             Wheel{'X', "0123456789ABCDEF"},
                             Wheel{'m', "0123456789abcdefghijklmnopqrstuvwxyz"},
                             Wheel{'n', "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"},
                             Wheel{'a', "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"}};

}  // namespace

std::string_view wheel_characters(char wheel) {
  const auto* const at = std::ranges::find(kWheels, wheel, &Wheel::name);
  return at == kWheels.end() ? std::string_view{} : at->characters;
}

std::string turned_wheels(std::string text, std::string_view wheels, std::uint64_t k) {
  std::size_t first = text.size();
  for (std::size_t i = text.size(); i-- > 0;) {
    const std::string_view wheel = wheel_characters(wheels[i]);
    if (wheel.empty()) continue;
    first = i;
    const std::size_t place = wheel.find(text[i]);
    const std::uint64_t sum = k % wheel.size() + place;
    text[i] = wheel[sum % wheel.size()];
    k = k / wheel.size() + sum / wheel.size();
  }
  if (k > 0) text.insert(first, std::to_string(k));
  return text;
}

std::string wheels_of(std::span<const std::string> labels) {
  const std::size_t length = labels.front().size();
  if (std::ranges::any_of(labels, [&](const std::string& label) { return label.size() != length; })) return "";
  std::string out(length, kFixedWheel);
  std::vector<bool> digits(length);
  for (std::size_t i = 0; i < length; ++i) {
    std::string seen;
    for (const std::string& label : labels) {
      if (seen.find(label[i]) == std::string::npos) seen += label[i];
    }
    const auto holds_seen = [&](const Wheel& wheel) {
      return seen.find_first_not_of(wheel.characters) == std::string::npos;
    };
    digits[i] = holds_seen(kWheels[0]);
    if (seen.size() == 1) continue;
    const auto* const at = std::ranges::find_if(kWheels, holds_seen);
    if (at == kWheels.end()) return "";
    out[i] = at->name;
  }
  for (std::size_t i = length; i-- > 1;) {  // the zeros in front of a number belong to it
    if (out[i] == 'd' && digits[i - 1]) out[i - 1] = 'd';
  }
  return out;
}

}  // namespace ballast::app
