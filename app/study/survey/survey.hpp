// Many tables, one verdict: what a study found on each, and what that says of tables at large.
//
// The tables are the sample. An arm's gain on a table is the mean difference from "none" over its repeats, one number;
// over K tables Wilcoxon's signed ranks test these, with Holm's correction over all arms, classifiers and metrics. The
// interval of the mean gain is that of two levels, gain = mean + table + noise of its splits: Student's over the
// tables, whose spread holds both; what the splits leave of it is how much tables differ. Ranks: ranks.hpp.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/study/study.hpp"

namespace ballast::app {

inline constexpr std::array<Metric, 2> kSurveyMetrics{kPrAuc, kChosenF1};  // more is better in both

// An arm on one table: means over its repeats, and its gains over "none" with their standard errors.
struct SurveyArm {
  std::string classifier, augmentation;
  std::array<double, kSurveyMetrics.size()> mean{}, gain{};
  std::array<std::optional<double>, kSurveyMetrics.size()> standard_error{};
};

// A line of the list. error: why there is no study, else empty.
struct SurveyTable {
  std::string name, key;  // key: what it was made from, for going on
  std::string error = {};
  std::size_t rows = 0, positives = 0, features = 0, repeats = 0;
  double seconds = 0, megabytes = 0;
  std::vector<SurveyArm> arms = {};
  std::vector<std::string> cautions = {};  // of its study (app/study/cautions)

  // Why there is no study, which names the table once. Requires an error.
  std::string failure() const { return error.find(name + ":") != std::string::npos ? error : name + ": " + error; }
};

// What stands of one arm over the tables.
struct SurveyGain {
  std::string augmentation;
  double mean_rank = 0;
  double mean = 0;                            // of the gains
  std::optional<double> low = {}, high = {};  // its 95 % interval
  std::optional<double> between = {};         // standard deviation of true gains between tables, as estimated
  std::optional<double> p = {}, p_holm = {};  // none of "none"
  std::size_t better = 0, worse = 0;          // tables
  std::optional<double> p_bag = {};           // of a mean of arms less the plain bag, where all tables have one
};

// One classifier on one metric.
struct SurveyRanking {
  std::string classifier;
  Metric metric{};
  std::size_t tables = 0;
  std::vector<std::string> left_out = {};  // tables that lack its arms
  double friedman_p = 1, critical_difference = 0;
  std::vector<SurveyGain> arms = {};  // in the order of the study, those that all its tables have; "none" is the first
};

struct Survey {
  std::uint64_t seed = 0;
  std::vector<SurveyTable> tables = {};
  std::vector<SurveyRanking> rankings = {};  // none of fewer than two tables or arms
  std::vector<std::string> verdict = {};     // sentences
};

// Fills all but name, key, error and costs from a study.
void add_study(const StudyResult& study, SurveyTable& table);
// Rankings and verdict from the tables.
void judge_survey(Survey& survey);

}  // namespace ballast::app
