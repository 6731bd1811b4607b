// How a CSV file is written, as options of every command that reads one.
#pragma once

#include <vector>

#include "app/commands/parsing/command.hpp"
#include "engine/tabular/cells/csv_format.hpp"

namespace ballast::app {

// --delimiter, --decimal, --encoding, --missing, --skip-lines, --no-header.
std::vector<OptionSpec> format_options(const char* read_with = "");
// --percent-as: of a file that is read as another one was.
OptionSpec percent_option(const char* read_with = "");
// These, and --date, for a file that is read as a model's data were; later_with: where the last two are read.
std::vector<OptionSpec> later_format_options(const char* read_with = "", const char* later_with = "");
// `known`, such as a model's, with what was given in its place.
tabular::CsvFormat read_format(const Arguments& arguments, const tabular::CsvFormat& known = {});

}  // namespace ballast::app
