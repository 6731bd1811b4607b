#include "app/commands/scoring/model_rows.hpp"

#include "app/commands/options/date_option.hpp"
#include "app/commands/options/format_options.hpp"
#include "app/data/learned_table.hpp"
#include "app/data/notes/unseen_labels.hpp"
#include "app/models/evaluate/evaluation.hpp"
#include "engine/tabular/csv/csv.hpp"
#include "engine/tabular/features/date_features.hpp"
#include "engine/tabular/features/features.hpp"

namespace ballast::app {

OptionSpec accept_unseen_option(const char* read_with) {
  return {
      "accept-unseen",
      "",
      "",
      "Go on where more than a tenth of a text column's cells hold labels that the model has never seen: they count "
      "as missing.",
      {},
      read_with};
}

tabular::CsvOptions csv_options_for_model(const tabular::Schema& features, const tabular::CsvFormat& known,
                                          const Arguments& arguments, const tabular::Schema& also) {
  tabular::CsvOptions options{
      .categorical = {}, .schema = tabular::source_schema(features), .format = read_format(arguments, known)};
  for (const tabular::ColumnSchema& column : also) {
    if (column.is_text()) options.categorical_if_present.push_back(column.name);
    options.only.push_back(column.name);
  }
  for (const tabular::ColumnSchema& column : options.schema) options.only.push_back(column.name);
  options.dates = date_columns(arguments);
  return options;
}

ModelRows read_for_model(const std::string& path, const tabular::Schema& features, const tabular::CsvFormat& known,
                         const Arguments& arguments, Session& session, const tabular::Schema& also) {
  const tabular::CsvOptions options = csv_options_for_model(features, known, arguments, also);
  session.observer.step({.phase = "read " + path});
  ModelRows out{.path = path, .table = {}, .accept_unseen = arguments.flag("accept-unseen"), .format = {}};
  out.table = tabular::read_csv(path, options, session.pool, session.observer, &out.format);
  return out;
}

ModelRows read_for_model(const std::string& path, std::string_view text, const tabular::Schema& features,
                         const tabular::CsvFormat& known, const Arguments& arguments, Session& session,
                         const tabular::Schema& also) {
  const tabular::CsvOptions options = csv_options_for_model(features, known, arguments, also);
  ModelRows out{.path = path, .table = {}, .accept_unseen = arguments.flag("accept-unseen"), .format = {}};
  out.table = tabular::parse_csv(text, path, options, session.pool, session.observer, &out.format);
  return out;
}

void note_learned(std::optional<std::size_t> learned, std::size_t rows, Session& session) {
  const std::string text = learned_text(learned, rows);
  if (!text.empty()) session.observer.note(text);
}

numeric::Matrix<double> encode_for_model(const tabular::Schema& features, const ModelRows& rows, Session& session) {
  tabular::FeatureEncoder::Encoded encoded;
  try {
    encoded = tabular::FeatureEncoder(features).encode(rows.table);
  } catch (Error& error) {
    if (error.file().empty()) error.in(rows.path);
    throw;
  }
  judge_unseen(encoded.unseen, rows.path, rows.accept_unseen, session.observer);
  return std::move(encoded.x);
}

tabular::Table rows_as_learned(const tabular::Schema& schema, const Provenance& made_by, const ModelRows& rows,
                               Unseen unseen, Session& session) {
  const std::string rare_as = made_by.schema ? made_by.schema->schema.rare_as : "";
  LearnedTable learned = as_learned(rows.table, schema, rows.path, rare_as);
  const bool missing = unseen == Unseen::missing;
  judge_unseen(learned.unseen, rows.path, rows.accept_unseen, session.observer,
               missing ? "read as missing" : "left as they are");
  if (missing) forget_unseen(learned.rows);
  return std::move(learned.rows);
}

numeric::Matrix<float> class_scores(const ClassifierFile& file, const ModelRows& rows, Session& session) {
  const numeric::Matrix<double> x = encode_for_model(file.features, rows, session);
  session.observer.step({.phase = "predict"});
  numeric::Matrix<float> probability(x.rows(), file.model->classes());
  file.model->predict(x.view(), probability.view(), session.pool);
  return probability;
}

void require_two_classes(const ClassifierFile& file) {
  if (file.model->classes() == 2) return;
  throw Error("the model knows " + std::to_string(file.model->classes()) + " classes").expected("two classes");
}

std::vector<float> score_table(const ClassifierFile& file, const ModelRows& rows, bool raw, Session& session) {
  require_two_classes(file);
  return positive_scores(file, class_scores(file, rows, session), raw);
}

std::vector<float> positive_scores(const ClassifierFile& file, const numeric::Matrix<float>& probability, bool raw) {
  std::vector<float> out(probability.rows());
  for (std::size_t row = 0; row < out.size(); ++row) out[row] = probability(row, 1);
  if (!raw) file.decision.apply(out);
  return out;
}

}  // namespace ballast::app
