#include "app/commands/diffusion_settings.hpp"

#include <charconv>

#include "app/commands/data_options.hpp"
#include "app/commands/generator_settings.hpp"
#include "diffusion/samplers.hpp"

namespace ballast::app {
namespace {

constexpr std::size_t kMost = 1000000000;

std::string shortest(double value) {
  char text[32];
  const auto end = std::to_chars(text, text + sizeof text, value).ptr;
  return {text, end};
}

}  // namespace

std::vector<OptionSpec> sampling_settings() {
  const diffusion::SamplingOptions defaults;
  return {{"sampler", "KIND", defaults.sampler, "How rows are made: ddim, dpm++2m, heun or ancestral."},
          {"evaluations", "N", std::to_string(defaults.steps),
           "Evaluations of the network for each row, at most; 0: at each noising step, which ancestral wants. heun "
           "takes two a step."}};
}

diffusion::SamplingOptions read_sampling_settings(const Arguments& arguments) {
  return {arguments.choice("sampler", diffusion::sampler_names()), arguments.whole("evaluations", 0, kMost)};
}

std::vector<OptionSpec> diffusion_settings() {
  const diffusion::DiffusionOptions defaults;
  const diffusion::TrainingOptions& training = defaults.training;
  return joined(
      {{"scaling", "KIND", "quantile", "Of the columns: quantile (to a normal law) or standardise."},
       {"noising-steps", "N", std::to_string(defaults.steps), "Steps of the noising process."},
       {"schedule", "KIND", defaults.schedule, "Of the noise: linear or cosine."},
       {"network", "KIND", "plain",
        "plain (SiLU layers, the step added) or residual (the paper's: GELU, the step embedded beside the row)."},
       {"hidden", "N", std::to_string(defaults.hidden), "Units of a hidden layer."},
       {"layers", "N", std::to_string(defaults.layers), "Hidden layers."},
       {"predict", "WHAT", std::string(diffusion::to_string(training.parametrisation)),
        "What the network learns to say: noise (the paper's), v, data or mean."},
       {"training", "KIND", "random-steps",
        "random-steps (one step of each row) or trajectories (the paper's: all steps of each row; N times the "
        "work of an update)."},
       {"updates", "N", std::to_string(training.updates), "Updates of the network."},
       {"batch", "N", std::to_string(training.batch), "Rows an update learns from."},
       {"learning-rate", "X", shortest(training.learning_rate), "Of Adam, at its peak."},
       {"clusters", "N", std::to_string(defaults.clusters),
        "One network for each of N clusters of the rare rows (UMAP and k-means), which share the updates; auto: as "
        "many as the rows suggest."},
       {"away-from-majority", "W", shortest(defaults.away_from_majority),
        "Keeps rows away from the other classes, which a second network then learns, by this weight; 0: does not."},
       {"noise-level", "X", shortest(defaults.noise_level),
        "1: rows are made from pure noise. Below 1 each starts as a real row noised to that fraction of the steps: "
        "near 0 copies, near 1 invents. The file then holds the real rows."}},
      sampling_settings());
}

double noise_level(const Arguments& arguments) {
  const double level = arguments.real("noise-level", 0, 1, true);
  if (level > 0) return level;
  throw Error("--noise-level 0 would only copy real rows")
      .expected("above 0, at most 1")
      .hint("--generator oversample copies");
}

diffusion::DiffusionOptions read_diffusion_settings(const Arguments& arguments, const std::string& kind) {
  const bool is_network = kind == "gan" || kind == "vae";
  if (kind != "diffusion") {
    for (const OptionSpec& option : diffusion_settings()) {
      if (!arguments.given(option.name) || (is_network && is_network_setting(option.name))) continue;
      throw Error("--" + option.name + " is a setting of the diffusion generator").got("--generator " + kind);
    }
  }
  diffusion::DiffusionOptions out;
  out.scaling = arguments.choice("scaling", {"quantile", "standardise"}) == "quantile"
                    ? tabular::Scaling::quantile_normal
                    : tabular::Scaling::standardise;
  out.steps = arguments.whole("noising-steps", 1, 100000);
  out.schedule = arguments.choice("schedule", {"linear", "cosine"});
  out.network = arguments.choice("network", {"plain", "residual"}) == "plain" ? nn::DenoiserKind::plain_silu
                                                                              : nn::DenoiserKind::residual_gelu;
  out.hidden = arguments.whole("hidden", 1, 16384);
  out.layers = arguments.whole("layers", 1, 64);
  out.training.parametrisation =
      diffusion::parametrisation_of(arguments.choice("predict", {"noise", "v", "data", "mean"}));
  const bool random_steps = arguments.choice("training", {"random-steps", "trajectories"}) == "random-steps";
  out.training.method = random_steps ? "random_steps" : "trajectories";
  out.training.updates = arguments.whole("updates", 1, kMost);
  out.training.batch = arguments.whole("batch", 1, 1000000);
  out.training.learning_rate = arguments.real("learning-rate", 0, 1e3);
  out.sampling = read_sampling_settings(arguments);
  out.clusters = arguments.text("clusters") == "auto" ? 0 : arguments.whole("clusters", 1, 1000);
  out.away_from_majority = arguments.real("away-from-majority", 0, 100, true);
  out.noise_level = noise_level(arguments);
  out.validate();
  return out;
}

}  // namespace ballast::app
