#include "app/study/augmentation.hpp"

#include <algorithm>
#include <cmath>
#include <span>

#include "diffusion/baselines/gan.hpp"
#include "diffusion/baselines/vae.hpp"
#include "diffusion/diffusion_generator.hpp"
#include "diffusion/masked/masked_generator.hpp"
#include "engine/error.hpp"

namespace ballast::app {
namespace {

// An arm that is more than a kind of generator: what its name changes.
struct Recipe {
  std::string_view name;
  void (*change)(Augmentation&, const AugmentationSettings&);
};

constexpr Recipe kWithoutRows[]{
    {"none", [](Augmentation&, const AugmentationSettings&) {}},
    {"tuned", [](Augmentation& a, const AugmentationSettings&) { a.tuned_threshold = true; }},
    {"weights", [](Augmentation& a, const AugmentationSettings&) { a.balanced_weights = true; }},
};

constexpr Recipe kLosses[]{
    {"focal",
     [](Augmentation& a, const AugmentationSettings& settings) {
       a.focal = {.positives = settings.focusing, .others = settings.focusing};
     }},
    {"asymmetric",
     [](Augmentation& a, const AugmentationSettings& settings) {
       a.focal = {.positives = 0, .others = settings.focusing};
     }},
};

constexpr Recipe kOfDiffusion[]{
    {"diffusion", [](Augmentation&, const AugmentationSettings&) {}},
    {"clusters",
     [](Augmentation& a, const AugmentationSettings& settings) { a.diffusion.clusters = settings.clusters; }},
    {"partial",
     [](Augmentation& a, const AugmentationSettings& settings) { a.diffusion.noise_level = settings.noise_level; }},
};

constexpr std::string_view kFresh = "-fresh", kBag = "bag", kBagMembers = "none+none", kAuto = "auto";

const Recipe* find_recipe(std::span<const Recipe> recipes, std::string_view name) {
  const auto recipe = std::ranges::find(recipes, name, &Recipe::name);
  return recipe == recipes.end() ? nullptr : &*recipe;
}

Augmentation make_bag(std::string_view name, std::string_view sum, const AugmentationSettings& settings) {
  Augmentation out;
  out.name = name;
  while (!sum.empty()) {
    const std::size_t end = std::min(sum.find('+'), sum.size());
    out.members.push_back(make_augmentation(sum.substr(0, end), settings));
    const Augmentation& member = out.members.back();
    if (member.is_bag() || member.is_choice() || member.tuned_threshold || member.focal) {
      throw Error("an arm that cannot be part of a mean of arms").expected("arms that are one model each").got(name);
    }
    sum.remove_prefix(std::min(end + 1, sum.size()));
  }
  return out;
}

Augmentation make_choice(const AugmentationSettings& settings) {
  AugmentationSettings inner = settings;
  inner.choose_from = {"none"};  // of an auto among them, which is refused
  Augmentation out;
  out.name = kAuto;
  out.choices.push_back(make_augmentation("none", inner));
  for (const std::string& name : settings.choose_from.empty() ? default_choice_names() : settings.choose_from) {
    if (std::ranges::find(out.choices, name, &Augmentation::name) != out.choices.end()) continue;
    out.choices.push_back(make_augmentation(name, inner));
    if (out.choices.back().is_choice() || out.choices.back().tuned_threshold || out.choices.back().focal) {
      throw Error("an arm that auto cannot choose").expected("arms that train in a way of their own").got(name);
    }
  }
  return out;
}

template <class Generator, class Options>
std::unique_ptr<diffusion::Generator> with_updates(std::size_t updates) {
  Options options;
  options.updates = updates;
  return std::make_unique<Generator>(options);
}

}  // namespace

std::vector<std::string> single_draw_names() {
  std::vector<std::string> names;
  for (const Recipe& recipe : kWithoutRows) names.emplace_back(recipe.name);
  for (const std::string& kind : diffusion::generator_names()) {
    if (kind != "diffusion") names.push_back(kind);
  }
  for (const Recipe& recipe : kOfDiffusion) names.emplace_back(recipe.name);
  return names;
}

std::vector<std::string> augmentation_names() {
  std::vector<std::string> names = single_draw_names();
  for (const std::string& name : single_draw_names()) {
    if (find_recipe(kWithoutRows, name) == nullptr) names.push_back(name + std::string(kFresh));
  }
  for (const Recipe& recipe : kLosses) names.emplace_back(recipe.name);
  names.emplace_back(kBag);
  names.emplace_back(kAuto);
  return names;
}

std::vector<std::string> choosable_names() {
  std::vector<std::string> out = augmentation_names();
  std::erase_if(out, [](const std::string& name) {
    return name == kAuto || name == "tuned" || find_recipe(kLosses, name) != nullptr;
  });
  return out;
}

std::vector<std::string> default_choice_names() {
  return {"none",
          "bag",
          "oversample",
          "smote",
          "partial",
          "diffusion",
          "smote-fresh",
          "partial-fresh",
          "none+smote-fresh",
          "none+partial-fresh"};
}

std::vector<std::string> default_augmentation_names() {
  return {"none", "oversample", "smote", "diffusion"};
}

Augmentation make_augmentation(std::string_view name, const AugmentationSettings& settings) {
  if (name == kAuto) return make_choice(settings);
  if (name == kBag) return make_bag(name, kBagMembers, settings);
  if (name.find('+') != std::string_view::npos) return make_bag(name, name, settings);
  const std::string_view drawn = name.ends_with(kFresh) ? name.substr(0, name.size() - kFresh.size()) : "";
  if (!drawn.empty() && find_recipe(kWithoutRows, drawn) == nullptr && find_recipe(kLosses, drawn) == nullptr) {
    Augmentation out = make_augmentation(drawn, settings);
    out.name = name;
    out.fresh = true;
    out.fresh_rows = settings.fresh_rows;
    out.fresh_draws = settings.fresh_draws;
    out.fresh_weight = settings.fresh_weight;
    return out;
  }
  Augmentation out;
  out.name = name;
  out.diffusion = settings.diffusion;
  out.updates = settings.updates;
  out.rows_of = name;
  if (const Recipe* recipe = find_recipe(kWithoutRows, name)) {
    recipe->change(out, settings);
  } else if (const Recipe* loss = find_recipe(kLosses, name)) {
    loss->change(out, settings);
  } else if (const Recipe* of_diffusion = find_recipe(kOfDiffusion, name)) {
    out.generator = "diffusion";
    of_diffusion->change(out, settings);
  } else {
    diffusion::make_generator(name);  // refuses a name that is no kind
    out.generator = name;
  }
  return out;
}

std::vector<Augmentation> make_augmentations(const std::vector<std::string>& names,
                                             const AugmentationSettings& settings) {
  std::vector<Augmentation> out;
  for (const std::string& name : names) out.push_back(make_augmentation(name, settings));
  return out;
}

std::optional<FreshDraws> fresh_draws(const std::vector<Augmentation>& arms, std::size_t synthetic) {
  std::optional<FreshDraws> out;
  const auto look = [&](const Augmentation& arm) {
    if (arm.fresh) out = arm.drawn(synthetic);
    return arm.fresh;
  };
  for (const Augmentation& arm : arms) {
    if (arm.any(look)) break;
  }
  return out;
}

bool Augmentation::uses_network() const {
  return any([](const Augmentation& a) {
    return a.generator == "diffusion" || a.generator == "gan" || a.generator == "vae" || a.generator == "masked";
  });
}

std::unique_ptr<diffusion::Generator> make_generator(const Augmentation& augmentation, double share) {
  const std::string& kind = augmentation.generator;
  const auto in_proportion = [share](std::size_t updates) {
    return std::max<std::size_t>(1, static_cast<std::size_t>(std::llround(share * static_cast<double>(updates))));
  };
  if (kind == "diffusion") {
    diffusion::DiffusionOptions options = augmentation.diffusion;
    options.training.updates = in_proportion(augmentation.updates.value_or(options.training.updates));
    return std::make_unique<diffusion::DiffusionGenerator>(options);
  }
  if (!augmentation.updates) return diffusion::make_generator(kind);
  const std::size_t updates = in_proportion(*augmentation.updates);
  if (kind == "gan") return with_updates<diffusion::Gan, diffusion::GanOptions>(updates);
  if (kind == "vae") return with_updates<diffusion::Vae, diffusion::VaeOptions>(updates);
  if (kind == "masked") return with_updates<diffusion::MaskedGenerator, diffusion::MaskedOptions>(updates);
  return diffusion::make_generator(kind);
}

}  // namespace ballast::app
