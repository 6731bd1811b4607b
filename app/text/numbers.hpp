// Numbers as a reader wants them.
#pragma once

#include <cstddef>
#include <string>

namespace ballast::app {

std::string with_commas(std::size_t number);  // 284807 -> "284,807"

// `digits` behind the point, never "-0.000"; sign: "+" before what is not negative.
std::string fixed(double value, int digits, bool sign = false);

// "1 positive", "2,000 positives".
std::string in_words(std::size_t count, const char* one, const char* many);
// "0.012"; of one below 0.0005 "<0.001", never a bare 0.
std::string p_value(double p);

// In four digits that count: "0.1234", "0.0001234", "1.2e-07".
std::string four_digits(double value);
// In as few digits as come back to the same number: of thresholds, which may be typed in again.
std::string all_digits(double value);

// The number that the fewest digits of a float32 say: 0.7 of 0.7F, which is a little less.
double written(float value);
// The least float32 that is written as `value` or more: the
// score from which on rows are flagged where that is asked for.
float least_written(double value);

}  // namespace ballast::app
