// Guidance away from another class (the "negative prompt" of arXiv 2412.10948's code): two models look at a row, one of
// the class that is wanted and one of a class to stay away from, and
//
//   eps = eps_plus - W (eps_minus - <eps_minus, eps_plus> / |eps_plus|^2 eps_plus)
//
// row by row. What both models agree on is left alone; where the other class would pull the row aside, it is pushed to
// the other side. W = 0 is the first model alone.
#pragma once

#include "diffusion/process/noise_model.hpp"

namespace ballast::diffusion {

class GuidedNoise final : public NoiseModel {
 public:
  // Borrows both, which have the same columns.
  GuidedNoise(const NoiseModel& wanted, const NoiseModel& avoided, double weight);

  std::size_t columns() const override { return wanted_.columns(); }
  // Cost: both models.
  void predict(numeric::MatrixView<const float> x, std::size_t n, numeric::MatrixView<float> eps,
               numeric::Workspace& scratch) const override;
  std::size_t scratch_bytes() const override;

 private:
  static constexpr std::size_t kRows = 128;  // whose avoided noise is held at a time

  const NoiseModel& wanted_;
  const NoiseModel& avoided_;
  double weight_;
};

}  // namespace ballast::diffusion
