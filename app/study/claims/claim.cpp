#include "app/study/claims/claim.hpp"

#include <algorithm>
#include <tuple>

#include "app/study/claims/cheaper.hpp"

namespace ballast::app {

Question question(const StudyResult& result, const std::string& classifier) {
  const bool at_base_rate = result.options.base_rate.has_value();
  const std::vector<Comparison>& family = at_base_rate ? result.comparisons_at_base_rate : result.comparisons;
  Question out{result, {}, family.size()};
  for (const Comparison& c : family) {
    if (classifier.empty() || c.classifier == classifier) out.asked.push_back(&c);
  }
  return out;
}

bool stands(const StudyResult& result, const Comparison& c) {
  return result.options.repeats > 1 && c.p_holm && *c.p_holm < kLevel;
}

double gain_of(const Comparison& c) {
  return c.metric == kChosenCost ? -c.test.delta : c.test.delta;
}

const Augmentation& augmentation_of(const StudyResult& result, const std::string& name) {
  return *std::ranges::find(result.options.augmentations, name, &Augmentation::name);
}

const Comparison* best_gain(const Question& q) {
  const Comparison* best = nullptr;
  const auto rank = [&](const Comparison& c) {
    const Augmentation& how = augmentation_of(q.result, c.b);
    const bool from_rows = is_from_rows(q.result, c);
    return std::tuple(!(from_rows && how.uses_diffusion()), !from_rows, how.adds_rows() && !from_rows, *c.p_holm);
  };
  for (const Comparison* c : q.asked) {
    if (stands(q.result, *c) && gain_of(*c) > 0 && (best == nullptr || rank(*c) < rank(*best))) best = c;
  }
  return best;
}

std::vector<const Comparison*> losses(const Question& q, const Comparison* of) {
  std::vector<const Comparison*> out;
  for (const Comparison* c : q.asked) {
    if (!stands(q.result, *c) || gain_of(*c) >= 0) continue;
    if (of == nullptr || (c->b == of->b && c->classifier == of->classifier)) out.push_back(c);
  }
  return out;
}

}  // namespace ballast::app
