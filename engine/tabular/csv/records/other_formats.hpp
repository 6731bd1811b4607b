// Files that are no tables of text, known by their first bytes. Internal to engine/tabular.
#pragma once

#include <string>
#include <string_view>

namespace ballast::tabular::csv {

// Throws an Error that says what the file is and what to do, if its first bytes are those of another format: a
// workbook, an archive, a web page, JSON, what ballast writes itself. text: as much of the file as is there.
void refuse_other_formats(std::string_view text, const std::string& file);

}  // namespace ballast::tabular::csv
