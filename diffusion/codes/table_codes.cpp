#include "diffusion/codes/table_codes.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "diffusion/in_waves.hpp"
#include "engine/error.hpp"
#include "engine/tabular/schema_archive.hpp"

namespace ballast::diffusion {

TableCodes::TableCodes(tabular::Schema schema, std::vector<ColumnCodes> columns)
    : schema_(std::move(schema)), columns_(std::move(columns)) {
  find_learned();
}

TableCodes TableCodes::fit(const tabular::Table& rows, const CodingOptions& options, numeric::ThreadPool& pool,
                           Observer& observer) {
  constexpr std::size_t kCellCost = 200;  // sorted and counted
  TableCodes table;
  table.schema_ = rows.schema();
  table.columns_.resize(rows.columns());
  in_waves("find codes", rows.columns(), kCellCost * rows.rows(), pool, observer, [&](std::size_t c) {
    table.columns_[c] = ColumnCodes::fit(rows.schema()[c], rows.column(c), options, rows.levels(c));
  });
  table.find_learned();
  return table;
}

void TableCodes::find_learned() {
  learned_.clear();
  for (std::size_t c = 0; c < columns_.size(); ++c) {
    if (columns_[c].codes() > 1) learned_.push_back(c);
  }
}

std::vector<std::uint32_t> TableCodes::counts() const {
  std::vector<std::uint32_t> counts;
  for (const std::size_t c : learned_) counts.push_back(static_cast<std::uint32_t>(columns_[c].codes()));
  return counts;
}

CodeRows TableCodes::encode(const tabular::Table& rows, numeric::ThreadPool& pool, Observer& observer) const {
  CodeRows out{learned_.size(), std::vector<std::uint16_t>(rows.rows() * learned_.size())};
  constexpr std::size_t kRowsPerTask = 1024, kCellCost = 50;
  const std::size_t tasks = (rows.rows() + kRowsPerTask - 1) / kRowsPerTask,
                    cost = kRowsPerTask * learned_.size() * kCellCost;
  in_waves("find codes of rows", tasks, cost, pool, observer, [&](std::size_t task) {
    const std::size_t first = task * kRowsPerTask, last = std::min(first + kRowsPerTask, rows.rows());
    for (std::size_t d = 0; d < learned_.size(); ++d) {
      const std::span<const double> cells = rows.column(learned_[d]);
      for (std::size_t i = first; i < last; ++i) {
        const std::uint32_t code = codes(d).encode(cells[i]);
        out.codes[i * learned_.size() + d] = code == ColumnCodes::kNone ? kHidden : static_cast<std::uint16_t>(code);
      }
    }
  });
  return out;
}

CodeRows TableCodes::encode_held(const tabular::Table& rows, numeric::ThreadPool& pool, Observer& observer) const {
  CodeRows out = encode(rows, pool, observer);
  for (std::size_t d = 0; d < learned_.size(); ++d) {
    const std::span<const double> cells = rows.column(learned_[d]);
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (!codes(d).holds(cells[i])) out.codes[i * learned_.size() + d] = kHidden;
    }
  }
  return out;
}

void TableCodes::save(const files::ArchiveWriter& out) const {
  tabular::save_schema(schema_, out.child("schema"));
  for (std::size_t c = 0; c < columns_.size(); ++c) columns_[c].save(out.child("column/" + std::to_string(c)));
}

TableCodes TableCodes::load(const files::ArchiveReader& in) {
  TableCodes table;
  table.schema_ = tabular::load_schema(in.child("schema"));
  for (std::size_t c = 0; c < table.schema_.size(); ++c) {
    table.columns_.push_back(ColumnCodes::load(table.schema_[c], in.child("column/" + std::to_string(c))));
    if (table.columns_.back().codes() >= kHidden) throw Error("a column has too many codes").in(in.path());
  }
  table.find_learned();
  return table;
}

}  // namespace ballast::diffusion
