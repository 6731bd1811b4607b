// Label noise, after confident learning (Northcutt, Jiang and Chuang, JAIR 2021): a label is doubted where models that
// had not seen the row take it for the other class as surely as they take rows of that class on average.
//
// The models are those of plain training: in every repeat they score a test part that they had not learned from, so the
// count costs no fit. A row's score is the mean over the repeats and classifiers that tested it. It is doubted if its
// score for the other class is at least the mean of that class's own rows, and above 1/2. That leaves out the paper's
// pruning by estimated noise rates. Wrong labels and hard rows look alike to it: it counts, and names lines to look at.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "app/study/study.hpp"

namespace ballast::app {

// Hands all on to another sink and keeps what plain training says of test rows.
class TestedRows final : public StudySink {
 public:
  // Borrows the sink.
  TestedRows(StudySink& next, std::size_t rows) : next_(next), sum_(rows), times_(rows) {}

  void split(std::size_t repeat, const tabular::Split& split) override { next_.split(repeat, split); }
  void generator(std::size_t repeat, const std::string& augmentation, const diffusion::Generator& model) override {
    next_.generator(repeat, augmentation, model);
  }
  void synthetic(std::size_t repeat, const std::string& augmentation, const tabular::Table& rows) override {
    next_.synthetic(repeat, augmentation, rows);
  }
  void classifier(std::size_t repeat, const std::string& classifier, const std::string& augmentation,
                  const classifiers::Classifier& model, std::optional<double> threshold) override {
    next_.classifier(repeat, classifier, augmentation, model, threshold);
  }
  void scores(std::size_t repeat, const ArmScores& scores) override;

  // Requires: one label a row, 1 is positive.
  LabelNoise doubts(const Dataset& data) const;

 private:
  StudySink& next_;
  std::vector<double> sum_;
  std::vector<std::uint32_t> times_;
};

}  // namespace ballast::app
