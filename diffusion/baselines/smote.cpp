#include "diffusion/baselines/smote.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <string>

#include "diffusion/baselines/smote_space.hpp"
#include "diffusion/generator_archive.hpp"
#include "engine/error.hpp"
#include "engine/geometry/neighbours.hpp"
#include "engine/numeric/random.hpp"
#include "engine/tabular/dates/date_format.hpp"
#include "engine/tabular/dates/date_grid.hpp"
#include "engine/tabular/levels.hpp"
#include "engine/tabular/present_cells.hpp"

namespace ballast::diffusion {

namespace {

bool is_quantity(const tabular::ColumnSchema& column) {
  return column.kind == tabular::ColumnKind::numeric || column.kind == tabular::ColumnKind::integer ||
         column.kind == tabular::ColumnKind::date;
}

}  // namespace

void Smote::fit(const tabular::Table& rows, std::uint64_t, numeric::ThreadPool& pool, Observer& observer) {
  require_rows(rows, 2, kind());
  rows_ = rows;
  keeps_levels_.assign(rows.columns(), 0);
  decimals_.assign(rows.columns(), {});
  for (std::size_t c = 0; c < rows.columns(); ++c) {
    const tabular::ColumnSchema& column = rows.schema()[c];
    if (!is_quantity(column)) continue;
    const std::vector<double> sorted = tabular::sorted_cells(rows.column(c));
    if (column.kind == tabular::ColumnKind::date) {
      decimals_[c] = tabular::date_grid_of(sorted, tabular::DateFormat(column.format).offset());
      continue;
    }
    decimals_[c] = tabular::decimals_of(sorted);
    const std::span<const double> levels = rows.levels(c);
    decimals_[c].levels.assign(levels.begin(), levels.end());
    keeps_levels_[c] = tabular::keeps_to_levels(sorted) ? 1 : 0;
  }
  neighbours_each_ = std::min(kNeighbours, rows.rows() - 1);
  observer.step({"find neighbours", 0, rows.rows()});
  const numeric::Matrix<float> space = smote_space(rows);
  const auto nearest = geometry::nearest_neighbours<float>(space.view(), space.view(), {neighbours_each_, true}, pool);
  neighbours_.assign(nearest.rows.values().begin(), nearest.rows.values().end());
  id_ = model_id(*this);
}

tabular::Table Smote::sample(std::uint64_t first, std::size_t count, std::uint64_t seed, numeric::ThreadPool&,
                             Observer&) const {
  require_row_numbers(first, count);
  tabular::Table out(rows_.schema(), count);
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint64_t k = first + i;
    const auto row =
        static_cast<std::size_t>(numeric::RandomStream(seed, numeric::Purpose::kSmoteRow, k).below(rows_.rows()));
    const std::size_t neighbour = neighbours_of(row)[static_cast<std::size_t>(
        numeric::RandomStream(seed, numeric::Purpose::kSmoteNeighbour, k).below(neighbours_each_))];
    const double u = numeric::RandomStream(seed, numeric::Purpose::kSmoteGap, k).uniform();
    for (std::size_t c = 0; c < out.columns(); ++c) out.column(c)[i] = make_cell(c, row, neighbour, u);
  }
  set_origins(out, id_, seed, first);
  return out;
}

double Smote::make_cell(std::size_t column, std::size_t row, std::size_t neighbour, double u) const {
  const auto cells = rows_.column(column);
  if (tabular::is_missing(cells[row])) return tabular::kMissing;
  const tabular::ColumnSchema& schema = rows_.schema()[column];
  if (!is_quantity(schema)) return majority_cell(column, row);
  if (tabular::is_missing(cells[neighbour])) return cells[row];
  if (keeps_levels_[column] != 0) return u < 0.5 ? cells[row] : cells[neighbour];
  const double difference = cells[neighbour] - cells[row];
  const double cell =
      std::isfinite(difference) ? std::fma(u, difference, cells[row]) : (1 - u) * cells[row] + u * cells[neighbour];
  if (schema.kind == tabular::ColumnKind::date) {
    const tabular::DateFormat format(schema.format);
    return format.nearest(tabular::nearest_moment(decimals_[column], cell, format.offset()));
  }
  const double rounded = decimals_[column].nearest(cell);
  return schema.kind == tabular::ColumnKind::integer ? std::round(rounded) : rounded;
}

