// What `predict` writes: a header, and a line for each row.
#pragma once

#include <span>
#include <string>

#include "app/data/model_file.hpp"

namespace ballast::app {

class ScoreLines {
 public:
  // raw: the classifier's own scores and no flags. Borrows the file.
  ScoreLines(const ClassifierFile& file, bool raw) : file_(file), raw_(raw) {}

  // "probability", and "flagged" where the model has a threshold; of more than two classes one column a class.
  std::string header() const;
  // Adds the line of a row. score: the classifier's own of each class.
  void append(std::span<const float> score, std::string& out) const;
  // The line of a row that cannot be read.
  std::string unreadable() const;

 private:
  bool flags() const { return !raw_ && file_.decision.threshold.has_value(); }

  const ClassifierFile& file_;
  bool raw_;
};

}  // namespace ballast::app
