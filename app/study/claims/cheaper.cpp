#include "app/study/claims/cheaper.hpp"

#include <algorithm>

#include "app/study/claims/claim.hpp"

namespace ballast::app {
namespace {

// The arm; of auto, those that it chose.
std::vector<const Augmentation*> trained_as(const StudyResult& result, const Comparison& c) {
  const Augmentation& arm = augmentation_of(result, c.b);
  if (!arm.is_choice()) return {&arm};
  std::vector<const Augmentation*> out;
  for (const TriedArms& choice : find_arm(result, c.classifier, c.b)->choices) {
    const auto chosen = std::ranges::find(arm.choices, choice.arms[choice.chosen].arm, &Augmentation::name);
    if (chosen != arm.choices.end()) out.push_back(&*chosen);
  }
  return out.empty() ? std::vector<const Augmentation*>{&arm} : out;
}

bool adds_rows(const StudyResult& result, const Comparison& c) {
  return std::ranges::any_of(trained_as(result, c), [](const Augmentation* arm) { return arm->adds_rows(); });
}

bool is_plain_bag(const Augmentation& arm) {
  return arm.is_bag() && std::ranges::all_of(arm.members, &Augmentation::trains_plainly);
}

// What an arm of several models, but for a plain bag, has to beat.
bool needs_a_bag(const StudyResult& result, const Comparison& c) {
  return models_of(result, c) > 1 && !std::ranges::all_of(trained_as(result, c), [](const Augmentation* arm) {
           return arm->trains_plainly() || is_plain_bag(*arm);
         });
}

std::vector<Cheaper> candidates(const StudyResult& result, const Comparison& gain) {
  std::vector<Cheaper> out;
  const bool rows = adds_rows(result, gain) && gain.b != "oversample";
  if (rows) out.push_back({"weights", "class weights"});
  if (models_of(result, gain) > 1) {
    for (const Augmentation& arm : result.options.augmentations) {
      if (!is_plain_bag(arm) || arm.name == gain.b || !needs_a_bag(result, gain)) continue;
      const bool as_many = arm.members.size() == models_of(result, gain);
      out.push_back({arm.name, as_many ? "the plain bag of as many trees"
                                       : "the plain bag of " + std::to_string(arm.members.size()) + " models"});
    }
  }
  if (rows) out.push_back({"oversample", "plain oversampling"});
  return out;
}

}  // namespace

std::size_t models_of(const StudyResult& result, const Comparison& c) {
  std::size_t most = 1;
  for (const Augmentation* arm : trained_as(result, c)) most = std::max(most, arm->members.size());
  return most;
}

std::vector<Cheaper> cheaper_than(const StudyResult& result, const Comparison& gain) {
  std::vector<Cheaper> out;
  const Arm& one = *find_arm(result, gain.classifier, gain.b);
  for (Cheaper& other : candidates(result, gain)) {
    const Arm* const arm = find_arm(result, gain.classifier, other.augmentation);
    if (arm == nullptr) continue;
    const PairedTest test = paired_difference(result, *arm, one, gain.metric, gain.at_base_rate);
    const double ahead = gain.metric == kChosenCost ? -test.delta : test.delta;
    other.delta = -ahead;
    other.less = test.p && *test.p < kLevel && ahead > 0;
    out.push_back(std::move(other));
  }
  return out;
}

std::string missing_bag(const StudyResult& result, const Comparison& gain) {
  const std::size_t models = models_of(result, gain);
  if (!needs_a_bag(result, gain)) return "";
  for (const Augmentation& arm : result.options.augmentations) {
    if (is_plain_bag(arm) && arm.members.size() == models) return "";
  }
  std::string out = models == 2 ? "bag" : "none";
  for (std::size_t more = 1; models > 2 && more < models; ++more) out += "+none";
  return out;
}

bool is_from_rows(const StudyResult& result, const Comparison& gain) {
  if (!adds_rows(result, gain)) return false;
  return std::ranges::none_of(cheaper_than(result, gain), [&](const Cheaper& other) {
    return !other.less && is_plain_bag(augmentation_of(result, other.augmentation));
  });
}

}  // namespace ballast::app
