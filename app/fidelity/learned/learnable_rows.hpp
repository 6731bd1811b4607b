// Tables as trees read them: dates in parts, labels as codes, missing as NaN.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/numeric/matrix.hpp"
#include "engine/tabular/features/features.hpp"
#include "engine/tabular/table.hpp"

namespace ballast::app::fidelity {

class LearnableColumns {
 public:
  // The features of some columns of tables under one schema. table: of that schema; which parts of its dates come round
  // is told by its rows.
  LearnableColumns(const tabular::Table& table, std::span<const std::size_t> columns);

  numeric::Matrix<double> matrix(const tabular::Table& table) const { return encoder_.encode(table).x; }
  const std::vector<std::uint32_t>& label_counts() const { return labels_; }
  // Of each feature the column it is read from.
  const std::vector<std::size_t>& sources() const { return sources_; }

 private:
  tabular::FeatureEncoder encoder_;
  std::vector<std::uint32_t> labels_;
  std::vector<std::size_t> sources_;
};

// a above b. Requires equal columns.
numeric::Matrix<double> stacked(const numeric::Matrix<double>& a, const numeric::Matrix<double>& b);
numeric::Matrix<double> taken(const numeric::Matrix<double>& rows, std::span<const std::size_t> chosen);

}  // namespace ballast::app::fidelity
