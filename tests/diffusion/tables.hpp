// Small tables, and the promises every generator keeps, for the tests of this folder.
#pragma once

#include <cstddef>
#include <cstdint>

#include "diffusion/generator.hpp"
#include "engine/tabular/table.hpp"

namespace ballast::test {

// Rows with a numeric, an integer, a two-valued, a text column ("blue", "green", "red") and a numeric one with gaps.
tabular::Table mixed_table(std::size_t rows);

// `rows` rows of `columns` correlated normal columns.
tabular::Table numeric_table(std::size_t rows, std::size_t columns, std::uint64_t seed = 1);

// Cell for cell, missing cells included.
bool same_cells(const tabular::Table& a, std::size_t i, const tabular::Table& b, std::size_t j);
bool same_tables(const tabular::Table& a, const tabular::Table& b);  // schema, cells and origins

// The first row of `real` equal to row i of `rows`, or real.rows().
std::size_t row_like(const tabular::Table& real, const tabular::Table& rows, std::size_t i);

// Fits a fresh generator of that kind on `real`, then checks (with BOOST_TEST) that sample(first, count) is a piece of
// one endless table, that seeds and row numbers matter, and that origins say so; at 1 and 3 threads.
void check_row_addresses(diffusion::Generator&& generator, const tabular::Table& real);

// Checks that a saved generator loads as the same: the same rows, origins and archive.
void check_archive(diffusion::Generator&& generator, const tabular::Table& real);

}  // namespace ballast::test
