// The study as JSON: the fields of summary.json.
#include "app/report/study_json.hpp"

#include "app/report/summary.hpp"
#include "app/study/cautions/cautions.hpp"

namespace ballast::app {
namespace {

using Json = nlohmann::ordered_json;

Json optional_number(const std::optional<double>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json mean_sd_json(const MeanSd& value) {
  return {{"mean", value.mean}, {"sd", optional_number(value.sd)}};
}

void put_values(Json& out, const MetricValues& values) {
  for (std::size_t m = 0; m < kMetricNames.size(); ++m) out[kMetricNames[m]] = values[m];
}

void put_summary(Json& out, const MetricSummary& summary) {
  for (std::size_t m = 0; m < kMetricNames.size(); ++m) {
    out[kMetricNames[m]] = mean_sd_json(summary[m]);
  }
}

Json probabilities_json(const ProbabilityValues& values) {
  Json out;
  for (std::size_t m = 0; m < values.size(); ++m) out[kProbabilityNames[m]] = values[m];
  return out;
}

Json probabilities_json(const ProbabilitySummary& summary) {
  Json out;
  for (std::size_t m = 0; m < summary.size(); ++m) out[kProbabilityNames[m]] = mean_sd_json(summary[m]);
  return out;
}

Json probabilities_json(const std::vector<ProbabilityComparison>& tests) {
  Json out = Json::array();
  for (const ProbabilityComparison& c : tests) {
    out.push_back({{"classifier", c.classifier},
                   {"augmentation", c.augmentation},
                   {"metric", kProbabilityNames[c.metric]},
                   {"from_none", paired_test_json(c.from_none)},
                   {"from_raw", paired_test_json(c.from_raw)}});
  }
  return out;
}

Json choice_json(const TriedArms& choice) {
  const TriedArm& chosen = choice.arms[choice.chosen];
  Json out{{"arm", chosen.arm}, {"rows", chosen.rows}, {"fits", choice.fits}, {"candidates", Json::array()}};
  for (const TriedArm& tried : choice.arms) {
    out["candidates"].push_back({{"arm", tried.arm},
                                 {"rows", tried.rows},
                                 {"pr_auc", tried.pr_auc},
                                 {"standard_error", optional_number(tried.error)},
                                 {"from_none", tried.from_none},
                                 {"from_none_error", optional_number(tried.from_none_error)}});
  }
  return out;
}

Json arm_json(const Arm& arm) {
  Json out{{"classifier", arm.classifier}, {"augmentation", arm.augmentation}, {"per_repeat", Json::array()}};
  for (const RepeatResult& repeat : arm.per_repeat) out["per_repeat"].push_back(repeat_json(repeat));
  for (const TriedArms& choice : arm.choices) out["choices"].push_back(choice_json(choice));
  put_summary(out, arm.summary);
  out["corrected"] = probabilities_json(arm.probabilities);
  if (!arm.at_base_rate) return out;
  put_summary(out["base_rate"], *arm.at_base_rate);
  out["base_rate"]["corrected"] = probabilities_json(*arm.probabilities_at_base_rate);
  return out;
}

Json options_json(const StudyResult& result) {
  const StudyOptions& options = result.options;
  Json out{{"seed", options.seed},
           {"repeats", options.repeats},
           {"test_fraction", tested_share(options)},
           {"validation_fraction", options.validation_fraction},
           {"split", options.time_column.empty() ? "stratified" : "chronological"},
           {"time", options.time_column.empty() ? Json(nullptr) : Json(options.time_column)},
           {"gap", options.gap.empty() ? Json(nullptr) : Json(options.gap)},
           {"group", options.group_column.empty() ? Json(nullptr) : Json(options.group_column)},
           {"base_rate", optional_number(options.base_rate)},
           {"folds", options.folds},
           {"cost_miss", options.costs.miss},
           {"cost_alarm", options.costs.alarm},
           {"effect", options.effect},
           {"synthetic", result.synthetic},
           {"trees", options.learners.forest.trees},
           {"rounds", options.learners.boosting.rounds}};
  const std::optional<FreshDraws> fresh = fresh_draws(options.augmentations, result.synthetic);
  if (fresh) out["fresh"] = {{"rows", fresh->rows}, {"draws", fresh->draws}, {"weight", fresh->weight}};
  return out;
}

Json decided_json(const Decided& decided) {
  return {
      {"threshold", decided.threshold}, {"tp", decided.tp}, {"fp", decided.fp}, {"fn", decided.fn}, {"tn", decided.tn}};
}

Json chosen_json(const ChosenDecisions& chosen) {
  return {{"f1", decided_json(chosen.f1)}, {"cost", decided_json(chosen.cost)}};
}

Json comparison_json(const Comparison& c) {
  Json out{{"classifier", c.classifier}, {"a", c.a}, {"b", c.b}, {"metric", kMetricNames[c.metric]}};
  out.update(paired_test_json(c.test));
  out["p_holm"] = optional_number(c.p_holm);
  out["detectable"] = optional_number(c.detectable);
  return out;
}

Json comparisons_json(const std::vector<Comparison>& comparisons) {
  Json out = Json::array();
  for (const Comparison& c : comparisons) out.push_back(comparison_json(c));
  return out;
}

Json label_noise_json(const LabelNoise& noise) {
  Json out{{"tested_rows", noise.rows},
           {"tested_positives", noise.tested_positives},
           {"positives", noise.positives},
           {"others", noise.others},
           {"examples", Json::array()}};
  for (const DoubtedLabel& row : noise.examples) {
    out["examples"].push_back({{"line", row.line}, {"positive", row.y == 1}, {"score", row.score}});
  }
  return out;
}

}  // namespace

Json timings_json(const Timings& timings) {
  Json out = Json::object();
  for (const auto& [phase, seconds] : timings) out[phase] = seconds;
  return out;
}

Json data_json(const DataFacts& data) {
  return {{"rows", data.rows},
          {"positives", data.positives},
          {"columns", data.features},
          {"duplicate_rows", data.duplicate_rows},
          {"train_positives", data.train_positives},
          {"test_rows", data.test_rows},
          {"test_rows_in_train", data.test_rows_in_train},
          {"test_rows_near_train", data.test_rows_near_train},
          {"contradictory_rows", data.contradictory_rows},
          {"rows_of_shared_groups", data.rows_of_shared_groups},
          {"telling_columns", data.telling_columns}};
}

Json repeat_json(const RepeatResult& repeat) {
  Json out{{"seed", repeat.seed}};
  out.update(decided_json(repeat.plain));
  put_values(out, repeat.metrics);
  out["chosen"] = chosen_json(repeat.chosen);
  out["corrected"] = probabilities_json(repeat.probabilities);
  if (!repeat.at_base_rate) return out;
  put_values(out["base_rate"], *repeat.at_base_rate);
  out["base_rate"]["chosen"] = chosen_json(*repeat.chosen_at_base_rate);
  out["base_rate"]["corrected"] = probabilities_json(*repeat.probabilities_at_base_rate);
  return out;
}

Json paired_test_json(const PairedTest& test) {
  return {{"delta", test.delta},
          {"ci_low", optional_number(test.ci_low)},
          {"ci_high", optional_number(test.ci_high)},
          {"p", optional_number(test.p)}};
}

Json study_json(const StudyResult& result) {
  Json out{{"format", 1}, {"data", data_json(result.data)}, {"study", options_json(result)}, {"arms", Json::array()}};
  for (const Arm& arm : result.arms) out["arms"].push_back(arm_json(arm));
  out["comparisons"] = comparisons_json(result.comparisons);
  out["untested"] = comparisons_json(result.untested);
  out["probabilities"] = probabilities_json(result.probabilities);
  if (result.options.base_rate) {
    out["comparisons_at_base_rate"] = comparisons_json(result.comparisons_at_base_rate);
    out["untested_at_base_rate"] = comparisons_json(result.untested_at_base_rate);
    out["probabilities_at_base_rate"] = probabilities_json(result.probabilities_at_base_rate);
  }
  out["test_positives"] = least_test_positives(result);
  out["label_noise"] = label_noise_json(result.label_noise);
  out["cautions"] = cautions_of(result);
  out["timings"] = timings_json(result.timings);
  out["gain"] = result.verdict.gain;
  out["evidence"] = result.verdict.evidence;
  out["verdict"] = result.verdict.sentence;
  out["what_to_do"] = result.verdict.what_to_do;
  return out;
}

std::string summary_json(const StudyResult& result) {
  return study_json(result).dump(2) + "\n";
}

}  // namespace ballast::app
