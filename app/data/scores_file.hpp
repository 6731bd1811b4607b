// A file of scores as `predict` writes it: a column "probability", or for each class "probability_" and its label (one
// such column alone holds the scores of that label among all others).
#pragma once

#include <string>
#include <vector>

#include "engine/numeric/matrix.hpp"
#include "engine/numeric/thread_pool.hpp"
#include "engine/observer.hpp"

namespace ballast::app {

struct ScoresFile {
  std::vector<std::string> classes;    // labels in the order of the columns; empty: of a label that is not said
  numeric::Matrix<float> probability;  // one row per line, one column per class
};

// Other columns are passed over; where there is a column "probability", so are those of classes.
// Throws Error as read_csv does, and: no such columns, a cell that is no probability, rows of classes that do not sum
// to 1.
ScoresFile read_scores(const std::string& path, numeric::ThreadPool& pool, Observer& observer);

}  // namespace ballast::app
