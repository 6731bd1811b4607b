// Columns that would only take learning from the rest: numbers of rows and customers, names. Nearly every row has a
// value of its own there, and none says anything about another column, so each is drawn by itself.
#pragma once

#include <cstdint>
#include <vector>

#include "diffusion/codes/table_codes.hpp"
#include "engine/numeric/thread_pool.hpp"

namespace ballast::diffusion {

// The learned columns, by place, that are integers or text, have at least a quarter as many values as rows, and are
// independent of each other column as far as a permutation test can see: sum n_ab ln n_ab over the cells of their
// contingency table (mutual information up to a constant) is no more than 4 standard deviations above that of shuffled
// rows. None if that would be all columns, or of tables too small or too wide for the test. coded: the rows' codes.
// Same bits at any number of threads.
std::vector<std::uint32_t> unrelated_columns(const tabular::Table& rows, const TableCodes& codes, const CodeRows& coded,
                                             std::uint64_t seed, numeric::ThreadPool& pool, Observer& observer);

}  // namespace ballast::diffusion
