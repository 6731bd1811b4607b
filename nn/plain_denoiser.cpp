#include "nn/plain_denoiser.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace ballast::nn {
namespace {

template <class T>
class PlainPredictor final : public Predictor<T> {
 public:
  PlainPredictor(StepLayer<T> step, PackedLinear<T> in, std::vector<PackedLinear<T>> hidden, PackedLinear<T> out,
                 std::size_t widest)
      : Predictor<T>(step, widest), in_(std::move(in)), hidden_(std::move(hidden)), out_(std::move(out)) {}

 protected:
  void predict_block(numeric::MatrixView<const T> x, std::span<const T> projected_step, numeric::MatrixView<T> out,
                     numeric::Workspace& scratch) const override {
    const std::size_t rows = x.rows(), width = projected_step.size();
    const numeric::Workspace::Scope scope(scratch);
    numeric::MatrixView<T> h = scratch.take_matrix<T>(rows, width), next = scratch.take_matrix<T>(rows, width);
    in_.apply(x, projected_step, {}, numeric::Activation::silu, h, h);
    for (const PackedLinear<T>& layer : hidden_) {
      layer.apply(h, {}, numeric::Activation::silu, next, next);
      std::swap(h, next);
    }
    out_.apply(h, {}, numeric::Activation::identity, out, out);
  }

 private:
  PackedLinear<T> in_;
  std::vector<PackedLinear<T>> hidden_;
  PackedLinear<T> out_;
};

}  // namespace

template <class T>
PlainDenoiser<T>::PlainDenoiser(const DenoiserConfig& config, const Denoiser<T>* like) : Denoiser<T>(config, like) {
  Parameters<T>& parameters = this->parameters_;
  const std::size_t hidden = config.hidden, in = config.columns + config.embedding;
  x_weight_ = parameters.declare("in.weight", config.columns, hidden, he_bound(in));
  step_weight_ = parameters.declare("step.weight", config.embedding, hidden, he_bound(in));
  bias_ = parameters.declare("in.bias", 1, hidden);
  for (std::size_t l = 1; l < config.layers; ++l) {
    hidden_.emplace_back(parameters, "hidden." + std::to_string(l), hidden, hidden, he_bound(hidden));
  }
  out_ = Linear<T>(parameters, "out", hidden, config.columns, lecun_bound(hidden));
}

// A batch with more rows than there are steps projects each step once. A smaller one projects each row, as one product
// with the input: [x | emb(step)] [W_in; W_step].
template <class T>
autodiff::Node PlainDenoiser<T>::record(autodiff::Graph<T>& graph, autodiff::Node x, autodiff::Index step,
                                        std::span<T> gradients) const {
  const Parameters<T>& parameters = this->parameters_;
  const autodiff::Parameter<T> bias = parameters.parameter(bias_, gradients);
  const numeric::MatrixView<const T> table = this->step_table_->view();
  autodiff::Node h;
  if (graph.rows() > table.rows()) {
    const autodiff::Node e = graph.gather_projection(table, parameters.parameter(step_weight_, gradients), step);
    h = graph.linear(x, parameters.parameter(x_weight_, gradients), bias, numeric::Activation::silu, e);
  } else {
    const std::array parts = {x, graph.gather(table, step)};
    h = graph.linear(graph.concatenate(parts), parameters.stacked(x_weight_, gradients), bias,
                     numeric::Activation::silu);
  }
  for (const Linear<T>& layer : hidden_) h = layer.record(graph, parameters, gradients, h, numeric::Activation::silu);
  return out_.record(graph, parameters, gradients, h, numeric::Activation::identity);
}

template <class T>
std::unique_ptr<Predictor<T>> PlainDenoiser<T>::predictor() const {
  const Parameters<T>& parameters = this->parameters_;
  std::vector<PackedLinear<T>> hidden;
  for (const Linear<T>& layer : hidden_) hidden.push_back(layer.packed(parameters));
  const StepLayer<T> step{this->step_table_->view(), parameters.matrix(step_weight_), parameters.matrix(bias_).row(0)};
  return std::make_unique<PlainPredictor<T>>(step, PackedLinear<T>(parameters.matrix(x_weight_)), std::move(hidden),
                                             out_.packed(parameters),
                                             std::max(this->config_.hidden, this->config_.columns));
}

template class PlainDenoiser<float>;
template class PlainDenoiser<double>;

}  // namespace ballast::nn
