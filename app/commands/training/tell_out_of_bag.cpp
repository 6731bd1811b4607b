#include "app/commands/training/tell_out_of_bag.hpp"

#include <algorithm>
#include <functional>
#include <numeric>

#include "app/text/aligned.hpp"
#include "app/text/numbers.hpp"
#include "classifiers/judge/metrics.hpp"

namespace ballast::app {
namespace {

void tell_figures(double accuracy, double log_loss, std::optional<double> pr_auc, TrainedModel& out) {
  out.lines.push_back("out of bag: accuracy " + fixed(accuracy, 4) + ", log-loss " + fixed(log_loss, 5) +
                      (pr_auc ? ", PR-AUC " + fixed(*pr_auc, 4) : ""));
  out.json.insert(out.json.end(), {{"out_of_bag_accuracy", accuracy}, {"out_of_bag_logloss", log_loss}});
  if (pr_auc) out.json.emplace_back("out_of_bag_pr_auc", *pr_auc);
}

}  // namespace

void tell_out_of_bag(const classifiers::ForestReport& report, TrainedModel& out) {
  if (!out.honest) return tell_figures(report.out_of_bag_accuracy, report.out_of_bag_log_loss, {}, out);
  const HonestScores& bag = *out.honest;
  tell_figures(classifiers::accuracy(classifiers::confusion(bag.score, bag.y)), classifiers::log_loss(bag.score, bag.y),
               classifiers::average_precision(bag.score, bag.y), out);
}

void tell_importance(const classifiers::ForestReport& report, const tabular::Schema& schema, TrainedModel& out) {
  std::vector<std::size_t> order(schema.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, std::greater<>(), [&](std::size_t f) { return report.log_loss_rise[f]; });
  const bool ranked = !report.pr_auc_fall.empty();
  std::vector<std::vector<std::string>> table{{"shuffled out of bag", "log-loss +"}};
  if (ranked) table[0].emplace_back("PR-AUC -");
  NamedNumbers rise, fall;  // name and number
  for (const std::size_t f : order) {
    table.push_back({schema[f].name, fixed(report.log_loss_rise[f], 5)});
    rise.emplace_back(schema[f].name, report.log_loss_rise[f]);
    if (!ranked) continue;
    table.back().push_back(fixed(report.pr_auc_fall[f], 4));
    fall.emplace_back(schema[f].name, report.pr_auc_fall[f]);
  }
  std::string text = aligned(table, 1);
  while (!text.empty() && text.back() == '\n') text.pop_back();
  out.lines.push_back(text);
  out.json.emplace_back("logloss_rise_shuffled", rise);
  if (ranked) out.json.emplace_back("pr_auc_fall_shuffled", fall);
}

tabular::Table out_of_bag_table(const classifiers::ForestReport& report, const TrainingJob& job) {
  tabular::Table scores(probability_columns(job.classes), job.real);
  const std::size_t first = job.data.classes - scores.columns();  // of two classes the second
  for (std::size_t k = 0; k < scores.columns(); ++k) {
    for (std::size_t row = 0; row < job.real; ++row) {
      scores.column(k)[row] = static_cast<double>(report.out_of_bag(row, first + k));
    }
  }
  return scores;
}

}  // namespace ballast::app
