// Gradient boosting on rows that are shared out over ranks (engine/ranks): each rank has the codes, derivatives and
// margins of its own rows alone, and histograms are summed over the ranks.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "classifiers/bins/binning.hpp"
#include "classifiers/boosting/boosting.hpp"
#include "engine/ranks/ranks.hpp"

namespace ballast::classifiers {

// The rows of one rank among those of all: consecutive ones.
struct RankRows {
  std::size_t first = 0, count = 0;  // first: a multiple of kRowsTogether
  std::size_t all = 0;
};

// The first row of each rank, of which the first has most.
std::size_t first_row_of_rank(std::size_t rank, std::size_t ranks, std::size_t rows, std::size_t block_rows);
// Those of this rank: whole blocks of so many rows, as many as the next rank has or one more.
RankRows rows_of_rank(const ranks::Ranks& ranks, std::size_t rows, std::size_t block_rows);

// What a rank has given to sums over the ranks so far.
struct RankTraffic {
  std::size_t trees = 0, sums = 0;
  std::uint64_t bytes = 0;
  // Of these, of histograms: of roots, of what was counted next in each tree, ...; grown by level that is by level.
  std::vector<std::uint64_t> histogram_bytes;
  double wait_seconds = 0;  // for sums, until all ranks had come and all was added up
};

// As train_boosting of boosting.hpp, of the rows of all ranks in the order of their numbers; all ranks call it with the
// same bins and options, and each gets the whole model, which has the same bytes. codes: of the rank's own rows; own:
// their labels and weights, and classes; of x the shape alone is read. A rank may have no rows. traffic: what this rank
// has sent. Throws Error as train_boosting, Stopped also when a rank has failed.
Boosting train_boosting(const BinnedData& codes, const TrainingSet& own, const RankRows& rows,
                        const BoostingOptions& options, ranks::Ranks& ranks, numeric::ThreadPool& pool,
                        Observer& observer, BoostingReport* report = nullptr, RankTraffic* traffic = nullptr);

// The same where every rank has all rows: each finds the bins of its share of the features, and has the codes,
// derivatives and margins of its share of the rows. Alone it is train_boosting of boosting.hpp, and so is what is
// thrown. Requires, over ranks: no row source.
Boosting train_boosting(const TrainingSet& data, const BoostingOptions& options, ranks::Ranks& ranks,
                        numeric::ThreadPool& pool, Observer& observer, const TrainingSet* validation = nullptr,
                        BoostingReport* report = nullptr, const Boosting* base = nullptr);

}  // namespace ballast::classifiers
