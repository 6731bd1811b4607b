// What is left of a label when the ways to write it are taken away, to find labels that differ by these alone.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace ballast::tabular {

// Small letters (Latin, Greek, Cyrillic), accents as marks of their own, ss for a sharp s, Latin letters for full-width
// ones and for Cyrillic and Greek ones that look like them; without spaces, quotes and characters that
// cannot be seen, without a point at the end, without _ and - between letters; 1 for 1,0. Text that is not UTF-8 byte
// by byte.
std::string folded_label(std::string_view label);

// Whether all labels are words for true and false: then "t", "TRUE", "yes" and "1" are one.
bool are_truth_values(std::span<const std::string> labels);
// The same as folded_label, and one word for all that mean true, and one for all that mean false.
std::string folded_truth(std::string_view label);

}  // namespace ballast::tabular
