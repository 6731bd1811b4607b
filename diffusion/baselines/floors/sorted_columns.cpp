#include "diffusion/baselines/floors/sorted_columns.hpp"

#include <algorithm>

#include "diffusion/generator_archive.hpp"

namespace ballast::diffusion {
namespace {

bool before(double a, double b) {
  return tabular::is_missing(b) ? !tabular::is_missing(a) : a < b;
}

}  // namespace

SortedColumns::SortedColumns(const tabular::Table& rows) : cells_(rows) {
  for (std::size_t c = 0; c < cells_.columns(); ++c) {
    std::sort(cells_.column(c).begin(), cells_.column(c).end(), before);
  }
}

double SortedColumns::cell(std::size_t column, double u) const {
  const auto place = static_cast<std::size_t>(u * static_cast<double>(rows()));
  return cells_.column(column)[std::min(place, rows() - 1)];
}

SortedColumns::Span SortedColumns::span(std::size_t column, double cell) const {
  const auto cells = cells_.column(column);
  const auto [first, last] = std::equal_range(cells.begin(), cells.end(), cell, before);
  return {static_cast<double>(first - cells.begin()), static_cast<double>(last - cells.begin())};
}

void SortedColumns::save(const files::ArchiveWriter& out) const {
  save_table(cells_, out);
}

SortedColumns SortedColumns::load(const files::ArchiveReader& in) {
  tabular::Table cells = load_table(in);
  if (cells.rows() == 0) throw Error("stored columns have no cells").in(in.path());
  return SortedColumns(cells);
}

}  // namespace ballast::diffusion
