#include "classifiers/bag.hpp"

#include <cassert>
#include <utility>
#include <vector>

#include "classifiers/boosting/boosting.hpp"
#include "classifiers/forest/forest.hpp"

namespace ballast::classifiers {
namespace {

using Members = std::span<const std::shared_ptr<const Classifier>>;

template <class Model>
const Model& as(const Classifier& member) {
  const auto* const model = dynamic_cast<const Model*>(&member);
  assert(model != nullptr);
  return *model;
}

std::unique_ptr<Classifier> bag_of_forests(Members members) {
  std::vector<DecisionTree> trees;
  const std::size_t each = as<Forest>(*members.front()).trees().size();
  for (const auto& member : members) {
    const std::vector<DecisionTree>& own = as<Forest>(*member).trees();
    assert(own.size() == each);
    trees.insert(trees.end(), own.begin(), own.begin() + static_cast<std::ptrdiff_t>(each));
  }
  return std::make_unique<Forest>(std::move(trees), members.front()->features(), members.front()->classes());
}

std::unique_ptr<Classifier> bag_of_boosting(Members members) {
  const auto& first = as<Boosting>(*members.front());
  const auto count = static_cast<float>(members.size());
  std::vector<DecisionTree> trees;
  std::vector<float> base(first.groups(), 0.0F);
  for (const auto& member : members) {
    const auto& model = as<Boosting>(*member);
    assert(model.groups() == first.groups() && model.loss() == first.loss() && model.focusing() == first.focusing());
    for (std::size_t group = 0; group < base.size(); ++group) base[group] += model.base_margin()[group] / count;
    for (DecisionTree tree : model.trees()) {
      for (float& value : tree.values) value /= count;
      trees.push_back(std::move(tree));
    }
  }
  return std::make_unique<Boosting>(std::move(trees), std::move(base), first.features(), first.classes(), first.loss(),
                                    first.focusing());
}

}  // namespace

std::unique_ptr<Classifier> bag_of(Members members) {
  assert(!members.empty());
  const bool forests = dynamic_cast<const Forest*>(members.front().get()) != nullptr;
  return forests ? bag_of_forests(members) : bag_of_boosting(members);
}

}  // namespace ballast::classifiers
