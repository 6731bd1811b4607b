// Whether ranks have read, or are about to read, the same.
#pragma once

#include <string>

#include "app/commands/options/decision_options.hpp"
#include "app/commands/parsing/command.hpp"
#include "app/data/dataset.hpp"

namespace ballast::app {

// All ranks call it; alone nothing is done. The data are compared as they were read, files beside them (added rows, a
// generator, a model to go on from, rows to decide on) byte for byte. Throws Error on the first rank, as require_same.
void require_same_rows(const Dataset& data, const DecisionRequest& request, const Arguments& arguments,
                       Session& session);

// All ranks call it; alone nothing is done. The model, the first word, is compared byte for byte, the data, the second,
// by their length and samples. Throws Error as require_same, and where the data are no file that each rank can read.
void require_same_files(const std::string& command, const Arguments& arguments, Session& session);

}  // namespace ballast::app
