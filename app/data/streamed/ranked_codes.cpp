#include "app/data/streamed/ranked_codes.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "app/data/streamed/gathered_rows.hpp"
#include "app/data/streamed/written_codes.hpp"
#include "classifiers/boosting/tree_rows.hpp"
#include "classifiers/codes/ranked_bins.hpp"
#include "engine/tabular/features/date_features.hpp"
#include "engine/tabular/features/features.hpp"

namespace ballast::app {
namespace {

using classifiers::BinnedFeatures;
using tabular::TableBlocks;

}  // namespace

classifiers::RankRows blocks_of_rank(const ranks::Ranks& ranks, std::size_t rows) {
  static_assert(TableBlocks::kRows % classifiers::kRowsTogether == 0);
  return classifiers::rows_of_rank(ranks, rows, TableBlocks::kRows);
}

BinnedFeatures find_features_over(ranks::Ranks& ranks, const TableBlocks& blocks, const StreamedSet& set,
                                  std::size_t max_bins, std::size_t threads, Observer& observer) {
  const BinnedFeatures own = find_features(blocks, set, max_bins, threads, ranks.rank(), ranks.size(), observer);
  return classifiers::join_features(ranks, own, observer);
}

classifiers::BinnedData encode_rows(ranks::Ranks& ranks, const TableBlocks& blocks, const classifiers::RankRows& rows,
                                    const BinnedFeatures& features, numeric::ThreadPool& pool, Observer& observer,
                                    StreamedSet& set) {
  const tabular::FeatureEncoder encoder(set.features);
  const std::vector<std::size_t> columns = columns_of(blocks, set.features);
  const std::vector<std::string> names = tabular::source_columns(set.features);
  classifiers::BinnedData out(features, rows.count);
  std::vector<std::uint64_t> fingerprints(rows.count);
  const std::size_t own_blocks = (rows.count + TableBlocks::kRows - 1) / TableBlocks::kRows;
  for (std::size_t done = 0; done < own_blocks; done += pool.threads()) {
    observer.step({.phase = "encode", .done = done, .total = own_blocks});
    pool.parallel_for(std::min(pool.threads(), own_blocks - done), [&](std::size_t i) {
      const std::size_t place = (done + i) * TableBlocks::kRows;
      const tabular::Table part = blocks.block((rows.first + place) / TableBlocks::kRows, columns);
      out.put(place, encoder.encode(part).x.view());
      const std::vector<std::uint64_t> own = tabular::LearnedRows::fingerprints(part, names);
      std::ranges::copy(own, fingerprints.begin() + static_cast<std::ptrdiff_t>(place));
    });
  }
  std::vector<std::uint64_t> all = gather_rows<std::uint64_t>(ranks, rows, fingerprints, observer);
  if (ranks.is_first()) set.learned = tabular::LearnedRows(std::move(all));
  return out;
}

}  // namespace ballast::app
