#include "app/study/survey/survey.hpp"

#include <algorithm>
#include <cmath>

#include "app/study/cautions/cautions.hpp"
#include "app/study/survey/ranks.hpp"
#include "app/study/survey/wilcoxon.hpp"
#include "app/text/numbers.hpp"

namespace ballast::app {
namespace {

const SurveyArm* find_arm(const SurveyTable& table, const std::string& classifier, const std::string& augmentation) {
  const auto found = std::ranges::find_if(table.arms, [&](const SurveyArm& arm) {
    return arm.classifier == classifier && arm.augmentation == augmentation;
  });
  return found == table.arms.end() ? nullptr : &*found;
}

std::vector<const SurveyTable*> studied(const Survey& survey) {
  std::vector<const SurveyTable*> out;
  for (const SurveyTable& table : survey.tables) {
    if (table.error.empty()) out.push_back(&table);
  }
  return out;
}

// The arms of a classifier that every table has.
std::vector<std::string> common_arms(const std::vector<const SurveyTable*>& tables, const std::string& classifier) {
  std::vector<std::string> out;
  for (const SurveyArm& arm : tables[0]->arms) {
    const bool everywhere = std::ranges::all_of(
        tables, [&](const SurveyTable* table) { return find_arm(*table, classifier, arm.augmentation) != nullptr; });
    if (arm.classifier == classifier && everywhere) out.push_back(arm.augmentation);
  }
  return out;
}

std::size_t arms_of(const SurveyTable& table, const std::string& classifier) {
  return static_cast<std::size_t>(std::ranges::count(table.arms, classifier, &SurveyArm::classifier));
}

// Leaves out those with the fewest arms of the classifier until two arms can be compared; empty if none can.
std::vector<const SurveyTable*> comparable(std::vector<const SurveyTable*> tables, const std::string& classifier) {
  while (tables.size() >= 2 && common_arms(tables, classifier).size() < 2) {
    const auto arms = [&](const SurveyTable* table) { return arms_of(*table, classifier); };
    const std::size_t fewest = arms(*std::ranges::min_element(tables, {}, arms));
    std::erase_if(tables, [&](const SurveyTable* table) { return arms(table) == fewest; });
  }
  return tables.size() < 2 ? std::vector<const SurveyTable*>{} : tables;
}

std::string joined_names(const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& name : names) out += (out.empty() ? "" : ", ") + name;
  return out;
}

// Which tables a ranking does without, and which arms, and for want of which tables.
void add_left_out(const SurveyRanking& ranking, const std::vector<const SurveyTable*>& tables,
                  std::vector<std::string>& out) {
  if (!ranking.left_out.empty()) {
    out.push_back(ranking.classifier + " is not ranked on " + joined_names(ranking.left_out) +
                  ", for want of arms beside none that the others have.");
  }
  std::vector<std::string> told;
  for (const SurveyTable* table : tables) {
    for (const SurveyArm& arm : table->arms) {
      const std::string& name = arm.augmentation;
      if (arm.classifier != ranking.classifier || std::ranges::find(told, name) != told.end()) continue;
      if (std::ranges::find(ranking.arms, name, &SurveyGain::augmentation) != ranking.arms.end()) continue;
      told.push_back(name);
      std::vector<std::string> without;
      for (const SurveyTable* other : tables) {
        if (find_arm(*other, ranking.classifier, name) == nullptr) without.push_back(other->name);
      }
      out.push_back(ranking.classifier + " with " + name + " is not ranked, for want of it on " +
                    joined_names(without) + ".");
    }
  }
}

// Mean and interval of gains, one a table, and what of their spread is more than the splits explain.
void fill_mean(const std::vector<double>& gains, const std::vector<double>& variances, SurveyGain& out) {
  const MeanSd moments = mean_sd(gains);
  const auto tables = static_cast<double>(gains.size());
  const double half = student_t_quantile(0.975, tables - 1) * *moments.sd / std::sqrt(tables);
  out.mean = moments.mean;
  out.low = out.mean - half;
  out.high = out.mean + half;
  if (variances.size() == gains.size()) {
    out.between = std::sqrt(std::max(0.0, *moments.sd * *moments.sd - mean_sd(variances).mean));
  }
}

bool is_mean_of_arms(const std::string& augmentation) {
  return augmentation.find('+') != std::string::npos;
}

// Uncorrected: the milder judge. Nothing where a table has no bag.
std::optional<double> p_beside_bag(const std::vector<const SurveyTable*>& tables, const std::string& classifier,
                                   const std::string& augmentation, std::size_t metric) {
  std::vector<double> more;
  for (const SurveyTable* table : tables) {
    const SurveyArm* const bag = find_arm(*table, classifier, "bag");
    if (bag == nullptr) return std::nullopt;
    more.push_back(find_arm(*table, classifier, augmentation)->mean[metric] - bag->mean[metric]);
  }
  return wilcoxon_signed_ranks(more);
}

SurveyGain gain_over(const std::vector<const SurveyTable*>& tables, const std::string& classifier,
                     const std::string& augmentation, std::size_t metric) {
  std::vector<double> gains, variances;
  SurveyGain out{.augmentation = augmentation};
  for (const SurveyTable* table : tables) {
    const SurveyArm& arm = *find_arm(*table, classifier, augmentation);
    gains.push_back(arm.gain[metric]);
    if (arm.standard_error[metric]) variances.push_back(*arm.standard_error[metric] * *arm.standard_error[metric]);
    out.better += gains.back() > 0 ? 1 : 0;
    out.worse += gains.back() < 0 ? 1 : 0;
  }
  if (augmentation == "none") return out;
  fill_mean(gains, variances, out);
  out.p = wilcoxon_signed_ranks(gains);
  if (is_mean_of_arms(augmentation)) out.p_bag = p_beside_bag(tables, classifier, augmentation, metric);
  return out;
}

SurveyRanking ranking_of(const std::vector<const SurveyTable*>& tables, const std::string& classifier,
                         std::size_t metric) {
  SurveyRanking out{.classifier = classifier, .metric = kSurveyMetrics[metric], .tables = tables.size()};
  const std::vector<std::string> arms = common_arms(tables, classifier);
  std::vector<std::vector<double>> values;
  for (const SurveyTable* table : tables) {
    auto& row = values.emplace_back();
    for (const std::string& arm : arms) row.push_back(find_arm(*table, classifier, arm)->mean[metric]);
  }
  for (const std::string& arm : arms) out.arms.push_back(gain_over(tables, classifier, arm, metric));
  const Friedman found = friedman_test(values, true);
  out.friedman_p = found.p;
  out.critical_difference = found.critical_difference;
  for (std::size_t j = 0; j < arms.size(); ++j) out.arms[j].mean_rank = found.mean_ranks[j];
  return out;
}

void correct(std::vector<SurveyRanking>& rankings) {
  std::vector<std::optional<double>> p;
  for (const SurveyRanking& ranking : rankings) {
    for (const SurveyGain& arm : ranking.arms) p.push_back(arm.p);
  }
  const std::vector<std::optional<double>> adjusted = holm(p);
  std::size_t next = 0;
  for (SurveyRanking& ranking : rankings) {
    for (SurveyGain& arm : ranking.arms) arm.p_holm = adjusted[next++];
  }
}

std::string metric_name(Metric metric) {
  return metric == kPrAuc ? "PR-AUC" : "F1 at chosen thresholds";
}

// A mean of arms has as many times the trees: what these alone give.
std::string beside_bag(const SurveyGain& arm) {
  if (!is_mean_of_arms(arm.augmentation) || arm.mean <= 0) return "";
  if (!arm.p_bag) return "; it has more trees, and 'bag' among the arms tells what they alone give";
  return *arm.p_bag < kLevel ? "" : "; bag, as many trees without added rows, cannot be told from it";
}

std::string sentence_of(const SurveyRanking& ranking, const SurveyGain& arm) {
  return ranking.classifier + ": " + arm.augmentation + (arm.mean > 0 ? " raises " : " lowers ") +
         metric_name(ranking.metric) + " by " + fixed(std::abs(arm.mean), 3) + " in the mean over tables (" +
         fixed(*arm.low, 3, true) + " to " + fixed(*arm.high, 3, true) + ", Holm p " + p_value(*arm.p_holm) + "), on " +
         std::to_string(arm.mean > 0 ? arm.better : arm.worse) + " of " + std::to_string(ranking.tables) +
         beside_bag(arm) + ".";
}

// What ranks say where they differ beyond chance (Friedman's p, Bonferroni's correction over the rankings): arms whose
// mean rank is Nemenyi's critical difference or more from that of "none".
void add_rank_sentences(const Survey& survey, std::vector<std::string>& out) {
  for (const SurveyRanking& ranking : survey.rankings) {
    const auto none = std::ranges::find(ranking.arms, "none", &SurveyGain::augmentation);
    if (none == ranking.arms.end()) continue;
    if (ranking.friedman_p * static_cast<double>(survey.rankings.size()) >= kLevel) continue;
    for (const SurveyGain& arm : ranking.arms) {
      if (std::abs(arm.mean_rank - none->mean_rank) < ranking.critical_difference) continue;
      out.push_back("By ranks of " + metric_name(ranking.metric) + " " + ranking.classifier + " is " +
                    (arm.mean_rank < none->mean_rank ? "better" : "worse") + " with " + arm.augmentation + " (" +
                    fixed(arm.mean_rank, 2) + ") than with none (" + fixed(none->mean_rank, 2) + "; Nemenyi).");
    }
  }
}

// The fewest tables on which a gain everywhere could stand: 2 / 2^K times the comparisons at most the level.
std::size_t fewest_tables(std::size_t comparisons) {
  return static_cast<std::size_t>(std::ceil(std::log2(2 * static_cast<double>(comparisons) / kLevel)));
}

std::vector<std::string> verdict_of(const Survey& survey) {
  if (survey.rankings.empty()) return {"Nothing was compared: no arm beside none is on two tables."};
  std::vector<std::string> out;
  std::size_t comparisons = 0, tables = 0;
  for (const SurveyRanking& ranking : survey.rankings) {
    tables = std::max(tables, ranking.tables);
    for (const SurveyGain& arm : ranking.arms) {
      comparisons += arm.p ? 1 : 0;
      if (arm.p_holm && *arm.p_holm < kLevel) out.push_back(sentence_of(ranking, arm));
    }
  }
  const bool stands = !out.empty();
  add_rank_sentences(survey, out);
  if (out.empty()) {
    out.push_back("No evidence over " + std::to_string(tables) +
                  " tables that any arm changes PR-AUC or F1 at chosen thresholds.");
  }
  const std::size_t fewest = fewest_tables(std::max<std::size_t>(comparisons, 1));
  if (!stands && tables < fewest) {
    out.push_back("Too few tables for signed ranks: of " + in_words(comparisons, "comparison", "comparisons") +
                  " none can stand below " + std::to_string(fewest) + " tables.");
  }
  return out;
}

}  // namespace

