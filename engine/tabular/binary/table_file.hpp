// A table as one binary file that loads at the speed of memory: what a CSV file says once it has been read.
//
//   head      magic[8]  version u32  zero u32  size of the description u64
//   archive   kind "table": schema, format (how the CSV was written), layouts of the columns, checksums of their
//             blocks, lines of rows; its SHA-256 covers all of that (files/archive.hpp)
//   columns   one after another, each in blocks of 16,384 rows (column_layout.hpp)
//
// Blocks are read and checked (XXH64) on the pool, and go through a cache from the file into the columns. No length is
// trusted: all are held against the bytes that are there before memory is taken. docs/formats.md has the entries.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/numeric/thread_pool.hpp"
#include "engine/tabular/cells/csv_format.hpp"
#include "engine/tabular/table.hpp"
#include "engine/tabular/table_blocks.hpp"

namespace ballast::tabular::binary {

// What a table file holds.
struct StoredTable {
  Table table;
  CsvFormat format = {};  // as read_csv took it from the text
  // Columns whose text can be told from the cells: each was written as CellWriter writes it, and a missing one empty.
  std::vector<bool> canonical = {};
};

// Whether a file begins like a table file: false for what is no regular file, or cannot be read. The same of bytes.
bool is_table_file(const std::string& path);
bool is_table(std::string_view bytes);

// Writes a table file as files::write_by_name does. Requires: rows and columns, cells without infinities.
void write_table_file(const StoredTable& stored, const std::string& path, numeric::ThreadPool& pool);

// A table file whose description has been read and checked. Threads: one at a time, but for block().
class TableFile final : public TableBlocks {
 public:
  // Throws Error: missing, truncated, corrupted, not a table file, newer version, a description that is none.
  explicit TableFile(const std::string& path);
  // The same from bytes in memory, which are borrowed; `name` stands for the file in messages.
  TableFile(std::span<const std::byte> bytes, const std::string& name);
  ~TableFile() override;
  TableFile(const TableFile&) = delete;
  TableFile& operator=(const TableFile&) = delete;

  const std::string& name() const;
  const Schema& schema() const override;
  const CsvFormat& format() const;
  std::size_t rows() const override;
  bool is_canonical(std::size_t column) const;

  // The columns given by index, in that order. Throws Error: a block that fails its checksum, cells that the column
  // cannot hold. Threads: a column each on the pool. Cost: reads every byte of them once.
  std::vector<std::vector<double>> cells(std::span<const std::size_t> columns, numeric::ThreadPool& pool) const;
  // The same as a table whose rows know their lines.
  Table table(std::span<const std::size_t> columns, numeric::ThreadPool& pool) const;
  // Throws Error as cells().
  Table block(std::size_t block, std::span<const std::size_t> columns) const override;
  void give_lines(Table& table) const override;
  // SHA-256 of the description, which holds the checksums of all cells: 64 hex digits.
  const std::string& digest() const;

 private:
  struct Content;
  std::unique_ptr<Content> content_;
};

}  // namespace ballast::tabular::binary
