// The privacy floor: a label that hardly anybody has points at people, so it is not learned by its name.
#pragma once

#include <cstdint>

#include "app/schema/table_schema.hpp"
#include "engine/observer.hpp"

namespace ballast::app {

// The table with rare_as in place of labels that fewer than rare_below rows hold and the schema does not list, and with
// those it lists spelled as there (1.0 as 1). Notes what was grouped or spelled otherwise. Floor::listed: no row is
// counted, so that a row changes its own label alone: columns with a list keep to that, and the others are left.
enum class Floor : std::uint8_t { counted, listed };
tabular::Table group_rare_labels(tabular::Table table, const TableSchema& schema, Observer& observer,
                                 Floor floor = Floor::counted);

// Rows by label.
std::vector<std::size_t> label_counts(const tabular::ColumnSchema& column, std::span<const double> cells);

}  // namespace ballast::app
