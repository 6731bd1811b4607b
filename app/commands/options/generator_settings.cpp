#include "app/commands/options/generator_settings.hpp"

#include "app/commands/options/diffusion_settings.hpp"
#include "app/generators/discriminated_generator.hpp"
#include "diffusion/baselines/gan.hpp"
#include "diffusion/baselines/vae.hpp"
#include "diffusion/diffusion_generator.hpp"
#include "diffusion/masked/masked_generator.hpp"

namespace ballast::app {
namespace {

constexpr const char* kAuto = "auto";
constexpr const char* kChoosesNetwork = "auto-choosing-a-network";  // as diffusion_settings.cpp has it

// `options` with what the user said.
template <class Options>
Options network_settings(const Arguments& arguments, Options options = {}) {
  if (arguments.given("hidden")) options.hidden = arguments.whole("hidden");
  if (arguments.given("layers")) options.layers = arguments.whole("layers");
  if (arguments.given("updates")) options.updates = arguments.whole("updates");
  if (arguments.given("batch")) options.batch = arguments.whole("batch");
  if (arguments.given("learning-rate")) options.learning_rate = arguments.real("learning-rate");
  return options;
}

std::vector<std::string> choices() {
  std::vector<std::string> names = diffusion::generator_names();
  names.insert(names.begin(), kAuto);
  return names;
}

// The choice of auto for these rows.
diffusion::GeneratorChoice suited_generator(const Arguments& arguments, const tabular::Table& rows, bool one_class) {
  diffusion::GeneratorChoice choice = diffusion::choose_generator(rows, one_class);
  const bool network = choice.kind == "diffusion" || choice.kind == "masked";
  arguments.state(kChoosesNetwork, network, choice.kind,
                  "it took " + choice.kind + ": " + choice.reason + "; --generator KIND names another");
  return choice;
}

}  // namespace

std::unique_ptr<diffusion::Generator> chosen_generator(const Arguments& arguments, const std::string& kind,
                                                       const std::vector<diffusion::PublicColumn>& known) {
  if (kind == "diffusion") return std::make_unique<diffusion::DiffusionGenerator>(read_diffusion_settings(arguments));
  if (kind == "gan") return std::make_unique<diffusion::Gan>(network_settings<diffusion::GanOptions>(arguments));
  if (kind == "masked") {
    auto options = network_settings<diffusion::MaskedOptions>(arguments);
    if (arguments.given("epsilon")) {
      options.privacy = {arguments.real("epsilon"), arguments.real("delta"), arguments.flag("secret-noise"), known};
    }
    auto masked = std::make_unique<diffusion::MaskedGenerator>(options);
    const std::size_t proposals = arguments.whole("proposals");
    if (arguments.given("epsilon") || proposals == 1) return masked;  // a discriminator reads the rows
    return std::make_unique<DiscriminatedGenerator>(std::move(masked), proposals);
  }
  if (kind == "vae") return std::make_unique<diffusion::Vae>(network_settings<diffusion::VaeOptions>(arguments));
  return diffusion::make_generator(kind);
}

std::optional<diffusion::GeneratorChoice> named_generator(const Arguments& arguments) {
  const std::string& kind = arguments.choice("generator");
  if (kind == kAuto) {
    const std::string setting = given_diffusion_setting(arguments);
    if (setting.empty()) return std::nullopt;
    return diffusion::GeneratorChoice{"diffusion", "--" + setting + " is a setting of it"};
  }
  arguments.state(kChoosesNetwork, false, "--generator " + kind);
  return diffusion::GeneratorChoice{kind, ""};
}

void refuse_settings(const Arguments& arguments) {
  if (const auto named = named_generator(arguments)) chosen_generator(arguments, named->kind);
}

diffusion::GeneratorChoice generator_choice(const Arguments& arguments, const tabular::Table& rows, bool one_class,
                                            Observer& observer) {
  const std::optional<diffusion::GeneratorChoice> named = named_generator(arguments);
  diffusion::GeneratorChoice out = named ? *named : suited_generator(arguments, rows, one_class);
  if (!out.reason.empty()) observer.note("--generator auto takes " + out.kind + ": " + out.reason);
  return out;
}

std::vector<OptionSpec> privacy_settings() {
  static const diffusion::PrivacyOptions defaults;
  return {
      {"epsilon", "E", "",
       "Differential privacy: with each row there or not, no event is more than e^E times as likely, but for --delta. "
       "1 is strong, 10 weak. Columns' names and kinds, and what `fit --schema` says, are taken as public.",
       diffusion::kEpsilonRange, "generator=masked"},
      {"delta", "D", defaults.delta, "The probability with which that may fail: far below 1 in the number of rows.",
       diffusion::kDeltaRange, "epsilon"},
      {"secret-noise",
       "",
       "",
       "Draws the noise from the system's random source and not from --seed, which whoever has the file knows: two "
       "calls then differ.",
       {},
       "epsilon"}};
}

OptionSpec proposals_option() {
  return {
      "proposals",
      "K",
      "4",
      "Each made row is picked among K by the odds of a discriminator: boosted trees that learned to tell made rows "
      "from learned ones. 1: none; nor is there one where trees cannot tell them.",
      whole_range(1, DiscriminatedGenerator::kMostProposals),
      "generator=masked & !epsilon"};
}

OptionSpec generator_option() {
  return {"generator", "KIND", kAuto,
          "What learns; auto: what suits the number of rows and the kinds of their columns, said with the reason.",
          Values::one_of(choices)};
}

}  // namespace ballast::app
