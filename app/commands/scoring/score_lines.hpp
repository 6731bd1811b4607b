// What `predict` writes: a header, and a line for each row.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "app/data/model_file.hpp"

namespace ballast::app {

class ScoreLines {
 public:
  // raw: the classifier's own scores and nothing else. keep: columns of the data that the caller writes before each
  // line. Borrows the file. Throws Error when a column to keep has the name of one of the scores'.
  ScoreLines(const ClassifierFile& file, bool raw, const std::vector<std::string>& keep = {});

  // The columns to keep; "probability", and "flagged" where the model has a threshold; of more than two classes one
  // column a class, and "predicted", the label of the largest (the first of equals).
  std::string header() const;
  // Adds the line of a row. score: the classifier's own of each class.
  void append(std::span<const float> score, std::string& out) const;
  // The line of a row that cannot be read.
  std::string unreadable() const;

 private:
  void append_classes(std::span<const float> score, std::string& out) const;

  const ClassifierFile& file_;
  bool raw_;
  tabular::Schema columns_;          // of the scores
  std::string kept_;                 // the header's part of the columns to keep
  std::vector<std::string> labels_;  // of more than two classes, as cells
};

}  // namespace ballast::app
