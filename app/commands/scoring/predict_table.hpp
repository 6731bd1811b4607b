// `predict MODEL DATA.table`: a table file is loaded whole and scored in one piece, without a text in between. Over
// ranks each loads it and scores its share of the rows.
#pragma once

#include <string>

#include "app/commands/scoring/predict_file.hpp"

namespace ballast::app {

// The scores of predict_file, of a request that keeps no columns. options: how the model reads the file.
ScoredRows predict_table(const ClassifierFile& file, const FileRequest& request, const tabular::CsvOptions& options,
                         const std::string& out, Session& session);

}  // namespace ballast::app
