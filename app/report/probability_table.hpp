// What the probabilities of a study's arms are worth, as a table for the terminal and the page.
#pragma once

#include <string>
#include <vector>

#include "app/study/study.hpp"

namespace ballast::app {

// Whether the prior is put right in any arm: always at a base rate, else where rows or weights were added.
bool corrects_probabilities(const StudyResult& result, bool at_base_rate);

// The head, then a row for each arm; the first two columns name it.
std::vector<std::vector<std::string>> probability_table(const StudyResult& result, bool at_base_rate);

}  // namespace ballast::app
