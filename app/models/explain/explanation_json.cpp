// Explanations as JSON.
#include <nlohmann/json.hpp>

#include "app/models/explain/explanation.hpp"

namespace ballast::app {
namespace {

using Json = nlohmann::ordered_json;

Json class_json(const Explanation& explanation, const RowExplanation& row, std::size_t k) {
  const std::size_t columns = explanation.columns.size();
  Json out{{"label", explanation.classes[k]}, {"probability", row.probability[k]}, {"own", row.own[k]},
           {"score", row.score[k]},           {"base", explanation.base[k]},       {"contributions", Json::array()}};
  for (std::size_t c = 0; c < columns; ++c) {
    out["contributions"].push_back({{"column", explanation.columns[c]},
                                    {"cell", row.cells[c].empty() ? Json(nullptr) : Json(row.cells[c])},
                                    {"never_seen", static_cast<bool>(row.unseen[c])},
                                    {"contribution", row.contributions[k * columns + c]}});
  }
  return out;
}

}  // namespace

std::string explanation_json(const Explanation& explanation) {
  Json out{{"format", 1}, {"target", explanation.target}, {"scale", explanation.scale()}, {"rows", Json::array()}};
  for (const RowExplanation& row : explanation.rows) {
    Json classes = Json::array();
    for (std::size_t k = 0; k < explanation.classes.size(); ++k) classes.push_back(class_json(explanation, row, k));
    out["rows"].push_back({{"row", row.row}, {"classes", std::move(classes)}});
  }
  return out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace ballast::app
