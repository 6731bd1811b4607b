#include "app/fidelity/learned/learnable_rows.hpp"

#include <algorithm>

#include "engine/tabular/features/date_features.hpp"

namespace ballast::app::fidelity {

LearnableColumns::LearnableColumns(const tabular::Table& table, std::span<const std::size_t> columns) {
  tabular::Schema schema;
  for (const std::size_t c : columns) schema.push_back(table.schema()[c]);
  const tabular::Schema features = tabular::with_date_parts(schema, table);
  for (const tabular::ColumnSchema& feature : features) {
    const bool part = feature.kind == tabular::ColumnKind::date;
    sources_.push_back(table.index_of(part ? tabular::source_column(feature) : feature.name));
  }
  encoder_ = tabular::FeatureEncoder(features);
  labels_ = encoder_.label_counts();
}

numeric::Matrix<double> stacked(const numeric::Matrix<double>& a, const numeric::Matrix<double>& b) {
  numeric::Matrix<double> out(a.rows() + b.rows(), a.columns());
  std::ranges::copy(a.values(), out.values().begin());
  std::ranges::copy(b.values(), out.values().begin() + static_cast<std::ptrdiff_t>(a.values().size()));
  return out;
}

numeric::Matrix<double> taken(const numeric::Matrix<double>& rows, std::span<const std::size_t> chosen) {
  numeric::Matrix<double> out(chosen.size(), rows.columns());
  for (std::size_t i = 0; i < chosen.size(); ++i) std::ranges::copy(rows.row(chosen[i]), out.row(i).begin());
  return out;
}

}  // namespace ballast::app::fidelity
