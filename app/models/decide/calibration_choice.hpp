// Which calibration is worth its while: each kind is learned on all folds of the honest scores but one and judged by
// log-loss on that one. Taken is the first of none, Platt and isotonic within one standard error of the least loss. One
// that cannot be learned, of scores that do not rise with the label, is none to take.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "classifiers/decide/calibration.hpp"

namespace ballast::app {

struct CalibrationChoice {
  classifiers::Calibration::Kind kind = classifiers::Calibration::Kind::none;
  // Of none, Platt, isotonic: means over folds, NaN of one that cannot be learned; empty where a class is too small.
  std::vector<double> log_loss = {};
};

inline constexpr std::size_t kCalibrationFolds = 5;

// score: as scored, to calibrate; uncalibrated: what it is without. weight: of the rows, or empty. A class of fewer
// rows than there are folds chooses none. The same for the same scores.
CalibrationChoice choose_calibration(std::span<const float> score, std::span<const float> uncalibrated,
                                     std::span<const std::int32_t> y, std::span<const float> weight = {});

}  // namespace ballast::app
