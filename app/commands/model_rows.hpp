// A later file as a model reads it: its columns in, features and scores out.
#pragma once

#include <string>
#include <vector>

#include "app/commands/command.hpp"
#include "app/data/model_file.hpp"
#include "engine/numeric/matrix.hpp"
#include "engine/tabular/table.hpp"

namespace ballast::app {

// Reads a file for a model: its columns as it learnt them, whatever the cells look like here, `text` as text, and those
// of `also` that are there. All others are not parsed.
tabular::Table read_for_model(const std::string& path, const tabular::Schema& features, Session& session,
                              const std::vector<std::string>& text = {}, const std::vector<std::string>& also = {});
// Notes that a model gives scores to rows that it learnt from.
void note_learnt(std::optional<std::size_t> learnt, std::size_t rows, Session& session);
// Tells the user of text cells whose label the model does not know.
void note_unseen(std::size_t cells, Session& session);
// The model's features of a table's rows; notes labels that the model has never seen. path: of the file, for messages.
numeric::Matrix<float> encode_for_model(const tabular::Schema& features, const tabular::Table& table,
                                        const std::string& path, Session& session);
// The classifier's own score of each class for each row, before the file's decision.
numeric::Matrix<float> class_scores(const ClassifierFile& file, const tabular::Table& table, const std::string& path,
                                    Session& session);
// The positive class's probability for each row: by the file's decision, or the classifier's own (`raw`).
std::vector<float> score_table(const ClassifierFile& file, const tabular::Table& table, const std::string& path,
                               bool raw, Session& session);

}  // namespace ballast::app
