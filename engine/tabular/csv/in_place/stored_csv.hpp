// A CSV file as what its table file will hold.
// Internal to engine/tabular.
#pragma once

#include <string>

#include "engine/numeric/thread_pool.hpp"
#include "engine/observer.hpp"
#include "engine/tabular/binary/table_file.hpp"
#include "engine/tabular/csv/csv.hpp"

namespace ballast::tabular {

// Reads `path`, CSV text or a table file, as read_csv does, with how it is written: columns of whole numbers, dates and
// texts are compared cell by cell with what CellWriter makes of them. Threads: on the pool.
binary::StoredTable read_to_store(const std::string& path, const CsvOptions& options, numeric::ThreadPool& pool,
                                  Observer& observer);

}  // namespace ballast::tabular
