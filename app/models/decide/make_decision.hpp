// Making a decision (classifiers/decide/decision.hpp): the prior put right, a calibration and a threshold learned on
// honest scores, in this order, each on what the one before gives; and what each step changed.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "app/models/decide/calibration_choice.hpp"
#include "app/models/decide/honest_scores.hpp"
#include "app/models/evaluate/evaluation.hpp"
#include "classifiers/decide/decision.hpp"
#include "classifiers/judge/choice.hpp"

namespace ballast::app {

// What is wanted.
struct DecisionPlan {
  std::optional<classifiers::Choice> choice;
  std::string rule;  // the choice as the user wrote it
  classifiers::Calibration::Kind calibrate = classifiers::Calibration::Kind::none;
  bool choose_calibration = false;  // in its place, by calibration_choice.hpp
  std::optional<double> base_rate;  // share of positives where the model will work; else that of the data
  bool correct_prior = true;
  double cost_miss = 10, cost_alarm = 1;

  bool needs_scores() const {
    return choice || choose_calibration || calibrate != classifiers::Calibration::Kind::none;
  }
};

// The honest scores judged after a step, at the base rate if there is one.
struct DecisionStep {
  std::string name;  // "as scored", "prior put right", "calibrated"
  classifiers::Reliability probabilities;
  double log_loss = 0;
};

struct MadeDecision {
  classifiers::Decision decision;
  std::size_t rows = 0;             // that decided; the rest is empty without
  std::vector<DecisionStep> steps;  // as scored, then each that changed something
  std::optional<Figures> chosen;    // at the threshold
  CalibrationChoice calibrations;   // if one was to be chosen
};

// learned: the share of positives as the learner saw it; sampled: that of the data. scores: null if the plan needs
// none. amount: what a missed row of `scores` loses, or empty. Throws Error as the calibrations and the choice do.
MadeDecision make_decision(const DecisionPlan& plan, double learned, double sampled, const HonestScores* scores,
                           std::span<const float> amount = {});

// What a decision does, one line a part; none for a plain one.
std::vector<std::string> decision_lines(const classifiers::Decision& decision);
// What the steps changed, the reliability before and after, and the operating point: for a person.
std::string made_decision_text(const MadeDecision& made);

}  // namespace ballast::app
