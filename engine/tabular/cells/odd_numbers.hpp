// The few cells that keep a column of numbers from being one.
#pragma once

#include <span>
#include <string>
#include <vector>

namespace ballast::tabular {

// Of texts of which one style of numbers (number_style.hpp) reads more than half: those that it does not read. Empty
// where there is no such style, or where it reads all. decimal: as styles_that_read has it. Cost: the texts times the
// styles of the first of them.
std::vector<std::string> odd_among_numbers(std::span<const std::string> texts, char decimal);

}  // namespace ballast::tabular
