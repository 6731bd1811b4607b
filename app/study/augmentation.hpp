// Augmentation: what one arm of a study does for the rare class. Three ways to help stand side by side and can be
// combined: add rows of it, weigh its rows more, or move the threshold of the decision.
//
//   none         nothing: what all others are compared with
//   tuned        nothing, but the threshold of best F1 in place of 0.5: what a threshold alone can buy
//   weights      no rows; each positive weighs negatives / positives, so that both classes weigh the same
//   KIND         rows of a generator of that kind at its defaults: diffusion::generator_names()
//   clusters     diffusion, one model for each of three clusters of the rare rows (arXiv 2412.10948), or as many as
//   asked partial      diffusion from real rows that are noised half of the way (Meng et al. 2022), or as far as is
//   asked for
//
// A new kind of generator is an augmentation of its own name without a change here.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "diffusion/diffusion_options.hpp"
#include "diffusion/generator.hpp"

namespace ballast::app {

struct Augmentation {
  std::string name;
  std::string generator;                  // the kind of generator that adds rows; empty: no rows are added
  diffusion::DiffusionOptions diffusion;  // of a generator of kind "diffusion"
  bool balanced_weights = false;          // a positive weighs negatives / positives of its training rows
  bool tuned_threshold = false;           // best F1 on rows not learned from; else 0.5

  bool adds_rows() const { return !generator.empty(); }
  bool uses_diffusion() const { return generator == "diffusion"; }
  // Whether its classifier is the one of plain training, so that only decisions can differ.
  bool trains_plainly() const { return !adds_rows() && !balanced_weights; }
};

// What can be chosen about the arms by name.
struct AugmentationSettings {
  std::size_t clusters = 3;               // of clusters; 0: as many as the rows suggest
  double noise_level = 0.2;               // of partial, in (0, 1]
  diffusion::DiffusionOptions diffusion;  // of all arms that use diffusion, but for what their name changes
};

// All names, in the order in which tables show them.
std::vector<std::string> augmentation_names();
// Those of a study that does not say: none, oversample, smote, diffusion.
std::vector<std::string> default_augmentation_names();

// Throws Error on an unknown name, with the nearest.
Augmentation make_augmentation(std::string_view name, const AugmentationSettings& settings = {});
std::vector<Augmentation> make_augmentations(const std::vector<std::string>& names,
                                             const AugmentationSettings& settings = {});

// share: of the rare rows that it will learn; a diffusion network takes as many updates in proportion, so that each row
// is seen as often. Requires: augmentation.adds_rows(), share in (0, 1].
std::unique_ptr<diffusion::Generator> make_generator(const Augmentation& augmentation, double share = 1);

}  // namespace ballast::app
