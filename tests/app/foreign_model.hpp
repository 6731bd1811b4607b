// A small model as XGBoost's JSON, to be spoilt in one place: what the tests of foreign files share.
#pragma once

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include "app/models/interchange/interchange.hpp"
#include "classifiers/boosting/boosting.hpp"
#include "classifiers/forest/forest.hpp"
#include "engine/error.hpp"

namespace ballast::app::testing {

using Json = nlohmann::json;
using classifiers::DecisionTree;

// Splits at 0.5 on feature 1, missing to the left.
inline DecisionTree stump(std::vector<float> values, std::uint32_t outputs = 1) {
  DecisionTree tree;
  tree.nodes = {{.feature = 1, .threshold = 0.5f, .left = 1, .missing_left = true, .gain = 2.5f},
                {.value = 0, .cover = 3},
                {.value = 1, .cover = 1}};
  tree.values = std::move(values);
  BOOST_REQUIRE_EQUAL(tree.values.size(), 2 * outputs);
  sum_covers(tree);
  return tree;
}

inline ClassifierFile file_of(std::unique_ptr<classifiers::Classifier> model, std::vector<std::string> classes = {}) {
  ClassifierFile file;
  file.made_by = {.version = "1"};
  file.features = {{"colour", tabular::ColumnKind::categorical, {"blue", "red"}},
                   {"size", tabular::ColumnKind::numeric, {}}};
  file.target = {{"label", tabular::ColumnKind::categorical, {"no", "yes"}}, 2, "yes"};
  file.model = std::move(model);
  file.classes = std::move(classes);
  return file;
}

inline ClassifierFile boosting(float base = 0, classifiers::Loss loss = classifiers::Loss::cross_entropy) {
  return file_of(std::make_unique<classifiers::Boosting>(
      std::vector<DecisionTree>{stump({0.1f, -0.2f}), stump({0.3f, 1e-9f})}, std::vector<float>{base}, 2, 2, loss));
}

inline ClassifierFile read(const std::string& text, const ForeignNames& names = {}) {
  return from_xgboost(text, "m.json", names);
}

inline const std::vector<DecisionTree>& trees_of(const ClassifierFile& file) {
  if (const auto* model = dynamic_cast<const classifiers::Boosting*>(file.model.get())) return model->trees();
  return dynamic_cast<const classifiers::Forest&>(*file.model).trees();
}

// A good file, to be spoilt in one place.
struct Spoilt {
  Json json = Json::parse(to_xgboost_json(boosting()));
  Json& learner() { return json["learner"]; }
  Json& tree() { return learner()["gradient_booster"]["model"]["trees"][1]; }
  Json& model() { return learner()["gradient_booster"]["model"]; }
};

inline void refuses(const std::string& text, const std::vector<std::string>& fragments,
                    const ForeignNames& names = {}) {
  BOOST_CHECK_EXCEPTION(read(text, names), Error, [&](const Error& error) {
    const std::string what = error.what();
    for (const std::string& fragment : fragments) BOOST_TEST(what.find(fragment) != std::string::npos, what);
    return what.find('\n') == std::string::npos && error.file() == "m.json";
  });
}

template <class Spoil>
void refuses_when(Spoil&& spoil, const std::vector<std::string>& fragments, const ForeignNames& names = {}) {
  Spoilt spoilt;
  spoil(spoilt);
  refuses(spoilt.json.dump(), fragments, names);
}

}  // namespace ballast::app::testing
