// What a user should know of the columns of rows in classes, read one column at a time: of a table in memory, or on a
// disk.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "engine/observer.hpp"
#include "engine/tabular/table.hpp"

namespace ballast::app {

struct NotedColumns {
  std::vector<const tabular::ColumnSchema*> features;
  std::vector<std::string> as_text;  // those for which text was asked
  // The cells of a feature, by its number; they stay until two others have been asked for.
  std::function<std::span<const double>(std::size_t)> cells;
  const tabular::ColumnSchema& target;
  std::size_t target_labels;  // of two classes: how many labels they are made of
  std::string positive;       // as of Dataset, as the next two
  std::vector<std::string> classes;
  std::span<const std::int32_t> y;
};

// As note_columns of a Dataset (dataset.hpp).
void note_columns(const NotedColumns& columns, Observer& observer);

}  // namespace ballast::app
