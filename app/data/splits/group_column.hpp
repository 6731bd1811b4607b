// The column whose equal cells say which rows belong together: a customer, a card, a patient.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/tabular/table.hpp"

namespace ballast::app {

// A number for each row, equal where the cells are, by first occurrence; missing cells are one group, so that nothing
// can leak by them. Throws Error: no such column, or one group alone.
std::vector<std::uint32_t> group_numbers(const tabular::Table& table, const std::string& column,
                                         const std::string& file);

}  // namespace ballast::app
