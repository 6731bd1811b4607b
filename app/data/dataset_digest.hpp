// One number for all that a command has read, by which ranks compare what they were given.
#pragma once

#include <string>

#include "app/data/dataset.hpp"

namespace ballast::app {

// SHA-256 of rows, columns, labels and the order and groups of rows, 64 hex digits; whatever the file is called.
std::string dataset_digest(const Dataset& data);

}  // namespace ballast::app
