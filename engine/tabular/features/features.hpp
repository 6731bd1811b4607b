// Features: what a classifier reads. A FeatureEncoder remembers the columns it was made for, and turns any table that
// has them (in any order, with any others beside) into a float64 matrix: numbers as they are, text as the code of its
// label (labels/label_index.hpp), dates as their parts (date_features.hpp), missing cells and labels never seen as NaN.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/error.hpp"
#include "engine/numeric/matrix.hpp"
#include "engine/tabular/table.hpp"

namespace ballast::tabular {

// Labels of one text column that an encoder does not know.
struct UnseenLabels {
  static constexpr std::size_t kExamples = 4;

  std::string column;
  std::vector<std::string> known = {};     // some labels that the encoder knows
  std::size_t present = 0;                 // cells that are not missing
  std::size_t unseen = 0;                  // of these, with such a label
  std::vector<std::string> examples = {};  // the first of them, each once

  explicit UnseenLabels(const ColumnSchema& trained);
  void add(std::string_view label, std::size_t cells = 1);
  // Rows below these.
  void add(const UnseenLabels& below);
};

// The error that names every column of `wanted` which `found` lacks; nothing if it has them all.
std::optional<Error> absent_columns(const Schema& wanted, std::span<const std::string> found);

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
    numeric::Matrix<double> x;         // rows x schema().size()
    std::vector<UnseenLabels> unseen;  // of the columns that hold some
  };
  // Throws Error naming the columns when the table lacks some, or has text where numbers are expected or the reverse.
  Encoded encode(const Table& table) const;

 private:
  Schema schema_;
};

}  // namespace ballast::tabular
