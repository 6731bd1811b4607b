#include "app/commands/model_rows.hpp"

#include "app/evaluate/evaluation.hpp"
#include "engine/tabular/csv.hpp"
#include "engine/tabular/date_features.hpp"
#include "engine/tabular/features.hpp"

namespace ballast::app {

tabular::Table read_for_model(const std::string& path, const tabular::Schema& features, Session& session,
                              const std::vector<std::string>& text, const std::vector<std::string>& also) {
  tabular::CsvOptions options{
      .categorical = {}, .categorical_if_present = text, .schema = tabular::source_schema(features)};
  options.only = text;
  options.only.insert(options.only.end(), also.begin(), also.end());
  for (const tabular::ColumnSchema& column : options.schema) options.only.push_back(column.name);
  session.observer.step({.phase = "read " + path});
  return tabular::read_csv(path, options, session.pool, session.observer);
}

void note_learnt(std::optional<std::size_t> learnt, std::size_t rows, Session& session) {
  const std::string text = learnt_text(learnt, rows);
  if (!text.empty()) session.observer.note(text);
}

void note_unseen(std::size_t cells, Session& session) {
  if (cells == 0) return;
  session.observer.note(std::to_string(cells) + (cells == 1 ? " cell holds a label" : " cells hold labels") +
                        " the model has never seen: read as missing");
}

numeric::Matrix<float> encode_for_model(const tabular::Schema& features, const tabular::Table& table,
                                        const std::string& path, Session& session) {
  tabular::FeatureEncoder::Encoded encoded;
  try {
    encoded = tabular::FeatureEncoder(features).encode(table);
  } catch (Error& error) {
    if (error.file().empty()) error.in(path);
    throw;
  }
  note_unseen(encoded.unseen_cells, session);
  return std::move(encoded.x);
}

numeric::Matrix<float> class_scores(const ClassifierFile& file, const tabular::Table& table, const std::string& path,
                                    Session& session) {
  const numeric::Matrix<float> x = encode_for_model(file.features, table, path, session);
  session.observer.step({.phase = "predict"});
  numeric::Matrix<float> probability(x.rows(), file.model->classes());
  file.model->predict(x.view(), probability.view(), session.pool);
  return probability;
}

std::vector<float> score_table(const ClassifierFile& file, const tabular::Table& table, const std::string& path,
                               bool raw, Session& session) {
  if (file.model->classes() != 2) {
    throw Error("the model knows " + std::to_string(file.model->classes()) + " classes").expected("two classes");
  }
  const numeric::Matrix<float> probability = class_scores(file, table, path, session);
  std::vector<float> out(probability.rows());
  for (std::size_t row = 0; row < out.size(); ++row) out[row] = probability(row, 1);
  if (!raw) file.decision.apply(out);
  return out;
}

}  // namespace ballast::app
