// Names of columns are looked for as in a table.
#include "engine/tabular/table_blocks.hpp"

namespace ballast::tabular {

std::size_t column_index(const TableBlocks& blocks, std::string_view name) {
  return Table(blocks.schema(), std::size_t{0}).index_of(name);
}

}  // namespace ballast::tabular
