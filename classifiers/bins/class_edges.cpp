#include "classifiers/bins/class_edges.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "classifiers/bins/float_rounding.hpp"
#include "classifiers/training_set.hpp"

namespace ballast::classifiers {
namespace {

// By how much the weight of each class's rows grows; 0 for a class that is not rare. all: the weight of all rows.
std::vector<double> growth_of_classes(std::vector<double> of_class, double all, std::size_t max_bins) {
  double rare = 0, count = 0;
  const double bin = all / static_cast<double>(max_bins);
  const auto is_rare = [&](double weight) { return weight > 0 && weight < bin; };
  for (const double weight : of_class) {
    if (!is_rare(weight)) continue;
    rare += weight;
    ++count;
  }
  const double each = rare < kMostRare * all ? kRareMass * all / std::max(count, 1.0) : 0;
  for (double& weight : of_class) weight = is_rare(weight) ? each / weight : 0;
  return of_class;
}

RareRows rows_that_grow(const TrainingSet& data, std::span<const double> growth) {
  RareRows out;
  for (std::size_t row = 0; row < data.y.size(); ++row) {
    const double added = growth[static_cast<std::size_t>(data.y[row])] * static_cast<double>(weight_of(data, row));
    if (!(added > 0)) continue;
    out.row.push_back(static_cast<std::uint32_t>(row));
    out.added.push_back(added);
  }
  return out;
}

}  // namespace

RareRows find_rare_rows(const TrainingSet& data, std::size_t max_bins) {
  std::vector<double> of_class(data.classes, 0.0);
  double all = 0;
  for (std::size_t row = 0; row < data.y.size(); ++row) {
    const auto weight = static_cast<double>(weight_of(data, row));
    of_class[static_cast<std::size_t>(data.y[row])] += weight;
    all += weight;
  }
  return rows_that_grow(data, growth_of_classes(std::move(of_class), all, max_bins));
}

RareRows find_rare_rows(const TrainingSet& part, std::size_t max_bins, std::span<const std::int64_t> of_class) {
  double all = 0;
  for (const std::int64_t rows : of_class) all += static_cast<double>(rows);
  return rows_that_grow(part, growth_of_classes({of_class.begin(), of_class.end()}, all, max_bins));
}

namespace {

void add_weight_of(double added, double x, std::span<ValueGroup> groups) {
  const double value = flushed(x);
  if (!std::isnan(value)) std::ranges::lower_bound(groups, value, {}, &ValueGroup::highest)->weight += added;
}

}  // namespace

void add_weight(const RareRows& rare, const double* x, std::size_t stride, std::span<ValueGroup> groups) {
  for (std::size_t i = 0; i < rare.row.size(); ++i) add_weight_of(rare.added[i], x[rare.row[i] * stride], groups);
}

void add_weight(const RareRows& rare, std::span<const double> values, std::span<ValueGroup> groups) {
  for (std::size_t i = 0; i < rare.row.size(); ++i) add_weight_of(rare.added[i], values[i], groups);
}

}  // namespace ballast::classifiers
