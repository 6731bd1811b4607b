// The first lines of a CSV text, read one record after the other (csv_head.hpp).
#include "engine/tabular/csv/csv_head.hpp"

#include <algorithm>
#include <istream>
#include <iterator>
#include <string_view>
#include <utility>

#include "engine/quoting.hpp"
#include "engine/tabular/csv/records/csv_header.hpp"
#include "engine/tabular/csv/records/header_row.hpp"
#include "engine/tabular/csv/records/index_cells.hpp"
#include "engine/tabular/csv/records/other_formats.hpp"
#include "engine/tabular/csv/records/record_reader.hpp"
#include "engine/tabular/csv/row_parser.hpp"
#include "engine/tabular/text_view.hpp"

namespace ballast::tabular::csv {
namespace {

// Reads on from the first row. The last record may be cut where the text is part of a file.
void require_index(RecordReader& records, const Source& source, std::size_t names, IndexCells index) {
  const std::size_t line = records.line();
  std::size_t rows = 0;
  do {
    const Source row{records.text(), source.name, records.line(), source.marks};
    const bool cut = rows > 1 && records.consumed() == source.text.size();
    if (!cut) index.add(row.cell(row.begin()));
    ++rows;
  } while (!index.has_enough() && records.next());
  if (!index.is_index()) throw index.refusal(names).in(source.name, line);
}

// Gives the names one more, for an index, where the first row has one cell more.
void look_at_first_row(RecordReader& records, const Source& source, const Head& head, char asked,
                       std::vector<std::string>& names) {
  const Source row{records.text(), source.name, records.line(), source.marks};
  const bool as_long = cells_in(records.text(), row.marks.delimiter) == names.size();
  const bool title = 2 * filled_cells(head.header, row.marks.delimiter) < names.size();
  if (names.size() > 1 && as_long && !title) {
    if (is_index_name(names[0])) require_index(records, source, names.size(), IndexCells(true));
    return;
  }
  if (is_index_row(row, names.size())) {
    require_index(records, source, names.size(), IndexCells(false));
    names.insert(names.begin(), "");
    return;
  }
  if (!as_long) refuse_other_delimiter(row, head.header);
  refuse_title(records, source.name, head.line, head.header, asked);
}

// What else may separate cells, where the header and the first
// row seem to have one: a sign that stands as often in both.
std::string note_one_column(const std::string& header, const std::string& row) {
  for (const char c : std::string_view("~^!:/ ")) {
    const auto signs = std::ranges::count(header, c);
    if (signs == 0 || signs != std::ranges::count(row, c)) continue;
    return "there is one column; if " +
           (c == ' ' ? "spaces separate" : std::string("'").append(1, c).append("' separates")) +
           " cells, --delimiter " + shell_word({&c, 1}) + " says so";
  }
  return "";
}

}  // namespace

std::size_t filled_cells(std::string_view record, char delimiter) {
  std::size_t out = 0;
  for (bool empty = true; const char c : record) {
    if (c == delimiter) empty = true;
    if (c == delimiter || c == ' ' || c == '\t' || c == '\r') continue;
    out += empty ? 1 : 0;
    empty = false;
  }
  return out;
}

// Where the lines below have more cells, all of one number, or cells that are all filled, the one above is no header.
void refuse_title(RecordReader& records, const std::string& file, std::size_t header_line, const std::string& header,
                  char asked) {
  constexpr int kLines = 10;  // that are looked at
  const char cut = records.delimiter();
  const std::size_t names = cells_in(header, cut), filled = filled_cells(header, cut);
  std::string above = records.text();
  std::size_t line = records.line();
  for (int i = 0; i < kLines && records.next(); ++i) {
    const char delimiter = asked != CsvFormat::kGuessed ? asked : guess_delimiter(above);
    const std::size_t cells = cells_in(above, delimiter);
    const bool longer =
        cells > names || (2 * filled < names && filled_cells(above, delimiter) == cells && cells == names);
    if (longer && cells == cells_in(records.text(), delimiter)) {
      throw Error("the first line has " + std::to_string(filled) + (filled == 1 ? " cell" : " cells") +
                  ", the rows below have " + std::to_string(cells))
          .in(file, header_line)
          .expected("the names of all columns")
          .hint("is it a title? --skip-lines " + std::to_string(line - 1) + " begins on line " + std::to_string(line));
    }
    above = records.text();
    line = records.line();
  }
}

std::vector<std::string> notes_on_rows(const std::string& header, const std::string& row, char delimiter) {
  std::vector<std::string> out;
  const std::size_t names = cells_in(header, delimiter), cells = cells_in(row, delimiter);
  const bool ends = delimiters_at_end(row, delimiter) > 0;
  if (names == 1 && cells == 1) out.push_back(note_one_column(header, row));
  if (header.starts_with('\'') && row.starts_with('\'')) {
    out.emplace_back("single quotes are read as part of a cell; double quotes stand around one");
  }
  if (header_as_rows(header, row, delimiter).size() < header.size()) {
    out.emplace_back("the header ends with a delimiter more than the rows, which names no column");
  } else if (ends && (cells == names + 1 || delimiters_at_end(header, delimiter) > 0)) {
    out.emplace_back("lines end with a delimiter: the last column has no name, and is left out");
  }
  std::erase(out, "");
  return out;
}

Head read_head(Source& source, const CsvOptions& options, Observer& observer) {
  if (options.format.skip_lines == 0) refuse_other_formats(source.text, source.name);
  TextView view(source.text);
  std::istream in(&view);
  CsvFormat format = options.format;
  format.encoding = Encoding::utf8;
  RecordReader records(in, format);
  if (!records.next()) {
    if (format.skip_lines == 0) throw_empty(source.name);
    throw Error("no line is left to be the header").in(source.name).hint("--skip-lines passes over fewer lines");
  }
  source.marks.delimiter = records.delimiter();
  const std::string first_line = records.text();
  Head head{{}, source.begin() + records.consumed(), first_line, records.line()};
  const bool rows = records.next();
  if (rows) head.header = header_as_rows(head.header, records.text(), source.marks.delimiter);
  std::vector<std::string> names = read_header({head.header, source.name, head.line, source.marks});
  std::vector<std::string> notes = records.notes();
  if (rows)
    std::ranges::copy(notes_on_rows(first_line, records.text(), source.marks.delimiter), std::back_inserter(notes));
  if (rows) look_at_first_row(records, source, head, options.format.delimiter, names);
  const bool judges = options.only.empty() || options.look_at_header;
  if (rows && judges && options.schema.empty() && !options.format.no_header) {
    notes.push_back(look_for_header_row(source, names, head.data, head.line));
    std::erase(notes, "");
  }
  for (const std::string& note : notes) observer.note(source.name + ": " + note);
  head.columns = column_rules(names, options, source.name);
  const bool nameless = names[0].empty() && rows;
  if (is_index_name(names[0]) && head.columns[0].reading == Reading::skipped && (nameless || options.only.empty())) {
    observer.note(source.name + ": the first column " + (names[0].empty() ? "has no name" : "is 'Unnamed: 0'") +
                  ": it is an index, and left out");
  }
  return head;
}

}  // namespace ballast::tabular::csv
