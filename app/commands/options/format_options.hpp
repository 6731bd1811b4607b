// How a CSV file is written, as options of every command that reads one.
#pragma once

#include <vector>

#include "app/commands/parsing/command.hpp"
#include "engine/tabular/cells/csv_format.hpp"

namespace ballast::app {

// --delimiter, --decimal, --encoding, --missing, --skip-lines.
std::vector<OptionSpec> format_options(const char* read_with = "");
// `known`, such as a model's, with what was given in its place.
tabular::CsvFormat read_format(const Arguments& arguments, const tabular::CsvFormat& known = {});

}  // namespace ballast::app
