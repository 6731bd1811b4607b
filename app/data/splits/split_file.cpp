#include "app/data/splits/split_file.hpp"

#include <algorithm>
#include <map>

#include "app/data/dataset.hpp"
#include "app/data/labels/class_labels.hpp"
#include "app/data/splits/group_column.hpp"
#include "app/data/splits/time_column.hpp"
#include "app/data/target_labels.hpp"
#include "engine/error.hpp"
#include "engine/tabular/group_splits.hpp"

namespace ballast::app {
namespace {

// The class of each row: the place of its label among those of the target; missing cells are a class of their own.
std::vector<std::int32_t> classes_of(const tabular::Table& table, const SplitRequest& request, FileSplit& out) {
  std::vector<std::int32_t> classes(table.rows());
  if (request.target.empty()) return classes;
  const std::size_t column = table.index_of(request.target);
  const std::size_t most = table.schema()[column].is_text() ? kMostLabels : kMostValues;
  std::map<std::string, std::int32_t> class_of;
  for (std::size_t row = 0; row < classes.size(); ++row) {
    const std::string label = cell_text(table.schema()[column], table.column(column)[row]);
    const auto [at, added] = class_of.try_emplace(label, static_cast<std::int32_t>(out.labels.size()));
    if (added) out.labels.push_back({label});
    classes[row] = at->second;
    if (out.labels.size() > most) {
      throw Error("column '" + request.target + "' has more than " + std::to_string(most) + " labels")
          .expected("a target of few labels, each of which both parts get their share of");
    }
  }
  return classes;
}

tabular::Split parts_of(const tabular::Table& table, const SplitRequest& request,
                        const std::vector<std::int32_t>& classes, std::uint64_t seed, FileSplit& out) {
  const tabular::SplitFractions fractions{.test = request.test_fraction, .small_classes_train = true};
  const bool grouped = !request.group.empty();
  const std::vector<std::uint32_t> groups =
      grouped ? group_numbers(table, request.group, request.path) : std::vector<std::uint32_t>();
  if (request.time.empty()) {
    return grouped ? tabular::grouped_split(classes, groups, fractions, seed)
                   : tabular::stratified_split(classes, fractions, seed);
  }
  const auto time = time_cells(table, request.time, request.path);
  const double gap = request.gap.empty() ? 0 : time_gap(request.gap, table, request.time);
  tabular::Split parts = tabular::chronological_split(time, fractions, {.gap = gap});
  const auto in_none = [&] { return table.rows() - parts.train.size() - parts.test.size(); };
  out.in_gap = in_none();
  if (grouped) tabular::keep_groups_apart(parts, groups);
  out.shared_groups = in_none() - out.in_gap;
  return parts;
}

}  // namespace

FileSplit split_table(const tabular::Table& table, const SplitRequest& request, std::uint64_t seed) {
  try {
    FileSplit out;
    const std::vector<std::int32_t> classes = classes_of(table, request, out);
    out.parts = parts_of(table, request, classes, seed, out);
    if (out.parts.test.empty()) throw Error("too few rows to set some aside").expected("at least two rows of a label");
    if (request.target.empty()) return out;
    for (const std::size_t row : out.parts.train) ++out.labels[static_cast<std::size_t>(classes[row])].train;
    for (const std::size_t row : out.parts.test) ++out.labels[static_cast<std::size_t>(classes[row])].test;
    return out;
  } catch (Error& error) {
    if (error.file().empty()) error.in(request.path);
    throw;
  }
}

}  // namespace ballast::app
