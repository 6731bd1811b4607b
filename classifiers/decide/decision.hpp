// Decision: what stands between a classifier's score and an action. Two classes.
//
//   score -> prior shift (prior_shift.hpp) -> calibration (calibration.hpp) -> probability -> threshold -> flag
//
// The whole rises with the score, so no ranking changes but where an isotonic map is level. A decision that says
// nothing leaves scores as they are.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "classifiers/decide/calibration.hpp"
#include "engine/files/archive.hpp"

namespace ballast::classifiers {

struct Decision {
  double odds_ratio = 1;  // prior odds where the model works / prior odds in training
  Calibration calibration;
  std::optional<double> threshold;  // probabilities from here on are flagged
  std::string rule;                 // that chose the threshold, as the user wrote it; empty without one
  std::string decided_on;           // rows that chose and calibrated: "out of bag"; empty if there were none
  std::optional<double> base_rate;  // share of positives that was stated for where the model works

  bool changes_scores() const noexcept { return odds_ratio != 1 || calibration.kind() != Calibration::Kind::none; }
  bool is_plain() const noexcept { return !changes_scores() && !threshold && !base_rate; }

  // Requires: score in [0, 1]. A result below float's normal range is 0, whatever the thread does with such numbers.
  float probability(float score) const noexcept;
  void apply(std::span<float> scores) const noexcept;
  // Requires: a threshold.
  bool flags(float probability) const noexcept { return static_cast<double>(probability) >= *threshold; }

  void save(files::ArchiveWriter out) const;
  // What is absent says nothing. Throws Error on numbers out of range.
  static Decision load(const files::ArchiveReader& in);
};

}  // namespace ballast::classifiers
