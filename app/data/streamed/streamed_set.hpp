// StreamedSet: what training needs to know of a table whose rows stay on the disk: labels, features and how it was
// written; all that a Dataset would say of the same file, but for the cells of features.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "app/data/dataset.hpp"
#include "app/data/model_file.hpp"
#include "engine/files/archive.hpp"
#include "engine/observer.hpp"
#include "engine/tabular/fingerprints/learned_rows.hpp"
#include "engine/tabular/table_blocks.hpp"

namespace ballast::app {

struct StreamedSet {
  TargetColumn target;
  std::vector<std::string> classes = {};  // as of Dataset
  tabular::Schema features;               // as a classifier reads them
  tabular::CsvFormat format = {};
  tabular::LearnedRows learned = {};  // known once codes have been written
  std::vector<std::int32_t> y = {};

  std::size_t rows() const { return y.size(); }
  std::size_t class_count() const { return classes.empty() ? 2 : classes.size(); }
  std::size_t positives() const;  // of two classes
};

// Reads the target, and the dates. Throws Error as load_dataset. Memory: 4 bytes a row.
StreamedSet read_streamed_set(const tabular::TableBlocks& blocks, const DataRequest& request,
                              const tabular::CsvFormat& format, Observer& observer);

// Tells the observer of the columns what load_dataset tells. Memory, in bytes a row: two columns, and of one the sorted
// cells or, of the positives, row and cell.
inline constexpr std::size_t kNotedBytes = 2 * sizeof(double) + sizeof(std::size_t) + sizeof(double);
void note_columns(const tabular::TableBlocks& blocks, const StreamedSet& set, const DataRequest& request,
                  Observer& observer);

// All but y.
void save_streamed_set(const StreamedSet& set, files::ArchiveWriter out);
StreamedSet load_streamed_set(const files::ArchiveReader& in);

}  // namespace ballast::app
