// Kernel density estimate, sampled by the smoothed bootstrap (Efron 1979; Silverman 1986, "Density Estimation",
// sections 4.3.2 and 6.4.1): a new row is a real row x_i, drawn at random, and a step of a normal kernel around it,
//
//   y = m + (x_i - m + h e) / sqrt(1 + h^2),   e ~ N(0, S),   h = c n^(-1 / (d + 4)),
//
// in the space of the row transform (quantile-normal), where m and S are the mean and covariance of the n rows. The
// kernel has the shape of the whole cloud (Fukunaga 1972), and the division gives the rows its covariance back, which
// smoothing would have widened: without both, 29 columns come out 28 % too wide and half their correlation is gone.
//
// c is 1 for Scott's rule (Scott 1992, equation 6.42) and (4 / (d + 2))^(1 / (d + 4)) for Silverman's (1986, equation
// 4.14); both are best for a normal cloud and smooth one of several parts too much. h = 0 is random oversampling.
#pragma once

#include <cstdint>

#include "diffusion/generator.hpp"
#include "engine/numeric/matrix.hpp"
#include "engine/tabular/features/transforms.hpp"

namespace ballast::diffusion {

enum class BandwidthRule : std::uint8_t { silverman, scott };

// h of n rows of d columns. Requires: n >= 1, d >= 1.
double kernel_bandwidth(BandwidthRule rule, std::size_t n, std::size_t d);

class Kde final : public Generator {
 public:
  explicit Kde(BandwidthRule rule = BandwidthRule::silverman) : rule_(rule) {}

  std::string_view kind() const override { return "kde"; }
  // Throws Error on fewer than two rows, and on more than 1024 columns after scaling.
  void fit(const tabular::Table& rows, std::uint64_t seed, numeric::ThreadPool& pool, Observer& observer) override;
  tabular::Table sample(std::uint64_t first, std::size_t count, std::uint64_t seed, numeric::ThreadPool& pool,
                        Observer& observer) const override;
  const tabular::Schema& schema() const override { return transform_.schema(); }
  void save(files::ArchiveWriter out) const override;
  static std::unique_ptr<Kde> load(const files::ArchiveReader& in);
  std::string describe() const override;

  double bandwidth() const { return bandwidth_; }

 private:
  void finish();  // what follows from the rows: mean, factor of the covariance, bandwidth
  // Rows in the space of the transform.
  numeric::Matrix<float> sample_scores(std::uint64_t first, std::size_t count, std::uint64_t seed,
                                       numeric::ThreadPool& pool) const;
  void make_row(std::uint64_t k, std::uint64_t seed, std::span<float> noise, std::span<float> out) const;

  BandwidthRule rule_;
  tabular::RowTransform transform_;
  numeric::Matrix<float> x_;        // n x d: the real rows, transformed
  std::vector<double> mean_;        // m
  numeric::Matrix<double> factor_;  // d x d, lower: S = L L^T
  double bandwidth_ = 0;            // h
  std::uint64_t id_ = 0;
};

}  // namespace ballast::diffusion
