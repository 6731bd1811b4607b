#include "app/commands/options/diffusion_settings.hpp"

#include <string_view>

#include "app/commands/options/data_options.hpp"
#include "diffusion/option_ranges.hpp"
#include "diffusion/sampling/samplers.hpp"

namespace ballast::app {
namespace {

constexpr const char* kDiffusion = "generator=diffusion,auto";  // auto then takes diffusion
constexpr const char* kNetworks = "generator=diffusion,gan,vae,masked | auto-choosing-a-network";

}  // namespace

std::vector<OptionSpec> sampling_settings(const char* read_with) {
  static const diffusion::SamplingOptions defaults;
  return {{"sampler", "KIND", std::string_view(defaults.sampler), "How rows are made.",
           Values::one_of(diffusion::sampler_names), read_with},
          {"evaluations", "N", defaults.evaluations,
           "Evaluations of the network for each row, at most; 0: at each noising step, which ancestral wants. heun "
           "takes two a step.",
           diffusion::kEvaluationsRange, read_with}};
}

diffusion::SamplingOptions read_sampling_settings(const Arguments& arguments) {
  return {arguments.choice("sampler"), arguments.whole("evaluations")};
}

std::vector<OptionSpec> diffusion_settings() {
  static const diffusion::DiffusionOptions defaults;
  const diffusion::TrainingOptions& training = defaults.training;
  return joined(
      {{"hidden", "N", defaults.hidden, "Units of a hidden layer.", diffusion::kHiddenRange, kNetworks},
       {"layers", "N", defaults.layers, "Hidden layers.", diffusion::kLayersRange, kNetworks},
       updates_option(training.updates, kNetworks),
       {"batch", "N", training.batch, "Rows an update learns from.", diffusion::kBatchRange, kNetworks},
       {"learning-rate", "X", training.learning_rate, "Of Adam, at its peak.", diffusion::kLearningRateRange,
        kNetworks},
       {"scaling", "KIND", "quantile", "Of the columns: quantile (to a normal distribution) or standardise.",
        Values::one_of("quantile,standardise"), kDiffusion},
       {"noising-steps", "N", defaults.steps,
        "Steps of the noising process. Fewer end before a row is noise, and rows made are narrower than real ones.",
        diffusion::kNoisingStepsRange, kDiffusion},
       {"schedule", "KIND", std::string_view(defaults.schedule), "Of the noise: linear or cosine.",
        Values::one_of("linear,cosine"), kDiffusion},
       {"network", "KIND", "plain",
        "plain (SiLU layers, the step added) or residual (the paper's: GELU, the step embedded beside the row).",
        Values::one_of("plain,residual"), kDiffusion},
       {"parametrisation", "WHAT", diffusion::to_string(training.parametrisation),
        "What the network learns to predict: noise (the paper's), v, data or mean.",
        Values::one_of("noise,v,data,mean"), kDiffusion},
       {"training", "KIND", "random-steps",
        "random-steps (one step of each row) or trajectories (the paper's: all steps of each row; N times the "
        "work of an update).",
        Values::one_of("random-steps,trajectories"), kDiffusion},
       {"clusters", "N", defaults.clusters,
        "One network for each of N clusters of the rare rows (UMAP and k-means), which share the updates; auto: as "
        "many as the rows suggest.",
        Values::number_or("auto", diffusion::kClustersRange), kDiffusion},
       {"away-from-majority", "W", defaults.away_from_majority,
        "Keeps rows away from the other classes, which a second network then learns, by this weight; 0: does not.",
        diffusion::kAwayFromMajorityRange, kDiffusion},
       {"noise-level", "X", defaults.noise_level,
        "1: rows are made from pure noise. Below 1 each starts as a real row noised to that fraction of the steps: "
        "near 0 copies, near 1 invents. The file then holds the real rows.",
        diffusion::kNoiseLevelRange, kDiffusion}},
      sampling_settings(kDiffusion));
}

OptionSpec updates_option(Default updates, const char* read_with, const char* help) {
  return {"updates", "N", updates, help, diffusion::kUpdatesRange, read_with};
}

std::string given_diffusion_setting(const Arguments& arguments) {
  for (const OptionSpec& option : diffusion_settings()) {
    if (std::string_view(option.read_with) == kDiffusion && arguments.given(option.name)) return option.name;
  }
  return "";
}

diffusion::DiffusionOptions read_diffusion_settings(const Arguments& arguments) {
  diffusion::DiffusionOptions out;
  out.scaling =
      arguments.choice("scaling") == "quantile" ? tabular::Scaling::quantile_normal : tabular::Scaling::standardise;
  out.steps = arguments.whole("noising-steps");
  out.schedule = arguments.choice("schedule");
  out.network = arguments.choice("network") == "plain" ? nn::DenoiserKind::plain_silu : nn::DenoiserKind::residual_gelu;
  out.hidden = arguments.whole("hidden");
  out.layers = arguments.whole("layers");
  out.training.parametrisation = diffusion::parametrisation_of(arguments.choice("parametrisation"));
  out.training.method = arguments.choice("training") == "random-steps" ? "random_steps" : "trajectories";
  out.training.updates = arguments.whole("updates");
  out.training.batch = arguments.whole("batch");
  out.training.learning_rate = arguments.real("learning-rate");
  out.sampling = read_sampling_settings(arguments);
  out.clusters = arguments.choice("clusters") == "auto" ? 0 : arguments.whole("clusters");
  out.away_from_majority = arguments.real("away-from-majority");
  out.noise_level = arguments.real("noise-level");
  out.validate();
  return out;
}

}  // namespace ballast::app
