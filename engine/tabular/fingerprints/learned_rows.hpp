// LearnedRows: what a model remembers of the rows it learned from: enough to tell whether the rows of a file are among
// them, too little to make one again.
//
// A row's fingerprint is a 64-bit hash of its cells in the model's columns, the target apart. Of up to kMostKept rows
// all are kept, of more the smallest, a fair sample of distinct rows ("bottom-k": Cohen & Kaplan, PODC 2007): a file's
// share of learned rows is then that among its own fingerprints in the same range.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/files/archive.hpp"
#include "engine/tabular/table.hpp"

namespace ballast::tabular {

class LearnedRows {
 public:
  static constexpr std::size_t kMostKept = 16384;  // 128 KiB

  LearnedRows() = default;  // nothing is known
  // rows: numbers of rows of `table`. columns: names, all of which it has.
  LearnedRows(const Table& table, std::span<const std::string> columns, std::span<const std::size_t> rows);

  // The same of fingerprints, one a row.
  explicit LearnedRows(std::vector<std::uint64_t> fingerprints);
  // Of all rows of a table.
  static std::vector<std::uint64_t> fingerprints(const Table& table, std::span<const std::string> columns);

  bool known() const { return rows_ > 0; }
  // Of all rows, in any order: equal files have equal ones.
  std::uint64_t checksum() const { return checksum_; }
  std::string checksum_text() const;  // 16 hex digits

  // What is known of rows that come in pieces: their fingerprints, added up.
  struct Seen {
    std::size_t rows = 0;
    std::uint64_t checksum = 0;
    std::size_t in_range = 0, learned = 0;  // fingerprints that would have been kept, and those that were

    void add(const Seen& more) {
      rows += more.rows, checksum += more.checksum, in_range += more.in_range, learned += more.learned;
    }
  };
  // Requires known(). Threads: any number at a time.
  Seen look_at(const Table& table, std::span<const std::string> columns) const;

  // How many rows of the table were learned from; estimated where not all fingerprints were kept. 0 where the table is
  // not the one that was learned from and has no more of its rows than chance explains: as large a share as the learned
  // rows had of rows with an equal one among themselves, and three standard errors. Requires known().
  std::size_t among(const Table& table, std::span<const std::string> columns) const {
    return among(look_at(table, columns));
  }
  std::size_t among(const Seen& seen) const;

  // Takes in what another model learned from; the same rows once more add nothing.
  void add(const LearnedRows& other);

  void save(files::ArchiveWriter out) const;
  // Throws Error on what save does not write.
  static LearnedRows load(const files::ArchiveReader& in);

 private:
  std::uint64_t checksum_ = 0;
  std::size_t rows_ = 0, twins_ = 0;         // of the rows, those with an equal one among them
  std::vector<std::uint64_t> fingerprints_;  // ascending, distinct
};

}  // namespace ballast::tabular
