// A table whose rows are shared out over ranks becomes codes: each rank finds the
// bins of its share of the columns, from all rows, and keeps the codes of its share
// of the rows in memory. Bins and codes are those of training in one process.
#pragma once

#include <cstddef>
#include <vector>

#include "app/data/streamed/streamed_set.hpp"
#include "classifiers/bins/binning.hpp"
#include "classifiers/boosting/ranked_boosting.hpp"
#include "engine/numeric/thread_pool.hpp"
#include "engine/ranks/ranks.hpp"

namespace ballast::app {

// The rows of this rank: whole blocks, as many as the next rank has or one more.
classifiers::RankRows blocks_of_rank(const ranks::Ranks& ranks, std::size_t rows);

// The bins of all features, on all ranks, which all call it. max_bins: of values. Memory: of each thread
// ColumnBins::kBytes a row of the table.
classifiers::BinnedFeatures find_features_over(ranks::Ranks& ranks, const tabular::TableBlocks& blocks,
                                               const StreamedSet& set, std::size_t max_bins, std::size_t threads,
                                               Observer& observer);

// The codes of this rank's rows. All ranks call it; on the first, learned rows become known to the set.
classifiers::BinnedData encode_rows(ranks::Ranks& ranks, const tabular::TableBlocks& blocks,
                                    const classifiers::RankRows& rows, const classifiers::BinnedFeatures& features,
                                    numeric::ThreadPool& pool, Observer& observer, StreamedSet& set);

}  // namespace ballast::app
