// ColumnTransform: one column of a RowTransform (transforms.hpp says what each kind of column becomes).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/files/archive.hpp"
#include "engine/numeric/matrix.hpp"
#include "engine/numeric/random.hpp"
#include "engine/tabular/dates/date_format.hpp"
#include "engine/tabular/decimals.hpp"
#include "engine/tabular/features/normal_scores.hpp"
#include "engine/tabular/table.hpp"

namespace ballast::tabular {

enum class Scaling : std::uint8_t { quantile_normal, standardise, raw };

// A date, a number or a code as scores, and back. All spans of scores have width() values.
class ColumnTransform {
 public:
  ColumnTransform() = default;
  // Learns the cells of a column. order: for a text column that is to have one score, its labels in the order in which
  // they go there (label_order.hpp); empty: each label has a score of its own. levels: of the table that the cells are
  // from, where they do not show their own (levels.hpp).
  // Throws Error on numbers that float32 does not hold in this scaling.
  static ColumnTransform fit(const ColumnSchema& schema, std::span<const double> cells, Scaling scaling,
                             std::vector<double> order = {}, std::span<const double> levels = {});

  std::size_t width() const;
  void add_names(const ColumnSchema& schema, std::vector<std::string>& names) const;
  // Of whole numbers that keep to their levels, how many; else 0.
  std::size_t levels() const;

  // Without `spread` the score of a tied value is the middle of its ranks; with it, drawn evenly over them.
  void forward(double cell, numeric::RandomStream* spread, std::span<float> out) const;
  double inverse(std::span<const float> scores) const;

  // Moves the borders between labels, so that these scores (rows x width()), which a model made, come back as labels
  // at the rates of the cells that were learned. A cell that was learned still comes back as itself.
  void match_rates(numeric::MatrixView<const float> made);
  bool has_rates() const { return !rates_.empty(); }

  void save(files::ArchiveWriter out, const ColumnSchema& schema) const;
  // Throws Error on anything that is not the transform of such a column.
  static ColumnTransform load(const files::ArchiveReader& in, const ColumnSchema& schema);

 private:
  // In archives by number. sign: two values as -1 and +1, as files of earlier versions have it and standardise and raw
  // still do. coded: labels in an order, one score for all.
  enum class Role : std::uint8_t { constant, scaled, ranked, sign, one_hot, coded };

  void fit_text(const ColumnSchema& schema, const std::vector<double>& sorted, std::vector<double> order);
  void fit_number(const ColumnSchema& schema, const std::vector<double>& sorted, Scaling scaling);
  void set_edges(const std::vector<double>& sorted);
  void find_places();
  double own_score(double cell, numeric::RandomStream* spread) const;
  double score_of_place(std::size_t place, numeric::RandomStream* spread) const;
  double missing_score(bool missing, numeric::RandomStream* spread) const;
  double forward_number(double cell) const;
  double inverse_number(double score) const;
  bool is_valid(const ColumnSchema& schema) const;
  bool is_valid_role(const ColumnSchema& schema) const;

  Role role_ = Role::constant;
  ColumnKind kind_ = ColumnKind::numeric;
  std::optional<DateFormat> dates_;
  bool indicator_ = false;        // has a score of its own for "is missing"
  std::optional<double> border_;  // missing where that score is above it; without one it is -1 or +1
  double fill_ = kMissing;        // what stands for a missing cell; the value of a constant column
  double mean_ = 0, sd_ = 1;      // scaled
  // ranked: all of it. scaled: the distinct observed values, to which the way back snaps. sign: the two values.
  NormalScores numbers_;
  Decimals decimals_;
  // one_hot: the codes with a score. coded: those that the rows hold, in the order of their scores.
  std::vector<double> codes_;
  std::vector<std::uint32_t> places_;  // the place of each code among codes_, or kNowhere
  std::vector<double> offsets_;        // one_hot: added to the scores before the largest is chosen; empty: nothing
  std::vector<double> rates_;          // one_hot, after fit only: of the labels
  // Of levels, and of codes in their order: place i comes back from scores of edges[i - 1] to below edges[i].
  std::vector<double> edges_;
};

}  // namespace ballast::tabular
