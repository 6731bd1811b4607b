// Rows whose columns hang together: b follows a, c is the sign of a or chance, d is noise.
#pragma once

#include "engine/numeric/random.hpp"
#include "engine/tabular/table.hpp"

namespace ballast::app::fidelity::testing {

inline tabular::Table tied_table(std::size_t rows, std::uint64_t seed) {
  using tabular::ColumnKind;
  const tabular::Schema schema{{"a", ColumnKind::numeric, {}},
                               {"b", ColumnKind::numeric, {}},
                               {"c", ColumnKind::categorical, {"x", "y", "z"}},
                               {"d", ColumnKind::numeric, {}}};
  tabular::Table out(schema, rows);
  for (std::size_t i = 0; i < rows; ++i) {
    numeric::RandomStream stream(seed, numeric::Purpose::kGeneral, i);
    out.column(0)[i] = stream.normal();
    out.column(1)[i] = 2 * out.column(0)[i] + 0.1 * stream.normal();
    out.column(2)[i] = out.column(0)[i] > 0 ? 0 : static_cast<double>(1 + stream.below(2));
    out.column(3)[i] = 2 * stream.uniform();
  }
  return out;
}

}  // namespace ballast::app::fidelity::testing
