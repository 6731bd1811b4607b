// summary.json of `paper`: that of a study, with the replay beside it and published figures where there are any.
#include "app/experiments/paper/paper_report.hpp"
#include "app/report/study_json.hpp"

namespace ballast::app {
namespace {

using Json = nlohmann::ordered_json;

Json interval_json(const Interval& interval) {
  return {{"low", interval.low}, {"high", interval.high}};
}

Json mcnemar_json(const McNemar& test) {
  return {{"gained", test.gained}, {"lost", test.lost}, {"p", test.p}};
}

Json published_json(const PublishedCounts& counts) {
  return {{"precision", counts.precision()},
          {"recall", counts.recall()},
          {"f1", counts.f1()},
          {"tp", counts.tp},
          {"fp", counts.fp},
          {"fn", counts.fn},
          {"source", counts.in_paper ? "arXiv 2412.10948, tables" : "arXiv 2412.10948, notebook of its code"}};
}

Json row_json(const ReplayRow& row) {
  Json out{{"classifier", row.classifier}, {"augmentation", row.augmentation}};
  out.update(repeat_json(row.judged));
  out["precision_wilson"] = interval_json(row.precision);
  out["recall_wilson"] = interval_json(row.recall);
  out["mcnemar_positives"] = mcnemar_json(row.on_positives);
  out["mcnemar_all"] = mcnemar_json(row.on_all);
  out["published"] = row.published != nullptr ? published_json(*row.published) : Json(nullptr);
  return out;
}

Json replay_json(const ReplayResult& replay) {
  Json out{{"data", data_json(replay.data)},
           {"synthetic", replay.synthetic},
           {"training", replay.trajectories ? "trajectories" : "random_steps"},
           {"scaling", replay.raw_values ? "Amount standardised, all else raw" : "standardise"},
           {"arms", Json::array()}};
  for (const ReplayRow& row : replay.rows) out["arms"].push_back(row_json(row));
  out["timings"] = timings_json(replay.timings);
  return out;
}

Json against_smote_json(const StudyResult& study) {
  Json out = Json::array();
  for (const SmoteDifference& d : differences_from_smote(study)) {
    Json entry{{"classifier", d.classifier}, {"a", "smote"}, {"b", d.augmentation}, {"metric", kMetricNames[d.metric]}};
    entry.update(paired_test_json(d.test));
    out.push_back(entry);
  }
  return out;
}

}  // namespace

std::string paper_json(const PaperResult& result) {
  Json out = study_json(result.study);
  const bool emdt = result.options.protocol == Protocol::emdt;
  for (Json& arm : out["arms"]) {
    const auto f1 =
        emdt ? published_emdt_f1(arm["classifier"].get<std::string>(), arm["augmentation"].get<std::string>())
             : std::optional<double>();
    if (f1) arm["published"] = Json{{"f1", *f1}, {"source", "arXiv 2603.13566"}};
  }
  out["protocol"] = emdt ? "emdt" : "paper";
  if (result.replay) out["replay"] = replay_json(*result.replay);
  out["against_smote"] = against_smote_json(result.study);
  for (const std::string& classifier : result.study.options.classifiers) {
    out["verdicts"][classifier] = verdict_of(result.study, classifier).evidence;
  }
  return out.dump(2) + "\n";
}

}  // namespace ballast::app
