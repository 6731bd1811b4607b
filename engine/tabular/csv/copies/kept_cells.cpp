#include "engine/tabular/csv/copies/kept_cells.hpp"

#include <algorithm>

#include "engine/tabular/column_names.hpp"
#include "engine/tabular/csv/csv.hpp"
#include "engine/tabular/csv/records/csv_header.hpp"
#include "engine/tabular/csv/records/csv_source.hpp"
#include "engine/tabular/csv/records/record_reader.hpp"

namespace ballast::tabular {
namespace {

// As it is written, without the blanks around it and the carriage return of the row's end.
std::string_view trimmed(std::string_view cell) {
  const std::size_t first = cell.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return cell.substr(first, cell.find_last_not_of(" \t\r") + 1 - first);
}

}  // namespace

KeptCells::KeptCells(std::string_view header, const std::vector<std::string>& names, const std::string& name,
                     char delimiter)
    : delimiter_(delimiter) {
  const std::vector<std::string> columns = csv::read_header({header, name, 1, {delimiter}});
  place_of_.assign(columns.size(), kNone);
  for (const std::string& wanted : names) {
    const auto column = std::ranges::find(columns, wanted);
    if (column == columns.end()) {
      throw hint_column(Error("there is no column '" + wanted + "' to keep"), wanted, columns).in(name, 1);
    }
    std::size_t& place = place_of_[static_cast<std::size_t>(column - columns.begin())];
    if (place != kNone) throw Error("column '" + wanted + "' is to be kept twice").in(name, 1);
    place = kept_++;
  }
}

void KeptCells::append(std::string_view record, std::string& out) const {
  if (kept_ == 0) return;
  std::vector<std::string_view> cells(kept_);
  const std::size_t columns = place_of_.size();
  const std::size_t index = csv::cells_in(std::string(record), delimiter_) == columns + 1 ? 1 : 0;
  const char* at = record.data();
  const char* const end = at + record.size();
  for (std::size_t c = 0; c < columns + index && at <= end; ++c, ++at) {
    const csv::Cell cell = csv::take_cell(at, end, delimiter_);
    if (cell.fault != csv::CellFault::none) break;
    const std::size_t place = c < index ? kNone : place_of_[c - index];
    if (place != kNone) cells[place] = trimmed({at, static_cast<std::size_t>(cell.next - at)});
    at = cell.next;
  }
  for (const std::string_view cell : cells) {
    const bool bare = cell.find(',') != std::string_view::npos && cell.front() != '"';  // in a file of other delimiters
    out.append(bare ? csv_cell(cell) : std::string(cell)) += ',';
  }
}

}  // namespace ballast::tabular
