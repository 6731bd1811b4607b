// Rows of two labels that are mostly equal, and of independent ones.
#pragma once

#include "engine/numeric/random.hpp"
#include "engine/tabular/table.hpp"

namespace ballast::app::testing {

// x is "a" with probability `a`; y is x with probability `tied`, else the other label.
inline tabular::Table tied_rows(std::size_t rows, double a, double tied, std::uint64_t seed) {
  tabular::Table out({{"x", tabular::ColumnKind::binary, {"a", "b"}}, {"y", tabular::ColumnKind::binary, {"a", "b"}}},
                     rows);
  numeric::RandomStream stream(seed, numeric::Purpose::kGeneral);
  for (std::size_t i = 0; i < rows; ++i) {
    const double x = stream.uniform() < a ? 0 : 1;
    out.column(0)[i] = x;
    out.column(1)[i] = stream.uniform() < tied ? x : 1 - x;
  }
  return out;
}

}  // namespace ballast::app::testing
