// Features: what a classifier reads. A FeatureEncoder remembers the columns it was made for, and turns any table that
// has them (in any order, with any others beside) into a float32 matrix: numbers as they are, text as the code of its
// label, dates as their parts (date_features.hpp), missing cells and labels never seen as NaN.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/numeric/matrix.hpp"
#include "engine/tabular/table.hpp"

namespace ballast::tabular {

class FeatureEncoder {
 public:
  FeatureEncoder() = default;
  explicit FeatureEncoder(Schema schema) : schema_(std::move(schema)) {}

  const Schema& schema() const { return schema_; }

  std::vector<std::string> names() const;
  // How many labels each column has; 0 for numbers.
  std::vector<std::uint32_t> label_counts() const;

  // For each feature the number of its column in the table. Throws Error as encode.
  std::vector<std::size_t> places_in(const Table& table) const;

  struct Encoded {
    numeric::Matrix<float> x;      // rows x schema().size()
    std::size_t unseen_cells = 0;  // text cells whose label the encoder does not know
  };
  // Throws Error naming the column when the table lacks one, or has text where numbers are expected or the reverse.
  Encoded encode(const Table& table) const;

 private:
  Schema schema_;
};

}  // namespace ballast::tabular
