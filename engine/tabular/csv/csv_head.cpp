// The first lines of a CSV text, read one record after the other (csv_head.hpp).
#include "engine/tabular/csv/csv_head.hpp"

#include <istream>
#include <utility>

#include "engine/tabular/csv/records/csv_header.hpp"
#include "engine/tabular/csv/records/record_reader.hpp"
#include "engine/tabular/csv/row_parser.hpp"
#include "engine/tabular/text_view.hpp"

namespace ballast::tabular::csv {
namespace {

// Where the lines below have more cells, all of one number, the one above is no header.
void refuse_title(RecordReader& records, const std::string& file, std::size_t header_line, std::size_t names,
                  char asked) {
  constexpr int kLines = 10;  // that are looked at
  std::string above = records.text();
  std::size_t line = records.line();
  for (int i = 0; i < kLines && records.next(); ++i) {
    const char delimiter = asked != CsvFormat::kGuessed ? asked : guess_delimiter(above);
    const std::size_t cells = cells_in(above, delimiter);
    if (cells > names && cells == cells_in(records.text(), delimiter)) {
      throw Error("the first line has " + std::to_string(names) + (names == 1 ? " cell" : " cells") +
                  ", the rows below have " + std::to_string(cells))
          .in(file, header_line)
          .expected("the names of all columns")
          .hint("is it a title? --skip-lines " + std::to_string(line - 1) + " begins on line " + std::to_string(line));
    }
    above = records.text();
    line = records.line();
  }
}

// Gives the names one more, for an index, where the first row has one cell more.
void look_at_first_row(RecordReader& records, const Source& source, std::size_t header_line, char asked,
                       std::vector<std::string>& names) {
  const Marks marks = source.marks;
  if (names.size() > 1 && cells_in(records.text(), marks.delimiter) == names.size()) return;
  if (is_index_row({records.text(), source.name, records.line(), marks}, names.size())) {
    names.insert(names.begin(), "");
    return;
  }
  if (records.text().back() != marks.delimiter) refuse_title(records, source.name, header_line, names.size(), asked);
}

}  // namespace

Head read_head(Source& source, const CsvOptions& options, Observer& observer) {
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
  const std::string header = records.text();
  const std::size_t line = records.line(), end = records.consumed();
  for (const std::string& note : records.notes()) observer.note(source.name + ": " + note);
  std::vector<std::string> names = read_header({header, source.name, line, source.marks});
  if (records.next()) look_at_first_row(records, source, line, options.format.delimiter, names);
  Head head{column_rules(names, options, source.name), source.begin() + end, header};
  if (is_index_name(names[0]) && head.columns[0].reading == Reading::skipped && options.only.empty()) {
    observer.note(source.name + ": the first column " + (names[0].empty() ? "has no name" : "is 'Unnamed: 0'") +
                  ": it is an index, and left out");
  }
  return head;
}

}  // namespace ballast::tabular::csv
