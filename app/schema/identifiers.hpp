// Identifiers: columns that tell rows apart and say nothing else (row numbers, customer numbers, keys). A generator
// does not learn them; the rows it makes get fresh ones beyond those of the data, so that no row of the data is named.
//
// A column is found to be one if it has another value in each of at least kEnoughRows rows, none missing, and holds
//   whole numbers that leave few gaps (fewer than half of a run of numbers), or whose name says so (id, number, key ..)
//   text
//
// Fresh ones count on from the largest in its own format: each position of the text is fixed or counts through the
// characters that the data have there (digits, hex digits, letters), as the wheels of a mileage counter do.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/files/archive.hpp"
#include "engine/tabular/table.hpp"

namespace ballast::app {

inline constexpr std::size_t kEnoughRows = 50;  // fewer often differ in every value by chance

struct Identifier {
  tabular::ColumnSchema column;  // without labels; kind integer or categorical
  std::size_t position = 0;      // among all columns of the file
  std::string first;             // of row 0: "CUST-0173"
  std::string wheels;            // one a byte of `first`: which characters it counts through; '.' if it is fixed

  // Of row k: "CUST-0173" and so on. What does not fit its wheels any more gets longer.
  std::string of_row(std::uint64_t k) const;
};

// The columns that are found to be identifiers, by index.
std::vector<std::size_t> find_identifiers(const tabular::Table& table);

// How fresh ones of a column are made. Of text that has neither one length nor a common beginning with a number behind
// it: the column's name and a number. Throws Error on a column that is neither whole numbers nor text.
Identifier fresh_identifier(const tabular::Table& table, std::size_t column);

// The same from 1 on, whatever the table has: nothing of the data is in it.
Identifier public_identifier(const tabular::ColumnSchema& column, std::size_t position);

// The rows with their identifiers in place; row i has that of row first + i. identifiers: by position, ascending.
tabular::Table with_identifiers(const tabular::Table& rows, std::span<const Identifier> identifiers,
                                std::uint64_t first);

void save_identifiers(std::span<const Identifier> identifiers, files::ArchiveWriter out);
// Throws Error on what save_identifiers does not write for a generator of `columns` columns, its target among them.
std::vector<Identifier> load_identifiers(const files::ArchiveReader& in, std::size_t columns);

}  // namespace ballast::app
