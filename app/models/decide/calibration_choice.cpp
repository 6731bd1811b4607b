#include "app/models/decide/calibration_choice.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include "app/study/statistics.hpp"
#include "classifiers/decide/decision.hpp"
#include "classifiers/judge/metrics.hpp"
#include "engine/error.hpp"
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

  void add(const Rows& all, std::size_t row) {
    score.push_back(all.score[row]);
    uncalibrated.push_back(all.uncalibrated[row]);
    y.push_back(all.y[row]);
    if (!all.weight.empty()) weight.push_back(all.weight[row]);
  }
};

struct Fold {
  Rows learned, judged;
};

Calibration fit(Kind kind, const Rows& rows) {
  return kind == Kind::platt ? classifiers::fit_platt(rows.score, rows.y, rows.weight)
                             : classifiers::fit_isotonic(rows.score, rows.y, rows.weight);
}

double loss_of(Kind kind, const Rows& learned, const Rows& judged) {
  if (kind == Kind::none) return classifiers::log_loss(judged.uncalibrated, judged.y, judged.weight);
  classifiers::Decision decision;
  decision.calibration = fit(kind, learned);
  std::vector<float> score = judged.score;
  decision.apply(score);
  return classifiers::log_loss(score, judged.y, judged.weight);
}

// Less log-loss is better. Nothing if the kind cannot be learned.
std::vector<double> merit_of(Kind kind, const Rows& all, std::span<const Fold> folds) {
  std::vector<double> out;
  try {
    if (kind != Kind::none) fit(kind, all);
    for (const Fold& fold : folds) out.push_back(-loss_of(kind, fold.learned, fold.judged));
  } catch (const Error&) {  // the scores do not rise with the label
    return {};
  }
  return out;
}

}  // namespace

CalibrationChoice choose_calibration(std::span<const float> score, std::span<const float> uncalibrated,
                                     std::span<const std::int32_t> y, std::span<const float> weight) {
  const auto positives = static_cast<std::size_t>(std::ranges::count(y, 1));
  if (std::min(positives, y.size() - positives) < kCalibrationFolds) return {};
  const std::vector<std::uint32_t> fold_of = tabular::stratified_folds(y, kCalibrationFolds, kFoldSeed);
  const Rows all{{score.begin(), score.end()},
                 {uncalibrated.begin(), uncalibrated.end()},
                 {weight.begin(), weight.end()},
                 {y.begin(), y.end()}};
  std::array<Fold, kCalibrationFolds> folds;
  for (std::size_t row = 0; row < y.size(); ++row) {
    for (std::size_t fold = 0; fold < folds.size(); ++fold) {
      (fold_of[row] == fold ? folds[fold].judged : folds[fold].learned).add(all, row);
    }
  }
  CalibrationChoice out;
  std::vector<Kind> kinds;  // that can be learned
  std::vector<std::vector<double>> merits;
  for (const Kind kind : kKinds) {
    std::vector<double> merit = merit_of(kind, all, folds);
    out.log_loss.push_back(merit.empty() ? std::numeric_limits<double>::quiet_NaN() : -mean_sd(merit).mean);
    if (merit.empty()) continue;
    kinds.push_back(kind);
    merits.push_back(std::move(merit));
  }
  out.kind = kinds[one_standard_error_choice(merits, 1.0 / (kCalibrationFolds - 1))];
  return out;
}

}  // namespace ballast::app
