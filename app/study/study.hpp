// A study: does augmentation help a classifier find the rare class, and can this data tell?
//
//   for each repeat r:  split (seed + r) -> for each augmentation: fit its generator on the training positives, sample
//                       -> for each classifier: train on train + synthetic, judge on the test part at 0.5
//   then                compare every augmentation with none over the repeats (statistics.hpp) -> verdict
//
// Nothing that learns sees the test part; synthetic rows join the training part only; all arms of a repeat share its
// split and seed, so comparisons are paired. Results do not depend on the number of threads.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/data/dataset.hpp"
#include "app/study/learner.hpp"
#include "app/study/statistics.hpp"
#include "diffusion/generator.hpp"
#include "engine/tabular/splits.hpp"

namespace ballast::app {

struct StudyOptions {
  std::vector<std::string> augmentations = augmentation_names();  // "none" is added when left out
  std::vector<std::string> classifiers = classifier_names();
  std::size_t repeats = 5;
  double test_fraction = 0.2;
  std::string time_column;               // empty: stratified splits; else chronological by this column
  std::optional<std::size_t> synthetic;  // rows to add; default: default_synthetic_rows
  LearnerOptions learners;               // their seeds are set by the study
  std::uint64_t seed = 42;               // repeat r works with seed + r
};

// 3,000 as in the paper, but never so many that the rare class outnumbers the other in the training part.
std::size_t default_synthetic_rows(std::size_t train_positives, std::size_t train_negatives);

enum Metric : std::size_t { kPrecision, kRecall, kF1, kPrAuc, kRocAuc };
inline constexpr std::array<const char*, 5> kMetricNames{"precision", "recall", "f1", "pr_auc", "roc_auc"};
using MetricValues = std::array<double, kMetricNames.size()>;

struct RepeatResult {
  std::uint64_t seed = 0;
  std::size_t tp = 0, fp = 0, fn = 0, tn = 0;
  MetricValues metrics{};
};

struct Arm {
  std::string classifier, augmentation;
  std::vector<RepeatResult> per_repeat;
  std::array<MeanSd, kMetricNames.size()> summary;
};

struct Comparison {
  std::string classifier, a, b;  // delta = b - a
  Metric metric{};
  PairedTest test;
  std::optional<double> p_holm;      // over all comparisons of the study
  std::optional<double> detectable;  // smallest difference it could have seen at Holm's strictest step, power 80 %
};

struct DataFacts {
  std::size_t rows = 0, positives = 0, features = 0;
  std::size_t duplicate_rows = 0;      // beyond the first of each
  std::size_t test_rows = 0;           // of repeat 1, as the next two
  std::size_t test_rows_in_train = 0;  // equal in every column to a training row
  std::size_t train_positives = 0;
};

using Timings = std::vector<std::pair<std::string, double>>;  // phase, seconds

struct StudyResult {
  StudyOptions options;
  DataFacts data;
  std::size_t synthetic = 0;  // rows added to each augmented arm
  std::vector<Arm> arms;      // by classifier, then augmentation
  std::vector<Comparison> comparisons;
  Timings timings;
  std::string verdict;
};

// Receives what a study makes on its way; repeats count from 0. The default keeps nothing.
class StudySink {
 public:
  virtual ~StudySink() = default;
  virtual void split(std::size_t /*repeat*/, const tabular::Split&) {}
  virtual void generator(std::size_t /*repeat*/, const std::string& /*augmentation*/, const diffusion::Generator&) {}
  virtual void synthetic(std::size_t /*repeat*/, const std::string& /*augmentation*/, const tabular::Table&) {}
  virtual void classifier(std::size_t /*repeat*/, const std::string& /*classifier*/,
                          const std::string& /*augmentation*/, const classifiers::Classifier&) {}
};

// Throws Error (options out of range, too few positives for the split), Stopped.
StudyResult run_study(const Dataset& data, StudyOptions options, numeric::ThreadPool& pool, Observer& observer,
                      StudySink& sink);

// Confusion counts and metrics of scores at 0.5.
RepeatResult judge(std::span<const float> scores, std::span<const std::int32_t> y);

// Summaries, comparisons and verdict from the arms' repeats. test_to_train: rows of a test part per training row.
void compare_arms(StudyResult& result, double test_to_train);
std::string verdict_of(const StudyResult& result, double test_to_train);

}  // namespace ballast::app
