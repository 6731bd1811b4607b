#include <nlohmann/json.hpp>

#include "app/report/survey/survey_report.hpp"
#include "engine/error.hpp"

namespace ballast::app {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kFormat = 1;
constexpr const char* kKind = "survey";

Json json_of(const std::optional<double>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json arm_json(const SurveyArm& arm) {
  Json out{{"classifier", arm.classifier}, {"augmentation", arm.augmentation}};
  for (std::size_t m = 0; m < kSurveyMetrics.size(); ++m) {
    out[kMetricNames[kSurveyMetrics[m]]] = {
        {"mean", arm.mean[m]}, {"gain", arm.gain[m]}, {"standard_error", json_of(arm.standard_error[m])}};
  }
  return out;
}

Json table_json(const SurveyTable& table) {
  Json arms = Json::array();
  for (const SurveyArm& arm : table.arms) arms.push_back(arm_json(arm));
  return {{"name", table.name},
          {"key", table.key},
          {"error", table.error.empty() ? Json(nullptr) : Json(table.error)},
          {"rows", table.rows},
          {"positives", table.positives},
          {"features", table.features},
          {"repeats", table.repeats},
          {"seconds", table.seconds},
          {"megabytes", table.megabytes},
          {"cautions", table.cautions},
          {"arms", std::move(arms)}};
}

Json ranking_json(const SurveyRanking& ranking) {
  Json arms = Json::array();
  for (const SurveyGain& arm : ranking.arms) {
    arms.push_back({{"augmentation", arm.augmentation},
                    {"mean_rank", arm.mean_rank},
                    {"gain", arm.mean},
                    {"low", json_of(arm.low)},
                    {"high", json_of(arm.high)},
                    {"between", json_of(arm.between)},
                    {"p", json_of(arm.p)},
                    {"p_holm", json_of(arm.p_holm)},
                    {"better", arm.better},
                    {"worse", arm.worse}});
  }
  return {{"classifier", ranking.classifier}, {"metric", kMetricNames[ranking.metric]},
          {"tables", ranking.tables},         {"left_out", ranking.left_out},
          {"friedman_p", ranking.friedman_p}, {"critical_difference", ranking.critical_difference},
          {"arms", std::move(arms)}};
}

SurveyArm arm_of(const Json& json) {
  SurveyArm out{json.at("classifier"), json.at("augmentation")};
  for (std::size_t m = 0; m < kSurveyMetrics.size(); ++m) {
    const Json& metric = json.at(kMetricNames[kSurveyMetrics[m]]);
    out.mean[m] = metric.at("mean");
    out.gain[m] = metric.at("gain");
    if (!metric.at("standard_error").is_null()) out.standard_error[m] = metric.at("standard_error").get<double>();
  }
  return out;
}

SurveyTable table_of(const Json& json) {
  SurveyTable out{.name = json.at("name"), .key = json.at("key")};
  if (!json.at("error").is_null()) out.error = json.at("error");
  out.rows = json.at("rows");
  out.positives = json.at("positives");
  out.features = json.at("features");
  out.repeats = json.at("repeats");
  out.seconds = json.at("seconds");
  out.megabytes = json.at("megabytes");
  out.cautions = json.value("cautions", std::vector<std::string>{});  // of earlier versions not known
  for (const Json& arm : json.at("arms")) out.arms.push_back(arm_of(arm));
  return out;
}

}  // namespace

std::string survey_json(const Survey& survey) {
  Json tables = Json::array(), rankings = Json::array();
  for (const SurveyTable& table : survey.tables) tables.push_back(table_json(table));
  for (const SurveyRanking& ranking : survey.rankings) rankings.push_back(ranking_json(ranking));
  return Json{{"kind", kKind},
              {"format", kFormat},
              {"seed", survey.seed},
              {"tables", std::move(tables)},
              {"rankings", std::move(rankings)},
              {"verdict", survey.verdict}}
             .dump(2) +
         "\n";
}

std::vector<SurveyTable> read_survey_tables(const std::string& text, const std::string& file) {
  try {
    const Json json = Json::parse(text);
    if (json.at("kind") != kKind || json.at("format") != kFormat) throw Error("not a survey of format 1").in(file);
    std::vector<SurveyTable> out;
    for (const Json& table : json.at("tables")) out.push_back(table_of(table));
    return out;
  } catch (const nlohmann::json::exception&) {
    throw Error("not the summary of a survey").in(file).hint("without --continue the survey starts anew");
  }
}

}  // namespace ballast::app
