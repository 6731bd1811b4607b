// A trained network as a NoiseModel: the paper's third parametrisation, where the network's output is the noise itself
// (arXiv 2412.10948, section 3). Another parametrisation is another small class like this one beside another target in
// training_batches.hpp.
#pragma once

#include <memory>

#include "diffusion/noise_model.hpp"
#include "nn/denoiser.hpp"

namespace ballast::diffusion {

class NetworkNoise final : public NoiseModel {
 public:
  // Borrows the network, whose parameters must not change.
  explicit NetworkNoise(const nn::Denoiser<float>& network) : network_(network), predictor_(network.predictor()) {}

  std::size_t columns() const override { return network_.config().columns; }
  void predict(numeric::MatrixView<const float> x, std::size_t n, numeric::MatrixView<float> eps,
               numeric::Workspace& scratch) const override {
    predictor_->predict(x, n, eps, scratch);
  }
  std::size_t scratch_bytes() const override { return predictor_->scratch_bytes(); }

 private:
  const nn::Denoiser<float>& network_;
  std::unique_ptr<const nn::Predictor<float>> predictor_;
};

}  // namespace ballast::diffusion
