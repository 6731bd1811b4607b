// `predict MODEL DATA.csv`: a file of rows in, a file of scores
// out, block by block: memory does not grow with the file.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "app/commands/parsing/command.hpp"
#include "app/data/model_file.hpp"
#include "engine/tabular/csv/csv.hpp"

namespace ballast::app {

struct FileRequest {
  std::string path;
  std::vector<std::string> keep = {};           // columns that are written before the scores
  tabular::CsvFormat format = {};               // how the rows are written
  std::vector<tabular::DateColumn> dates = {};  // and dates that the user named
  bool raw = false;                             // as in ScoreLines
  bool accept_unseen = false;
};

struct ScoredRows {
  std::size_t rows = 0;
  std::optional<std::size_t> learned = std::nullopt;  // as learned_rows has it
};

// Writes header and lines to `out`: the first of them when some megabytes have been scored or the file has ended, so
// that a short file which is refused leaves nothing on a stream.
// A file that is not written as the model's was, is read twice, the first time as a whole, which shows how it is
// written; what comes through a pipe is held in memory for that.
// Over ranks all call it: each reads the file and scores its share of the rows, the first writes and has the result.
// Throws Error: what read_csv refuses, no rows, columns that are not there, too many labels never seen (at the end of
// the file, as they are judged by their share).
ScoredRows predict_file(const ClassifierFile& file, const FileRequest& request, const std::string& out,
                        Session& session);

}  // namespace ballast::app
