// --date: how columns of dates are written, where their cells do not tell.
#pragma once

#include "app/commands/parsing/command.hpp"
#include "engine/tabular/csv/csv.hpp"

namespace ballast::app {

OptionSpec date_option();
// Throws Error on a word that is not NAME=FORMAT.
std::vector<tabular::DateColumn> date_columns(const Arguments& arguments);

}  // namespace ballast::app
