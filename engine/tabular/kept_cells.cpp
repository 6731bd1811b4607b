#include "engine/tabular/kept_cells.hpp"

#include <algorithm>
#include <istream>
#include <streambuf>

#include "engine/error.hpp"
#include "engine/tabular/csv_header.hpp"
#include "engine/tabular/csv_source.hpp"
#include "engine/tabular/record_reader.hpp"

namespace ballast::tabular {
namespace {

// A stream over bytes that it does not copy.
struct ByteStream : std::streambuf {
  ByteStream(char* bytes, std::size_t size) { setg(bytes, bytes, bytes + size); }
};

// As it is written, without the blanks around it and the carriage return of the row's end.
std::string_view trimmed(std::string_view cell) {
  const std::size_t first = cell.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return cell.substr(first, cell.find_last_not_of(" \t\r") + 1 - first);
}

}  // namespace

KeptCells::KeptCells(std::string_view header, const std::vector<std::string>& names, const std::string& name) {
  const std::vector<std::string> columns = csv::read_header({header, name}).names;
  place_of_.assign(columns.size(), kNone);
  for (const std::string& wanted : names) {
    const auto column = std::ranges::find(columns, wanted);
    if (column == columns.end()) {
      Error error("there is no column '" + wanted + "' to keep");
      const std::string_view near = nearest_name(wanted, columns);
      if (!near.empty()) error.hint("did you mean '" + std::string(near) + "'?");
      throw error.in(name, 1);
    }
    std::size_t& place = place_of_[static_cast<std::size_t>(column - columns.begin())];
    if (place != kNone) throw Error("column '" + wanted + "' is to be kept twice").in(name, 1);
    place = kept_++;
  }
}

void KeptCells::append(std::string_view record, std::string& out) const {
  std::vector<std::string_view> cells(kept_);
  const char* at = record.data();
  const char* const end = at + record.size();
  for (std::size_t c = 0; c < place_of_.size() && at <= end; ++c, ++at) {
    const csv::Cell cell = csv::take_cell(at, end);
    if (cell.fault != csv::CellFault::none) break;
    if (place_of_[c] != kNone) cells[place_of_[c]] = trimmed({at, static_cast<std::size_t>(cell.next - at)});
    at = cell.next;
  }
  for (const std::string_view cell : cells) out.append(cell) += ',';
}

std::vector<std::string> read_kept_cells(const std::string& path, const std::vector<std::string>& names,
                                         numeric::ThreadPool& pool) {
  const csv::FileText text = csv::read_text(path, pool);
  ByteStream bytes(text.bytes.get(), text.size);
  std::istream in(&bytes);
  RecordReader records(in);
  records.next();
  const KeptCells kept(records.text(), names, path);
  std::vector<std::string> out;
  while (records.next()) kept.append(records.text(), out.emplace_back());
  return out;
}

}  // namespace ballast::tabular
