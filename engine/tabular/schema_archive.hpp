// A schema in an archive: what lets a model say "this file has other columns".
#pragma once

#include "engine/files/archive.hpp"
#include "engine/tabular/table.hpp"

namespace ballast::tabular {

void save_schema(const Schema& schema, files::ArchiveWriter out);
// Throws Error on anything that is not a schema.
Schema load_schema(const files::ArchiveReader& in);

}  // namespace ballast::tabular
