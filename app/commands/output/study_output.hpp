// What `run` and `demo` share: the study with its artefacts, and its summary shown.
#pragma once

#include "app/commands/options/data_options.hpp"
#include "app/commands/options/report_options.hpp"
#include "engine/files/output.hpp"

namespace ballast::app {

// What goes into the folder beside summary.json and the models and synthetic rows of repeat 1.
struct StudyFiles {
  bool splits = false;  // splits.csv
  ReportFiles report;
};

// Runs the study; with a folder writes its files and commits it. Then prints the table, or with --json the summary.
// load_seconds joins the timings. All ranks call it; the first alone has a folder and prints.
void run_and_show(const Dataset& data, const StudyOptions& options, files::OutputFolder* folder,
                  const StudyFiles& files, double load_seconds, Session& session);

}  // namespace ballast::app
