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
// What a lower threshold could buy is no gain. So the study tests what it cannot: PR-AUC, and F1 and cost at thresholds
// chosen alike for every arm (thresholds.hpp). In each of `folds` stratified parts of the training part the arm is made
// anew from the other parts, its generator included, with as many synthetic rows (and updates of a diffusion network)
// in proportion; the parts' scores together choose, and the arm's own model, of the whole training part, decides. Where
// the split has a validation part, the arm's own model chooses there; by time, what came last of the training part.
// Decisions at 0.5 on raw scores stand beside, untested: as published, and as a first threshold is.
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
#include "app/data/tried_arms.hpp"
#include "app/study/augmentation.hpp"
#include "app/study/learner.hpp"
#include "app/study/phases.hpp"
#include "app/study/probabilities.hpp"
#include "app/study/row_test.hpp"
#include "app/study/statistics.hpp"
#include "app/study/thresholds.hpp"
#include "app/study/verdict.hpp"
#include "classifiers/judge/base_rate.hpp"
#include "diffusion/generator.hpp"
#include "engine/ranks/ranks.hpp"
#include "engine/tabular/splits.hpp"

namespace ballast::app {

using classifiers::weights_at_base_rate;

struct StudyOptions {
  std::vector<Augmentation> augmentations = make_augmentations(default_augmentation_names());  // "none" is added
  std::vector<std::string> classifiers = classifier_names();
  std::size_t repeats = 5;
  double test_fraction = 0.2;
  double validation_fraction = 0;        // of all rows, kept from training; thresholds are chosen on it
  std::size_t folds = 2;                 // of a training part, to choose thresholds by; 0: none are chosen
  Costs costs;                           // what thresholds of least cost weigh
  double effect = 0.01;                  // the gain of PR-AUC that matters: what it takes to see it is told
  std::string time_column;               // empty: stratified splits; else by Dataset::time, which this is the name of
  std::string gap;                       // and Dataset::gap, as it was typed
  std::string group_column;              // if not empty, no group of Dataset::group stands on both sides of a split
  std::optional<std::size_t> synthetic;  // rows to add; default: default_synthetic_rows
  std::optional<double> per_positive;    // rows to add for each training positive; goes before `synthetic`
  std::optional<double> base_rate;       // share of positives where the classifier will work: judge there too
  LearnerOptions learners;               // their seeds are set by the study
  std::uint64_t seed = 42;               // repeat r works with seed + r

