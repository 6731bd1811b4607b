// What all generators share on disk and in the origin of their rows.
#pragma once

#include <cstdint>
#include <string_view>

#include "diffusion/generator.hpp"
#include "engine/tabular/table.hpp"

namespace ballast::diffusion {

// The first 8 bytes (as hex digits, so big-endian) of the SHA-256 of the generator's own archive: the `model` of a
// synthetic row's origin. Never 0, which means a real row. It changes when anything that is saved changes.
std::uint64_t model_id(const Generator& generator);

// Sets origins to (model, seed, first), (model, seed, first + 1), ...
void set_origins(tabular::Table& rows, std::uint64_t model, std::uint64_t seed, std::uint64_t first);

// Throws Error unless 0 .. 2^48 - 1 holds first .. first + count - 1: random streams have 48 bits for a row.
void require_row_numbers(std::uint64_t first, std::size_t count);

// Throws Error that names `kind` and the least number of rows it can learn from.
void require_rows(const tabular::Table& rows, std::size_t least, std::string_view kind);

// A table's cells, column by column, and its schema.
void save_table(const tabular::Table& table, files::ArchiveWriter out);
tabular::Table load_table(const files::ArchiveReader& in);

}  // namespace ballast::diffusion
