// A later file as a model reads it: its columns in, features and scores out.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "app/commands/parsing/command.hpp"
#include "app/data/model_file.hpp"
#include "engine/numeric/matrix.hpp"
#include "engine/tabular/csv/csv.hpp"
#include "engine/tabular/table.hpp"

namespace ballast::app {

struct ModelRows {
  std::string path;
  tabular::Table table;
  bool accept_unseen = false;   // labels that the model has never seen, however many
  tabular::CsvFormat format{};  // of the file
};

// --accept-unseen of every command that reads a file for a model.
OptionSpec accept_unseen_option(const char* read_with = "");

// How a file is read for a model.
tabular::CsvOptions csv_options_for_model(const tabular::Schema& features, const tabular::CsvFormat& known,
                                          const Arguments& arguments, const tabular::Schema& also = {});
// Reads a file for a model: its columns as it learned them, whatever the cells look like here, and those of `also` that
// are there: text as text, others as they look. No other column is parsed. known: how the model's data was written.
ModelRows read_for_model(const std::string& path, const tabular::Schema& features, const tabular::CsvFormat& known,
                         const Arguments& arguments, Session& session, const tabular::Schema& also = {});
// The same of a text that has been read, from the stream `path`.
ModelRows read_for_model(const std::string& path, std::string_view text, const tabular::Schema& features,
                         const tabular::CsvFormat& known, const Arguments& arguments, Session& session,
                         const tabular::Schema& also = {});
// Notes that a model gives scores to rows that it learned from.
void note_learned(std::optional<std::size_t> learned, std::size_t rows, Session& session);
// The model's features of the rows. Throws Error on labels never seen as judge_unseen does; notes a few.
numeric::Matrix<double> encode_for_model(const tabular::Schema& features, const ModelRows& rows, Session& session);
// The rows as a generator learned them. Labels never seen are judged alike; then they are missing, or kept: present,
// but unknown (as_learned). made_by: of the generator, whose schema may have a label for those.
enum class Unseen : std::uint8_t { missing, kept };
tabular::Table rows_as_learned(const tabular::Schema& schema, const Provenance& made_by, const ModelRows& rows,
                               Unseen unseen, Session& session);
// The classifier's own score of each class for each row, before the file's decision.
numeric::Matrix<float> class_scores(const ClassifierFile& file, const ModelRows& rows, Session& session);
// The positive class's probability for each row: by the file's decision, or the classifier's own (`raw`).
std::vector<float> score_table(const ClassifierFile& file, const ModelRows& rows, bool raw, Session& session);
// The same from the scores of each class.
std::vector<float> positive_scores(const ClassifierFile& file, const numeric::Matrix<float>& probability, bool raw);
// Throws Error where the model knows others.
void require_two_classes(const ClassifierFile& file);

}  // namespace ballast::app
