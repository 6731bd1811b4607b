// `ballast predict MODEL -`: rows from standard input, one line out for each line in, at once.
#pragma once

#include "app/commands/command.hpp"
#include "app/data/model_file.hpp"

namespace ballast::app {

// Reads records until the end of standard input. One that cannot be scored ends it with an Error; with skip_bad it is
// reported on standard error and answered by NA. raw: as in ScoreLines.
void predict_stream(const ClassifierFile& file, bool skip_bad, bool raw, Session& session);

}  // namespace ballast::app
