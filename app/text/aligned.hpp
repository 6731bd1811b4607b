// Text tables for a terminal.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace ballast::app {

// Columns under headers: the first `left` columns flush left, the others flush right. Width counts characters, not
// bytes, so that a +- sign keeps its place; line breaks and tabs in a cell are written as one_line has them.
std::string aligned(const std::vector<std::vector<std::string>>& cells, std::size_t left);

}  // namespace ballast::app
