#include "diffusion/diffusion_options.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "diffusion/option_ranges.hpp"
#include "diffusion/process/noise_schedule.hpp"
#include "diffusion/sampling/samplers.hpp"
#include "diffusion/training/training_batches.hpp"
#include "engine/error.hpp"

namespace ballast::diffusion {

namespace {

constexpr std::size_t kMostOfFile = 1'000'000'000;  // a file's numbers are checked again by validate()

void check(const Range& range, std::string_view option, auto value) {
  require_option("diffusion", option, range, static_cast<double>(value));
}

}  // namespace

void DiffusionOptions::validate() const {
  check(kNoisingStepsRange, "steps", steps);
  make_schedule(schedule, 1);
  check(kHiddenRange, "hidden", hidden);
  check(kLayersRange, "layers", layers);
  check(whole_range(2, 16384), "embedding", embedding);
  if (embedding % 2 != 0) {
    throw Error("option 'embedding' of the diffusion generator is odd")
        .expected("an even number")
        .got(std::to_string(embedding));
  }
  make_batches(training.method);
  check(kBatchRange, "batch", training.batch);
  check(kUpdatesRange, "updates", training.updates);
  check(whole_range(0, training.updates), "warmup", training.warmup);
  check(kLearningRateRange, "learning_rate", training.learning_rate);
  check(Range{.high = 1, .high_open = true}, "ema_decay", training.ema_decay);
  check(Range{}, "clip_norm", training.clip_norm);
  make_sampler(sampling.sampler);
  check(kEvaluationsRange, "sampling steps", sampling.evaluations);
  check(kAwayFromMajorityRange, "away_from_majority", away_from_majority);
  if (clusters != 0) check(kClustersRange, "clusters", clusters);  // 0: as many as the rows suggest
  check(kNoiseLevelRange, "noise_level", noise_level);
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
  integer("sampling_steps", sampling.evaluations);
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
  options.hidden = in.size("hidden", 1, kMostOfFile);
  options.layers = in.size("layers", 1, kMostOfFile);
  options.embedding = in.size("embedding", 1, kMostOfFile);
  if (in.has("embedded_column")) options.embedded_column = in.text("embedded_column");
  options.training.parametrisation = parametrisation_of(in.text("parametrisation"));
  options.training.method = in.text("method");
  options.training.batch = in.size("batch", 1, kMostOfFile);
  options.training.updates = in.size("updates", 1, kMostOfFile);
  options.training.learning_rate = in.number("learning_rate");
  options.training.decay = static_cast<nn::Decay>(in.size("decay", 0, 2));
  options.training.warmup = in.size("warmup", 0, kMostOfFile);
  options.training.ema_decay = in.number("ema_decay");
  options.training.clip_norm = in.number("clip_norm");
  options.sampling.sampler = in.text("sampler");
  options.sampling.evaluations = in.size("sampling_steps", 0, kMostOfFile);
  if (in.has("away_from_majority")) options.away_from_majority = in.number("away_from_majority");
  if (in.has("clusters")) options.clusters = in.size("clusters", 0, kMostOfFile);
  if (in.has("noise_level")) options.noise_level = in.number("noise_level");
  options.validate();
  return options;
}

}  // namespace ballast::diffusion
