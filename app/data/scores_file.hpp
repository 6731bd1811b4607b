// A file of scores as `predict` writes it: a column "probability", or for each class "probability_" and its label (one
// such column alone holds the scores of that label among all others).
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/numeric/matrix.hpp"
#include "engine/numeric/thread_pool.hpp"
#include "engine/observer.hpp"
#include "engine/tabular/csv/in_place/in_place.hpp"
#include "engine/tabular/table.hpp"

namespace ballast::app {

struct ScoresFile {
  std::vector<std::string> classes;     // labels in the order of the columns; empty: of a label that is not said
  numeric::Matrix<double> probability;  // one row per line, one column per class
  bool are_float32 = false;             // all are float32s as `predict` writes them, and stand here as such
  std::vector<bool> flagged = {};       // one a row, where there is a column "flagged"

  std::vector<std::string> others = {};  // names of the other columns, such as those of `predict --keep`

  // Of the others those named, as text.
  tabular::Table other_columns(const std::vector<std::string>& names, numeric::ThreadPool& pool) const;

  // The score of column k from which on rows are flagged; one above all scores where none is. Nothing without flags.
  // Throws Error where a row is flagged and one of as high a score is not.
  std::optional<double> threshold(std::size_t k, const std::string& path) const;

  std::string name = {};  // of the file, and what it holds
  std::shared_ptr<const tabular::csv::FileText> text = {};
};

// Where there is a column "probability", so are those of classes.
// Throws Error as read_csv does, and: no such columns, a cell that is no probability, rows of classes that do not sum
// to 1.
ScoresFile read_scores(const std::string& path, numeric::ThreadPool& pool, Observer& observer);

}  // namespace ballast::app
