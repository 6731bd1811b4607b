#include "app/data/learned_table.hpp"

#include <algorithm>
#include <utility>

#include "engine/error.hpp"
#include "engine/tabular/label_index.hpp"

namespace ballast::app {

LearnedTable as_learned(const tabular::Table& table, const tabular::Schema& schema, const std::string& path) {
  LearnedTable out{tabular::Table(schema, table.rows()), {}};
  for (std::size_t c = 0; c < schema.size(); ++c) {
    const auto from = table.find(schema[c].name);
    if (!from) {
      throw Error("a column that the generator has learned is not in the file").in(path).expected(schema[c].name);
    }
    std::ranges::copy(table.column(*from), out.rows.column(c).begin());
    if (!schema[c].is_text()) continue;
    const tabular::LabelIndex known(schema[c].labels);
    const std::vector<std::string>& labels = table.schema()[*from].labels;
    const std::size_t unknown = schema[c].labels.size();
    std::vector<std::size_t> number;
    for (const std::string& label : labels) number.push_back(known.find(label).value_or(unknown));
    tabular::UnseenLabels unseen(schema[c]);
    for (double& cell : out.rows.column(c)) {
      if (tabular::is_missing(cell)) continue;
      const auto label = static_cast<std::size_t>(cell);
      ++unseen.present;
      if (number[label] == unknown) unseen.add(labels[label]);
      cell = static_cast<double>(number[label]);
    }
    if (unseen.unseen > 0) out.unseen.push_back(std::move(unseen));
  }
  return out;
}

void forget_unseen(tabular::Table& rows) {
  for (std::size_t c = 0; c < rows.columns(); ++c) {
    const tabular::ColumnSchema& column = rows.schema()[c];
    if (!column.is_text()) continue;
    std::ranges::replace(rows.column(c), static_cast<double>(column.labels.size()), tabular::kMissing);
  }
}

}  // namespace ballast::app
