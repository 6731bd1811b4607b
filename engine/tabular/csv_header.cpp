#include "engine/tabular/csv_header.hpp"

#include <cstring>
#include <set>
#include <utility>

#include "engine/tabular/csv_chunks.hpp"

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

void check_separator(const Source& source, const std::vector<std::string>& names) {
  if (names.size() > 1) return;
  for (const char other : {';', '\t'}) {
    if (names[0].find(other) == std::string::npos) continue;
    source.fail(Error("the cells are not separated by commas")
                    .expected("','")
                    .got({&other, 1})
                    .hint("convert the file to comma-separated values"),
                source.begin());
  }
}

}  // namespace

Header read_header(const Source& source) {
  const char* at = source.begin();
  const char* const end = source.end();
  refuse_binary(source);
  if (source.text.starts_with("\xef\xbb\xbf")) at += 3;  // byte order mark
  at = skip_blank_lines(at, end, source.marks.delimiter);
  if (at == end) {
    throw Error("the file is empty").in(source.name).expected("a header and rows");
  }
  Header header;
  std::set<std::string> seen;
  for (;; ++at) {
    const Cell cell = source.cell(at);
    refuse_nul(source, cell);
    std::string name = unescaped(cell);
    if (name.empty()) {
      source.fail(Error("column " + std::to_string(header.names.size() + 1) + " has no name")
                      .hint("every column needs a name in the header"),
                  at);
    }
    if (!seen.insert(name).second) source.fail(Error("two columns are called '" + name + "'"), at);
    header.names.push_back(std::move(name));
    at = cell.next;
    if (at == end || *at == '\n') break;
  }
  check_separator(source, header.names);
  header.data = at == end ? at : at + 1;
  return header;
}

}  // namespace ballast::tabular::csv
