#include "engine/tabular/group_splits.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "engine/error.hpp"
#include "engine/numeric/random.hpp"

namespace ballast::tabular {
namespace {

struct Group {
  std::vector<std::size_t> rows;
  std::vector<std::pair<std::size_t, double>> counts;  // of its classes: the class, and the share of its rows
};

// By the first row of each; counts are shares of the class, so that a rare one weighs as much as a common one.
std::vector<Group> gather_groups(std::span<const std::int32_t> classes, std::span<const std::uint32_t> groups) {
  std::unordered_map<std::uint32_t, std::size_t> place;
  std::vector<Group> out;
  std::map<std::size_t, double> rows_of_class;
  for (std::size_t row = 0; row < classes.size(); ++row) {
    const auto [at, added] = place.try_emplace(groups[row], out.size());
    if (added) out.emplace_back();
    out[at->second].rows.push_back(row);
    ++rows_of_class[static_cast<std::size_t>(classes[row])];
  }
  for (Group& group : out) {
    std::map<std::size_t, double> counts;
    for (const std::size_t row : group.rows) ++counts[static_cast<std::size_t>(classes[row])];
    for (const auto& [label, count] : counts) group.counts.emplace_back(label, count / rows_of_class.at(label));
  }
  return out;
}

std::size_t class_count(std::span<const std::int32_t> classes) {
  return classes.empty() ? 0 : static_cast<std::size_t>(*std::ranges::max_element(classes)) + 1;
}

// What a part holds of each class, as shares, and how many rows.
struct Part {
  std::vector<double> share;
  std::vector<std::size_t> rows = {};

  void add(const Group& group) {
    for (const auto& [label, count] : group.counts) share[label] += count;
    rows.insert(rows.end(), group.rows.begin(), group.rows.end());
  }
  // The sum over classes of (share - wanted)^2 falls if the group joins.
  bool nearer_with(const Group& group, double wanted) const {
    double change = 0;
    for (const auto& [label, count] : group.counts) change += count * (2 * (share[label] - wanted) + count);
    return change < 0;
  }
  // How much of the group's classes it holds already.
  double overlap(const Group& group) const {
    double out = 0;
    for (const auto& [label, count] : group.counts) out += count * share[label];
    return out;
  }
};

void require_classes(const Part& part, std::span<const std::int32_t> classes, const std::string& name,
                     std::size_t groups) {
  std::vector<bool> occurs(part.share.size());
  for (const std::int32_t label : classes) occurs[static_cast<std::size_t>(label)] = true;
  for (std::size_t label = 0; label < occurs.size(); ++label) {
    if (!occurs[label] || part.share[label] > 0) continue;
    throw Error("the groups leave " + name + " without a row of class " + std::to_string(label))
        .expected("groups enough, and small enough, for every part to have its share of each class")
        .got(std::to_string(groups) + (groups == 1 ? " group" : " groups"));
  }
}

constexpr std::uint64_t kGroupRow = std::uint64_t{1} << 40;  // of the streams of kSplit and kFold: beyond every class

std::vector<Group> shuffled_groups(std::span<const std::int32_t> classes, std::span<const std::uint32_t> groups,
                                   std::uint64_t seed, numeric::Purpose purpose) {
  std::vector<Group> out = gather_groups(classes, groups);
  numeric::RandomStream(seed, purpose, kGroupRow).shuffle(std::span(out));
  return out;
}

// Takes from `part` the rows whose group is among those of `later`.
void leave_out(std::vector<std::size_t>& part, const std::vector<std::size_t>& later,
               std::span<const std::uint32_t> groups, const char* name) {
  if (part.empty()) return;
  std::unordered_set<std::uint32_t> met;
  for (const std::size_t row : later) met.insert(groups[row]);
  std::erase_if(part, [&](std::size_t row) { return met.contains(groups[row]); });
  if (!part.empty()) return;
  throw Error(std::string("the groups leave the ") + name + " part empty")
      .hint("every group of its rows comes back later, and no group may stand on both sides of a split");
}

}  // namespace

Split grouped_split(std::span<const std::int32_t> classes, std::span<const std::uint32_t> groups,
                    const SplitFractions& fractions, std::uint64_t seed) {
  check_fractions(fractions);
  const std::vector<Group> all = shuffled_groups(classes, groups, seed, numeric::Purpose::kSplit);
  Part train{std::vector<double>(class_count(classes))}, validation = train, test = train;
  for (const Group& group : all) {
    Part& part = test.nearer_with(group, fractions.test)                                           ? test
                 : fractions.validation > 0 && validation.nearer_with(group, fractions.validation) ? validation
                                                                                                   : train;
    part.add(group);
  }
  const auto require = [&](const Part& part, const std::string& name) {
    if (!fractions.small_classes_train) return require_classes(part, classes, name, all.size());
    if (part.rows.empty())
      throw Error("the groups leave " + name + " empty").got(std::to_string(all.size()) + " groups");
  };
  require(train, "the training part");
  require(test, "the test part");
  if (fractions.validation > 0) require(validation, "the validation part");
  for (Part* part : {&train, &validation, &test}) std::ranges::sort(part->rows);
  return {std::move(train.rows), std::move(validation.rows), std::move(test.rows)};
}

std::vector<std::uint32_t> grouped_folds(std::span<const std::int32_t> classes, std::span<const std::uint32_t> groups,
                                         std::size_t folds, std::uint64_t seed) {
  std::vector<Group> all = shuffled_groups(classes, groups, seed, numeric::Purpose::kFold);
  const auto size = [](const Group& group) {
    double out = 0;
    for (const auto& [label, share] : group.counts) out += share;
    return out;
  };
  std::ranges::stable_sort(all, std::ranges::greater{}, size);
  std::vector<Part> parts(folds, Part{std::vector<double>(class_count(classes))});
  std::vector<std::uint32_t> out(classes.size());
  for (const Group& group : all) {
    const auto part = std::ranges::min_element(parts, {}, [&](const Part& p) { return p.overlap(group); });
    part->add(group);
    for (const std::size_t row : group.rows) out[row] = static_cast<std::uint32_t>(part - parts.begin());
  }
  for (const Part& part : parts) {
    require_classes(part, classes, "one of " + std::to_string(folds) + " folds", all.size());
  }
  return out;
}

void keep_groups_apart(Split& split, std::span<const std::uint32_t> groups) {
  leave_out(split.validation, split.test, groups, "validation");
  leave_out(split.train, split.validation, groups, "training");
  leave_out(split.train, split.test, groups, "training");
}

}  // namespace ballast::tabular
