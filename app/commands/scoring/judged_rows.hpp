// JudgedRows: what `evaluate` judges a model by: rows whose truth is known, and
// the model's scores of them. They are read as a whole; or over ranks, each of
// which reads and scores a part of a CSV file, and hands the scores to the first.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>

#include "app/commands/parsing/command.hpp"
#include "app/data/model_file.hpp"
#include "engine/numeric/matrix.hpp"
#include "engine/tabular/table.hpp"

namespace ballast::app {

class JudgedRows {
 public:
  virtual ~JudgedRows() = default;
  virtual const tabular::Table& table() const = 0;  // the target, at least
  virtual bool accepts_unseen() const = 0;
  // Of each class, before the decision. Throws Error on too many labels never seen, notes a few.
  virtual numeric::Matrix<float> scores(Session& session) const = 0;
  virtual std::optional<std::size_t> learned() const = 0;  // rows that the model knows
};

// truth: the target's column. Throws Error as read_for_model. Borrows the file.
std::unique_ptr<JudgedRows> read_judged_rows(const ClassifierFile& file, const std::string& path,
                                             const Arguments& arguments, Session& session,
                                             const tabular::ColumnSchema& truth);
// The same on the first of the ranks, which all call it; nullptr on the others, and where one process has to read the
// file, as CsvPart::read has it. Memory: of the first 8 bytes a row, and 4 a row and class; of each those of its part.
std::unique_ptr<JudgedRows> read_judged_rows_over(const ClassifierFile& file, const std::string& path,
                                                  const Arguments& arguments, Session& session,
                                                  const tabular::ColumnSchema& truth);

}  // namespace ballast::app
