// Targets of more than two classes: every label that occurs is a class, and a row's class is its label's number. Labels
// that write one number are one class, by the text of the first.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/tabular/table.hpp"

namespace ballast::app {

// More labels than this, or fewer than two rows a label, are no classes but numbers or names.
inline constexpr std::size_t kMostLabels = 1000;

struct ClassLabels {
  std::vector<std::string> classes;  // as the file writes them; numbers by size, text by byte
  std::vector<std::int32_t> y;       // one a row
};

// What a table teaches. name: of the file, for messages.
// Throws Error: no such column, missing cells, one label only, two (one of them is to be named as positive), too many.
ClassLabels class_labels(const tabular::Table& table, const std::string& target, const std::string& name);

// What a table says by the classes of a model: a label is a class if the texts are the same, or else the numbers.
// Throws Error: no such column, missing cells, a label that is none of the classes.
std::vector<std::int32_t> known_classes(const tabular::Table& table, const std::string& target,
                                        std::span<const std::string> classes, const std::string& name);

}  // namespace ballast::app
