// The network of arXiv 2412.10948: sinusoidal embeddings of the step and of embedded columns beside the raw ones, a
// hidden layer, a second one that adds to it, and an output that adds to the input row. Shapes: rows x inputs ->
// rows x hidden -> rows x hidden -> rows x D.
#include "nn/residual_denoiser.hpp"

#include <algorithm>
#include <array>
#include <numbers>
#include <utility>

#include "autodiff/ops/sinusoidal.hpp"
#include "nn/embedding.hpp"

namespace ballast::nn {
namespace {

// Raw columns, and `embedding` features for each embedded column.
std::size_t count_features(const DenoiserConfig& config) {
  const std::size_t embedded = config.embedded_columns.size();
  return config.columns - embedded + embedded * config.embedding;
}

template <class T>
class ResidualPredictor final : public Predictor<T> {
 public:
  ResidualPredictor(StepLayer<T> step, std::span<const std::size_t> embedded, std::span<const T> frequencies,
                    PackedLinear<T> first, std::size_t features, std::vector<PackedLinear<T>> residual,
                    PackedLinear<T> out, std::size_t widest)
      : Predictor<T>(step, widest),
        embedded_(embedded),
        frequencies_(frequencies),
        features_(features),
        first_(std::move(first)),
        residual_(std::move(residual)),
        out_(std::move(out)) {}

 protected:
  void predict_block(numeric::MatrixView<const T> x, std::span<const T> projected_step, numeric::MatrixView<T> out,
                     numeric::Workspace& scratch) const override {
    const std::size_t rows = x.rows(), width = projected_step.size();
    const numeric::Workspace::Scope scope(scratch);
    const numeric::MatrixView<T> features = scratch.take_matrix<T>(rows, features_);
    for (std::size_t i = 0; i < rows; ++i) {
      autodiff::embed_columns<T>(x.row(i), embedded_, frequencies_, features.row(i).data());
    }
    const numeric::MatrixView<T> h = scratch.take_matrix<T>(rows, width), r = scratch.take_matrix<T>(rows, width);
    first_.apply(features, projected_step, {}, numeric::Activation::gelu, h, h);
    for (const PackedLinear<T>& layer : residual_) {
      layer.apply(h, {}, numeric::Activation::gelu, r, r);
      numeric::bias_activation<T>(h, {}, r, numeric::Activation::identity, h);  // h += r
    }
    const numeric::MatrixView<T> pre = scratch.take_matrix<T>(rows, out.columns());  // x is still to be added
    out_.apply(h, x, numeric::Activation::identity, pre, out);
  }

 private:
  std::span<const std::size_t> embedded_;
  std::span<const T> frequencies_;
  std::size_t features_;
  PackedLinear<T> first_;
  std::vector<PackedLinear<T>> residual_;
  PackedLinear<T> out_;
};

}  // namespace

template <class T>
ResidualDenoiser<T>::ResidualDenoiser(const DenoiserConfig& config, const Denoiser<T>* like)
    : Denoiser<T>(config, like),
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
                               graph.gather(this->step_table_->view(), step)};
  autodiff::Node h =
      first_.record(graph, parameters, gradients, graph.concatenate(features), numeric::Activation::gelu);
  for (const Linear<T>& layer : residual_) {
    h = graph.add(h, layer.record(graph, parameters, gradients, h, numeric::Activation::gelu));
  }
  return out_.record(graph, parameters, gradients, h, numeric::Activation::identity, x);
}

// The first weight is cut in two: its upper rows meet the features, its lower rows the embedded step.
template <class T>
std::unique_ptr<Predictor<T>> ResidualDenoiser<T>::predictor() const {
  const Parameters<T>& parameters = this->parameters_;
  const numeric::MatrixView<const T> first = parameters.matrix(first_.weight);
  std::vector<PackedLinear<T>> residual;
  for (const Linear<T>& layer : residual_) residual.push_back(layer.packed(parameters));
  const StepLayer<T> step{this->step_table_->view(), first.row_block(features_, this->config_.embedding),
                          parameters.matrix(first_.bias).row(0)};
  return std::make_unique<ResidualPredictor<T>>(
      step, this->config_.embedded_columns, frequencies_, PackedLinear<T>(first.row_block(0, features_)), features_,
      std::move(residual), out_.packed(parameters), std::max({features_, this->config_.hidden, this->config_.columns}));
}

template class ResidualDenoiser<float>;
template class ResidualDenoiser<double>;

}  // namespace ballast::nn
