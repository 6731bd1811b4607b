// Rows on a disk become codes on a disk: bins from one column after another, exactly those of training in memory, then
// the codes of one block of rows after another.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "app/data/streamed/streamed_set.hpp"
#include "classifiers/bins/binning.hpp"
#include "classifiers/codes/code_file.hpp"
#include "engine/numeric/thread_pool.hpp"

namespace ballast::app {

// The columns of the table that features are made of.
std::vector<std::size_t> columns_of(const tabular::TableBlocks& blocks, const tabular::Schema& features);

// max_bins: of values. columns_at_once: each takes ColumnBins::kBytes a row of memory, and a thread.
classifiers::BinnedFeatures find_features(const tabular::TableBlocks& blocks, const StreamedSet& set,
                                          std::size_t max_bins, std::size_t columns_at_once, Observer& observer);
// The same where `share` of `shares` alone is looked at: features share, share + shares, ... Of the others those of
// labels have their bins, which need no look, the rest none.
classifiers::BinnedFeatures find_features(const tabular::TableBlocks& blocks, const StreamedSet& set,
                                          std::size_t max_bins, std::size_t columns_at_once, std::size_t share,
                                          std::size_t shares, Observer& observer);

// Writes the code file, and what save_streamed_set keeps beside as "data"; learned rows become known to the set.
// block_rows: a multiple of TableBlocks::kRows. Memory: 8 bytes a row, and one block.
void write_codes(const tabular::TableBlocks& blocks, StreamedSet& set, const classifiers::BinnedFeatures& features,
                 std::size_t block_rows, const std::string& key, const std::string& path, numeric::ThreadPool& pool,
                 Observer& observer);

}  // namespace ballast::app
