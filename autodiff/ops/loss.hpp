// An op that ends a graph with a number: its sum is kept per block of rows and added up in block order. A graph may
// have several; its loss is their sum.
#pragma once

#include <vector>

#include "autodiff/tensor.hpp"

namespace ballast::autodiff {

template <class T>
class LossOp : public Op<T> {
 public:
  // `count`: what the sum over all rows is divided by.
  LossOp(std::size_t blocks, double count) : partial_(blocks, 0.0), count_(count) {}

  Tensor<T>* output() final { return nullptr; }

  // Of the last forward.
  double loss() const {
    double sum = 0;
    for (const double part : partial_) sum += part;
    return sum / count_;
  }

 protected:
  // The sum over these rows, to be written by forward.
  double& partial(const RowBlock<T>& rows) { return partial_[rows.block]; }
  double count() const { return count_; }

 private:
  std::vector<double> partial_;
  double count_;
};

}  // namespace ballast::autodiff
