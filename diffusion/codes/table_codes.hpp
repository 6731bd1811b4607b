// A table as a matrix of codes: one column of codes for each column of the table that has at least two; the others are
// constant, and come back as they are.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "diffusion/codes/column_codes.hpp"
#include "engine/files/archive.hpp"
#include "engine/numeric/thread_pool.hpp"
#include "engine/observer.hpp"
#include "engine/tabular/table.hpp"

namespace ballast::diffusion {

// N x D codes, row after row. Two bytes a cell.
struct CodeRows {
  std::size_t columns = 0;
  std::vector<std::uint16_t> codes = {};

  std::size_t rows() const { return columns == 0 ? 0 : codes.size() / columns; }
  std::span<const std::uint16_t> row(std::size_t i) const { return std::span(codes).subspan(i * columns, columns); }
};

class TableCodes {
 public:
  TableCodes() = default;
  // Columns whose codes are known.
  TableCodes(tabular::Schema schema, std::vector<ColumnCodes> columns);
  // Requires: at least one row. Throws Stopped when the observer says so.
  static TableCodes fit(const tabular::Table& rows, const CodingOptions& options, numeric::ThreadPool& pool,
                        Observer& observer);

  const tabular::Schema& schema() const { return schema_; }
  const ColumnCodes& column(std::size_t c) const { return columns_[c]; }  // of the table
  // The table's columns that have codes to learn, D of them.
  std::span<const std::size_t> learned() const { return learned_; }
  const ColumnCodes& codes(std::size_t d) const { return columns_[learned_[d]]; }
  std::vector<std::uint32_t> counts() const;  // c_d

  // Of a table of the same schema, or of one whose labels are others; unknown cells have the code kHidden.
  static constexpr std::uint16_t kHidden = 0xFFFF;
  CodeRows encode(const tabular::Table& rows, numeric::ThreadPool& pool, Observer& observer) const;
  // The same, numbers that no code holds (column_codes.hpp) as kHidden too.
  CodeRows encode_held(const tabular::Table& rows, numeric::ThreadPool& pool, Observer& observer) const;

  void save(const files::ArchiveWriter& out) const;
  // Throws Error on anything save did not write.
  static TableCodes load(const files::ArchiveReader& in);

 private:
  void find_learned();

  tabular::Schema schema_;
  std::vector<ColumnCodes> columns_;
  std::vector<std::size_t> learned_;
};

}  // namespace ballast::diffusion
