// A schema at work: whether a table is as it says, and what of it a generator's file keeps.
#pragma once

#include <string>
#include <vector>

#include "app/schema/identifiers.hpp"
#include "app/schema/table_schema.hpp"
#include "diffusion/privacy/privacy_options.hpp"
#include "engine/observer.hpp"

namespace ballast::app {

// A rule that rows break.
struct Violation {
  std::string rule;      // "18 <= age"
  std::size_t rows = 0;  // that break it
  std::size_t line = 0;  // of the first in its file
  std::string got;       // what stands there: "age 17"
};

// In the order of the columns, then of the constraints. The table: rare labels grouped. Throws Error on a column that
// the schema lacks or that the table lacks.
std::vector<Violation> violations(const TableSchema& schema, const tabular::Table& table, const std::string& path);

// What a generator keeps of the schema it was fitted by.
struct KeptSchema {
  TableSchema schema;  // without identifiers and columns that were left out
  std::vector<Identifier> identifiers;

  // What a made row has to keep.
  std::vector<Constraint> rules() const { return rules_of(schema); }
};

// What is to be learned of a table.
struct TableToLearn {
  tabular::Table table;  // without identifiers, rare labels grouped
  KeptSchema kept;
};

// dropped: columns that a user left out. Notes identifiers and what was grouped.
// privately: nothing that is kept was found in the table: labels are grouped by the lists alone, identifiers start at
// 1. Throws Error at the first violation, with its line; on constraints on columns that are left out; and, privately,
// on combinations that only the table has.
TableToLearn learned_by(const TableSchema& schema, const tabular::Table& table, const std::vector<std::string>& dropped,
                        const std::string& path, Observer& observer, bool privately = false);

// What a schema says of its columns, as a generator with a promise of privacy takes it.
std::vector<diffusion::PublicColumn> public_columns(const TableSchema& schema);

// ---- archive
void save_kept_schema(const KeptSchema& kept, files::ArchiveWriter out);
// columns: of the rows that are made, the target among them. Throws Error on what save_kept_schema does not write for
// them.
KeptSchema load_kept_schema(const files::ArchiveReader& in, const tabular::Schema& columns);

}  // namespace ballast::app
