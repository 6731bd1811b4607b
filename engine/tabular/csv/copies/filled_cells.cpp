#include "engine/tabular/csv/copies/filled_cells.hpp"

#include <algorithm>
#include <istream>

#include "engine/error.hpp"
#include "engine/tabular/csv/cell_writer.hpp"
#include "engine/tabular/csv/in_place/in_place.hpp"
#include "engine/tabular/csv/records/csv_header.hpp"
#include "engine/tabular/csv/records/csv_source.hpp"
#include "engine/tabular/csv/records/record_reader.hpp"
#include "engine/tabular/text_view.hpp"

namespace ballast::tabular {
namespace {

constexpr std::size_t kNotFilled = static_cast<std::size_t>(-1);

// Which of `names` each column of the header is, or kNotFilled.
std::vector<std::size_t> places(const std::vector<std::string>& header, const std::vector<std::string>& names) {
  std::vector<std::size_t> out;
  for (const std::string& column : header) {
    const auto at = std::ranges::find(names, column);
    out.push_back(at == names.end() ? kNotFilled : static_cast<std::size_t>(at - names.begin()));
  }
  return out;
}

}  // namespace

std::string fill_cells(std::string_view file, const std::string& name, const CsvFormat& format,
                       const std::vector<std::string>& names, const CellText& text,
                       const std::vector<std::string>& first, bool with_header) {
  TextView bytes(file);
  std::istream in(&bytes);
  RecordReader records(in, format);
  if (!records.next()) throw Error("the file is empty").in(name);
  const char delimiter = records.delimiter();
  const std::string header = records.text();
  bool more = records.next();
  const std::string as_rows = more ? csv::header_as_rows(header, records.text(), delimiter) : header;
  const std::vector<std::string> columns = csv::read_header({as_rows, name, 1, {delimiter}});
  if (!first.empty() && !format.no_header && std::ranges::find(columns, first[0]) != columns.end()) {
    throw Error("the file has a column '" + first[0] + "' already").in(name).hint("rename it there");
  }
  const std::vector<std::size_t> place_of = places(columns, names);
  std::string out;
  if (with_header && !format.no_header) out += (first.empty() ? "" : first[0] + delimiter) + header + "\n";
  for (std::size_t row = 0; more; ++row, more = records.next()) {
    if (!first.empty()) out += first[1] + delimiter;
    const std::string& record = records.text();
    const std::size_t index = csv::cells_in(record, delimiter) == place_of.size() + 1 ? 1 : 0;
    const char* at = record.data();
    const char* const end = at + record.size();
    for (std::size_t c = 0; c < place_of.size() + index && at <= end; ++c, ++at) {
      const csv::Cell cell = csv::take_cell(at, end, delimiter);
      const std::size_t place = c < index ? kNotFilled : place_of[c - index];
      const auto filled = place == kNotFilled ? std::nullopt : text(row, place);
      out += (c == 0 ? "" : std::string(1, delimiter));
      if (filled) {
        put_cell(*filled, delimiter, out);
      } else {
        out.append(at, cell.next);
      }
      at = cell.next;
    }
    out += '\n';
  }
  return out;
}

}  // namespace ballast::tabular
