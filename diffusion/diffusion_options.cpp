#include "diffusion/diffusion_options.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "diffusion/noise_schedule.hpp"
#include "diffusion/samplers.hpp"
#include "diffusion/training_batches.hpp"
#include "engine/error.hpp"

namespace ballast::diffusion {

namespace {

constexpr std::size_t kMost = 1000000000;

void require(bool ok, std::string_view option, std::string_view expected, double got) {
  if (ok) return;
  std::string digits = std::to_string(got);
  throw Error("option '" + std::string(option) + "' of the diffusion generator is out of range")
      .expected(std::string(expected))
      .got(digits);
}

void require_size(std::size_t value, std::size_t low, std::size_t high, std::string_view option) {
  require(value >= low && value <= high, option, std::to_string(low) + " to " + std::to_string(high),
          static_cast<double>(value));
}

}  // namespace

void DiffusionOptions::validate() const {
  require_size(steps, 1, 100000, "steps");
  make_schedule(schedule, 1);
  require_size(hidden, 1, 16384, "hidden");
  require_size(layers, 1, 64, "layers");
  require_size(embedding, 2, 16384, "embedding");
  require(embedding % 2 == 0, "embedding", "an even number", static_cast<double>(embedding));
  make_batches(training.method);
  require_size(training.batch, 1, 1000000, "batch");
  require_size(training.updates, 1, kMost, "updates");
  require_size(training.warmup, 0, training.updates, "warmup");
  require(training.learning_rate > 0 && std::isfinite(training.learning_rate), "learning_rate", "a positive number",
          training.learning_rate);
  require(training.ema_decay >= 0 && training.ema_decay < 1, "ema_decay", "0 or more, below 1", training.ema_decay);
  require(training.clip_norm >= 0 && std::isfinite(training.clip_norm), "clip_norm", "0 or more", training.clip_norm);
  make_sampler(sampling.sampler);
  require_size(sampling.steps, 0, kMost, "sampling steps");
  require(away_from_majority >= 0 && away_from_majority <= 100, "away_from_majority", "0 to 100", away_from_majority);
  require_size(clusters, 0, 1000, "clusters");
  require(noise_level > 0 && noise_level <= 1, "noise_level", "above 0, at most 1", noise_level);
}

std::size_t DiffusionOptions::starting_step() const {
  return std::max<std::size_t>(1, static_cast<std::size_t>(std::lround(noise_level * static_cast<double>(steps))));
}

nn::DenoiserConfig DiffusionOptions::network_config(std::size_t columns) const {
  nn::DenoiserConfig config;
  config.kind = network;
  config.columns = columns;
  config.steps = steps;
  config.hidden = hidden;
  config.layers = layers;
  config.embedding = embedding;
  return config;
}

void DiffusionOptions::save(files::ArchiveWriter out) const {
  const auto integer = [&](std::string_view name, std::size_t value) {
    out.integer(name, static_cast<std::int64_t>(value));
  };
  out.text("schedule", schedule);
  integer("steps", steps);
  integer("network", static_cast<std::size_t>(network));
  integer("hidden", hidden);
  integer("layers", layers);
  integer("embedding", embedding);
  if (!embedded_column.empty()) out.text("embedded_column", embedded_column);
  out.text("parametrisation", to_string(training.parametrisation));
  out.text("method", training.method);
  integer("batch", training.batch);
  integer("updates", training.updates);
  out.number("learning_rate", training.learning_rate);
  integer("decay", static_cast<std::size_t>(training.decay));
  integer("warmup", training.warmup);
  out.number("ema_decay", training.ema_decay);
  out.number("clip_norm", training.clip_norm);
  out.text("sampler", sampling.sampler);
  integer("sampling_steps", sampling.steps);
  // What files of earlier versions lack is written only where it says something: equal models keep equal bytes.
  if (away_from_majority > 0.0) out.number("away_from_majority", away_from_majority);
  if (clusters != 1) integer("clusters", clusters);
  if (noise_level < 1.0) out.number("noise_level", noise_level);
}

DiffusionOptions DiffusionOptions::load(const files::ArchiveReader& in) {
  DiffusionOptions options;
  options.schedule = in.text("schedule");
  options.steps = in.size("steps", 1, 100000);
  options.network = static_cast<nn::DenoiserKind>(in.size("network", 0, 1));
  options.hidden = in.size("hidden", 1, kMost);
  options.layers = in.size("layers", 1, kMost);
  options.embedding = in.size("embedding", 1, kMost);
  if (in.has("embedded_column")) options.embedded_column = in.text("embedded_column");
  options.training.parametrisation = parametrisation_of(in.text("parametrisation"));
  options.training.method = in.text("method");
  options.training.batch = in.size("batch", 1, kMost);
  options.training.updates = in.size("updates", 1, kMost);
  options.training.learning_rate = in.number("learning_rate");
  options.training.decay = static_cast<nn::Decay>(in.size("decay", 0, 2));
  options.training.warmup = in.size("warmup", 0, kMost);
  options.training.ema_decay = in.number("ema_decay");
  options.training.clip_norm = in.number("clip_norm");
  options.sampling.sampler = in.text("sampler");
  options.sampling.steps = in.size("sampling_steps", 0, kMost);
  if (in.has("away_from_majority")) options.away_from_majority = in.number("away_from_majority");
  if (in.has("clusters")) options.clusters = in.size("clusters", 0, kMost);
  if (in.has("noise_level")) options.noise_level = in.number("noise_level");
  options.validate();
  return options;
}

}  // namespace ballast::diffusion
