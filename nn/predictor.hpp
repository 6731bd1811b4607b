// A denoiser ready to predict: its weights are packed once, for any number of predictions.
//
// The products are multiply_packed's (engine/numeric/packed.hpp), one chain of fused multiply-adds for each value, and
// everything else works on single values: the bits of a predicted row depend on that row and the step alone, not on the
// rows beside it, its place among them, or the processor's BLAS kernels.
#pragma once

#include <cstddef>
#include <span>

#include "engine/numeric/matrix.hpp"
#include "engine/numeric/workspace.hpp"

namespace ballast::nn {

// What the step adds to the first layer, table[step] weight + bias: the same for all rows, so computed once a call.
template <class T>
struct StepLayer {
  numeric::MatrixView<const T> table;   // (T + 1) x embedding
  numeric::MatrixView<const T> weight;  // embedding x H
  std::span<const T> bias;              // H
};

template <class T>
class Predictor {
 public:
  virtual ~Predictor() = default;
  Predictor(const Predictor&) = delete;
  Predictor& operator=(const Predictor&) = delete;

  // The prediction for rows x (any number x D) at one shared step; out has the shape of x and may be x.
  // Requires: scratch_bytes() free bytes in `scratch`, one for each thread. Threads: any number at once. Does not
  // allocate.
  void predict(numeric::MatrixView<const T> x, std::size_t step, numeric::MatrixView<T> out,
               numeric::Workspace& scratch) const;
  std::size_t scratch_bytes() const;

 protected:
  // Rows that go through the network together: their activations stay in the L2 cache beside a panel of weights.
  static constexpr std::size_t kRows = 128;

  // Borrows what `step` points to. No activation is wider than `widest`.
  Predictor(StepLayer<T> step, std::size_t widest) : step_(step), widest_(widest) {}

  // predict for at most kRows rows; takes at most four matrices of kRows x widest from `scratch`.
  virtual void predict_block(numeric::MatrixView<const T> x, std::span<const T> projected_step,
                             numeric::MatrixView<T> out, numeric::Workspace& scratch) const = 0;

 private:
  StepLayer<T> step_;
  std::size_t widest_;
};

}  // namespace ballast::nn
