// Gaussian copula (Sklar 1959; Patki, Wedge and Veeramachaneni 2016, "The Synthetic Data Vault"): every column as it
// is, tied to the others by one matrix of correlations,
//
//   z ~ N(0, R),   row = (F_1^-1(Phi(z_1)), ..., F_d^-1(Phi(z_d)))
//
// where F_c is the empirical distribution of column c, missing cells last. R is learned from normal scores: the ranks
// of a value are a stretch of 0 .. 1 as long as its share, its score is Phi^-1 of a point drawn evenly from there, so
// that labels and ties have normal scores too (labels in the order of their codes).
//
// It knows how columns rise and fall together and nothing else: what a generator of more effort has to beat.
#pragma once

#include "diffusion/baselines/floors/sorted_columns.hpp"
#include "diffusion/generator.hpp"
#include "engine/numeric/matrix.hpp"

namespace ballast::diffusion {

class Copula final : public Generator {
 public:
  std::string_view kind() const override { return "copula"; }
  // Throws Error on fewer than two rows, and on more than 1024 columns.
  void fit(const tabular::Table& rows, std::uint64_t seed, numeric::ThreadPool& pool, Observer& observer) override;
  tabular::Table sample(std::uint64_t first, std::size_t count, std::uint64_t seed, numeric::ThreadPool& pool,
                        Observer& observer) const override;
  const tabular::Schema& schema() const override { return columns_.schema(); }
  void save(files::ArchiveWriter out) const override;
  static std::unique_ptr<Copula> load(const files::ArchiveReader& in);
  std::string describe() const override;

 private:
  void finish();  // what follows from the correlations

  SortedColumns columns_;
  numeric::Matrix<double> correlation_;  // R, d x d
  numeric::Matrix<double> factor_;       // lower: R = L L^T
  std::uint64_t id_ = 0;
};

}  // namespace ballast::diffusion
