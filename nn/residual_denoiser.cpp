#include "nn/residual_denoiser.hpp"

#include <array>
#include <numbers>

#include "autodiff/ops/sinusoidal.hpp"
#include "nn/embedding.hpp"
#include "nn/project.hpp"

namespace ballast::nn {
namespace {

// Raw columns, and `embedding` features for each embedded column.
std::size_t count_features(const DenoiserConfig& config) {
  const std::size_t embedded = config.embedded_columns.size();
  return config.columns - embedded + embedded * config.embedding;
}

}  // namespace

template <class T>
ResidualDenoiser<T>::ResidualDenoiser(const DenoiserConfig& config)
    : Denoiser<T>(config, std::max({count_features(config), config.hidden, config.columns})),
      frequencies_(embedding_frequencies<T>(config.embedding, config.column_scale / (2 * std::numbers::pi))),
      features_(count_features(config)) {
  Parameters<T>& parameters = this->parameters_;
  const std::size_t in = features_ + config.embedding, hidden = config.hidden;
  first_ = Linear<T>(parameters, "first", in, hidden, he_bound(in));
  for (std::size_t l = 1; l < config.layers; ++l) {
    residual_.emplace_back(parameters, "residual." + std::to_string(l), hidden, hidden, he_bound(hidden));
  }
  out_ = Linear<T>(parameters, "out", hidden, config.columns, lecun_bound(hidden));
}

template <class T>
autodiff::Node ResidualDenoiser<T>::record(autodiff::Graph<T>& graph, autodiff::Node x, autodiff::Index step,
                                           std::span<T> gradients) const {
  const Parameters<T>& parameters = this->parameters_;
  const std::array features = {graph.sinusoidal(x, this->config_.embedded_columns, frequencies_),
                               graph.gather(this->step_table_.view(), step)};
  autodiff::Node h =
      first_.record(graph, parameters, gradients, graph.concatenate(features), numeric::Activation::gelu);
  for (const Linear<T>& layer : residual_) {
    h = graph.add(h, layer.record(graph, parameters, gradients, h, numeric::Activation::gelu));
  }
  return out_.record(graph, parameters, gradients, h, numeric::Activation::identity, x);
}

template <class T>
void ResidualDenoiser<T>::project_step(std::size_t step, std::span<T> out) const {
  const numeric::MatrixView<const T> weight = this->parameters_.matrix(first_.weight);
  project<T>(this->step_table_.row(step), weight.row_block(features_, this->config_.embedding),
             this->parameters_.matrix(first_.bias).row(0), out);
}

template <class T>
void ResidualDenoiser<T>::predict_block(numeric::MatrixView<const T> x, std::span<const T> projected_step,
                                        numeric::MatrixView<T> out, numeric::Workspace& scratch) const {
  const Parameters<T>& parameters = this->parameters_;
  const std::size_t rows = numeric::kRowBlock, hidden = this->config_.hidden;
  const numeric::Workspace::Scope scope(scratch);
  const numeric::MatrixView<T> features = scratch.take_matrix<T>(rows, features_);
  for (std::size_t i = 0; i < rows; ++i) {
    autodiff::embed_columns<T>(x.row(i), this->config_.embedded_columns, frequencies_, features.row(i).data());
  }
  const numeric::MatrixView<T> h = scratch.take_matrix<T>(rows, hidden), r = scratch.take_matrix<T>(rows, hidden);
  numeric::gemm<T>(T{1}, features, numeric::Op::kNone, parameters.matrix(first_.weight).row_block(0, features_),
                   numeric::Op::kNone, T{0}, h);
  numeric::bias_activation<T>(h, projected_step, {}, numeric::Activation::gelu, h);
  for (const Linear<T>& layer : residual_) {
    layer.apply(parameters, h, numeric::Activation::gelu, {}, r, r);
    numeric::bias_activation<T>(h, {}, r, numeric::Activation::identity, h);  // h += r
  }
  out_.apply(parameters, h, numeric::Activation::identity, x, scratch.take_matrix<T>(rows, out.columns()), out);
}

template class ResidualDenoiser<float>;
template class ResidualDenoiser<double>;

}  // namespace ballast::nn
