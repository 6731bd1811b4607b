// What an arm's probabilities are worth: as its classifier gives them, and with the prior put right.
//
// Added rows and weights show a learner more of the rare class than there is, so its probabilities are too high, by a
// known factor of the odds (classifiers/decide/prior_shift.hpp). Correcting it changes no ranking: neither PR-AUC nor
// ROC-AUC. It changes log-loss, Brier score and what 0.5 means. The study decides on raw scores; these figures stand
// beside.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "app/study/statistics.hpp"

namespace ballast::app {

// Of raw scores, then of corrected ones; the last three at 0.5.
enum ProbabilityMetric : std::size_t {
  kRawLogLoss,
  kRawBrier,
  kLogLoss,
  kBrier,
  kCorrectedPrecision,
  kCorrectedRecall,
  kCorrectedF1
};
inline constexpr std::array<const char*, 7> kProbabilityNames{"raw_log_loss", "raw_brier", "log_loss", "brier",
                                                              "precision",    "recall",    "f1"};
using ProbabilityValues = std::array<double, kProbabilityNames.size()>;
using ProbabilitySummary = std::array<MeanSd, kProbabilityNames.size()>;

// Of log-loss or Brier score, lower being better: the corrected scores of an arm less those of none, corrected alike,
// and less its own raw ones. Tests are uncorrected for each other.
struct ProbabilityComparison {
  std::string classifier, augmentation;
  ProbabilityMetric metric{};  // kLogLoss or kBrier
  PairedTest from_none, from_raw;
};

// odds_ratio: prior odds where the rows are judged / prior odds learned. weight: of the rows, or empty.
ProbabilityValues judge_probabilities(std::span<const float> scores, std::span<const std::int32_t> y, double odds_ratio,
                                      std::span<const float> weight = {});

struct Arm;
struct StudyResult;

ProbabilitySummary summarise_probabilities(const Arm& arm, bool at_base_rate);
// Every arm on both metrics, in the order of the arms.
std::vector<ProbabilityComparison> compare_probabilities(const StudyResult& result, bool at_base_rate);

}  // namespace ballast::app
