#include "app/data/learned_table.hpp"

#include <algorithm>

#include "engine/error.hpp"
#include "engine/tabular/label_index.hpp"

namespace ballast::app {

tabular::Table as_learned(const tabular::Table& table, const tabular::Schema& schema, const std::string& path) {
  tabular::Table out(schema, table.rows());
  for (std::size_t c = 0; c < schema.size(); ++c) {
    const auto from = table.find(schema[c].name);
    if (!from) {
      throw Error("a column that the generator has learned is not in the file").in(path).expected(schema[c].name);
    }
    const std::span<const double> cells = table.column(*from);
    std::ranges::copy(cells, out.column(c).begin());
    if (!schema[c].is_text()) continue;
    const tabular::LabelIndex known(schema[c].labels);
    const auto unknown = static_cast<double>(schema[c].labels.size());
    std::vector<double> number;
    for (const std::string& label : table.schema()[*from].labels) {
      const auto place = known.find(label);
      number.push_back(place ? static_cast<double>(*place) : unknown);
    }
    for (double& cell : out.column(c)) {
      if (!tabular::is_missing(cell)) cell = number[static_cast<std::size_t>(cell)];
    }
  }
  return out;
}

}  // namespace ballast::app
