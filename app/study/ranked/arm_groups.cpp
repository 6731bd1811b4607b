#include "app/study/ranked/arm_groups.hpp"

#include <algorithm>
#include <iterator>
#include <set>
#include <string>

namespace ballast::app {
namespace {

using Names = std::set<std::string>;

// Of what an arm computes that another may use too.
Names work_of(const Augmentation& a) {
  Names out;
  for (const Augmentation& member : a.members) out.merge(work_of(member));
  if (a.is_bag()) return out;
  return {a.trains_plainly() ? "none" : a.generator.empty() ? a.name : a.rows_of};
}

bool share(const Names& a, const Names& b) {
  return std::ranges::any_of(a, [&](const std::string& name) { return b.contains(name); });
}

}  // namespace

std::vector<std::vector<std::size_t>> arm_groups(const std::vector<Augmentation>& augmentations) {
  struct Group {
    Names work;
    std::vector<std::size_t> arms;
  };
  std::vector<Group> groups;
  for (std::size_t i = 0; i < augmentations.size(); ++i) {
    Group joined{work_of(augmentations[i]), {i}};
    for (auto group = groups.begin(); group != groups.end();) {
      if (!share(group->work, joined.work)) {
        ++group;
        continue;
      }
      joined.work.merge(group->work);
      joined.arms.insert(joined.arms.end(), group->arms.begin(), group->arms.end());
      group = groups.erase(group);
    }
    std::ranges::sort(joined.arms);
    groups.push_back(std::move(joined));
  }
  std::ranges::sort(groups, {}, [](const Group& group) { return group.arms.front(); });
  std::vector<std::vector<std::size_t>> out;
  for (Group& group : groups) out.push_back(std::move(group.arms));
  return out;
}

}  // namespace ballast::app
