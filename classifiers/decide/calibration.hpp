// Calibration: a rising map from scores to probabilities, learned on rows that did not train the model.
//
//   Platt     p = 1 / (1 + e^-(a z + b)) of the score's log-odds z = ln(s / (1 - s)), s held to [low, high]
//             (Platt 1999; Newton's method with the safeguards of Lin, Lin & Weng 2007, algorithm 1)
//   isotonic  the rising steps of least squared error, by pooling adjacent violators (Ayer et al. 1955; Zadrozny &
//             Elkan 2002), with straight lines between the centres of neighbouring steps and level ends
//
// Both learn Platt's targets, (P + 1) / (P + 2) for a positive and 1 / (N + 2) for another row, P and N being the
// weight of each class: what is left of the data after one more row of each, and so never 0 or 1.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "engine/files/archive.hpp"

namespace ballast::classifiers {

class Calibration {
 public:
  enum class Kind : std::uint8_t { none, platt, isotonic };

  Calibration() = default;  // none: a score is its probability
  struct Platt {
    double slope = 1, offset = 0;
    double low = 0.001, high = 0.999;
  };
  // Throws Error unless all are finite, slope > 0 and 0 < low < high < 1.
  static Calibration platt(const Platt& map);
  // Knots of the broken line. Throws Error: none, lengths differ, scores or probabilities outside [0, 1] or not finite,
  // scores that do not ascend, probabilities that fall.
  static Calibration isotonic(std::vector<double> score, std::vector<double> probability);

  Kind kind() const noexcept { return kind_; }
  std::string_view name() const noexcept;  // "none", "platt", "isotonic"
  const Platt& platt() const noexcept { return platt_; }
  const std::vector<double>& scores() const noexcept { return score_; }
  const std::vector<double>& probabilities() const noexcept { return probability_; }

  // In double, rounded once. Requires: score in [0, 1]. Threads: any number. No allocation.
  float apply(float score) const noexcept;

  void save(files::ArchiveWriter out) const;
  static Calibration load(const files::ArchiveReader& in);  // throws Error as platt and isotonic

 private:
  Kind kind_ = Kind::none;
  Platt platt_;
  std::vector<double> score_, probability_;
};

// Platt's low lies halfway between 0 and the lowest score above it, high likewise, each at least kLogLossClip from the
// end: a forest's 0 is "below one vote", not "never".
// score: in [0, 1]; y: 1 is positive; weight: empty, or one a row. Throws Error as the metrics do; when a class has no
// weight; when the scores do not rise with the label (a calibration would turn their order round).
Calibration fit_platt(std::span<const float> score, std::span<const std::int32_t> y,
                      std::span<const float> weight = {});
Calibration fit_isotonic(std::span<const float> score, std::span<const std::int32_t> y,
                         std::span<const float> weight = {});

}  // namespace ballast::classifiers