void add_study(const StudyResult& study, SurveyTable& table) {
  table.rows = study.data.rows;
  table.positives = study.data.positives;
  table.features = study.data.features;
  table.repeats = study.options.repeats;
  table.cautions = cautions_of(study);
  for (const Arm& arm : study.arms) {
    const Augmentation& augmentation =
        *std::ranges::find(study.options.augmentations, arm.augmentation, &Augmentation::name);
    if (arm.augmentation != "none" && augmentation.trains_plainly()) continue;  // it can differ in neither metric
    SurveyArm& out = table.arms.emplace_back(SurveyArm{arm.classifier, arm.augmentation});
    const Arm& none = *find_arm(study, arm.classifier, "none");
    for (std::size_t m = 0; m < kSurveyMetrics.size(); ++m) {
      const PairedTest test = paired_difference(study, none, arm, kSurveyMetrics[m]);
      out.mean[m] = arm.summary[kSurveyMetrics[m]].mean;
      out.gain[m] = test.delta;
      out.standard_error[m] = test.standard_error;
    }
  }
}

void judge_survey(Survey& survey) {
  survey.rankings.clear();
  const std::vector<const SurveyTable*> tables = studied(survey);
  if (tables.size() < 2) {
    survey.verdict = {"No verdict over tables: it takes two that could be studied."};
    return;
  }
  std::vector<std::string> classifiers;
  for (const SurveyTable* table : tables) {
    for (const SurveyArm& arm : table->arms) {
      if (std::ranges::find(classifiers, arm.classifier) == classifiers.end()) classifiers.push_back(arm.classifier);
    }
  }
  std::vector<std::string> left_out;
  for (const std::string& classifier : classifiers) {
    const std::vector<const SurveyTable*> compared = comparable(tables, classifier);
    if (compared.empty()) continue;
    for (std::size_t m = 0; m < kSurveyMetrics.size(); ++m) {
      SurveyRanking& ranking = survey.rankings.emplace_back(ranking_of(compared, classifier, m));
      for (const SurveyTable* table : tables) {
        if (std::ranges::find(compared, table) == compared.end()) ranking.left_out.push_back(table->name);
      }
    }
    add_left_out(survey.rankings.back(), compared, left_out);
  }
  correct(survey.rankings);
  survey.verdict = verdict_of(survey);
  survey.verdict.insert(survey.verdict.end(), left_out.begin(), left_out.end());
}

}  // namespace ballast::app
