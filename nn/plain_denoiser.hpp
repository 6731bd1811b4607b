// A plain multi-layer perceptron of SiLU units with additive time embedding (as in Ho et al. 2020):
//   h = silu(x W_in + emb(step) W_step + b),   h = silu(h W_l + b_l) for each further layer,   out = h W + b.
#pragma once

#include <vector>

#include "nn/denoiser.hpp"
#include "nn/linear.hpp"

namespace ballast::nn {

template <class T>
class PlainDenoiser final : public Denoiser<T> {
 public:
  explicit PlainDenoiser(const DenoiserConfig& config, const Denoiser<T>* like = nullptr);

  autodiff::Node record(autodiff::Graph<T>& graph, autodiff::Node x, autodiff::Index step,
                        std::span<T> gradients) const override;
  std::unique_ptr<Predictor<T>> predictor() const override;

 private:
  std::size_t x_weight_, step_weight_, bias_;  // W_in and W_step stand one after the other
  std::vector<Linear<T>> hidden_;
  Linear<T> out_;
};

}  // namespace ballast::nn
