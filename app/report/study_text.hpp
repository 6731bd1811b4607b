// The study as a table that a person enjoys reading.
#pragma once

#include <string>
#include <vector>

#include "app/study/study.hpp"

namespace ballast::app {

// name: of the data, as the title shows it.
std::string study_text(const StudyResult& result, const std::string& name);

// Columns under headers: the first `left` columns flush left, the others flush right. Width counts characters, not
// bytes, so that a +- sign keeps its place.
std::string aligned(const std::vector<std::vector<std::string>>& rows, std::size_t left);

std::string with_commas(std::size_t number);  // 284807 -> "284,807"
std::string fixed(double value, int digits, bool sign = false);

}  // namespace ballast::app
