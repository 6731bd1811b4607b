// The replay beside the published tables, as text.
#include <algorithm>

#include "app/experiments/paper/paper_report.hpp"
#include "app/report/study_text.hpp"
#include "app/text/aligned.hpp"
#include "app/text/numbers.hpp"
#include "app/text/wrapped.hpp"

namespace ballast::app {
namespace {

using Table = std::vector<std::vector<std::string>>;

std::string with_interval(double value, const Interval& interval) {
  return fixed(value, 3) + " [" + fixed(interval.low, 3) + ", " + fixed(interval.high, 3) + "]";
}

std::string gained_and_lost(const McNemar& test) {
  std::string out = std::to_string(test.gained);
  out.insert(out.begin(), '+');
  out.append(" -").append(std::to_string(test.lost)).append(", p ").append(p_value(test.p));
  return out;
}

std::vector<std::string> own_cells(const ReplayRow& row) {
  const RepeatResult& judged = row.judged;
  const bool plain = row.augmentation == "none";
  return {with_interval(judged.metrics[kPrecision], row.precision),
          with_interval(judged.metrics[kRecall], row.recall),
          fixed(judged.metrics[kF1], 3),
          std::to_string(judged.plain.tp),
          std::to_string(judged.plain.fp),
          std::to_string(judged.plain.fn),
          plain ? "" : gained_and_lost(row.on_positives),
          plain ? "" : gained_and_lost(row.on_all)};
}

std::vector<std::string> published_cells(const PublishedCounts* published) {
  if (published == nullptr) return {};
  return {fixed(published->precision(), 3),
          fixed(published->recall(), 3),
          fixed(published->f1(), 3) + (published->in_paper ? " " : "n"),
          std::to_string(published->tp),
          std::to_string(published->fp),
          std::to_string(published->fn)};
}

void append(std::vector<std::string>& cells, const std::vector<std::string>& more) {
  cells.insert(cells.end(), more.begin(), more.end());
}

std::string replay_table(const ReplayResult& replay) {
  Table rows{{"classifier", "rows added", "precision", "recall", "F1", "TP", "FP", "FN", "positives", "all rows",
              "published P", "R", "F1 ", "TP", "FP", "FN"}};
  for (const ReplayRow& row : replay.rows) {
    rows.push_back({row.augmentation == "none" ? row.classifier : "", row.augmentation});
    append(rows.back(), own_cells(row));
    append(rows.back(), published_cells(row.published));
  }
  return aligned(rows, 2);
}

std::string replay_at_base_rate(const ReplayResult& replay, double base_rate) {
  Table rows{{"classifier", "rows added", "precision", "recall", "F1", "PR-AUC"}};
  for (const ReplayRow& row : replay.rows) {
    rows.push_back({row.augmentation == "none" ? row.classifier : "", row.augmentation});
    for (const Metric metric : {kPrecision, kRecall, kF1, kPrAuc}) {
      rows.back().push_back(fixed(row.judged.at_base_rate->at(metric), 3));
    }
  }
  return "\nthe same split at a base rate of " + fixed(100 * base_rate, 3) + " %\n" + aligned(rows, 2);
}

std::string replay_text(const PaperResult& result, const std::string& name) {
  const ReplayResult& replay = *result.replay;
  const Decided& plain = replay.rows.at(0).judged.plain;
  std::string out = "\nas published (arXiv 2412.10948), on one split of " + name + ": " +
                    with_commas(replay.data.train_positives) + " positives to learn from, " +
                    with_commas(plain.tp + plain.fn) + " and " + with_commas(plain.fp + plain.tn) +
                    " others to test on, " + with_commas(replay.synthetic) + " rows added\n";
  out += std::string("the paper's network, ") +
         (replay.trajectories ? "trained on whole trajectories"
                              : "trained by random steps (--trajectories: as published)") +
         "; " +
         (replay.raw_values ? "Amount standardised, all else raw" : "no column Amount: every column standardised") +
         "; decisions at 0.5\n\n";
  out += replay_table(replay);
  out +=
      "[95 % intervals by Wilson]; rows that turned right (+) or wrong (-) against none, and McNemar's exact p: among "
      "positives, and among all test rows\n"
      "published: 98 positives and 56,864 others to test on; n: in the notebook of its code alone; its one model had "
      "seen test rows\n";
  if (result.options.replay.base_rate) out += replay_at_base_rate(replay, *result.options.replay.base_rate);
  return out;
}

std::string smote_text(const StudyResult& study) {
  const std::vector<SmoteDifference> differences = differences_from_smote(study);
  if (differences.empty() || study.options.repeats < 2) return "";
  Table rows{{"classifier", "augmentation", "F1", "PR-AUC"}};
  for (const SmoteDifference& d : differences) {
    if (d.metric == kChosenF1) rows.push_back({d.classifier, d.augmentation});
    const std::string half = d.test.ci_high ? " ± " + fixed(*d.test.ci_high - d.test.delta, 3) : "";
    rows.back().push_back(fixed(d.test.delta, 3, true) + half);
  }
  return "\ndifference from smote with as many rows, with its 95 % interval (Nadeau-Bengio, uncorrected)\n" +
         aligned(rows, 2);
}

std::string published_means(const PaperResult& result) {
  if (result.options.protocol != Protocol::emdt) return "";
  Table rows{{"augmentation", "F1", "published F1"}};
  for (const Arm& arm : result.study.arms) {
    const auto published = published_emdt_f1(arm.classifier, arm.augmentation);
    rows.push_back({arm.augmentation, fixed(arm.summary[kF1].mean, 3), published ? fixed(*published, 3) : "-"});
  }
  return "\nbeside the means of EmDT (arXiv 2603.13566: XGBoost, 10 runs; its diffusion is a transformer)\n" +
         aligned(rows, 1);
}

// Of one classifier it would be the verdict's own evidence.
std::string by_classifier(const StudyResult& study) {
  std::string out;
  if (study.options.classifiers.size() < 2) return out;
  for (const std::string& classifier : study.options.classifiers) {
    out += "\n" + wrapped(classifier + ": " + verdict_of(study, classifier).evidence);
  }
  return out;
}

}  // namespace

std::vector<SmoteDifference> differences_from_smote(const StudyResult& study) {
  std::vector<SmoteDifference> out;
  for (const Arm& arm : study.arms) {
    const Augmentation& how = *std::ranges::find(study.options.augmentations, arm.augmentation, &Augmentation::name);
    const Arm* const smote = find_arm(study, arm.classifier, "smote");
    if (!how.uses_diffusion() || smote == nullptr) continue;
    for (const Metric metric : {kChosenF1, kPrAuc}) {
      out.push_back({arm.classifier, arm.augmentation, metric, paired_difference(study, *smote, arm, metric)});
    }
  }
  return out;
}

std::string paper_text(const PaperResult& result, const std::string& name) {
  std::string out = result.replay ? replay_text(result, name) : "";
  out += result.replay ? "\nwhat one split cannot say: repeated splits, ballast's own diffusion\n" : "";
  return out + study_tables(result.study, name) + smote_text(result.study) + published_means(result) +
         by_classifier(result.study) + verdict_text(result.study.verdict);
}

}  // namespace ballast::app
