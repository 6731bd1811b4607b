// Conditions on a table's cells as the masked diffusion meets them: codes shown from the start, and conditions on the
// codes of columns that are revealed.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "diffusion/codes/table_codes.hpp"
#include "diffusion/masked/cell_choosers.hpp"
#include "diffusion/questions.hpp"

namespace ballast::diffusion {

struct ConditionPlan {
  std::vector<std::uint16_t> start;  // of a row, D; kHidden where nothing is shown
  std::vector<CodeCondition> conditions;

  CodeRows start_rows(std::size_t count) const;
};

// places: of each column of the table, its place among the learned ones, or their number. Throws Error on a condition
// that no row can fulfil: a value or a missing cell never seen, an empty range.
ConditionPlan plan_conditions(std::span<const CellCondition> conditions, const TableCodes& codes,
                              std::span<const std::size_t> places);

}  // namespace ballast::diffusion
