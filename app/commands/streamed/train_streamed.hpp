// `train --memory 2G`: boosting on more rows than memory holds. The table stays on the disk: its columns are read once
// for the bins, its rows once for their codes, and training streams these (classifiers/boosting/streamed_boosting.hpp).
// The model has the bytes of the one in memory.
#pragma once

#include <vector>

#include "app/commands/parsing/command.hpp"

namespace ballast::app {

// --memory, --cache.
std::vector<OptionSpec> streamed_options();
// Throws Error where the budget is too small, the data cannot be streamed, and as training does.
void train_streamed(const Arguments& arguments, Session& session);

}  // namespace ballast::app
