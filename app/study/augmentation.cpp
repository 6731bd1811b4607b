#include "app/study/augmentation.hpp"

#include <algorithm>
#include <cmath>
#include <span>

#include "diffusion/diffusion_generator.hpp"
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

constexpr Recipe kOfDiffusion[]{
    {"diffusion", [](Augmentation&, const AugmentationSettings&) {}},
    {"clusters",
     [](Augmentation& a, const AugmentationSettings& settings) { a.diffusion.clusters = settings.clusters; }},
    {"partial",
     [](Augmentation& a, const AugmentationSettings& settings) { a.diffusion.noise_level = settings.noise_level; }},
};

const Recipe* find_recipe(std::span<const Recipe> recipes, std::string_view name) {
  const auto recipe = std::ranges::find(recipes, name, &Recipe::name);
  return recipe == recipes.end() ? nullptr : &*recipe;
}

}  // namespace

std::vector<std::string> augmentation_names() {
  std::vector<std::string> names;
  for (const Recipe& recipe : kWithoutRows) names.emplace_back(recipe.name);
  for (const std::string& kind : diffusion::generator_names()) {
    if (kind != "diffusion") names.push_back(kind);
  }
  for (const Recipe& recipe : kOfDiffusion) names.emplace_back(recipe.name);
  return names;
}

std::vector<std::string> default_augmentation_names() {
  return {"none", "oversample", "smote", "diffusion"};
}

Augmentation make_augmentation(std::string_view name, const AugmentationSettings& settings) {
  Augmentation out{.name = std::string(name), .generator = {}, .diffusion = settings.diffusion};
  if (const Recipe* recipe = find_recipe(kWithoutRows, name)) {
    recipe->change(out, settings);
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

std::unique_ptr<diffusion::Generator> make_generator(const Augmentation& augmentation, double share) {
  if (!augmentation.uses_diffusion()) return diffusion::make_generator(augmentation.generator);
  diffusion::DiffusionOptions options = augmentation.diffusion;
  const double updates = share * static_cast<double>(options.training.updates);
  options.training.updates = std::max<std::size_t>(1, static_cast<std::size_t>(std::llround(updates)));
  return std::make_unique<diffusion::DiffusionGenerator>(options);
}

}  // namespace ballast::app
