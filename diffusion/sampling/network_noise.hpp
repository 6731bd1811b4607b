// A trained network as a NoiseModel, whatever it was trained to predict (parametrisation.hpp).
#pragma once

#include <memory>

#include "diffusion/process/noise_model.hpp"
#include "diffusion/process/parametrisation.hpp"
#include "nn/denoiser.hpp"

namespace ballast::diffusion {

class NetworkNoise final : public NoiseModel {
 public:
  // Borrows the network, whose parameters must not change, and the schedule.
  NetworkNoise(const nn::Denoiser<float>& network, const NoiseSchedule& schedule, Parametrisation parametrisation)
      : network_(network), predictor_(network.predictor()), schedule_(schedule), parametrisation_(parametrisation) {}

  std::size_t columns() const override { return network_.config().columns; }
  void predict(numeric::MatrixView<const float> x, std::size_t n, numeric::MatrixView<float> eps,
               numeric::Workspace& scratch) const override {
    predictor_->predict(x, n, eps, scratch);
    if (parametrisation_ == Parametrisation::noise) return;
    const NoiseReading reading = noise_reading(parametrisation_, schedule_, n);
    const float row = static_cast<float>(reading.row), output = static_cast<float>(reading.output);
    for (std::size_t i = 0; i < x.rows(); ++i) {
      const float* const from = x.row(i).data();
      float* const to = eps.row(i).data();
      for (std::size_t d = 0; d < x.columns(); ++d) to[d] = std::fma(row, from[d], output * to[d]);
    }
  }
  std::size_t scratch_bytes() const override { return predictor_->scratch_bytes(); }

 private:
  const nn::Denoiser<float>& network_;
  std::unique_ptr<const nn::Predictor<float>> predictor_;
  const NoiseSchedule& schedule_;
  Parametrisation parametrisation_;
};

}  // namespace ballast::diffusion
