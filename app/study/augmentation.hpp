// Augmentation: what one arm of a study does for the rare class. Three ways to help stand side by side and can be
// combined: add rows of it, weigh its rows more, or move the threshold of the decision.
//
//   none         nothing: what all others are compared with
//   tuned        nothing, but the threshold of best F1 in place of 0.5: what a threshold alone can buy
//   weights      no rows; each positive weighs negatives / positives, so that both classes weigh the same
//   focal        no rows; boosting by focal loss (Lin et al. 2017), in which rows that are told right count less
//   asymmetric   the same of the others alone: positives count as ever (Ridnik et al. 2021)
//   KIND         rows of a generator of that kind at its defaults: diffusion::generator_names()
//   clusters     diffusion, one model for each of three clusters of the rare rows (arXiv 2412.10948), or as many as
//                asked
//   partial      diffusion from real rows that are noised part of the way (Meng et al. 2022), as far as is asked for
//   NAME-fresh   of each of these that adds rows: rows of its own for every tree of a forest and round of boosting, in
//                place of one draw for all. smote-fresh is SMOTEBagging (Wang and Yao 2009) in the forest, SMOTEBoost
//                (Chawla et al. 2003) in boosting
//   A+B          the mean of models of several arms, each trained as there (classifiers/bag.hpp): none+diffusion
//   auto         the arm, and the amount of its rows, that cross-fitting inside the training part chooses among several
//                (arm_choice.hpp)
//   bag          none+none, what A+B has to beat: as many trees, and no rows. A model that is like one before it in the
//                bag has other random numbers; boosting, which draws none, then learns by a share of the rows a round
//
// A new kind of generator is an augmentation of its own name, also afresh, without a change here.
#pragma once

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/data/fresh_draws.hpp"
#include "classifiers/boosting/loss.hpp"
#include "diffusion/diffusion_options.hpp"
#include "diffusion/generator.hpp"

namespace ballast::app {

struct Augmentation {
  std::string name;
  std::string generator;                  // the kind of generator that adds rows; empty: no rows are added
  diffusion::DiffusionOptions diffusion;  // of a generator of kind "diffusion"
  std::optional<std::size_t> updates;     // of its network, if it has one; default: the kind's own
  bool balanced_weights = false;          // a positive weighs negatives / positives of its training rows
  std::string rows_of;                    // the arm whose generator it is: "smote" of smote-fresh
  bool fresh = false;                     // rows are drawn for each tree and round, else once
  std::optional<std::size_t> fresh_rows;  // how many a tree; default: as many as one draw for all has
  std::size_t fresh_draws = FreshDraws{}.draws;
  double fresh_weight = 1;                     // of each of them, where a real row weighs 1
  std::vector<Augmentation> members;           // of a bag; else none
  std::vector<Augmentation> choices;           // of auto: the arms it chooses from, none first
  bool tuned_threshold = false;                // best F1 on rows not learned from; else 0.5
  std::optional<classifiers::Focusing> focal;  // of boosting by focal loss; the forest has no such arm

  // The draws of an arm whose rows are fresh, where one draw for all has `synthetic` rows.
  FreshDraws drawn(std::size_t synthetic) const { return {fresh_rows.value_or(synthetic), fresh_weight, fresh_draws}; }
  bool is_bag() const { return !members.empty(); }
  bool is_choice() const { return !choices.empty(); }
  bool adds_rows() const {
    return any([](const Augmentation& a) { return !a.generator.empty(); });
  }
  bool uses_diffusion() const {
    return any([](const Augmentation& a) { return a.generator == "diffusion"; });
  }
  bool uses_network() const;
  // Whether it holds for this arm, for a member, or for one that it may choose.
  template <class Holds>
  bool any(Holds holds) const {
    const auto inside = [&](const Augmentation& a) { return a.any(holds); };
    return holds(*this) || std::ranges::any_of(members, inside) || std::ranges::any_of(choices, inside);
  }
  // Whether its classifier is the one of plain training, so that only decisions can differ.
  bool trains_plainly() const { return !adds_rows() && !balanced_weights && !focal && !is_bag() && !is_choice(); }
  bool is_of(std::string_view classifier) const { return !focal || classifier == "boosting"; }
};

// What can be chosen about the arms by name.
struct AugmentationSettings {
  std::size_t clusters = 3;               // of clusters; 0: as many as the rows suggest
  double noise_level = 0.2;               // of partial, in (0, 1]
  std::optional<std::size_t> fresh_rows;  // of arms whose rows are fresh, their draws and weight
  std::size_t fresh_draws = FreshDraws{}.draws;
  double fresh_weight = 1;
  double focusing = classifiers::Focusing{}.others;  // of focal, and of asymmetric in the others
  std::vector<std::string> choose_from;              // of auto; empty: default_choice_names()
  std::optional<std::size_t> updates;                // of all generators that have a network
  diffusion::DiffusionOptions diffusion;             // of all arms that use diffusion, but for what their name changes
};

// All names, in the order in which tables show them; any of them may stand in a sum, A+B.
std::vector<std::string> augmentation_names();
// Those without losses of boosting, fresh rows, bags and a choice.
std::vector<std::string> single_draw_names();
// Those of a study that does not say: none, oversample, smote, diffusion.
std::vector<std::string> default_augmentation_names();
// Those that auto can choose; any may stand in a sum.
std::vector<std::string> choosable_names();
// Those that auto chooses from, unless told: the simplest first, and sums that cost no fit of their own.
std::vector<std::string> default_choice_names();

// Throws Error on an unknown name, with the nearest.
Augmentation make_augmentation(std::string_view name, const AugmentationSettings& settings = {});
std::vector<Augmentation> make_augmentations(const std::vector<std::string>& names,
                                             const AugmentationSettings& settings = {});

// What arms with fresh rows draw, where one draw for all has `synthetic` rows; nothing without such an arm.
std::optional<FreshDraws> fresh_draws(const std::vector<Augmentation>& arms, std::size_t synthetic);

// share: of the rare rows that it will learn; a diffusion network, and any whose
// updates were asked for, takes as many in proportion, so that each row is seen as
// often. Requires: augmentation.adds_rows(), no bag and no choice; share in (0, 1].
std::unique_ptr<diffusion::Generator> make_generator(const Augmentation& augmentation, double share = 1);

}  // namespace ballast::app
