// SMOTE (Chawla, Bowyer, Hall, Kegelmeyer 2002, "SMOTE: synthetic minority over-sampling technique"): a new row lies on
// the straight line between a real row and one of its k nearest neighbours,
//
//   new = row + u (neighbour - row),   u uniform in [0, 1),
//
// and, for columns that are no quantities (text, or two values), SMOTE-NC of the same paper (section 6.1): the value
// that most of the k neighbours have; a difference in such a column counts in the distance as the median standard
// deviation of the numeric columns.
//
// Our choices where the paper is silent: columns are standardised for the neighbour search, so the median standard
// deviation is 1; numbers and dates are rounded to the grid of their column; a missing cell counts as the column's mean
// in the search, stays missing in the new row if the real row lacks it, and is not interpolated towards if only the
// neighbour lacks it.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "diffusion/generator.hpp"
#include "engine/tabular/decimals.hpp"

namespace ballast::diffusion {

class Smote final : public Generator {
 public:
  static constexpr std::size_t kNeighbours = 5;

  std::string_view kind() const override { return "smote"; }
  // Throws Error on fewer than two rows. With n <= 5 rows there are n - 1 neighbours to choose from.
  void fit(const tabular::Table& rows, std::uint64_t seed, numeric::ThreadPool& pool, Observer& observer) override;
  tabular::Table sample(std::uint64_t first, std::size_t count, std::uint64_t seed, numeric::ThreadPool& pool,
                        Observer& observer) const override;
  const tabular::Schema& schema() const override { return rows_.schema(); }
  void save(files::ArchiveWriter out) const override;
  static std::unique_ptr<Smote> load(const files::ArchiveReader& in);
  std::string describe() const override;

  // The k nearest rows of row i, nearest first.
  std::span<const std::uint32_t> neighbours_of(std::size_t i) const {
    return std::span(neighbours_).subspan(i * neighbours_each_, neighbours_each_);
  }

 private:
  double make_cell(std::size_t column, std::size_t row, std::size_t neighbour, double u) const;
  double majority_cell(std::size_t column, std::size_t row) const;

  tabular::Table rows_;
  std::size_t neighbours_each_ = 0;          // k
  std::vector<std::uint32_t> neighbours_;    // rows x k
  std::vector<std::uint8_t> keeps_levels_;   // 1: cells of the column are those of one of the two rows (levels.hpp)
  std::vector<tabular::Decimals> decimals_;  // of each column
  std::uint64_t id_ = 0;
};

}  // namespace ballast::diffusion
