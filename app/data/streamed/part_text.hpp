// PartText: the part of a CSV file's text that is one rank's: whole rows, about as many as each other rank has, below
// all that stands above the first row.
#pragma once

#include <optional>
#include <string>

#include "classifiers/boosting/ranked_boosting.hpp"
#include "engine/numeric/thread_pool.hpp"
#include "engine/observer.hpp"
#include "engine/ranks/ranks.hpp"
#include "engine/tabular/csv/csv.hpp"

namespace ballast::app {

struct PartText {
  std::string text;
  classifiers::RankRows rows;  // whole blocks of TableBlocks::kRows, but for the last rank's
  std::size_t empty_rows = 0;  // at the end of the file, that are none
};

// All ranks call it. Nothing, on all of them, where the file cannot be taken up in the middle (gzip, UTF-16, a table
// file), where a rank would have no rows, and where any finds a fault. Throws Error where the file cannot be read.
std::optional<PartText> read_part_text(const std::string& path, const tabular::CsvOptions& options, ranks::Ranks& ranks,
                                       numeric::ThreadPool& pool, Observer& observer);

// Whether all ranks are well. All call it.
bool are_all_well(bool is_well, ranks::Ranks& ranks, Observer& observer);

}  // namespace ballast::app
