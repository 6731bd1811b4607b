#include "app/report/json.hpp"

#include <nlohmann/json.hpp>

namespace ballast::app {
namespace {

using Json = nlohmann::ordered_json;

Json optional_number(const std::optional<double>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json timings_json(const Timings& timings) {
  Json out = Json::object();
  for (const auto& [phase, seconds] : timings) out[phase] = seconds;
  return out;
}

void put_values(Json& out, const MetricValues& values) {
  for (std::size_t m = 0; m < kMetricNames.size(); ++m) out[kMetricNames[m]] = values[m];
}

void put_summary(Json& out, const MetricSummary& summary) {
  for (std::size_t m = 0; m < kMetricNames.size(); ++m) {
    out[kMetricNames[m]] = Json{{"mean", summary[m].mean}, {"sd", optional_number(summary[m].sd)}};
  }
}

Json repeat_json(const RepeatResult& repeat) {
  Json out{{"seed", repeat.seed}, {"threshold", repeat.threshold},
           {"tp", repeat.tp},     {"fp", repeat.fp},
           {"fn", repeat.fn},     {"tn", repeat.tn}};
  put_values(out, repeat.metrics);
  if (repeat.at_base_rate) put_values(out["base_rate"], *repeat.at_base_rate);
  return out;
}

Json arm_json(const Arm& arm) {
  Json out{{"classifier", arm.classifier}, {"augmentation", arm.augmentation}, {"per_repeat", Json::array()}};
  for (const RepeatResult& repeat : arm.per_repeat) out["per_repeat"].push_back(repeat_json(repeat));
  put_summary(out, arm.summary);
  if (arm.at_base_rate) put_summary(out["base_rate"], *arm.at_base_rate);
  return out;
}

Json comparison_json(const Comparison& c) {
  return {{"classifier", c.classifier},
          {"a", c.a},
          {"b", c.b},
          {"metric", kMetricNames[c.metric]},
          {"delta", c.test.delta},
          {"ci_low", optional_number(c.test.ci_low)},
          {"ci_high", optional_number(c.test.ci_high)},
          {"p", optional_number(c.test.p)},
          {"p_holm", optional_number(c.p_holm)},
          {"detectable", optional_number(c.detectable)}};
}

Json data_json(const DataFacts& data) {
  return {{"rows", data.rows},
          {"positives", data.positives},
          {"columns", data.features},
          {"duplicate_rows", data.duplicate_rows},
          {"train_positives", data.train_positives},
          {"test_rows", data.test_rows},
          {"test_rows_in_train", data.test_rows_in_train}};
}

Json options_json(const StudyResult& result) {
  const StudyOptions& options = result.options;
  return {{"seed", options.seed},
          {"repeats", options.repeats},
          {"test_fraction", options.test_fraction},
          {"validation_fraction", options.validation_fraction},
          {"split", options.time_column.empty() ? "stratified" : "chronological"},
          {"base_rate", optional_number(options.base_rate)},
          {"synthetic", result.synthetic},
          {"trees", options.learners.forest.trees},
          {"rounds", options.learners.boosting.rounds}};
}

}  // namespace

std::string summary_json(const StudyResult& result) {
  Json out{{"format", 1}, {"data", data_json(result.data)}, {"study", options_json(result)}, {"arms", Json::array()}};
  for (const Arm& arm : result.arms) out["arms"].push_back(arm_json(arm));
  out["comparisons"] = Json::array();
  for (const Comparison& comparison : result.comparisons) out["comparisons"].push_back(comparison_json(comparison));
  if (result.options.base_rate) {
    Json& family = out["comparisons_at_base_rate"] = Json::array();
    for (const Comparison& comparison : result.comparisons_at_base_rate) family.push_back(comparison_json(comparison));
    out["verdict_at_base_rate"] = verdict_at_base_rate(result);
  }
  out["timings"] = timings_json(result.timings);
  out["verdict"] = result.verdict;
  return out.dump(2) + "\n";
}

std::string flat_json(const JsonFields& fields) {
  Json out = Json::object();
  for (const auto& [name, value] : fields) {
    std::visit(
        [&, &key = name](const auto& v) {
          if constexpr (std::is_same_v<std::decay_t<decltype(v)>, Timings>) {
            out[key] = timings_json(v);
          } else {
            out[key] = v;
          }
        },
        value);
  }
  // Labels and names come from files: bytes that are no UTF-8 are replaced rather than refused.
  return out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace ballast::app
