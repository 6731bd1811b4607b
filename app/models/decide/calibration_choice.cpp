#include "app/models/decide/calibration_choice.hpp"

#include <algorithm>
#include <array>

#include "app/study/statistics.hpp"
#include "classifiers/decide/decision.hpp"
#include "classifiers/judge/metrics.hpp"
#include "engine/tabular/splits.hpp"

namespace ballast::app {
namespace {

using classifiers::Calibration;
using Kind = Calibration::Kind;

constexpr std::array kKinds{Kind::none, Kind::platt, Kind::isotonic};
constexpr std::uint64_t kFoldSeed = 1;

struct Rows {
  std::vector<float> score, uncalibrated, weight;
  std::vector<std::int32_t> y;
};

double loss_of(Kind kind, const Rows& learned, const Rows& judged) {
  if (kind == Kind::none) return classifiers::log_loss(judged.uncalibrated, judged.y, judged.weight);
  classifiers::Decision decision;
  decision.calibration = kind == Kind::platt ? classifiers::fit_platt(learned.score, learned.y, learned.weight)
                                             : classifiers::fit_isotonic(learned.score, learned.y, learned.weight);
  std::vector<float> score = judged.score;
  decision.apply(score);
  return classifiers::log_loss(score, judged.y, judged.weight);
}

}  // namespace

CalibrationChoice choose_calibration(std::span<const float> score, std::span<const float> uncalibrated,
                                     std::span<const std::int32_t> y, std::span<const float> weight) {
  const auto positives = static_cast<std::size_t>(std::ranges::count(y, 1));
  if (std::min(positives, y.size() - positives) < kCalibrationFolds) return {};
  const std::vector<std::uint32_t> fold_of = tabular::stratified_folds(y, kCalibrationFolds, kFoldSeed);
  std::vector<std::vector<double>> merit(kKinds.size());  // less log-loss is better
  for (std::size_t fold = 0; fold < kCalibrationFolds; ++fold) {
    Rows learned, judged;
    for (std::size_t row = 0; row < y.size(); ++row) {
      Rows& part = fold_of[row] == fold ? judged : learned;
      part.score.push_back(score[row]);
      part.uncalibrated.push_back(uncalibrated[row]);
      part.y.push_back(y[row]);
      if (!weight.empty()) part.weight.push_back(weight[row]);
    }
    for (std::size_t k = 0; k < kKinds.size(); ++k) merit[k].push_back(-loss_of(kKinds[k], learned, judged));
  }
  CalibrationChoice out;
  out.kind = kKinds[one_standard_error_choice(merit, 1.0 / (kCalibrationFolds - 1))];
  for (const std::vector<double>& values : merit) out.log_loss.push_back(-mean_sd(values).mean);
  return out;
}

}  // namespace ballast::app
