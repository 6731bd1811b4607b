// An evaluation of more than two classes as JSON.
#include <nlohmann/json.hpp>

#include "app/models/evaluate/class_evaluation.hpp"

namespace ballast::app {

using Json = nlohmann::ordered_json;

std::string class_evaluation_json(const ClassEvaluation& evaluation) {
  Json out{{"target", evaluation.target},
           {"rows", evaluation.rows},
           {"accuracy", evaluation.accuracy},
           {"log_loss", evaluation.log_loss},
           {"macro", {{"precision", evaluation.precision}, {"recall", evaluation.recall}, {"f1", evaluation.f1}}},
           {"classes", Json::array()},
           {"confusion", evaluation.confusion}};
  if (evaluation.learned_rows) out["learned_rows"] = *evaluation.learned_rows;
  for (const ClassFigures& one : evaluation.classes) {
    out["classes"].push_back({{"label", one.label},
                              {"support", one.support},
                              {"precision", one.precision},
                              {"recall", one.recall},
                              {"f1", one.f1},
                              {"pr_auc", one.pr_auc ? Json(*one.pr_auc) : Json(nullptr)}});
  }
  return out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace ballast::app
