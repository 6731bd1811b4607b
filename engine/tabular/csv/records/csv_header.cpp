#include "engine/tabular/csv/records/csv_header.hpp"

#include <cmath>
#include <cstring>
#include <set>

#include "engine/tabular/csv/records/csv_chunks.hpp"

namespace ballast::tabular::csv {
namespace {

// Looks at the start of the first line: control characters are no text.
void refuse_binary(const Source& source) {
  const std::string_view start = source.text.substr(0, 4096);
  for (std::size_t i = 0; i < start.size() && start[i] != '\n'; ++i) {
    const auto byte = static_cast<unsigned char>(start[i]);
    if ((byte < 0x20 && byte != '\t' && byte != '\r' && byte != 0) || byte == 0x7f) {
      source.fail(Error("not a text file").expected("CSV text").got({&start[i], 1}), &start[i]);
    }
  }
}

void refuse_nul(const Source& source, const Cell& cell) {
  const void* const nul = std::memchr(cell.text.data(), 0, cell.text.size());
  if (nul != nullptr) source.fail_nul(static_cast<const char*>(nul));
}

// Numbers may be names if they count the columns, as pandas does; any others are a row.
void refuse_numbers(const Source& source, const std::vector<std::string>& names) {
  bool counts = true;
  double last = 0;
  for (const std::string& name : names) {
    const Number number = parse_number(name, source.marks.decimal);
    if (number.kind != NumberKind::number) return;
    counts = counts && (&name == names.data() ? std::trunc(number.value) == number.value : number.value == last + 1);
    last = number.value;
  }
  if (counts) return;
  source.fail(Error("the first line holds numbers, not the names of columns")
                  .expected("a header")
                  .got(names[0])
                  .hint("--no-header reads it as a row and calls the columns c1 to c" + std::to_string(names.size())),
              source.begin());
}

}  // namespace

std::vector<std::string> read_header(const Source& source) {
  refuse_binary(source);
  source.check_utf8();
  std::vector<std::string> names;
  std::vector<const char*> places;
  for (const char* at = source.begin(); at <= source.end(); ++at) {
    const Cell cell = source.cell(at);
    refuse_nul(source, cell);
    names.push_back(unescaped(cell));
    places.push_back(at);
    at = cell.next;
  }
  refuse_numbers(source, names);
  std::set<std::string> seen;
  for (std::size_t c = 0; c < names.size(); ++c) {
    if (names[c].empty() && (c > 0 || names.size() == 1)) {
      source.fail(
          Error("column " + std::to_string(c + 1) + " has no name").hint("every column needs a name in the header"),
          places[c]);
    }
    if (!seen.insert(names[c]).second) source.fail(Error("two columns are called '" + names[c] + "'"), places[c]);
  }
  return names;
}

bool is_index_row(const Source& row, std::size_t names) {
  const Cell first = row.cell(row.begin());
  if (first.next == row.end() || 1 + count_cells(row, first.next, row.end()) != names + 1) return false;
  const Number number = parse_number(first.text);
  const bool counts = number.kind == NumberKind::number && std::trunc(number.value) == number.value;
  return (counts || (first.quoted && !first.text.empty())) && row.text.back() != row.marks.delimiter;
}

}  // namespace ballast::tabular::csv
