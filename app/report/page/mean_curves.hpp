// Precision-recall and ROC curves of an arm over its repeats, averaged vertically (Fawcett 2006, section 8): at each
// place of a fixed grid the mean over the repeats, and one standard deviation to each side. Fixed places also thin the
// curves: a page needs no more points than it has pixels.
//
// Precision at a recall is that of the first decision to reach it, without interpolation (Davis & Goadrich 2006).
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "app/study/study.hpp"

namespace ballast::app::page {

struct MeanCurve {
  std::vector<double> x, mean, low, high;  // low and high: one standard deviation, inside [0, 1]; equal to mean for one
                                           // repeat
};

class MeanCurves {
 public:
  void add(const ArmScores& scores);
  // x: recalls. Empty for an arm that is not there.
  MeanCurve precision_recall(const std::string& classifier, const std::string& augmentation) const;
  // x: false alarms per negative, on a logarithmic grid from 1e-4 to 1.
  MeanCurve roc(const std::string& classifier, const std::string& augmentation) const;

 private:
  struct Repeats {
    std::vector<std::vector<double>> precision, recall;  // by repeat, then place of the grid
  };
  std::map<std::pair<std::string, std::string>, Repeats> arms_;
};

}  // namespace ballast::app::page
