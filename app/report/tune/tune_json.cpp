#include <nlohmann/json.hpp>

#include "app/report/tune/tune_report.hpp"

namespace ballast::app {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kTuneFormat = 1;

Json error_json(const std::optional<double>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json settings_json(const std::vector<Setting>& settings) {
  Json out = Json::object();
  for (const Setting& setting : settings) out[setting.option] = setting.value;
  return out;
}

Json trial_json(const TuneTrial& trial) {
  return {{"candidate", trial.candidate.number},
          {"classifier", trial.candidate.classifier},
          {"augmentation", trial.arm},
          {"rows", trial.rows},
          {"settings", settings_json(trial.candidate.settings)},
          {"folds", trial.pr_auc.size()},
          {"pr_auc", trial.own.mean},
          {"standard_error", error_json(trial.own.error)},
          {"from_defaults", trial.from_defaults.mean},
          {"from_defaults_error", error_json(trial.from_defaults.error)},
          {"per_fold", trial.pr_auc}};
}

}  // namespace

std::string tune_json(const TuneResult& result, const TuneFacts& facts) {
  Json trials = Json::array();
  for (const TuneTrial& trial : result.trials) trials.push_back(trial_json(trial));
  return Json{{"kind", "tune"},
              {"format", kTuneFormat},
              {"seed", facts.seed},
              {"rows", facts.rows},
              {"positives", facts.positives},
              {"features", facts.features},
              {"folds", result.folds},
              {"fits", result.fits},
              {"test_to_train", result.test_to_train},
              {"defaults", result.defaults},
              {"best", result.best},
              {"chosen", result.chosen},
              {"blind_pr_auc", result.blind_pr_auc},
              {"at_chance", result.at_chance()},
              {"keeps_defaults", result.keeps_defaults()},
              {"command", facts.command.empty() ? Json(nullptr) : Json(facts.command)},
              {"trials", std::move(trials)}}
             .dump(2, ' ', false, Json::error_handler_t::replace) +
         "\n";
}

}  // namespace ballast::app
