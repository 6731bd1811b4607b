// What learners make of the rows: each column, predicted from the others.
#include <cmath>

#include "app/report/comparison/comparison_page.hpp"

namespace ballast::app::page {

Section comparison_utility_section(const fidelity::Comparison& comparison) {
  Section out{.id = "utility", .title = "What they teach"};
  DataTable table{.caption = "ROC-AUC on real rows of trees that learned each column from the others",
                  .head = {"Column", "Learned from synthetic", "Floor", "From real rows"}};
  for (const fidelity::ColumnReport& column : comparison.columns) {
    const fidelity::Figure& figure = column.predicted;
    if (std::isnan(figure.ceiling.value)) continue;
    table.rows.push_back(
        {column.name, value_cell(figure.synthetic), value_cell(figure.floor), value_cell(figure.ceiling)});
  }
  if (table.rows.empty()) return out;
  out.lead.emplace_back(
      "Numbers are cut in two at their real median; labels are classes, the rarest together one. Columns that real "
      "rows do not tell either say nothing about the generator.");
  out.tables.push_back(std::move(table));
  return out;
}

}  // namespace ballast::app::page
