// From the repeats of each arm to summaries, paired comparisons with `none`, and Holm's correction over those that are
// tested. The comparisons at a base rate judge a second time and are a family of their own.
#include <algorithm>
#include <limits>

#include "app/study/study.hpp"

namespace ballast::app {
namespace {

std::vector<double> values_of(const Arm& arm, std::size_t metric, bool at_base_rate) {
  std::vector<double> out;
  for (const RepeatResult& repeat : arm.per_repeat) {
    out.push_back(at_base_rate ? repeat.at_base_rate->at(metric) : repeat.metrics[metric]);
  }
  return out;
}

Comparison compare(const StudyResult& result, const Arm& a, const Arm& b, std::size_t metric, bool at_base_rate) {
  Comparison out;
  out.classifier = b.classifier;
  out.a = a.augmentation;
  out.b = b.augmentation;
  out.metric = static_cast<Metric>(metric);
  out.at_base_rate = at_base_rate;
  out.test = paired_difference(result, a, b, out.metric, at_base_rate);
  return out;
}

// How far an arm can be from plain training: scores in 0 .. 1 go no further than to an end.
double most_difference(const StudyResult& result, const Comparison& c) {
  if (c.metric == kChosenCost) return std::numeric_limits<double>::infinity();
  const Arm& plain = *find_arm(result, c.classifier, c.a);
  const double from = (c.at_base_rate ? *plain.at_base_rate : plain.summary)[c.metric].mean;
  return std::max(from, 1 - from);
}

void correct(const StudyResult& result, std::vector<Comparison>& family) {
  const std::size_t repeats = result.options.repeats;
  std::vector<std::optional<double>> p;
  for (const Comparison& comparison : family) p.push_back(comparison.test.p);
  const std::vector<std::optional<double>> adjusted = holm(p);
  const auto tests = static_cast<double>(
      std::max<std::ptrdiff_t>(1, std::ranges::count_if(p, [](const auto& x) { return x.has_value(); })));
  for (std::size_t i = 0; i < family.size(); ++i) {
    family[i].p_holm = adjusted[i];
    const std::optional<double>& error = family[i].test.standard_error;
    if (!error || !(*error > 0)) continue;
    const double least = detectable_difference(*error, repeats, kLevel / tests);
    if (least < most_difference(result, family[i])) family[i].detectable = least;
  }
}

void summarise(Arm& arm) {
  const bool at_base_rate = arm.per_repeat.at(0).at_base_rate.has_value();
  if (at_base_rate) arm.at_base_rate.emplace();
  for (std::size_t m = 0; m < kMetricNames.size(); ++m) {
    arm.summary[m] = mean_sd(values_of(arm, m, false));
    if (at_base_rate) arm.at_base_rate->at(m) = mean_sd(values_of(arm, m, true));
  }
  arm.probabilities = summarise_probabilities(arm, false);
  if (at_base_rate) arm.probabilities_at_base_rate = summarise_probabilities(arm, true);
}

bool is_tested(Metric metric) {
  return std::ranges::find(kTestedMetrics, metric) != kTestedMetrics.end();
}

bool is_chosen(Metric metric) {
  return metric >= kChosenPrecision;
}

// Arms with the classifier of plain training differ from it at their own threshold alone, all arms without chosen
// thresholds in what needs none; and a base rate changes neither recall at 0.5 nor ROC-AUC. To test what cannot differ
// would only make the family larger.
bool can_differ(const StudyOptions& options, const Augmentation& b, Metric metric, bool at_base_rate) {
  if (is_chosen(metric) && !options.chooses_thresholds()) return false;
  if (b.trains_plainly()) return metric <= kF1 && !(at_base_rate && metric == kRecall);
  return !at_base_rate || (metric != kRecall && metric != kRocAuc);
}

// One split: what its rows say of its models.
void test_rows(const StudyResult& result, bool at_base_rate, std::vector<Comparison>& family) {
  if (family.empty()) return;
  const StudyOptions& options = result.options;
  const RowDraws draws = draw_rows(*result.one_split, options.costs,
                                   at_base_rate ? options.base_rate : std::optional<double>(), options.seed);
  const auto place = [&](const std::string& classifier, const std::string& augmentation) {
    return static_cast<std::size_t>(find_arm(result, classifier, augmentation) - result.arms.data());
  };
  for (Comparison& c : family) {
    const auto metric = static_cast<std::size_t>(std::ranges::find(kTestedMetrics, c.metric) - kTestedMetrics.begin());
    c.test = paired_bootstrap(draws, place(c.classifier, c.a), place(c.classifier, c.b), metric, c.test.delta);
  }
}

// All comparisons on metrics that are tested, or on those that are not.
std::vector<Comparison> compare_with_none(const StudyResult& result, bool at_base_rate, bool tested) {
  std::vector<Comparison> out;
  for (const Arm& b : result.arms) {
    if (b.augmentation == "none") continue;
    const Arm& a = *find_arm(result, b.classifier, "none");
    const Augmentation& how = *std::ranges::find(result.options.augmentations, b.augmentation, &Augmentation::name);
    for (std::size_t m = 0; m < kMetricNames.size(); ++m) {
      const auto metric = static_cast<Metric>(m);
      if (is_tested(metric) == tested && can_differ(result.options, how, metric, at_base_rate)) {
        out.push_back(compare(result, a, b, m, at_base_rate));
      }
    }
  }
  if (tested && result.one_split) test_rows(result, at_base_rate, out);
  if (tested) correct(result, out);
  return out;
}

}  // namespace

const Arm* find_arm(const StudyResult& result, const std::string& classifier, const std::string& augmentation) {
  const auto arm = std::ranges::find_if(
      result.arms, [&](const Arm& a) { return a.classifier == classifier && a.augmentation == augmentation; });
  return arm == result.arms.end() ? nullptr : &*arm;
}

std::size_t least_test_positives(const StudyResult& result) {
  const auto positives = [](const RepeatResult& repeat) { return repeat.plain.tp + repeat.plain.fn; };
  return positives(*std::ranges::min_element(result.arms.at(0).per_repeat, {}, positives));
}

PairedTest paired_difference(const StudyResult& result, const Arm& a, const Arm& b, Metric metric, bool at_base_rate) {
  std::vector<double> differences = values_of(b, metric, at_base_rate);
  const std::vector<double> from = values_of(a, metric, at_base_rate);
  for (std::size_t r = 0; r < from.size(); ++r) differences[r] -= from[r];
  return corrected_resampled_t(differences, result.test_to_train);
}

void compare_arms(StudyResult& result) {
  for (Arm& arm : result.arms) summarise(arm);
  result.comparisons = compare_with_none(result, false, true);
  result.untested = compare_with_none(result, false, false);
  result.probabilities = compare_probabilities(result, false);
  if (result.options.base_rate) {
    result.comparisons_at_base_rate = compare_with_none(result, true, true);
    result.untested_at_base_rate = compare_with_none(result, true, false);
    result.probabilities_at_base_rate = compare_probabilities(result, true);
  }
  result.verdict = verdict_of(result);
}

}  // namespace ballast::app
