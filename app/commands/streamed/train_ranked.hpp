// `train` over ranks: boosting on rows that are shared out, each rank with the codes,
// derivatives and margins of its own in memory; and what needs the table in memory on
// ranks that all have it. The first rank writes; the model has the bytes of one process.
#pragma once

#include "app/commands/parsing/command.hpp"

namespace ballast::app {

struct TrainWays {
  void (*alone)(const Arguments&, Session&);   // in one process
  void (*shared)(const Arguments&, Session&);  // by all ranks, each of which has the table
};

// All ranks call it. Where the words ask for what is not shared out, the first rank trains as one process, and says so.
// Throws Error as training does.
void train_over_ranks(const Arguments& arguments, Session& session, const TrainWays& ways);

}  // namespace ballast::app
