// PartFacts: what the rows of one part of a CSV file show of its columns, each part read as a file of its own below the
// same header; and what columns are in the whole file, where the parts tell it for certain.
//
// What one process finds in the whole follows from its parts where they agree: a column that is numbers, text, or dates
// of one format in each part is that in all of them together (a part without cells says nothing), since each of these
// is said of all cells, or of 99 in 100. Columns whose points may part thousands are judged by the first thousand rows,
// which are the first part's. Labels, and whether numbers are whole or of two values, are those of all parts. Where
// parts differ, in that or in what a user is told, nothing is certain, and the file has to be read as a whole.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/files/archive.hpp"
#include "engine/tabular/csv/csv.hpp"
#include "engine/tabular/table.hpp"

namespace ballast::app {

struct ColumnFacts {
  tabular::ColumnSchema column;          // as the part has it
  bool is_empty = true;                  // all its cells are missing
  std::vector<std::int64_t> cells = {};  // that hold each label
  std::vector<double> telling = {};      // numbers: three different ones, and a fraction, where there are
};

struct PartFacts {
  std::vector<ColumnFacts> columns;
  std::vector<std::string> notes;  // that reading it gave
  std::string format;              // how it is written, as bytes, but for what follows from the columns
};

PartFacts facts_of(const tabular::Table& part, const tabular::CsvFormat& format, std::vector<std::string> notes);
std::string bytes_of(const PartFacts& facts);
PartFacts facts_in(const std::string& bytes);

// What one process finds: the columns, and those of the numbers 0 and 1. Nothing where the parts do not tell.
struct WholeColumns {
  tabular::Schema columns;
  std::set<std::string> zero_one;
};
// as_text: columns that were asked for as text.
std::optional<WholeColumns> agreed_columns(const std::vector<PartFacts>& parts,
                                           const std::vector<std::string>& as_text);

}  // namespace ballast::app
