#include "diffusion/generator_archive.hpp"

#include <charconv>
#include <string>
#include <vector>

#include "engine/error.hpp"
#include "engine/tabular/schema_archive.hpp"

namespace ballast::diffusion {

namespace {

constexpr std::uint64_t kRowNumbers = std::uint64_t{1} << 48;
constexpr std::size_t kMostRows = std::size_t{1} << 40;

[[noreturn]] void refuse_cell(const files::ArchiveReader& in, const tabular::ColumnSchema& column) {
  throw Error("a stored row has an impossible cell").in(in.path()).expected("a value of column '" + column.name + "'");
}

// Infinite numbers and label codes beyond the dictionary would break a promise of Table.
void check_cell(const files::ArchiveReader& in, const tabular::ColumnSchema& column, double cell) {
  if (tabular::is_missing(cell)) return;
  if (!std::isfinite(cell)) refuse_cell(in, column);
  if (!column.is_text()) return;
  const bool is_code = cell >= 0 && cell < static_cast<double>(column.labels.size()) && cell == std::floor(cell);
  if (!is_code) refuse_cell(in, column);
}

}  // namespace

std::uint64_t model_id(const Generator& generator) {
  files::ArchiveWriter writer("generator");
  generator.save(writer);
  const auto reader = files::ArchiveReader::from_bytes(writer.bytes(), "generator");
  const std::string& digits = reader.checksum();
  std::uint64_t id = 0;
  std::from_chars(digits.data(), digits.data() + 16, id, 16);
  return id == 0 ? 1 : id;
}

void set_origins(tabular::Table& rows, std::uint64_t model, std::uint64_t seed, std::uint64_t first) {
  for (auto& origin : rows.origins()) origin = {model, seed, first++};
}

void require_row_numbers(std::uint64_t first, std::size_t count) {
  if (first < kRowNumbers && count <= kRowNumbers - first) return;
  throw Error("there is no such row number").expected("rows below 2^48").got(std::to_string(first));
}

void require_rows(const tabular::Table& rows, std::size_t least, std::string_view kind) {
  if (rows.columns() == 0) throw Error("a generator needs at least one column to learn");
  if (rows.rows() >= least) return;
  throw Error("too few rows to learn from")
      .expected("at least " + std::to_string(least) + " for " + std::string(kind))
      .got(std::to_string(rows.rows()))
      .hint(kind == "oversample" ? "check the target column and its positive label"
                                 : "oversampling works from one row on");
}

void save_table(const tabular::Table& table, files::ArchiveWriter out) {
  tabular::save_schema(table.schema(), out.child("schema"));
  out.integer("rows", static_cast<std::int64_t>(table.rows()));
  for (std::size_t c = 0; c < table.columns(); ++c) out.array<double>("column/" + std::to_string(c), table.column(c));
}

tabular::Table load_table(const files::ArchiveReader& in) {
  tabular::Schema schema = tabular::load_schema(in.child("schema"));
  const std::size_t rows = in.size("rows", 0, kMostRows);
  // The first column is read before a table of that size is made: a stored length is not to be trusted.
  std::vector<std::vector<double>> cells;
  for (std::size_t c = 0; c < schema.size(); ++c) {
    cells.push_back(in.array<double>("column/" + std::to_string(c), rows));
    for (const double cell : cells.back()) check_cell(in, schema[c], cell);
  }
  if (cells.empty()) throw Error("a stored table has no columns").in(in.path());
  tabular::Table table(std::move(schema), rows);
  for (std::size_t c = 0; c < cells.size(); ++c) std::copy(cells[c].begin(), cells[c].end(), table.column(c).begin());
  return table;
}

}  // namespace ballast::diffusion
