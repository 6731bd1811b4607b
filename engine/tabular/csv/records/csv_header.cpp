#include "engine/tabular/csv/records/csv_header.hpp"

#include <cmath>
#include <cstring>
#include <set>

#include "engine/quoting.hpp"
#include "engine/tabular/csv/records/csv_chunks.hpp"
#include "engine/tabular/csv/records/other_formats.hpp"
#include "engine/tabular/csv/records/record_reader.hpp"

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
  refuse_other_formats(source.text, source.name);
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
  std::size_t named = names.size();  // the last name, and those before it
  while (named > 1 && names[named - 1].empty()) --named;
  std::set<std::string> seen;
  for (std::size_t c = 0; c < names.size(); ++c) {
    if (names[c].empty() && c >= named) continue;
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
  return (counts || (first.quoted && !first.text.empty())) && delimiters_at_end(row.text, row.marks.delimiter) == 0;
}

std::size_t delimiters_at_end(std::string_view record, char delimiter) {
  std::size_t out = 0;
  for (; !record.empty(); record.remove_suffix(1)) {
    const char c = record.back();
    out += c == delimiter ? 1 : 0;
    if (c != delimiter && c != '\r' && !is_blank(c, delimiter)) break;
  }
  return out;
}

std::string header_as_rows(const std::string& header, const std::string& row, char delimiter) {
  const std::size_t names = cells_in(header, delimiter), cells = cells_in(row, delimiter);
  std::string out = header;
  const bool returns = out.ends_with('\r');
  if (returns) out.pop_back();
  if (cells > names && delimiters_at_end(row, delimiter) >= cells - names) {
    out.append(cells - names, delimiter);
  } else if (cells < names && delimiters_at_end(header, delimiter) >= names - cells) {
    for (std::size_t i = cells; i < names; ++i) out.resize(out.rfind(delimiter));
  }
  return returns ? out + '\r' : out;
}

void refuse_other_delimiter(const Source& row, const std::string& header) {
  const std::string record(row.text);
  const std::size_t names = cells_in(header, row.marks.delimiter), cells = cells_in(record, row.marks.delimiter);
  for (const char other : {',', ';', '\t', '|'}) {
    const std::size_t both = cells_in(record, other);
    if (other == row.marks.delimiter || both == 1 || both != cells_in(header, other)) continue;
    throw Error("a row of another length than the header")
        .in(row.name, row.first_line)
        .expected(std::to_string(names) + (names == 1 ? " cell" : " cells"))
        .got(std::to_string(cells))
        .hint("--delimiter " + (other == '\t' ? std::string("tab") : shell_word({&other, 1})) + " cuts both into " +
              std::to_string(both));
  }
}

}  // namespace ballast::tabular::csv