// Of values with the same number of votes, the row's own wins, then that of the nearest neighbour.
double Smote::majority_cell(std::size_t column, std::size_t row) const {
  const auto cells = rows_.column(column);
  const auto votes_for = [&](double value) {
    return std::ranges::count_if(neighbours_of(row), [&](std::uint32_t j) { return cells[j] == value; });
  };
  double best = cells[row];
  auto most = votes_for(best);
  for (const std::uint32_t j : neighbours_of(row)) {
    if (tabular::is_missing(cells[j])) continue;
    if (const auto votes = votes_for(cells[j]); votes > most) {
      most = votes;
      best = cells[j];
    }
  }
  return best;
}

void Smote::save(files::ArchiveWriter out) const {
  out.text("generator", kind());
  save_table(rows_, out.child("rows"));
  out.integer("neighbours_each", static_cast<std::int64_t>(neighbours_each_));
  out.array<std::uint32_t>("neighbours", neighbours_);
  const bool any = std::ranges::any_of(keeps_levels_, [](std::uint8_t keeps) { return keeps != 0; });
  if (any) out.array<std::uint8_t>("levels", keeps_levels_);
  for (std::size_t c = 0; c < decimals_.size(); ++c) {
    if (!decimals_[c].is_free()) tabular::save_decimals(decimals_[c], out.child("decimals/" + std::to_string(c)));
  }
}

std::unique_ptr<Smote> Smote::load(const files::ArchiveReader& in) {
  auto generator = std::make_unique<Smote>();
  generator->rows_ = load_table(in.child("rows"));
  const std::size_t rows = generator->rows_.rows();
  require_rows(generator->rows_, 2, generator->kind());
  generator->neighbours_each_ = in.size("neighbours_each", 1, std::min(kNeighbours, rows - 1));
  generator->neighbours_ = in.array<std::uint32_t>("neighbours", rows * generator->neighbours_each_);
  if (std::ranges::any_of(generator->neighbours_, [&](std::uint32_t j) { return j >= rows; })) {
    throw Error("a stored neighbour is not one of the rows").in(in.path());
  }
  const std::size_t columns = generator->rows_.columns();
  generator->keeps_levels_ =
      in.has("levels") ? in.array<std::uint8_t>("levels", columns) : std::vector<std::uint8_t>(columns);
  generator->decimals_.resize(columns);
  for (std::size_t c = 0; c < columns; ++c) {
    const std::string name = "decimals/" + std::to_string(c);
    if (in.has(name + "/places")) generator->decimals_[c] = tabular::load_decimals(in.child(name));
  }
  generator->id_ = model_id(*generator);
  return generator;
}

std::string Smote::describe() const {
  std::vector<tabular::LevelColumn> levels;
  bool votes = false;
  for (std::size_t c = 0; c < rows_.columns(); ++c) {
    votes = votes || !is_quantity(rows_.schema()[c]);
    if (!decimals_[c].levels.empty()) levels.push_back({rows_.schema()[c].name, decimals_[c].levels.size()});
    if (keeps_levels_[c] == 0) continue;
    const std::vector<double> present = tabular::present_cells(rows_.column(c));
    const std::set<double> distinct(present.begin(), present.end());
    levels.push_back({rows_.schema()[c].name, distinct.size()});
  }
  return "SMOTE: each row lies between one of " + std::to_string(rows_.rows()) + " real rows and one of its " +
         std::to_string(neighbours_each_) + " nearest neighbours; the file holds the real rows\n" +
         (votes
              ? "labels are those of most neighbours, so that rare labels come out rarer (kde and masked keep rates)\n"
              : "") +
         tabular::levels_text(levels);
}

}  // namespace ballast::diffusion
