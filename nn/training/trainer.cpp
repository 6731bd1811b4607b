#include "nn/training/trainer.hpp"

namespace ballast::nn {

template <class T>
Trainer<T>::Trainer(Denoiser<T>& denoiser, std::size_t batch, const OptimiserConfig& config)
    : denoiser_(denoiser), optimiser_(denoiser.parameters().values(), config), graph_(batch) {
  const std::size_t columns = denoiser.config().columns;
  x_ = graph_.input(columns);
  target_ = graph_.input(columns);
  weight_ = graph_.input(1);
  step_ = graph_.index();
  for (std::size_t i = 0; i < batch; ++i) row_weights()(i, 0) = T{1};
  graph_.mean_squared_error(denoiser.record(graph_, x_, step_, optimiser_.gradients()), target_, weight_);
}

template <class T>
double Trainer<T>::step(double learning_rate, numeric::ThreadPool& pool) {
  const double loss = accumulate(pool);
  update(learning_rate, pool);
  return loss;
}

template <class T>
double Trainer<T>::accumulate(numeric::ThreadPool& pool) {
  graph_.forward_backward(pool, !fresh_);
  fresh_ = false;
  return graph_.loss();
}

template <class T>
void Trainer<T>::update(double learning_rate, numeric::ThreadPool& pool) {
  optimiser_.update(denoiser_.parameters().values(), learning_rate, pool);
  fresh_ = true;
}

template class Trainer<float>;
template class Trainer<double>;

}  // namespace ballast::nn
