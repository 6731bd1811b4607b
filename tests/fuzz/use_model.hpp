// What a user does with a model that was read: score rows, explain them, export it, read the export again. A reader
// that let a file through has promised that none of this goes wrong. Each check throws std::logic_error, which no
// reader may; Error is an answer.
#pragma once

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <numeric>
#include <stdexcept>
#include <string>
#include <vector>

#include "app/models/explain/explanation.hpp"
#include "app/models/interchange/interchange.hpp"
#include "classifiers/boosting/boosting.hpp"
#include "engine/error.hpp"
#include "engine/numeric/random.hpp"
#include "engine/tabular/features/features.hpp"
#include "engine/tabular/schema_archive.hpp"
#include "tests/fuzz/seeds.hpp"

namespace ballast::fuzz {

inline void require(bool holds, const char* what) {
  if (!holds) throw std::logic_error(what);
}

// Known labels, whole, broken and huge numbers, missing cells.
inline tabular::Table rows_for(const tabular::Schema& features, std::size_t count) {
  tabular::Table out(features, count);
  numeric::RandomStream random(11, numeric::Purpose::kGeneral);
  for (std::size_t c = 0; c < features.size(); ++c) {
    for (double& cell : out.column(c)) {
      const std::uint64_t choice = random.below(8);
      if (choice == 0) continue;
      if (features[c].is_text())
        cell = static_cast<double>(random.below(features[c].labels.size()));
      else if (choice == 1)
        cell = random.below(2) == 0 ? 1e300 : -1e-300;
      else
        cell = choice < 5 ? static_cast<double>(random.below(300)) : 3 * random.normal();
    }
  }
  return out;
}

// Margins of a boosted model, probabilities of a forest.
inline std::vector<float> scores_of(const classifiers::Classifier& model, numeric::MatrixView<const double> x) {
  const auto* const boosting = dynamic_cast<const classifiers::Boosting*>(&model);
  const std::size_t columns = boosting != nullptr && model.classes() == 2 ? 1 : model.classes();
  numeric::Matrix<float> out(x.rows(), columns);
  if (boosting != nullptr)
    boosting->predict_margin(x, out.view(), one_thread());
  else
    model.predict(x, out.view(), one_thread());
  return {out.values().begin(), out.values().end()};
}

inline void check_probabilities(const app::ClassifierFile& file, numeric::MatrixView<const double> x) {
  numeric::Matrix<float> out(x.rows(), file.model->classes());
  file.model->predict(x, out.view(), one_thread());
  std::vector<float> all(out.values().begin(), out.values().end());
  const auto in_unit = [](float p) { return p >= 0 && p <= 1.001F; };  // shares of float32 may add up to a little more
  require(std::ranges::all_of(all, in_unit), "a probability outside 0 .. 1");
  if (file.model->classes() > 2) return;
  file.decision.apply(all);
  require(std::ranges::all_of(all, in_unit), "a decided probability outside 0 .. 1");
}

inline void check_reimport(const app::ClassifierFile& file, const std::string& json,
                           numeric::MatrixView<const double> x) {
  const app::ClassifierFile back = app::from_xgboost(json, "export", {});
  require(back.model->classes() == file.model->classes(), "an export with other classes");
  const std::vector<float> was = scores_of(*file.model, x), is = scores_of(*back.model, x);
  // A forest's shares are divided by the number of trees there and multiplied again here.
  const float slack = file.model->kind() == "forest" ? 1e-3F : 0.0F;
  for (std::size_t i = 0; i < was.size(); ++i) {
    require(std::fabs(was[i] - is[i]) <= slack, "an export with other scores");
  }
}

// names_fit: the model came from a reader that holds its names to what an export needs.
inline void check_exports(const app::ClassifierFile& file, numeric::MatrixView<const double> x, bool names_fit) {
  require(nlohmann::json::accept(to_canonical_json(file)), "canonical JSON that is none");
  require(!to_cpp(file, "0123456789").empty(), "no C++");
  std::string json;
  try {
    json = to_xgboost_json(file);
  } catch (const Error&) {
    return;  // a split that parts no label from missing values
  }
  try {
    check_reimport(file, json, x);
  } catch (const Error& error) {
    require(!names_fit && nlohmann::json::accept(json), error.what());
  }
}

inline void check_explanation(const app::ClassifierFile& file, const tabular::Table& table) {
  std::vector<std::size_t> rows(std::min<std::size_t>(2, table.rows()));
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  try {
    const app::Explanation explanation = explain_rows(file, table, rows, one_thread());
    require(nlohmann::json::accept(explanation_json(explanation)), "an explanation that is no JSON");
    require(!explanation_text(explanation, 3).empty(), "no explanation");
  } catch (const Error&) {
    return;  // no covers, or too deep
  }
}

inline void check_archive(const app::ClassifierFile& file, numeric::MatrixView<const double> x) {
  files::ArchiveWriter out("classifier");
  file.model->save(out.child("model"));
  tabular::save_schema(file.features, out.child("features"));
  const auto in = files::ArchiveReader::from_bytes(out.bytes(), "archive");
  require(tabular::load_schema(in.child("features")) == file.features, "an archive with other columns");
  require(scores_of(*classifiers::load_classifier(in.child("model")), x) == scores_of(*file.model, x),
          "an archive with other scores");
}

inline void use(const app::ClassifierFile& file, bool names_fit) {
  constexpr std::size_t kManyCells = 1 << 16;
  const bool wide = file.features.size() * file.model->classes() > kManyCells;
  const tabular::Table table = rows_for(file.features, wide ? 1 : 24);
  const numeric::Matrix<double> x = tabular::FeatureEncoder(file.features).encode(table).x;
  require(!file.model->describe().empty(), "no description");
  check_probabilities(file, x.view());
  check_archive(file, x.view());
  check_exports(file, x.view(), names_fit);
  if (!wide) check_explanation(file, table);
}

}  // namespace ballast::fuzz
