// Finds the row of a file that lies nearest to a made one, by Gower distance.
#include "app/commands/scoring/nearest_row.hpp"

#include <array>

#include "app/commands/scoring/model_rows.hpp"
#include "app/data/dataset.hpp"
#include "app/fidelity/distances/mixed_neighbours.hpp"
#include "app/text/aligned.hpp"
#include "app/text/numbers.hpp"

namespace ballast::app {
namespace {

bool same_cell(double a, double b) {
  return a == b || (tabular::is_missing(a) && tabular::is_missing(b));
}

std::string shown(const tabular::ColumnSchema& column, double cell) {
  return tabular::is_missing(cell) ? "missing" : cell_text(column, cell);
}

}  // namespace

NearestRow nearest_row(const tabular::Table& made, const GeneratorFile& file, const std::string& path,
                       const Arguments& arguments, Session& session) {
  const ModelRows rows = read_for_model(path, made.schema(), file.made_by.format, arguments, session);
  const tabular::Table real = rows_as_learned(made.schema(), file.made_by, rows, Unseen::missing, session);
  if (real.rows() == 0) throw Error("there is no row to be near to").in(path);
  const std::array<const tabular::Table*, 2> tables{&real, &made};
  const fidelity::MixedSpace space(real, tables);
  const fidelity::MixedNeighbours found = fidelity::mixed_neighbours(
      space.place(made), space.place(real), fidelity::Metric::gower, 1, false, session.pool, session.observer);
  const std::size_t row = found.rows(0, 0);
  NearestRow out{line_of(rows.table, row), found.distances(0, 0), 0, real.take_rows(std::array{row})};
  for (std::size_t c = 0; c < made.columns(); ++c) out.alike += same_cell(made.column(c)[0], real.column(c)[row]);
  return out;
}

std::string nearest_row_text(const tabular::Table& made, const NearestRow& nearest, const std::string& path) {
  std::vector<std::vector<std::string>> table{{"column", "made", "nearest", ""}};
  for (std::size_t c = 0; c < made.columns(); ++c) {
    const double a = made.column(c)[0], b = nearest.row.column(c)[0];
    table.push_back({made.schema()[c].name, shown(made.schema()[c], a), shown(made.schema()[c], b),
                     same_cell(a, b) ? "the same" : ""});
  }
  return "nearest row: line " + with_commas(nearest.line) + " of " + path + ", " + std::to_string(nearest.alike) +
         " of " + std::to_string(made.columns()) + " cells the same, Gower distance " + fixed(nearest.distance, 4) +
         "\n" + aligned(table, table[0].size());
}

}  // namespace ballast::app
