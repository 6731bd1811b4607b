// Two products a column each way.
#include "nn/shared_curves.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "engine/numeric/blas.hpp"

namespace ballast::nn {

using numeric::Transpose;

template <class T>
SharedCurves<T>::SharedCurves(const CodeNetwork<T>& network, std::span<const double> rank)
    : network_(network), own_(network.parameters().size()), curve_(kRankFunctions * network.shape().hidden) {
  std::size_t first = 0, codes_with = 0;
  for (std::size_t j = 0; j < network.shape().columns(); ++j) {
    const std::size_t codes = network.shape().codes[j];
    const std::span<const double> ranks = rank.subspan(first, codes);
    if (!std::ranges::all_of(ranks, [](double r) { return std::isnan(r); })) {
      curved_.push_back({j, codes, codes_with});
      codes_with += codes;
    }
    first += codes;
  }
  assert(first == rank.size());
  functions_ = numeric::Matrix<T>(codes_with, kRankFunctions);
  first = 0;
  for (std::size_t j = 0, k = 0; k < curved_.size(); first += network.shape().codes[j++]) {
    if (curved_[k].column != j) continue;
    for (std::size_t c = 0; c < curved_[k].codes; ++c) {
      const double r = rank[first + c];
      if (std::isnan(r)) continue;
      std::ranges::transform(rank_waves(r), functions_.row(curved_[k].first + c).begin(),
                             [](double value) { return static_cast<T>(value); });
    }
    ++k;
  }
}

template <class T>
typename SharedCurves<T>::Curves SharedCurves<T>::curves_of(std::span<T> learned, std::size_t k) const {
  T* const at = learned.data() + own_ + 2 * k * curve_;
  const std::size_t hidden = network_.shape().hidden;
  return {{at, kRankFunctions, hidden}, {at + curve_, hidden, kRankFunctions}};
}

template <class T>
void SharedCurves<T>::add_up(std::span<const T> learned, std::span<T> parameters, numeric::ThreadPool& pool) const {
  std::ranges::copy(learned.first(own_), parameters.begin());
  const std::span<T> readable(const_cast<T*>(learned.data()), learned.size());  // only read below
  pool.parallel_for(curved_.size(), [&](std::size_t k) {
    const Curves curves = curves_of(readable, k);
    const numeric::MatrixView<const T> f = functions_of(curved_[k]);
    numeric::gemm<T>(1, f, Transpose::no, curves.in, Transpose::no, 1, network_.table(curved_[k].column, parameters));
    numeric::gemm<T>(1, curves.out, Transpose::no, f, Transpose::yes, 1, network_.head(curved_[k].column, parameters));
  });
}

template <class T>
void SharedCurves<T>::pull_back(std::span<T> gradients, numeric::ThreadPool& pool) const {
  const std::span<T> own = gradients.first(own_);
  pool.parallel_for(curved_.size(), [&](std::size_t k) {
    const Curves curves = curves_of(gradients, k);
    const numeric::MatrixView<const T> f = functions_of(curved_[k]);
    numeric::gemm<T>(1, f, Transpose::yes, network_.table(curved_[k].column, own), Transpose::no, 0, curves.in);
    numeric::gemm<T>(1, network_.head(curved_[k].column, own), Transpose::no, f, Transpose::no, 0, curves.out);
  });
}

template class SharedCurves<float>;
template class SharedCurves<double>;

}  // namespace ballast::nn
