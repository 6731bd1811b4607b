// The row of a file that lies nearest to a synthetic one: is it a copy?
#pragma once

#include <string>

#include "app/commands/parsing/command.hpp"
#include "app/data/model_file.hpp"
#include "engine/tabular/table.hpp"

namespace ballast::app {

struct NearestRow {
  std::size_t line = 0;   // of the file
  double distance = 0;    // Gower: 0 for a copy, 1 for nothing in common
  std::size_t alike = 0;  // cells that are the same
  tabular::Table row;
};

// `made`: one row of the generator. Reads the file `path` as the generator would.
NearestRow nearest_row(const tabular::Table& made, const GeneratorFile& file, const std::string& path,
                       const Arguments& arguments, Session& session);

// A line that says how near, and the row's cells beside those of the made one.
std::string nearest_row_text(const tabular::Table& made, const NearestRow& nearest, const std::string& path);

}  // namespace ballast::app
