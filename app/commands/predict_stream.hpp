// `ballast predict MODEL -`: rows from standard input, one line out for each line in, at once.
#pragma once

#include "app/commands/command.hpp"
#include "app/data/model_file.hpp"

namespace ballast::app {

// The header of what predict writes: "probability", or one column a class of more than two.
std::string score_header(const ClassifierFile& file);
// Adds one line: the positive class's probability, or all classes'. probability: K numbers.
void append_scores(const ClassifierFile& file, std::span<const float> probability, std::string& out);

// Reads lines until the end of standard input. A line that cannot be scored ends it with an Error; with skip_bad it is
// reported on standard error and answered by NA.
void predict_stream(const ClassifierFile& file, bool skip_bad, Session& session);

}  // namespace ballast::app
