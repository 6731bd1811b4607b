// The lab's results as JSON.
#include <cmath>
#include <nlohmann/json.hpp>

#include "app/experiments/lab/lab_report.hpp"

namespace ballast::app {
namespace {

using Json = nlohmann::ordered_json;

Json json_number(double value) {
  return std::isfinite(value) ? Json(value) : Json(nullptr);
}
Json json_number(const std::optional<double>& value) {
  return value ? json_number(*value) : Json(nullptr);
}
Json mean_sd_json(const MeanSd& value) {
  return {{"mean", json_number(value.mean)}, {"sd", json_number(value.sd)}};
}

Json arm_json(const LabArm& arm) {
  Json out{{"predict", to_string(arm.predict)},
           {"training", arm.training},
           {"schedule", arm.schedule},
           {"updates", arm.updates},
           {"row_evaluations", arm.row_evaluations},
           {"error", mean_sd_json(arm.error)},
           {"mmd", mean_sd_json(arm.mmd)},
           {"seconds", mean_sd_json(arm.seconds)},
           {"ratio_to_best", json_number(arm.ratio)},
           {"p_holm", json_number(arm.p_holm)},
           {"per_repeat", Json::array()}};
  for (const ArmRun& run : arm.runs) {
    out["per_repeat"].push_back(
        {{"error", json_number(run.error)}, {"mmd", json_number(run.mmd)}, {"seconds", run.seconds}});
  }
  return out;
}

Json level_json(const diffusion::MemorisationLevel& level) {
  const auto errors = [](const diffusion::SetErrors& e) {
    return Json{{"train", json_number(e.train)}, {"held_out", json_number(e.held_out)}};
  };
  return {{"n", level.n},
          {"t", level.t},
          {"copied", level.has_line() ? json_number(level.copied) : Json(nullptr)},
          {"apart", json_number(level.apart)},
          {"model", errors(level.model)},
          {"smooth", errors(level.smooth)},
          {"copy", errors(level.copy)}};
}

}  // namespace

std::string lab_summary_json(const LabResult& result) {
  const LabOptions& o = result.options;
  Json out{{"format", 1},
           {"data", result.data},
           {"seed", o.seed},
           {"repeats", o.repeats},
           {"columns", result.columns},
           {"train_rows", result.train_rows},
           {"held_out_rows", result.held_out_rows},
           {"parameters", result.parameters},
           {"steps", o.steps},
           {"updates", o.updates},
           {"batch", o.batch},
           {"sampler", o.sampling->sampler},
           {"evaluations", o.sampling->evaluations},
           {"generated", o.generated},
           {"yardstick", {{"of", result.yardstick_name}, {"mmd", mean_sd_json(result.yardstick)}}},
           {"best", result.best},
           {"arms", Json::array()},
           {"effects", Json::array()},
           {"samplers", Json::array()},
           {"memorisation", Json::array()}};
  for (const LabArm& arm : result.arms) out["arms"].push_back(arm_json(arm));
  for (const LabEffect& e : result.effects) {
    out["effects"].push_back({{"what", e.what},
                              {"instead_of", e.instead_of},
                              {"mmd", json_number(e.mmd)},
                              {"error", json_number(e.error)},
                              {"seconds", json_number(e.seconds)}});
  }
  for (const SamplerPoint& p : result.curve) {
    out["samplers"].push_back(
        {{"sampler", p.sampler}, {"allowed", p.allowed}, {"evaluations", p.evaluations}, {"mmd", mean_sd_json(p.mmd)}});
  }
  for (const diffusion::MemorisationLevel& level : result.ruler) out["memorisation"].push_back(level_json(level));
  out["verdict"] = lab_verdict(result);
  return out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace ballast::app
