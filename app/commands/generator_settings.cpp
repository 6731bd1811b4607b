#include "app/commands/generator_settings.hpp"

#include <algorithm>
#include <array>

#include "app/commands/diffusion_settings.hpp"
#include "diffusion/baselines/gan.hpp"
#include "diffusion/baselines/vae.hpp"
#include "diffusion/diffusion_generator.hpp"

namespace ballast::app {
namespace {

constexpr std::size_t kMost = 1000000000;
constexpr std::array<std::string_view, 5> kNetworkSettings{"hidden", "layers", "updates", "batch", "learning-rate"};

// `options` with what the user said.
template <class Options>
Options network_settings(const Arguments& arguments, Options options = {}) {
  if (arguments.given("hidden")) options.hidden = arguments.whole("hidden", 1, 16384);
  if (arguments.given("layers")) options.layers = arguments.whole("layers", 1, 64);
  if (arguments.given("updates")) options.updates = arguments.whole("updates", 1, kMost);
  if (arguments.given("batch")) options.batch = arguments.whole("batch", 1, 1000000);
  if (arguments.given("learning-rate")) options.learning_rate = arguments.real("learning-rate", 0, 1e3);
  return options;
}

}  // namespace

std::string generator_list() {
  std::string list;
  for (const std::string& name : diffusion::generator_names()) list += (list.empty() ? "" : ", ") + name;
  return list;
}

bool is_network_setting(std::string_view name) {
  return std::ranges::find(kNetworkSettings, name) != kNetworkSettings.end();
}

std::unique_ptr<diffusion::Generator> chosen_generator(const Arguments& arguments, const std::string& kind) {
  const diffusion::DiffusionOptions options = read_diffusion_settings(arguments, kind);
  if (kind == "diffusion") return std::make_unique<diffusion::DiffusionGenerator>(options);
  if (kind == "gan") return std::make_unique<diffusion::Gan>(network_settings<diffusion::GanOptions>(arguments));
  if (kind == "vae") return std::make_unique<diffusion::Vae>(network_settings<diffusion::VaeOptions>(arguments));
  return diffusion::make_generator(kind);
}

}  // namespace ballast::app