  bool chooses_thresholds() const { return folds > 0 || validation_fraction > 0; }
};

// 3,000 as in the paper, but never so many that the rare class outnumbers the other in the training part.
std::size_t default_synthetic_rows(std::size_t train_positives, std::size_t train_negatives, std::size_t most = 3000);

// The first three at 0.5, or at a tuned arm's threshold; those below the areas at chosen thresholds: of best F1, and
// the last, which is for each 1,000 rows, of least cost.
enum Metric : std::size_t {
  kPrecision,
  kRecall,
  kF1,
  kPrAuc,
  kRocAuc,
  kChosenPrecision,
  kChosenRecall,
  kChosenF1,
  kChosenCost
};
inline constexpr std::array<const char*, 9> kMetricNames{
    "precision", "recall", "f1", "pr_auc", "roc_auc", "chosen_precision", "chosen_recall", "chosen_f1", "cost"};
// What a study tests. Of these less is better in cost alone.
inline constexpr std::array<Metric, 3> kTestedMetrics{kPrAuc, kChosenF1, kChosenCost};
using MetricValues = std::array<double, kMetricNames.size()>;
using MetricSummary = std::array<MeanSd, kMetricNames.size()>;

// Decisions on the rows of a test part.
struct Decided {
  double threshold = 0.5;
  std::size_t tp = 0, fp = 0, fn = 0, tn = 0;
};

struct ChosenDecisions {
  Decided f1, cost;
};

struct RepeatResult {
  std::uint64_t seed = 0;
  Decided plain;  // at 0.5, or tuned
  ChosenDecisions chosen;
  MetricValues metrics{};
  std::optional<MetricValues> at_base_rate;
  std::optional<ChosenDecisions> chosen_at_base_rate = {};
  ProbabilityValues probabilities{};
  std::optional<ProbabilityValues> probabilities_at_base_rate = {};
};

struct Arm {
  std::string classifier, augmentation;
  std::vector<RepeatResult> per_repeat = {};
  std::vector<TriedArms> choices = {};  // of auto: what it chose in each repeat
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
  std::optional<double> p_holm;  // over all tested comparisons as sampled, or at the base rate
  // Smallest difference it could have seen at Holm's strictest
  // step, power 80 %; none where no difference can be so large.
  std::optional<double> detectable;
};

struct DataFacts {
  std::size_t rows = 0, positives = 0, features = 0;
  std::size_t duplicate_rows = 0;      // beyond the first of each
  std::size_t test_rows = 0;           // of repeat 1, as the next two
  std::size_t test_rows_in_train = 0;  // equal in every column to a training row
  // Nearly so (engine/tabular/fingerprints/row_copies.hpp), beside these; and of all rows, those equal to one of the
  // other label in all but the label.
  std::size_t test_rows_near_train = 0, contradictory_rows = 0;
  std::size_t train_positives = 0;
  // By time and group: earlier rows that do not teach in repeat 1, since their group comes back in the test part.
  std::size_t rows_of_shared_groups = 0;
  std::vector<std::string> telling_columns = {};  // that alone tell the classes apart (data/notes/telling_columns.hpp)
};

// A row whose label the models doubt, by its line in the file; score: of being positive.
struct DoubtedLabel {
  std::size_t line = 0;
  std::int32_t y = 0;
  double score = 0;
};
// Rows whose labels plain training, where it had not learned from them, contradicts (cautions/label_noise.hpp).
struct LabelNoise {
  std::size_t rows = 0, tested_positives = 0;  // that some repeat tested
  std::size_t positives = 0, others = 0;       // doubted, of each label
  std::vector<DoubtedLabel> examples = {};     // the surest of both
};

struct StudyResult {
  StudyOptions options;
  DataFacts data;
  LabelNoise label_noise = {};
  std::size_t synthetic = 0;  // rows added to each augmented arm
  std::vector<Arm> arms;      // by classifier, then augmentation
  double test_to_train = 0;   // rows of a test part per training row, the most of any repeat
  // Of each arm with plain training, on the tested metrics that can differ; and on the others, not corrected for each
  // other, which at the base rate leave out what it does not change.
  std::vector<Comparison> comparisons, comparisons_at_base_rate;
  std::vector<Comparison> untested, untested_at_base_rate;
  std::vector<ProbabilityComparison> probabilities, probabilities_at_base_rate;
  std::optional<OneSplit> one_split;  // where there is one repeat: its rows are tested in place of repeats
  Timings timings;
  Verdict verdict;  // at the base rate if there is one
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

// Receives what a study makes on its way; repeats count from 0. The default keeps nothing. Over several ranks it is the
// first rank's, and of generators, rows and classifiers only those of the first repeat arrive.
class StudySink {
 public:
  virtual ~StudySink() = default;
  virtual void split(std::size_t /*repeat*/, const tabular::Split&) {}
  virtual void generator(std::size_t /*repeat*/, const std::string& /*augmentation*/, const diffusion::Generator&) {}
  virtual void synthetic(std::size_t /*repeat*/, const std::string& /*augmentation*/, const tabular::Table&) {}
  // Not for arms that train plainly but for "none": their classifier is the same.
  // threshold: of best F1, at the base rate if there is one; nothing where the study chooses none.
  virtual void classifier(std::size_t /*repeat*/, const std::string& /*classifier*/,
                          const std::string& /*augmentation*/, const classifiers::Classifier&,
                          std::optional<double> /*threshold*/) {}
  virtual void scores(std::size_t /*repeat*/, const ArmScores&) {}
};

// Throws Error (options out of range, too few positives for the split), Stopped.
StudyResult run_study(const Dataset& data, StudyOptions options, numeric::ThreadPool& pool, Observer& observer,
                      StudySink& sink);
// The same over ranks: all call it with the same data and options, each with a sink; the first has the result, with the
// bits of one process (repeat/ranked_repeats.hpp). Throws Error, on the first rank, where the data differ.
StudyResult run_study(const Dataset& data, StudyOptions options, numeric::ThreadPool& pool, Observer& observer,
                      StudySink& sink, ranks::Ranks& ranks);

// How scores are to be judged.
struct Judging {
  double threshold = 0.5;
  Thresholds chosen = {}, chosen_at_base_rate = {};
  Costs costs = {};
  std::optional<double> base_rate = {};
};
// Decisions and metrics of scores; at the base rate too if there is one.
RepeatResult judge(std::span<const float> scores, std::span<const std::int32_t> y, const Judging& how = {});

// Summaries, comparisons and verdict from the arms' repeats and test_to_train.
void compare_arms(StudyResult& result);

// The paired test of b - a on one metric over the repeats, uncorrected for other comparisons. Requires: two arms of a
// compared study.
PairedTest paired_difference(const StudyResult& result, const Arm& a, const Arm& b, Metric metric,
                             bool at_base_rate = false);
// Of the test part that has the fewest.
std::size_t least_test_positives(const StudyResult& result);
// Null where the study has no such arm.
const Arm* find_arm(const StudyResult& result, const std::string& classifier, const std::string& augmentation);

}  // namespace ballast::app
