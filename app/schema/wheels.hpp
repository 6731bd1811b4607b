// A text as the wheels of a mileage counter: each position is fixed, or counts through the characters that the data
// have there (digits, hex digits, letters), the last position fastest.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace ballast::app {

inline constexpr char kFixedWheel = '.';

// What a wheel counts through, by its name; nothing of a fixed one, or of a name that there is not.
std::string_view wheel_characters(char wheel);

// The name of each position's wheel, the narrowest that has all characters which the labels have there. Empty if the
// labels differ in length, or in a position of other characters.
std::string wheels_of(std::span<const std::string> labels);

// The text k steps on; what is carried beyond the first wheel stands before it as a number, so that no two are alike.
std::string turned_wheels(std::string text, std::string_view wheels, std::uint64_t k);

}  // namespace ballast::app
