#include "nn/denoiser.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "engine/error.hpp"
#include "nn/denoiser_limits.hpp"
#include "nn/embedding.hpp"
#include "nn/plain_denoiser.hpp"
#include "nn/residual_denoiser.hpp"

namespace ballast::nn {
namespace {

void check(bool holds, const char* expected) {
  if (!holds) throw Error("impossible denoiser").expected(expected);
}

void check(const DenoiserConfig& config) {
  const auto within = [](std::size_t value, std::size_t most) { return value >= 1 && value <= most; };
  check(within(config.columns, kMostColumns), "1 to 65536 columns");
  check(within(config.steps, kMostSteps), "1 to 1048576 diffusion steps");
  check(within(config.hidden, kMostHidden), "1 to 65536 hidden units");
  check(within(config.layers, kMostLayers), "1 to 1024 layers");
  check(within(config.embedding, kMostEmbedding) && config.embedding % 2 == 0, "2 to 4096 embedding dimensions, even");
  check((config.steps + 1) * config.embedding <= kMostTable, "steps times embedding dimensions of at most 33554432");
  check(std::isfinite(config.column_scale) && config.column_scale > 0, "a positive column scale");
  std::vector<std::size_t> embedded = config.embedded_columns;
  std::ranges::sort(embedded);
  check(std::ranges::adjacent_find(embedded) == embedded.end(), "embedded columns named once");
  check(embedded.empty() || embedded.back() < config.columns, "embedded columns below the number of columns");
}

}  // namespace

template <class T>
std::unique_ptr<Denoiser<T>> construct_denoiser(const DenoiserConfig& config, const Denoiser<T>* like) {
  check(config);
  if (config.kind == DenoiserKind::plain_silu) return std::make_unique<PlainDenoiser<T>>(config, like);
  return std::make_unique<ResidualDenoiser<T>>(config, like);
}

template <class T>
Denoiser<T>::Denoiser(DenoiserConfig config, const Denoiser* like) : config_(std::move(config)) {
  const bool same =
      like != nullptr && like->config_.steps == config_.steps && like->config_.embedding == config_.embedding;
  step_table_ =
      same ? like->step_table_
           : std::make_shared<const numeric::Matrix<T>>(step_embedding_table<T>(config_.steps, config_.embedding));
}

template <class T>
std::unique_ptr<Denoiser<T>> Denoiser<T>::with_parameters(std::span<const T> values) const {
  assert(values.size() == parameters_.size());
  std::unique_ptr<Denoiser<T>> copy = construct_denoiser<T>(config_, this);
  copy->parameters_.allocate();
  std::ranges::copy(values, copy->parameters_.values().begin());
  return copy;
}

template <class T>
std::unique_ptr<Denoiser<T>> make_denoiser(const DenoiserConfig& config, std::uint64_t seed) {
  std::unique_ptr<Denoiser<T>> denoiser = construct_denoiser<T>(config);
  denoiser->parameters().allocate();
  denoiser->parameters().draw(seed);
  return denoiser;
}

template std::unique_ptr<Denoiser<float>> construct_denoiser(const DenoiserConfig&, const Denoiser<float>*);
template std::unique_ptr<Denoiser<double>> construct_denoiser(const DenoiserConfig&, const Denoiser<double>*);
template class Denoiser<float>;
template class Denoiser<double>;
template std::unique_ptr<Denoiser<float>> make_denoiser(const DenoiserConfig&, std::uint64_t);
template std::unique_ptr<Denoiser<double>> make_denoiser(const DenoiserConfig&, std::uint64_t);

}  // namespace ballast::nn
