// A table cut in two files for honest figures: rows to learn from, and rows to judge by that nothing has learned from.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "engine/numeric/thread_pool.hpp"
#include "engine/observer.hpp"
#include "engine/tabular/csv/csv.hpp"
#include "engine/tabular/splits.hpp"

namespace ballast::app {

struct SplitRequest {
  std::string path;
  std::string target = {};  // stratified by its labels
  std::string time = {};    // the last rows by this column are the test part; else rows are drawn
  std::string gap = {};     // of that column: rows within it before the test part are in none (time_column.hpp)
  std::string group = {};   // no value of this column stands in both parts
  std::vector<std::string> categorical = {};
  std::vector<tabular::DateColumn> dates = {};
  double test_fraction = 0.2;
};

struct LabelCount {
  std::string label;  // empty: missing
  std::size_t train = 0, test = 0;
};

struct FileSplit {
  tabular::Split parts;
  std::vector<LabelCount> labels = {};        // of the target, if there is one
  std::size_t in_gap = 0, shared_groups = 0;  // rows in neither part: within the gap, and of groups of the test part
};

// Throws Error as read_csv and time_cells do, and: no such target, a target of more than 1,000 labels, a part that
// would be empty.
FileSplit split_table(const tabular::Table& table, const SplitRequest& request, std::uint64_t seed);

}  // namespace ballast::app
