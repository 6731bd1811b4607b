// What `run` and `demo` share: the study with its artefacts, and its summary shown.
#pragma once

#include "app/commands/data_options.hpp"
#include "engine/files/atomic.hpp"

namespace ballast::app {

// Runs the study; with a folder writes summary.json, the models and synthetic rows of repeat 1 and, if asked for,
// splits.csv, and commits it. Then prints the table, or with --json the summary. load_seconds joins the timings.
void run_and_show(const Dataset& data, const StudyOptions& options, files::OutputFolder* folder, bool write_splits,
                  double load_seconds, Session& session);

}  // namespace ballast::app
