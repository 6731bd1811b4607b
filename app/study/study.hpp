// A study: does augmentation help a classifier find the rare class, and can this data tell?
//
//   for each repeat r:  split (seed + r) -> for each augmentation: fit its generator on the training positives, sample
//                       -> for each classifier: train on train + synthetic, judge on the test part
//   then                compare every augmentation with none over the repeats (statistics.hpp) -> verdict
//
// Nothing that learns sees the test part; synthetic rows join the training part only; all arms of a repeat share its
// split and seed, so comparisons are paired. Results do not depend on the number of threads.
//
// Splits by time have rolling origins: the test parts of the repeats are windows that follow each other, and each
// learns from all that came before (tabular::chronological_split). No row is tested twice, but training parts overlap,
// and windows may differ because the world did; the correction of the variance is that of the smallest training part.
//
// Decisions are taken at 0.5 on raw scores, but for arms whose threshold is tuned: a model of the same kind learns from
// three quarters of the training part, the threshold is the one of best F1 on the last quarter, and decides on the
// scores of the arm's own model, which learns from the whole training part. Where the split has a validation part, the
// arm's own model chooses its threshold there.
//
// At a deployment base rate the test part counts as if positives were that rare (classifiers/judge/base_rate.hpp).
// Recall and ROC-AUC cannot change, the others do.
//
// Beside these stand the probabilities corrected for the rows and weights added: probabilities.hpp.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/data/dataset.hpp"
#include "app/study/augmentation.hpp"
#include "app/study/learner.hpp"
#include "app/study/phases.hpp"
#include "app/study/probabilities.hpp"
#include "app/study/statistics.hpp"
#include "classifiers/judge/base_rate.hpp"
#include "diffusion/generator.hpp"
#include "engine/tabular/splits.hpp"

namespace ballast::app {

using classifiers::weights_at_base_rate;

struct StudyOptions {
  std::vector<Augmentation> augmentations = make_augmentations(default_augmentation_names());  // "none" is added
  std::vector<std::string> classifiers = classifier_names();
  std::size_t repeats = 5;
  double test_fraction = 0.2;
  double validation_fraction = 0;        // of all rows, kept from training; tuned thresholds are chosen on it
  std::string time_column;               // empty: stratified splits; else by Dataset::time, which this is the name of
  std::optional<std::size_t> synthetic;  // rows to add; default: default_synthetic_rows
  std::optional<double> per_positive;    // rows to add for each training positive; goes before `synthetic`
  std::optional<double> base_rate;       // share of positives where the classifier will work: judge there too
  LearnerOptions learners;               // their seeds are set by the study
  std::uint64_t seed = 42;               // repeat r works with seed + r
};

// 3,000 as in the paper, but never so many that the rare class outnumbers the other in the training part.
std::size_t default_synthetic_rows(std::size_t train_positives, std::size_t train_negatives);

enum Metric : std::size_t { kPrecision, kRecall, kF1, kPrAuc, kRocAuc };
inline constexpr std::array<const char*, 5> kMetricNames{"precision", "recall", "f1", "pr_auc", "roc_auc"};
using MetricValues = std::array<double, kMetricNames.size()>;
using MetricSummary = std::array<MeanSd, kMetricNames.size()>;

struct RepeatResult {
  std::uint64_t seed = 0;
  double threshold = 0.5;
  std::size_t tp = 0, fp = 0, fn = 0, tn = 0;
  MetricValues metrics{};
  std::optional<MetricValues> at_base_rate;
  ProbabilityValues probabilities{};
  std::optional<ProbabilityValues> probabilities_at_base_rate = {};
};

struct Arm {
  std::string classifier, augmentation;
  std::vector<RepeatResult> per_repeat = {};
  MetricSummary summary = {};
  std::optional<MetricSummary> at_base_rate = {};
  ProbabilitySummary probabilities = {};
  std::optional<ProbabilitySummary> probabilities_at_base_rate = {};
};

struct Comparison {
  std::string classifier, a, b;  // delta = b - a
  Metric metric{};
  bool at_base_rate = false;
  PairedTest test;
  std::optional<double> p_holm;      // over all comparisons of its kind: those as sampled, or those at the base rate
  std::optional<double> detectable;  // smallest difference it could have seen at Holm's strictest step, power 80 %
};

struct DataFacts {
  std::size_t rows = 0, positives = 0, features = 0;
  std::size_t duplicate_rows = 0;      // beyond the first of each
  std::size_t test_rows = 0;           // of repeat 1, as the next two
  std::size_t test_rows_in_train = 0;  // equal in every column to a training row
  std::size_t train_positives = 0;
};

struct StudyResult {
  StudyOptions options;
  DataFacts data;
  std::size_t synthetic = 0;  // rows added to each augmented arm
  std::vector<Arm> arms;      // by classifier, then augmentation
  double test_to_train = 0;   // rows of a test part per training row, the most of any repeat
  // Of each arm with plain training, on every metric that can differ; at the base rate on the three it changes.
  std::vector<Comparison> comparisons, comparisons_at_base_rate;
  std::vector<ProbabilityComparison> probabilities, probabilities_at_base_rate;
  Timings timings;
  std::string verdict;
};

// What an arm said of the test rows of a repeat.
struct ArmScores {
  const std::string& classifier;
  const std::string& augmentation;
  double threshold;                   // scores from here on are flagged
  std::span<const float> score;       // of being positive
  std::span<const std::int32_t> y;    // 1 is positive
  std::span<const std::size_t> rows;  // of the data set
};

// The share of the rows that judge in one repeat.
double tested_share(const StudyOptions& options);

// Receives what a study makes on its way; repeats count from 0. The default keeps nothing.
class StudySink {
 public:
  virtual ~StudySink() = default;
  virtual void split(std::size_t /*repeat*/, const tabular::Split&) {}
  virtual void generator(std::size_t /*repeat*/, const std::string& /*augmentation*/, const diffusion::Generator&) {}
  virtual void synthetic(std::size_t /*repeat*/, const std::string& /*augmentation*/, const tabular::Table&) {}
  // Not for arms that train plainly but for "none": their classifier is the same.
  virtual void classifier(std::size_t /*repeat*/, const std::string& /*classifier*/,
                          const std::string& /*augmentation*/, const classifiers::Classifier&) {}
  virtual void scores(std::size_t /*repeat*/, const ArmScores&) {}
};

// Throws Error (options out of range, too few positives for the split), Stopped.
StudyResult run_study(const Dataset& data, StudyOptions options, numeric::ThreadPool& pool, Observer& observer,
                      StudySink& sink);

// Confusion counts and metrics of scores, and the metrics at a base rate if there is one.
RepeatResult judge(std::span<const float> scores, std::span<const std::int32_t> y, double threshold = 0.5,
                   std::optional<double> base_rate = {});

// Summaries, comparisons and verdict from the arms' repeats and test_to_train.
void compare_arms(StudyResult& result);

// The paired test of b - a on one metric, uncorrected for other comparisons. Requires: two arms of a compared study.
PairedTest paired_difference(const StudyResult& result, const Arm& a, const Arm& b, Metric metric,
                             bool at_base_rate = false);
// Null where the study has no such arm.
const Arm* find_arm(const StudyResult& result, const std::string& classifier, const std::string& augmentation);

// One sentence on the whole study; of one classifier; and the same at the base rate. Requires: compared arms.
std::string verdict_of(const StudyResult& result);
std::string verdict_of(const StudyResult& result, const std::string& classifier);
std::string verdict_at_base_rate(const StudyResult& result);

}  // namespace ballast::app
