// Whether what stands as the header is a row: the names of a file without header are cells, and some of its columns are
// lost in silence. Internal to engine/tabular.
#pragma once

#include <string>
#include <vector>

#include "engine/tabular/csv/records/csv_source.hpp"

namespace ballast::tabular::csv {

// Looks at names that are numbers, or dates, over cells that are so too. Names may be numbers that rise from column to
// column, as years do; a note then says what else they may be. Those of which another, a text, stands below in its own
// column are a row, and so are dates.
// rows: where they begin in the source. Returns the note, or nothing. Throws Error for a row.
std::string look_for_header_row(const Source& source, const std::vector<std::string>& names, const char* rows,
                                std::size_t header_line);

}  // namespace ballast::tabular::csv
