#include "app/report/page/row_samples.hpp"

#include <algorithm>
#include <functional>
#include <numeric>
#include <span>

namespace ballast::app::page {

std::vector<std::size_t> thinned(const std::vector<std::size_t>& values, std::size_t most) {
  if (values.size() <= most) return values;
  std::vector<std::size_t> out;
  for (std::size_t i = 0; i < most; ++i) out.push_back(values[i * values.size() / most]);
  return out;
}

std::vector<std::size_t> thinned_rows(std::size_t count, std::size_t most) {
  std::vector<std::size_t> all(count);
  std::iota(all.begin(), all.end(), 0);
  return thinned(all, most);
}

RowSamples real_samples(const Dataset& data, const tabular::Split& split) {
  const auto of_class = [&](const std::vector<std::size_t>& rows, std::int32_t label) {
    std::vector<std::size_t> out;
    std::ranges::copy_if(rows, std::back_inserter(out), [&](std::size_t row) { return data.y[row] == label; });
    return data.features_of(thinned(out, kMostRealRows));
  };
  return {of_class(split.train, 0), of_class(split.train, 1), of_class(split.test, 1)};
}

namespace {

// For each label its code among the kept ones; the last code stands for all others.
struct Recoding {
  std::vector<std::string> labels;  // sorted; empty: the column stays as it is
  std::vector<double> code;         // by old code
};

Recoding recode(const RowSamples& rows, std::size_t column) {
  const tabular::ColumnSchema& schema = rows.minority.schema()[column];
  if (schema.labels.size() <= kMostLabels) return {};
  std::vector<std::size_t> count(schema.labels.size(), 0), order(count.size());
  for (const tabular::Table* table : {&rows.majority, &rows.minority}) {
    for (const double cell : table->column(column)) {
      if (!tabular::is_missing(cell)) ++count[static_cast<std::size_t>(cell)];
    }
  }
  std::iota(order.begin(), order.end(), 0);
  std::ranges::stable_sort(order, std::greater{}, [&](std::size_t label) { return count[label]; });
  order.resize(kMostLabels - 1);
  std::ranges::sort(order);  // labels are sorted, and so are those that stay
  Recoding out;
  out.code.assign(schema.labels.size(), static_cast<double>(order.size()));
  for (const std::size_t label : order) {
    out.code[label] = static_cast<double>(out.labels.size());
    out.labels.push_back(schema.labels[label]);
  }
  out.labels.emplace_back("\xf4\x8f\xbf\xbf others");  // U+10FFFF sorts behind every label
  return out;
}

tabular::Table recoded(const tabular::Table& table, const std::vector<Recoding>& recoding) {
  tabular::Schema schema = table.schema();
  std::vector<std::vector<double>> cells;
  for (std::size_t c = 0; c < table.columns(); ++c) {
    const std::span<const double> from = table.column(c);
    cells.emplace_back(from.begin(), from.end());
    if (recoding[c].labels.empty()) continue;
    schema[c].labels = recoding[c].labels;
    for (double& cell : cells.back()) {
      if (!tabular::is_missing(cell)) cell = recoding[c].code[static_cast<std::size_t>(cell)];
    }
  }
  return tabular::Table(std::move(schema), std::move(cells));
}

}  // namespace

RowSamples with_frequent_labels(const RowSamples& rows, std::vector<std::pair<std::string, std::size_t>>& lumped) {
  std::vector<Recoding> recoding;
  for (std::size_t c = 0; c < rows.minority.columns(); ++c) {
    recoding.push_back(recode(rows, c));
    const tabular::ColumnSchema& column = rows.minority.schema()[c];
    if (!recoding.back().labels.empty()) lumped.emplace_back(column.name, column.labels.size());
  }
  RowSamples out{recoded(rows.majority, recoding), recoded(rows.minority, recoding), recoded(rows.held_out, recoding)};
  for (const auto& [name, table] : rows.synthetic) out.synthetic.emplace_back(name, recoded(table, recoding));
  return out;
}

}  // namespace ballast::app::page
