// A table to bytes: the blocks are packed twice, for their checksums, which stand in front, and to be written.
#include <algorithm>
#include <string>
#include <vector>

#include "engine/files/archive.hpp"
#include "engine/files/gzip.hpp"
#include "engine/tabular/binary/column_layout.hpp"
#include "engine/tabular/binary/table_file.hpp"
#include "engine/tabular/binary/table_layout.hpp"
#include "engine/tabular/binary/xxh64.hpp"
#include "engine/tabular/schema_archive.hpp"

namespace ballast::tabular::binary {
namespace {

std::span<const std::byte> packed_block(const Table& table, const std::vector<ColumnLayout>& layouts,
                                        std::size_t column, std::size_t block, std::vector<std::byte>& bytes) {
  const std::size_t rows = rows_of_block(block, table.rows());
  bytes.resize(rows * layouts[column].width);
  pack(table.column(column).subspan(block * kBlockRows, rows), layouts[column], bytes);
  return bytes;
}

std::vector<ColumnLayout> layouts_of(const Table& table, numeric::ThreadPool& pool) {
  std::vector<ColumnLayout> out(table.columns());
  pool.parallel_for(out.size(), [&](std::size_t c) { out[c] = layout_of(table.column(c)); });
  return out;
}

// Of all blocks, column by column.
std::vector<std::uint64_t> checksums_of(const Table& table, const std::vector<ColumnLayout>& layouts,
                                        numeric::ThreadPool& pool) {
  const std::size_t blocks = block_count(table.rows());
  std::vector<std::uint64_t> out(blocks * table.columns());
  std::vector<std::vector<std::byte>> scratch(pool.threads());
  pool.parallel_for(out.size(), [&](std::size_t i, std::size_t worker) {
    out[i] = xxh64(packed_block(table, layouts, i / blocks, i % blocks, scratch[worker]));
  });
  return out;
}

std::vector<std::uint64_t> lines_of(const Table& table) {
  std::vector<std::uint64_t> out(table.rows());
  bool usual = true;
  for (std::size_t row = 0; row < out.size(); ++row) {
    out[row] = table.line(row);
    usual = usual && out[row] == row + 2;
  }
  if (usual) out.clear();
  return out;
}

std::vector<std::byte> description(const StoredTable& stored, const std::vector<ColumnLayout>& layouts,
                                   numeric::ThreadPool& pool) {
  const Table& table = stored.table;
  std::vector<std::uint8_t> widths, places, canonical(stored.canonical.begin(), stored.canonical.end());
  std::vector<double> firsts;
  for (const ColumnLayout& layout : layouts) {
    widths.push_back(layout.width);
    places.push_back(layout.places);
    firsts.push_back(layout.first);
  }
  canonical.resize(table.columns());
  files::ArchiveWriter out("table");
  save_schema(table.schema(), out.child("schema"));
  save_format(stored.format, out.child("format"));
  out.integer("rows", static_cast<std::int64_t>(table.rows()));
  out.array<std::uint8_t>("columns/widths", widths);
  out.array<std::uint8_t>("columns/places", places);
  out.array<double>("columns/firsts", firsts);
  out.array<std::uint8_t>("columns/canonical", canonical);
  out.array<std::uint64_t>("checksums", checksums_of(table, layouts, pool));
  if (const std::vector<std::uint64_t> lines = lines_of(table); !lines.empty()) {
    out.array<std::uint64_t>("lines", lines);
  }
  return out.bytes();
}

template <class Number>
void put(files::OutputFile& to, Number number) {
  to.write(std::as_bytes(std::span(&number, 1)));
}

}  // namespace

void write_table_file(const StoredTable& stored, const std::string& path, numeric::ThreadPool& pool) {
  const Table& table = stored.table;
  const std::vector<ColumnLayout> layouts = layouts_of(table, pool);
  const std::vector<std::byte> head = description(stored, layouts, pool);
  files::write_by_name(path, [&](files::OutputFile& to) {
    to.write(std::as_bytes(std::span(kTableMagic)));
    put(to, kTableVersion);
    put(to, std::uint32_t{0});
    put(to, std::uint64_t{head.size()});
    to.write(head);
    std::vector<std::byte> bytes;
    for (std::size_t c = 0; c < table.columns(); ++c) {
      for (std::size_t block = 0; block < block_count(table.rows()); ++block) {
        to.write(packed_block(table, layouts, c, block, bytes));
      }
    }
  });
}

}  // namespace ballast::tabular::binary
