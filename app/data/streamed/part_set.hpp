// The StreamedSet of a CSV file that ranks read together, each a part of it.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "app/data/dataset.hpp"
#include "app/data/streamed/csv_part.hpp"
#include "app/data/streamed/streamed_set.hpp"
#include "classifiers/bins/binning.hpp"

namespace ballast::app {

struct PartSet {
  StreamedSet set;              // with labels on the first rank alone, of all rows
  std::vector<std::int32_t> y;  // of the rank's rows
};

// The same set on all ranks, which all call it: that of read_streamed_set of the whole file. Nothing on all where that
// throws Error: then load_dataset of the whole says what and where.
std::optional<PartSet> read_part_set(const CsvPart& part, const DataRequest& request, ranks::Ranks& ranks,
                                     Observer& observer);

// The bins of all features, on all ranks, which all call it. max_bins: of values.
classifiers::BinnedFeatures find_features_over(ranks::Ranks& ranks, const CsvPart& part, const PartSet& set,
                                               std::size_t max_bins, numeric::ThreadPool& pool, Observer& observer);

}  // namespace ballast::app
