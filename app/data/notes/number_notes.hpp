// What a user should know of text columns whose cells are numbers with something around them.
#pragma once

#include <span>
#include <string>

namespace ballast::app {

// "numbers with 'CR' or 'DR' behind them", of most labels of a column; empty where they are no such numbers, or codes:
// whole numbers behind letters.
std::string around_numbers(std::span<const std::string> labels);

}  // namespace ballast::app
