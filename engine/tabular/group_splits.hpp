// Splits that keep groups whole: all rows of a customer, a card or a patient stand on one side, so that no model is
// judged by how well it knows those it has learned from. A group is a number for each row; rows of one number belong
// together. All is a function of the arguments alone.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/tabular/splits.hpp"

namespace ballast::tabular {

// As stratified_split, of whole groups. In random order each joins the test part if that brings the part's share of the
// classes nearer to what is asked for, else the validation part by the same rule, else train; shares are met as nearly
// as the groups' sizes allow.
// Throws Error when a part would lack a class, or, with small_classes_train, all rows.
Split grouped_split(std::span<const std::int32_t> classes, std::span<const std::uint32_t> groups,
                    const SplitFractions& fractions, std::uint64_t seed);

// As stratified_folds: the largest group first, equal ones in random order, each goes where its classes are scarcest.
// Throws Error when a fold would lack a class. Requires: folds >= 2.
std::vector<std::uint32_t> grouped_folds(std::span<const std::int32_t> classes, std::span<const std::uint32_t> groups,
                                         std::size_t folds, std::uint64_t seed);

// Leaves those rows out of a split by time whose group comes back in a later part: from train, then from validation.
// Throws Error when a part would be empty.
void keep_groups_apart(Split& split, std::span<const std::uint32_t> groups);

}  // namespace ballast::tabular
