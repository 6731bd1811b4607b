// Saving and loading of denoisers: the configuration, then each parameter under its name.
#include <algorithm>
#include <cmath>
#include <cstdint>

#include "engine/error.hpp"
#include "nn/denoiser.hpp"
#include "nn/denoiser_limits.hpp"

namespace ballast::nn {
namespace {

DenoiserConfig read_config(const files::ArchiveReader& in) {
  DenoiserConfig config;
  const std::string kind = in.text("kind");
  if (kind != "residual_gelu" && kind != "plain_silu") {
    throw Error("unknown kind of denoiser").in(in.path()).expected("residual_gelu or plain_silu").got(kind);
  }
  config.kind = kind == "plain_silu" ? DenoiserKind::plain_silu : DenoiserKind::residual_gelu;
  config.columns = in.size("columns", 1, kMostColumns);
  config.steps = in.size("steps", 1, kMostSteps);
  config.hidden = in.size("hidden", 1, kMostHidden);
  config.layers = in.size("layers", 1, kMostLayers);
  config.embedding = in.size("embedding", 2, kMostEmbedding);
  config.column_scale = in.number("column_scale");
  for (const std::uint64_t column : in.array<std::uint64_t>("embedded_columns")) {
    config.embedded_columns.push_back(static_cast<std::size_t>(column));
  }
  return config;
}

}  // namespace

template <class T>
void Denoiser<T>::save(files::ArchiveWriter out) const {
  out.text("kind", config_.kind == DenoiserKind::plain_silu ? "plain_silu" : "residual_gelu");
  out.integer("columns", static_cast<std::int64_t>(config_.columns));
  out.integer("steps", static_cast<std::int64_t>(config_.steps));
  out.integer("hidden", static_cast<std::int64_t>(config_.hidden));
  out.integer("layers", static_cast<std::int64_t>(config_.layers));
  out.integer("embedding", static_cast<std::int64_t>(config_.embedding));
  out.number("column_scale", config_.column_scale);
  const std::vector<std::uint64_t> embedded(config_.embedded_columns.begin(), config_.embedded_columns.end());
  out.array<std::uint64_t>("embedded_columns", embedded);
  files::ArchiveWriter values = out.child("parameters");
  for (const ParameterShape& shape : parameters_.shapes()) {
    values.array<T>(shape.name, parameters_.values().subspan(shape.offset, shape.rows * shape.columns));
  }
}

// Every array is held against the shape the configuration asks for before memory for the network is taken.
template <class T>
std::unique_ptr<Denoiser<T>> load_denoiser(const files::ArchiveReader& in, const Denoiser<T>* like) {
  std::unique_ptr<Denoiser<T>> denoiser = construct_denoiser<T>(read_config(in), like);
  Parameters<T>& parameters = denoiser->parameters();
  const files::ArchiveReader stored = in.child("parameters");
  std::vector<std::vector<T>> arrays;
  for (const ParameterShape& shape : parameters.shapes()) {
    arrays.push_back(stored.array<T>(shape.name, shape.rows * shape.columns));
    const bool finite = std::ranges::all_of(arrays.back(), [](T value) { return std::isfinite(value); });
    if (!finite) throw Error("a parameter of the denoiser is not finite").in(in.path()).got(shape.name);
  }
  parameters.allocate();
  for (std::size_t k = 0; k < arrays.size(); ++k) {
    std::ranges::copy(arrays[k], parameters.values().subspan(parameters.shapes()[k].offset).begin());
  }
  return denoiser;
}

template void Denoiser<float>::save(files::ArchiveWriter) const;
template void Denoiser<double>::save(files::ArchiveWriter) const;
template std::unique_ptr<Denoiser<float>> load_denoiser(const files::ArchiveReader&, const Denoiser<float>*);
template std::unique_ptr<Denoiser<double>> load_denoiser(const files::ArchiveReader&, const Denoiser<double>*);

}  // namespace ballast::nn
