// The target's labels: which rows are of the positive class. Labels are the same if their texts are, or the numbers
// that they write (engine/tabular/labels/label_index.hpp): a target written 1.0 or 01 has the label 1; of
// two labels that say yes and no, other spellings are the same too.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/tabular/table.hpp"

namespace ballast::app {

struct TargetSpec {
  std::string column;
  std::string positive;  // the label as the user writes it: "1", "yes"
};

// The target's cells, none of them missing. name: of the file, for messages.
// Throws Error: no such column, missing values.
std::span<const double> target_cells(const tabular::Table& table, const std::string& target, const std::string& name);

// 1 where the target is the positive label, 0 for every other. One class only is allowed when `both` is false.
// Throws Error as target_cells, and: no row has the label, or every one; a label that differs from it by the
// way it is written alone (it could hardly be meant to be the other class); more than kMostValues numbers, which are no
// classes.
inline constexpr std::size_t kMostValues = 100;
std::vector<std::int32_t> binary_labels(const tabular::Table& table, const TargetSpec& target, const std::string& name,
                                        bool both = true);

// The positive label as the column writes it; as it is if the column has no such label.
std::string written_label(const tabular::ColumnSchema& column, const std::string& positive);

// The labels among `labels` that differ from `label` by the way they are written alone (label_fold.hpp).
std::vector<std::string> near_twins(std::span<const std::string> labels, const std::string& label);

}  // namespace ballast::app
