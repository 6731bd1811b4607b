// What `predict` writes: a header, and a line for each row.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "app/data/model_file.hpp"

namespace ballast::app {

class ScoreLines {
 public:
  // raw: the classifier's own scores and nothing else. Borrows the file.
  ScoreLines(const ClassifierFile& file, bool raw);

  // "probability", and "flagged" where the model has a threshold; of more than two classes one column a class, and
  // "predicted", the label of the largest (the first of equals).
  std::string header() const;
  // Adds the line of a row. score: the classifier's own of each class.
  void append(std::span<const float> score, std::string& out) const;
  // The line of a row that cannot be read.
  std::string unreadable() const;

 private:
  void append_classes(std::span<const float> score, std::string& out) const;

  const ClassifierFile& file_;
  bool raw_;
  tabular::Schema columns_;
  std::vector<std::string> labels_;  // of more than two classes, as cells
};

}  // namespace ballast::app
