// RowTransform: rows of a table as a float32 matrix that a generator can learn, and back. Invertible: an observed cell
// comes back exactly (of a column of more than 4,096 distinct numbers, nearly). Another number within the observed
// range comes back to n / 2^25 of the gap between its observed neighbours by quantile-normal (n observed cells: a score
// is rounded to float32, and scores lie 2.5 / n apart or more), to 1e-7 of the column's spread by standardise.
//
// Column by column (kinds as in table.hpp), by quantile-normal:
//   numbers, dates     one score, the normal score of the rank (normal_scores.hpp). What comes back between observed
//                      values is rounded to the column's decimals (decimals.hpp), or to a moment of its format
//   two labels         one score of the same kind: the first label has the lower ranks
//   more labels        one score per label that the rows hold, +1 for the label of the cell and -1 elsewhere; back by
//                      the largest, with an offset per label that keeps labels at their rates (label_rates.hpp)
//   labels beyond 64   one score for all, in an order in which neighbours are alike (label_order.hpp); a label has the
//                      ranks of its rows
//   constant, all missing   no score; restored
// A column with some missing cells (and others present) has one more score, whose highest ranks are the missing cells.
// The cell itself is then the median (numbers) or the most frequent value (the rest). A label that the rows lack never
// comes back.
//
// A column of whole numbers that keeps to its levels (levels.hpp) comes back as one of the observed values, the one
// whose share of the ranks, or else whose half of the gap, the score falls in.
//
// Ranks make heavy tails harmless, which is why they are the default for a few hundred rows of card-like columns. A
// tied value has a stretch of the ranks. `forward` takes its middle, `spread` any place of it, drawn: what a generator
// learns is then standard normal in every such column, and what it makes comes back with each value at its rate, be
// the column 92 % zeros. Standardise is (x - mean) / sd and knows no ends; raw leaves numbers as they are, for columns
// that were scaled before. These two have -1 and +1 for two values, two labels and the missing cells.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/files/archive.hpp"
#include "engine/numeric/matrix.hpp"
#include "engine/tabular/features/column_transform.hpp"
#include "engine/tabular/levels.hpp"
#include "engine/tabular/table.hpp"

namespace ballast::tabular {

// Rows as a transform made them: not a Table, so they cannot be appended to one; and marked with the transform, so that
// another one refuses to read them back.
struct ScaledRows {
  numeric::Matrix<float> x;     // rows x width()
  std::uint64_t transform = 0;  // RowTransform::identity()
};

class RowTransform {
 public:
  RowTransform() = default;
  // Learns every column of `rows`. Throws Error when there are no rows, and on a column that float32 cannot hold in
  // this scaling: numbers beyond 1e15 as they are (raw), or so far apart that most become one (standardise).
  static RowTransform fit(const Table& rows, Scaling scaling = Scaling::quantile_normal);

  const Schema& schema() const { return schema_; }
  std::size_t width() const { return width_; }
  // One name a matrix column: "Amount", "city=Bonn", "age is missing".
  std::vector<std::string> column_names() const;
  // The columns that keep to their levels.
  std::vector<LevelColumn> levels() const;
  // A hash of what was learned: equal for transforms that do the same.
  std::uint64_t identity() const { return identity_; }

  // Throws Error if the schemas differ.
  ScaledRows forward(const Table& rows) const;
  // The same with the scores of ties drawn evenly over their ranks: the score of a cell is a function of (seed, row's
  // number in `rows`, column).
  ScaledRows spread(const Table& rows, std::uint64_t seed) const;
  // Throws Error on rows of another transform. Origins are those of a fresh table.
  Table inverse(const ScaledRows& rows) const;
  // Marks a matrix that a model made in this transform's space. Requires x.columns() == width().
  ScaledRows adopt(numeric::Matrix<float> x) const;
  // After fit: puts right the rates of labels, given rows that a model made. Learned cells still come back as they are.
  // Another transform from then on, by identity.
  void match_rates(numeric::MatrixView<const float> made);
  // Whether that would change anything.
  bool has_rates() const;

  void save(const files::ArchiveWriter& out) const;
  // Throws Error on anything that is not a transform.
  static RowTransform load(const files::ArchiveReader& in);

 private:
  void finish();  // width and identity from the columns
  ScaledRows scores_of(const Table& rows, const std::uint64_t* seed) const;

  Schema schema_;
  std::vector<ColumnTransform> columns_;
  std::size_t width_ = 0;
  std::uint64_t identity_ = 0;
};

}  // namespace ballast::tabular
