// The table that is streamed: a table file as it is; CSV text, which is read once and laid down as one in a folder that
// goes with this.
#pragma once

#include <memory>
#include <string>

#include "app/data/dataset.hpp"
#include "engine/files/temporary_folder.hpp"
#include "engine/numeric/thread_pool.hpp"
#include "engine/observer.hpp"
#include "engine/tabular/table_blocks.hpp"

namespace ballast::app {

struct StreamedSource {
  std::unique_ptr<files::TemporaryFolder> spool;  // of CSV text; first, so that it goes last
  std::unique_ptr<const tabular::TableBlocks> blocks;
  tabular::CsvFormat format;  // as a later file is read
};

// Names what a file says, by its bytes: 64 hex digits. Cost: of CSV text, one reading.
std::string digest_of(const std::string& path, Observer& observer);

// folder: for what CSV text is laid down in. Throws Error as read_csv, and on what cannot be read in blocks.
StreamedSource open_streamed(const DataRequest& request, const std::string& folder, numeric::ThreadPool& pool,
                             Observer& observer);

}  // namespace ballast::app
