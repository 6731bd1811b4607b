// Edges where rare classes are. Among bins of equal weight the 60 rows of a rare class in 100,000 get none of their
// own: a region that is all theirs lies inside a bin with 400 others. So where bins are cut, and nowhere else, a rare
// class weighs more: its rows fill bins sooner, down to one each, and edges fall between them and their neighbours.
//
// Rare is a class that would fit whole into one even bin, unless such classes are many and have kMostRare of all weight
// together. The rare ones are cut as if they had kRareMass times the weight of all, in equal parts.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "classifiers/bins/sorted_values.hpp"
#include "classifiers/classifier.hpp"

namespace ballast::classifiers {

inline constexpr double kMostRare = 0.1, kRareMass = 0.25;

struct RareRows {
  std::vector<std::uint32_t> row;
  std::vector<double> added;  // weight of each
};

// The rows of the rare classes; none if no class is rare.
RareRows find_rare_rows(const TrainingSet& data, std::size_t max_bins);
// Those of a part of the rows, without weights. of_class: how many rows each class has in all parts.
RareRows find_rare_rows(const TrainingSet& part, std::size_t max_bins, std::span<const std::int64_t> of_class);

// Adds their weight to the groups that hold their values: x[0], x[stride], ... are the values of all rows, `groups`
// what SortedValues made of them.
void add_weight(const RareRows& rare, const double* x, std::size_t stride, std::span<ValueGroup> groups);
// The same of the values of these rows alone.
void add_weight(const RareRows& rare, std::span<const double> values, std::span<ValueGroup> groups);

}  // namespace ballast::classifiers
