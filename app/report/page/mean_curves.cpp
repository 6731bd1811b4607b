#include "app/report/page/mean_curves.hpp"

#include <algorithm>
#include <cmath>

#include "app/study/statistics.hpp"
#include "classifiers/judge/threshold.hpp"

namespace ballast::app::page {
namespace {

constexpr std::size_t kPlaces = 81;

std::vector<double> recall_grid() {
  std::vector<double> out;
  for (std::size_t i = 0; i < kPlaces; ++i) out.push_back(static_cast<double>(i) / (kPlaces - 1));
  return out;
}

std::vector<double> alarm_grid() {
  std::vector<double> out;
  for (std::size_t i = 0; i < kPlaces; ++i) {
    out.push_back(std::pow(10.0, -4 + 4 * static_cast<double>(i) / (kPlaces - 1)));
  }
  return out;
}

using Points = std::vector<classifiers::OperatingPoint>;

// Points flag ever more rows. Recall 0 is read at the first point that finds anything.
std::vector<double> precisions(const Points& points) {
  std::vector<double> out;
  std::size_t at = 0;
  for (const double recall : recall_grid()) {
    while (at + 1 < points.size() && (points[at].counts.tp <= 0 || classifiers::recall(points[at].counts) < recall)) {
      ++at;
    }
    out.push_back(classifiers::precision(points[at].counts));
  }
  return out;
}

// The recall of the last point that raises no more false alarms.
std::vector<double> recalls(const Points& points) {
  std::vector<double> out;
  std::size_t at = 0;
  for (const double share : alarm_grid()) {
    const auto affordable = [&](const classifiers::Confusion& c) { return c.fp <= share * (c.fp + c.tn); };
    while (at + 1 < points.size() && affordable(points[at + 1].counts)) ++at;
    out.push_back(classifiers::recall(points[at].counts));
  }
  return out;
}

MeanCurve averaged(std::vector<double> x, const std::vector<std::vector<double>>& repeats) {
  MeanCurve out{std::move(x), {}, {}, {}};
  for (std::size_t i = 0; i < out.x.size(); ++i) {
    std::vector<double> values;
    for (const auto& repeat : repeats) values.push_back(repeat[i]);
    const MeanSd at = mean_sd(values);
    out.mean.push_back(at.mean);
    out.low.push_back(std::max(0.0, at.mean - at.sd.value_or(0)));
    out.high.push_back(std::min(1.0, at.mean + at.sd.value_or(0)));
  }
  return out;
}

}  // namespace

void MeanCurves::add(const ArmScores& scores) {
  const Points points = classifiers::operating_points(scores.score, scores.y);
  Repeats& arm = arms_[{scores.classifier, scores.augmentation}];
  arm.precision.push_back(precisions(points));
  arm.recall.push_back(recalls(points));
}

MeanCurve MeanCurves::precision_recall(const std::string& classifier, const std::string& augmentation) const {
  const auto arm = arms_.find({classifier, augmentation});
  return arm == arms_.end() ? MeanCurve{} : averaged(recall_grid(), arm->second.precision);
}

MeanCurve MeanCurves::roc(const std::string& classifier, const std::string& augmentation) const {
  const auto arm = arms_.find({classifier, augmentation});
  return arm == arms_.end() ? MeanCurve{} : averaged(alarm_grid(), arm->second.recall);
}

}  // namespace ballast::app::page
