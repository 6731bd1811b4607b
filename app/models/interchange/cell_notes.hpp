// What a program that calls an exported model has to do with cells first: dates and numbers in styles of their own
// become plain numbers.
#pragma once

#include <string>
#include <vector>

#include "app/data/model_file.hpp"

namespace ballast::app {

// One line a column that is not written plainly, in the order of the features; none of a model that says nothing.
std::vector<std::string> cell_notes(const ClassifierFile& file);

}  // namespace ballast::app
