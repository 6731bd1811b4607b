// Rows made by `ballast sample`, read back to be learned from beside the data that they are like.
#pragma once

#include <string>
#include <vector>

#include "app/data/dataset.hpp"

namespace ballast::app {

// The rows of all files, one below the other, with the columns that `data` has; dropped columns may be there or not.
// request: the one that `data` was read by. Throws Error as read_csv does, and: a column that only one of the two has
// (naming it), a row without the positive label.
std::vector<tabular::Table> read_added_rows(const std::vector<std::string>& paths, const Dataset& data,
                                            const DataRequest& request, numeric::ThreadPool& pool, Observer& observer);

}  // namespace ballast::app
