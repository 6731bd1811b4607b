#include "app/models/evaluate/class_evaluation.hpp"

#include <algorithm>

#include "classifiers/judge/metrics.hpp"

namespace ballast::app {
namespace {

using Counts = std::vector<std::vector<std::size_t>>;

template <class T>
Counts confusion_of(numeric::MatrixView<const T> probability, std::span<const std::int32_t> y) {
  Counts out(probability.columns(), std::vector<std::size_t>(probability.columns(), 0));
  for (std::size_t row = 0; row < y.size(); ++row) {
    const auto scores = probability.row(row);
    const auto likeliest = static_cast<std::size_t>(std::ranges::max_element(scores) - scores.begin());
    ++out[static_cast<std::size_t>(y[row])][likeliest];
  }
  return out;
}

// Class k against all others.
classifiers::Confusion against_rest(const Counts& counts, std::size_t k) {
  classifiers::Confusion out;
  for (std::size_t truth = 0; truth < counts.size(); ++truth) {
    for (std::size_t predicted = 0; predicted < counts.size(); ++predicted) {
      double& cell = truth == k ? (predicted == k ? out.tp : out.fn) : (predicted == k ? out.fp : out.tn);
      cell += static_cast<double>(counts[truth][predicted]);
    }
  }
  return out;
}

template <class T>
double average_precision_of(numeric::MatrixView<const T> probability, std::span<const std::int32_t> y, std::size_t k) {
  std::vector<T> score(y.size());
  std::vector<std::int32_t> is(y.size());
  for (std::size_t row = 0; row < y.size(); ++row) {
    score[row] = probability(row, k);
    is[row] = static_cast<std::size_t>(y[row]) == k ? 1 : 0;
  }
  return classifiers::average_precision(score, is);
}

template <class T>
ClassEvaluation evaluated(numeric::MatrixView<const T> probability, std::span<const std::int32_t> y,
                          std::span<const std::string> labels, const std::string& target) {
  ClassEvaluation out;
  out.target = target;
  out.rows = y.size();
  out.accuracy = classifiers::accuracy(probability, y);
  out.log_loss = classifiers::log_loss(probability, y);
  out.confusion = confusion_of(probability, y);
  double seen = 0;
  for (std::size_t k = 0; k < labels.size(); ++k) {
    const classifiers::Confusion counts = against_rest(out.confusion, k);
    ClassFigures one{labels[k],
                     static_cast<std::size_t>(counts.tp + counts.fn),
                     classifiers::precision(counts),
                     classifiers::recall(counts),
                     classifiers::f1(counts),
                     {}};
    if (one.support > 0 && one.support < out.rows) one.pr_auc = average_precision_of(probability, y, k);
    out.classes.push_back(std::move(one));
    if (counts.tp + counts.fn + counts.fp == 0) continue;
    ++seen;
    out.precision += out.classes.back().precision;
    out.recall += out.classes.back().recall;
    out.f1 += out.classes.back().f1;
  }
  for (double* sum : {&out.precision, &out.recall, &out.f1}) *sum /= seen;
  return out;
}

}  // namespace

ClassEvaluation evaluate_classes(numeric::MatrixView<const float> probability, std::span<const std::int32_t> y,
                                 std::span<const std::string> labels, const std::string& target) {
  return evaluated(probability, y, labels, target);
}

ClassEvaluation evaluate_classes(numeric::MatrixView<const double> probability, std::span<const std::int32_t> y,
                                 std::span<const std::string> labels, const std::string& target) {
  return evaluated(probability, y, labels, target);
}

}  // namespace ballast::app
