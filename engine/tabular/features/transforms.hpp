// RowTransform: rows of a table as a float32 matrix that a generator can learn, and back. Invertible: an observed cell
// comes back exactly. Another number within the observed range comes back to n / 2^25 of the gap between its observed
// neighbours by quantile-normal (n observed cells: a score is rounded to float32, and scores lie 2.5 / n apart or
// more), to 1e-7 of the column's spread by standardise.
//
// Column by column (kinds as in table.hpp):
//   numeric, integer   one column, by quantile-normal, standardise or raw; integers are rounded on the way back
//   binary             one column of -1 / +1 (second value or label: +1); back by the sign
//   categorical        one column per label that the rows hold, +1 for the label of the cell and -1 elsewhere; back by
//                      the largest: a label that the rows lack never comes back
//   constant, all missing   no column; restored
// A column with some missing cells (and others present) has one more, +1 where missing; back to missing when > 0. The
// cell itself is then the median (numbers) or the most frequent value (the rest).
//
// A column of whole numbers that keeps to its levels (levels.hpp) comes back as one of the observed values, the one
// whose share of the ranks, or else whose half of the gap, the score falls in.
//
// Quantile-normal maps the mid-rank of a value among the n observed, Phi^-1((rank - 0.5) / n): ties share the mean of
// their ranks; between observed values it is linear; beyond the smallest and largest it stays there, on both ways. It
// makes heavy tails harmless, which is why it is the default for a few hundred rows of card-like columns. Standardise
// is (x - mean) / sd and knows no ends; raw leaves numbers as they are, for columns that were scaled before.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/files/archive.hpp"
#include "engine/numeric/matrix.hpp"
#include "engine/tabular/levels.hpp"
#include "engine/tabular/table.hpp"

namespace ballast::tabular {

enum class Scaling : std::uint8_t { quantile_normal, standardise, raw };

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
  // Throws Error on rows of another transform. Origins are those of a fresh table.
  Table inverse(const ScaledRows& rows) const;
  // Marks a matrix that a model made in this transform's space. Requires x.columns() == width().
  ScaledRows adopt(numeric::Matrix<float> x) const;

  void save(const files::ArchiveWriter& out) const;
  // Throws Error on anything that is not a transform.
  static RowTransform load(const files::ArchiveReader& in);

 private:
  enum class Role : std::uint8_t { constant, scaled, ranked, sign, one_hot };
  struct Column {
    Role role = Role::constant;
    bool indicator = false;   // has a column of its own for "is missing"
    double fill = kMissing;   // what stands for a missing cell; the value of a constant column
    double mean = 0, sd = 1;  // scaled
    // ranked: the distinct observed values, ascending, and where each goes. scaled: the distinct observed values, to
    // which the way back snaps. sign: the two values. one_hot: the codes that the rows hold, if not all.
    std::vector<double> values, scores;
    // Of levels: value i comes back from scores of edges[i - 1] to below edges[i].
    std::vector<double> edges;
  };

  void finish();  // offsets, width and identity from the columns
  std::size_t columns_of(std::size_t column) const;
  std::size_t labels_of(std::size_t column) const;                   // that have a column
  std::size_t code_of(std::size_t column, std::size_t place) const;  // of the label at that place among them
  static Column fit_column(const ColumnSchema& schema, std::span<const double> cells, Scaling scaling);
  static void set_edges(Column& column, const std::vector<double>& sorted);
  static double forward_number(const Column& column, double cell);
  double inverse_number(const Column& column, ColumnKind kind, float scaled) const;
  static bool is_valid(const Column& column, const ColumnSchema& schema);

  Schema schema_;
  std::vector<Column> columns_;
  std::size_t width_ = 0;
  std::uint64_t identity_ = 0;
};

}  // namespace ballast::tabular
