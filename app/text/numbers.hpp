// Numbers as a reader wants them.
#pragma once

#include <cstddef>
#include <string>

namespace ballast::app {

std::string with_commas(std::size_t number);  // 284807 -> "284,807"

// `digits` behind the point, never "-0.000"; sign: "+" before what is not negative.
std::string fixed(double value, int digits, bool sign = false);

}  // namespace ballast::app
