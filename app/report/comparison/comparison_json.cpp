// A comparison as JSON.
#include <nlohmann/json.hpp>

#include "app/report/comparison/comparison_report.hpp"
#include "app/report/comparison/value_json.hpp"

namespace ballast::app {
namespace {

using namespace fidelity;

using Json = nlohmann::ordered_json;

Json side_json(const Side& side) {
  return {{"name", side.name}, {"rows", side.rows}};
}

Json parts_json(const Figure& figure) {
  return {{"synthetic", value_json(figure.synthetic)},
          {"floor", value_json(figure.floor)},
          {"ceiling", value_json(figure.ceiling)}};
}

Json columns_json(const std::vector<ColumnReport>& columns) {
  Json out = Json::array();
  for (const ColumnReport& column : columns) {
    out.push_back({{"name", column.name},
                   {"kind", column.kind},
                   {"shape", column.shape},
                   {"bounds", column.bounds},
                   {"levels", column.levels},
                   {"lattice", column.lattice},
                   {"missing_real", column.missing_real},
                   {"missing_synthetic", column.missing_synthetic},
                   {"gain", column.gain},
                   {"predicted", parts_json(column.predicted)}});
  }
  return out;
}

Json pairs_json(const std::vector<PairReport>& pairs) {
  Json out = Json::array();
  for (const PairReport& pair : pairs) {
    out.push_back({{"first", pair.first}, {"second", pair.second}, {"trend", pair.trend}});
  }
  return out;
}

Json attacks_json(const std::vector<AttackReport>& attacks) {
  Json out = Json::array();
  for (const AttackReport& attack : attacks) {
    out.push_back({{"id", attack.auc.id},
                   {"name", attack.auc.name},
                   {"auc", parts_json(attack.auc)},
                   {"tpr_at_1", parts_json(attack.at_hundredth)},
                   {"tpr_at_01", parts_json(attack.at_thousandth)}});
  }
  return out;
}

Json figures_json(const std::vector<Figure>& figures) {
  Json out = Json::array();
  for (const Figure& figure : figures) {
    out.push_back({{"id", figure.id},
                   {"name", figure.name},
                   {"group", to_string(figure.group)},
                   {"better", to_string(figure.better)},
                   {"synthetic", value_json(figure.synthetic)},
                   {"floor", value_json(figure.floor)},
                   {"ceiling", value_json(figure.ceiling)}});
  }
  return out;
}

}  // namespace

std::string comparison_json(const Comparison& comparison) {
  const Json out{{"format", 1},
                 {"seed", comparison.seed},
                 {"real", side_json(comparison.real)},
                 {"synthetic", side_json(comparison.synthetic)},
                 {"holdout", comparison.holdout ? side_json(*comparison.holdout) : Json(nullptr)},
                 {"holdout_copies", comparison.holdout ? Json(comparison.held_out_copies.rows) : Json(nullptr)},
                 {"ceiling", comparison.ceiling},
                 {"figures", figures_json(comparison.figures)},
                 {"columns", columns_json(comparison.columns)},
                 {"attacked_rows", comparison.attacked_rows},
                 {"attacks", attacks_json(comparison.attacks)},
                 {"pairs", comparison.pairs},
                 {"pairs_measured", comparison.pairs_measured},
                 {"told_apart_rows", comparison.told_apart},
                 {"ceiling_told_apart_rows", comparison.ceiling_told_apart},
                 {"worst_pairs", pairs_json(comparison.worst_pairs)}};
  return out.dump(2) + "\n";
}

}  // namespace ballast::app
