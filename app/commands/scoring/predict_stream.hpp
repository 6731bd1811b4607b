// `predict MODEL -`: a stream of rows in, a stream of scores out, each row answered before the next is asked for.
#pragma once

#include <string>
#include <vector>

#include "app/commands/parsing/command.hpp"
#include "app/data/model_file.hpp"
#include "engine/tabular/csv/csv.hpp"

namespace ballast::app {

struct StreamRequest {
  std::vector<std::string> keep = {};  // columns that are written before the scores
  tabular::CsvFormat format = {};      // how the rows are written
  bool skip_bad = false;               // report a row that cannot be read, answer NA, and go on
  bool raw = false;                    // as in ScoreLines
  bool accept_unseen = false;
  std::vector<tabular::DateColumn> dates = {};  // formats asked for
};

// Reads records until the end of standard input. One that cannot be scored ends it with an Error; with skip_bad it is
// reported on standard error and answered by NA. Labels never seen end it as soon as no later row could mend it, else
// they are judged at the end as those of a file are (unseen_labels.hpp).
void predict_stream(const ClassifierFile& file, const StreamRequest& request, Session& session);

}  // namespace ballast::app
