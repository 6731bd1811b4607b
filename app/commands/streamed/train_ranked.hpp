// `train` over ranks: boosting on rows that are shared out, each rank with the codes, derivatives and margins of its own
// in memory. The first rank writes; the model has the bytes of one process.
#pragma once

#include "app/commands/parsing/command.hpp"

namespace ballast::app {

// All ranks call it. Where the words ask for what is not shared out, the first rank calls `train` as one process, and
// says so. Throws Error as training does.
void train_over_ranks(const Arguments& arguments, Session& session, void (*train)(const Arguments&, Session&));

}  // namespace ballast::app
