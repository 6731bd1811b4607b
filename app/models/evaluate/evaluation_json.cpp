// An evaluation of two classes as JSON.
#include <nlohmann/json.hpp>

#include "app/models/evaluate/evaluation.hpp"

namespace ballast::app {
namespace {

using Json = nlohmann::ordered_json;

Json bins_json(const classifiers::Reliability& probabilities) {
  Json out = Json::array();
  for (const classifiers::ReliabilityBin& bin : probabilities.bins) {
    out.push_back({{"low", bin.low},
                   {"high", bin.high},
                   {"rows", bin.rows},
                   {"weight", bin.weight},
                   {"mean", bin.mean},
                   {"share", bin.share}});
  }
  return out;
}

// Counts of rows are whole, weighed ones are not.
void add_figures(const Figures& figures, bool whole, Json& out) {
  const auto count = [&](double rows) { return whole ? Json(static_cast<std::uint64_t>(rows)) : Json(rows); };
  out["tp"] = count(figures.counts.tp);
  out["fp"] = count(figures.counts.fp);
  out["fn"] = count(figures.counts.fn);
  out["tn"] = count(figures.counts.tn);
  out["precision"] = figures.precision;
  out["recall"] = figures.recall;
  out["f1"] = figures.f1;
  out["alerts_per_1000"] = figures.alerts;
  out["pr_auc"] = figures.pr_auc;
  out["roc_auc"] = figures.roc_auc;
  out["log_loss"] = figures.log_loss;
  const classifiers::Reliability& probabilities = figures.probabilities;
  out["brier"] = probabilities.brier;
  out["brier_parts"] = {{"reliability", probabilities.reliability},
                        {"resolution", probabilities.resolution},
                        {"uncertainty", probabilities.uncertainty},
                        {"within_bins", probabilities.within}};
  out["reliability"] = bins_json(probabilities);
}

}  // namespace

std::string evaluation_json(const Evaluation& evaluation) {
  Json out{{"rows", evaluation.rows}, {"threshold", evaluation.threshold}};
  if (evaluation.learned_rows) out["learned_rows"] = *evaluation.learned_rows;
  add_figures(evaluation.figures, true, out);
  if (evaluation.at_base_rate) {
    Json there{{"base_rate", *evaluation.base_rate}};
    add_figures(*evaluation.at_base_rate, false, there);
    out["at_base_rate"] = std::move(there);
  }
  return out.dump(2) + "\n";
}

}  // namespace ballast::app
