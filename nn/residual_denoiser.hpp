// The paper's denoiser (Le 2024, arXiv 2412.10948): features = [raw columns | embedded columns | embedded step],
//   h = gelu(features W_0 + b_0),   h += gelu(h W_l + b_l) for each further layer,   out = h W + b + x.
#pragma once

#include <vector>

#include "nn/denoiser.hpp"
#include "nn/linear.hpp"

namespace ballast::nn {

template <class T>
class ResidualDenoiser final : public Denoiser<T> {
 public:
  explicit ResidualDenoiser(const DenoiserConfig& config, const Denoiser<T>* like = nullptr);

  autodiff::Node record(autodiff::Graph<T>& graph, autodiff::Node x, autodiff::Index step,
                        std::span<T> gradients) const override;
  std::unique_ptr<Predictor<T>> predictor() const override;

 private:
  std::vector<T> frequencies_;  // of embedded columns, in turns
  std::size_t features_;        // raw and embedded columns, the step aside
  Linear<T> first_, out_;
  std::vector<Linear<T>> residual_;
};

}  // namespace ballast::nn
