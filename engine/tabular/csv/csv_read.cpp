// How a file becomes columns:
//   1. cut the bytes in chunks of 1 MiB and count the quotes in each, so that it is known which chunks begin inside a
//      quoted cell; count the rows of each from its unquoted line feeds;
//   2. parse all chunks at once, every cell as a number, straight into its place in the columns; count what is none;
//   3. decide for each column: numbers, text, or an error; parse the text columns again, into dictionaries.
// Chunks do not depend on the number of threads, and the error reported is the first in the file.
#include <algorithm>
#include <cmath>
#include <istream>
#include <streambuf>
#include <string>
#include <utility>

#include "engine/error.hpp"
#include "engine/files/paths.hpp"
#include "engine/numeric/huge_pages.hpp"
#include "engine/tabular/cells/csv_encoding.hpp"
#include "engine/tabular/csv/csv.hpp"
#include "engine/tabular/csv/csv_dates.hpp"
#include "engine/tabular/csv/csv_header.hpp"
#include "engine/tabular/csv/csv_styles.hpp"
#include "engine/tabular/csv/csv_texts.hpp"
#include "engine/tabular/csv/record_reader.hpp"
#include "engine/tabular/csv/row_parser.hpp"
#include "engine/tabular/text_view.hpp"

namespace ballast::tabular {
namespace {

using csv::Cell;
using csv::Chunk;
using csv::ColumnRule;
using csv::NumberKind;
using csv::Reading;

constexpr double kLeastNumeric = 0.99;  // of a column's non-missing cells, for it to be numeric

// What the cells of one column in one chunk look like.
struct Tally {
  std::size_t numbers = 0, others = 0;
  std::size_t padded = 0;  // numbers with zeros in front
  const char* first_other = nullptr;
  const char* first_beyond = nullptr;

  void add(const Tally& later) {
    numbers += later.numbers;
    others += later.others;
    padded += later.padded;
    if (first_other == nullptr) first_other = later.first_other;
    if (first_beyond == nullptr) first_beyond = later.first_beyond;
  }
  bool is_numeric() const {
    const auto all = static_cast<double>(numbers + others);
    return static_cast<double>(numbers) >= kLeastNumeric * all;
  }
};

bool all_whole(std::span<const double> cells) {
  return std::ranges::all_of(cells, [](double cell) { return is_missing(cell) || std::trunc(cell) == cell; });
}

// Whether the cells hold at most two values.
bool at_most_two(std::span<const double> cells) {
  double values[2] = {};
  std::size_t distinct = 0;
  for (const double cell : cells) {
    if (is_missing(cell) || (distinct > 0 && cell == values[0]) || (distinct > 1 && cell == values[1])) continue;
    if (distinct == 2) return false;
    values[distinct++] = cell;
  }
  return true;
}

ColumnKind kind_of_numbers(std::span<const double> cells, const ColumnSchema* known) {
  const bool two = at_most_two(cells);
  if (known != nullptr && (known->kind != ColumnKind::binary || two)) {
    return known->kind == ColumnKind::integer && !all_whole(cells) ? ColumnKind::numeric : known->kind;
  }
  const auto present = [](double cell) { return !is_missing(cell); };
  const auto first = std::ranges::find_if(cells, present);
  if (first == cells.end()) return ColumnKind::numeric;
  const bool one = two && std::all_of(first, cells.end(), [&](double c) { return is_missing(c) || c == *first; });
  if (two && !one) return ColumnKind::binary;
  return all_whole(cells) ? ColumnKind::integer : ColumnKind::numeric;
}

class Reader {
 public:
  Reader(std::string_view text, const std::string& name, const CsvOptions& options, numeric::ThreadPool& pool,
         Observer& observer)
      : rows_{{text, name}, nullptr, {}, {}}, options_(options), pool_(pool), observer_(observer) {}

  Table read(CsvFormat* as_read) {
    if (options_.format.decimal != CsvFormat::kGuessed) rows_.source.marks.decimal = options_.format.decimal;
    find_rows(read_head());
    allocate();
    parse_numbers();
    decide_kinds();
    if (as_read != nullptr) *as_read = format_;
    return finish();
  }

 private:
  std::size_t rows() const { return rows_.chunks.back().first_row + rows_.chunks.back().rows; }
  std::size_t columns() const { return rows_.columns.size(); }

  // ---- the header

  // Gives the place where rows start.
  const char* read_head() {
    csv::Source& source = rows_.source;
    format_ = options_.format;
    TextView view(source.text);
    std::istream in(&view);
    CsvFormat format = options_.format;
    format.encoding = Encoding::utf8;
    RecordReader records(in, format);
    if (!records.next()) {
      if (format.skip_lines == 0) throw_empty(source.name);
      throw Error("no line is left to be the header").in(source.name).hint("--skip-lines passes over fewer lines");
    }
    source.marks.delimiter = format_.found_delimiter = records.delimiter();
    const std::string header = records.text();
    const std::size_t line = records.line(), end = records.consumed();
    for (const std::string& note : records.notes()) observer_.note(source.name + ": " + note);
    std::vector<std::string> names = csv::read_header({header, source.name, line, source.marks});
    if (records.next()) look_at_first_row(records, line, names);
    rows_.columns = csv::column_rules(names, options_, source.name);
    if (csv::is_index_name(names[0]) && rows_.columns[0].reading == Reading::skipped && options_.only.empty()) {
      observer_.note(source.name + ": the first column " + (names[0].empty() ? "has no name" : "is 'Unnamed: 0'") +
                     ": it is an index, and left out");
    }
    return source.begin() + end;
  }

  void look_at_first_row(RecordReader& records, std::size_t header_line, std::vector<std::string>& names) const {
    const csv::Marks marks = rows_.source.marks;
    if (names.size() > 1 && csv::cells_in(records.text(), marks.delimiter) == names.size()) return;
    if (csv::is_index_row({records.text(), rows_.source.name, records.line(), marks}, names.size())) {
      names.insert(names.begin(), "");
      return;
    }
    if (records.text().back() != marks.delimiter) refuse_title(records, header_line, names.size());
  }

  // Where the lines below have more cells, all of one number, the one above is no header.
  void refuse_title(RecordReader& records, std::size_t header_line, std::size_t names) const {
    constexpr int kLines = 10;  // that are looked at
    std::string above = records.text();
    std::size_t line = records.line();
    for (int i = 0; i < kLines && records.next(); ++i) {
      const char delimiter =
          options_.format.delimiter != CsvFormat::kGuessed ? options_.format.delimiter : csv::guess_delimiter(above);
      const std::size_t cells = csv::cells_in(above, delimiter);
      if (cells > names && cells == csv::cells_in(records.text(), delimiter)) {
        throw Error("the first line has " + std::to_string(names) + (names == 1 ? " cell" : " cells") +
                    ", the rows below have " + std::to_string(cells))
            .in(rows_.source.name, header_line)
            .expected("the names of all columns")
            .hint("is it a title? --skip-lines " + std::to_string(line - 1) + " begins on line " +
                  std::to_string(line));
      }
      above = records.text();
      line = records.line();
    }
  }

  void find_rows(const char* data) {
    const csv::Source& source = rows_.source;
    const char delimiter = source.marks.delimiter;
    const char* end = source.end();
    while (end != data && (end[-1] == '\n' || end[-1] == '\r' || csv::is_blank(end[-1], delimiter))) --end;
    data = csv::skip_blank_lines(data, end, delimiter);
    if (data == end) throw_no_rows(source.name);
    rows_.end = end;
    rows_.chunks = csv::find_chunks(source, data, end, pool_);
    require_bytes(static_cast<std::size_t>(end - data));
  }

  // A row takes one byte per cell at least, its delimiter or line feed (the last has none). Where there are fewer, a
  // row is short, and is found before memory for all cells is taken.
  void require_bytes(std::size_t bytes) const {
    if (rows() <= (bytes + 1) / columns()) return;
    for (const Chunk& chunk : rows_.chunks) {
      csv::for_each_cell(rows_.source, chunk, columns(), [&](std::size_t, std::size_t, const char* at) {
        const Cell cell = csv::take_cell(at, rows_.end, rows_.source.marks.delimiter);
        rows_.source.check(cell);
        return cell.next;
      });
    }
  }

  bool is_skipped(std::size_t column) const { return rows_.columns[column].reading == Reading::skipped; }

  void allocate() {
    const std::size_t rows = this->rows();
    cells_.resize(columns());
    for (std::size_t c = 0; c < columns(); ++c) {
      if (is_skipped(c)) continue;
      cells_[c].reserve(rows);
      numeric::prefer_huge_pages(cells_[c].data(), rows * sizeof(double));
    }
    pool_.parallel_for(columns(), [&](std::size_t c) { cells_[c].resize(is_skipped(c) ? 0 : rows); });
  }

  // ---- numbers

  void parse_numbers() {
    std::vector<double*> out(columns(), nullptr);  // of columns that may hold numbers
    std::vector<char> fast(columns(), 0);          // of these, written plainly
    for (std::size_t c = 0; c < columns(); ++c) {
      const Reading reading = rows_.columns[c].reading;
      if (reading == Reading::guessed || reading == Reading::number) out[c] = cells_[c].data();
      fast[c] = out[c] != nullptr && rows_.columns[c].style == nullptr;
    }
    std::vector<std::vector<Tally>> tallies(rows_.chunks.size());  // of chunks in which rows start
    const char* const end = rows_.end;
    const csv::Marks marks = rows_.source.marks;
    pool_.parallel_for(tallies.size(), [&](std::size_t i) {
      const Chunk& chunk = rows_.chunks[i];
      std::vector<Tally>& tally = tallies[i];
      if (chunk.rows != 0) tally.resize(columns());
      csv::for_each_cell(rows_.source, chunk, columns(), [&](std::size_t row, std::size_t column, const char* at) {
        double value = 0;
        if (fast[column]) {
          if (const char* const next = csv::parse_short_decimal(at, end, value, marks)) {
            out[column][row] = value;
            ++tally[column].numbers;
            return next;
          }
        }
        const Cell cell = csv::take_cell(at, end, marks.delimiter);
        rows_.source.check(cell);
        if (out[column] != nullptr) {
          out[column][row] = parse_slowly(rows_.columns[column], cell, at, marks.decimal, tally[column]);
        }
        return cell.next;
      });
    });
    tallies_.assign(columns(), {});
    for (const auto& of_chunk : tallies) {
      for (std::size_t c = 0; c < of_chunk.size(); ++c) tallies_[c].add(of_chunk[c]);
    }
    pool_.parallel_for(columns(), [&](std::size_t c) {
      if (out[c] != nullptr) forget_missing_numbers(c);
    });
  }

  // Numbers that mean a missing cell, such as -999, were read the fast way.
  void forget_missing_numbers(std::size_t column) {
    const csv::MissingWords& words = *rows_.columns[column].missing;
    if (!words.has_numbers()) return;
    for (double& cell : cells_[column]) {
      if (words.contains(cell)) cell = kMissing;
    }
  }

  static double parse_slowly(const ColumnRule& rule, const Cell& cell, const char* at, char decimal, Tally& tally) {
    const auto [kind, value] = csv::read_number(rule, cell, decimal);
    if (kind == NumberKind::number && is_missing(value)) return value;
    tally.numbers += kind == NumberKind::number || kind == NumberKind::beyond_double;
    tally.padded += kind == NumberKind::number && csv::is_zero_padded(cell.text);
    if (kind == NumberKind::beyond_double && tally.first_beyond == nullptr) tally.first_beyond = at;
    if (kind == NumberKind::not_a_number && tally.others++ == 0) tally.first_other = at;
    return value;
  }

  // ---- kinds

  // Which columns are numbers, text or dates. Throws the first error in the file that a numeric column has.
  void decide_kinds() {
    is_text_.assign(columns(), false);
    std::vector<bool> wanted(columns());
    for (std::size_t c = 0; c < columns(); ++c) {
      const Reading reading = rows_.columns[c].reading;
      is_text_[c] =
          reading == Reading::text || reading == Reading::date || (reading == Reading::guessed && is_padded(c));
      wanted[c] = is_text_[c] || (reading == Reading::guessed && tallies_[c].others > 0);
    }
    labels_ = csv::read_texts(rows_, wanted, cells_, pool_);
    read_styles(wanted);
    for (std::size_t c = 0; c < columns(); ++c) {
      if (wanted[c] && !is_text_[c] && !tallies_[c].is_numeric()) is_text_[c] = true;
    }
    check_numbers();
    parse_dates();
    for (std::size_t c = 0; c < columns(); ++c) {
      if (is_text_[c] && !labels_[c].empty()) note_text(c);
    }
  }

  bool is_padded(std::size_t column) const { return tallies_[column].padded > 0 && all_whole(cells_[column]); }

  // Columns whose cells are numbers, but not written plainly. `wanted`: those whose cells are codes of labels.
  void read_styles(std::vector<bool>& wanted) {
    csv::StyleGuess guess(options_.format.decimal);
    for (std::size_t c = 0; c < columns(); ++c) {
      if (wanted[c] && !is_text_[c]) guess.add(c, rows_.columns[c], labels_[c]);
    }
    if (guess.empty()) return;
    look_at_points(guess, wanted);
    for (const auto& [column, styles] : guess.columns()) {
      const NumberStyle* const style = guess.choose(styles);
      if (style == nullptr) fail_ambiguous(column);
      take_style(column, *style);
      wanted[column] = false;
    }
  }

  // Where some numbers have a decimal comma, 1.234 in other columns may be a thousand; where none has, the points of
  // other columns are decimal.
  void look_at_points(csv::StyleGuess& guess, std::vector<bool>& wanted) {
    std::vector<bool> again(columns());
    for (std::size_t c = 0; c < columns(); ++c) {
      again[c] = !wanted[c] && !is_text_[c] && rows_.columns[c].reading == Reading::guessed && !all_whole(cells_[c]);
    }
    if (std::ranges::find(again, true) == again.end()) return;
    if (!guess.has_commas()) return guess.point_seen();
    csv::Cells codes(columns());
    for (std::size_t c = 0; c < columns(); ++c) {
      if (again[c]) codes[c].resize(rows());
    }
    csv::Labels labels = csv::read_texts(rows_, again, codes, pool_);
    for (std::size_t c = 0; c < columns(); ++c) {
      if (!again[c] || !guess.add(c, rows_.columns[c], labels[c])) continue;
      cells_[c] = std::move(codes[c]);
      labels_[c] = std::move(labels[c]);
    }
  }

  // Cells of labels become numbers.
  void take_style(std::size_t column, const NumberStyle& style) {
    std::vector<double> values;
    const csv::MissingWords& words = *rows_.columns[column].missing;
    for (const std::string& label : labels_[column]) {
      const double value = words.contains(label) ? kMissing : *parse_styled(label, style);
      values.push_back(words.contains(value) ? kMissing : value);
    }
    for (double& cell : cells_[column]) {
      if (!is_missing(cell)) cell = values[static_cast<std::size_t>(cell)];
    }
    const std::string& name = rows_.columns[column].name;
    if (!style.is_plain()) {
      format_.styles[name] = style;
      const auto shown = static_cast<std::size_t>(std::ranges::find_if_not(values, is_missing) - values.begin());
      observer_.note(rows_.source.name + ": column '" + name + "' is read as numbers: '" + labels_[column][shown] +
                     "' is " + csv::number_text(values[shown]));
    }
    labels_[column].clear();
    tallies_[column] = {};
  }

  [[noreturn]] void fail_ambiguous(std::size_t column) const {
    const auto label = std::ranges::find_if(labels_[column], [](const std::string& text) {
      return parse_styled(text, {',', "", ""}) != parse_styled(text, {'.', ",", ""});
    });
    const std::string& text = label == labels_[column].end() ? labels_[column][0] : *label;
    rows_.source.fail(Error("the numbers of column '" + rows_.columns[column].name + "' may be read in two ways")
                          .got(text)
                          .hint("--decimal . or --decimal , says which mark stands before the decimals"),
                      csv::place_of(rows_, column, text));
  }

  void check_numbers() const {
    const char* first = nullptr;
    std::size_t column = 0;
    for (std::size_t c = 0; c < columns(); ++c) {
      if (is_text_[c]) continue;
      for (const char* at : {tallies_[c].first_other, tallies_[c].first_beyond}) {
        if (at != nullptr && (first == nullptr || at < first)) first = at, column = c;
      }
    }
    if (first != nullptr) csv::fail_no_number(rows_.source, rows_.columns[column], first);
  }

  // Turns text columns that hold dates into numbers.
  void parse_dates() {
    for (std::size_t c = 0; c < columns(); ++c) {
      ColumnRule& rule = rows_.columns[c];
      if (labels_[c].empty() || rule.reading == Reading::text) continue;
      const auto where = [&](std::size_t label) { return csv::place_of(rows_, c, labels_[c][label]); };
      rule.date_format = csv::read_dates(rows_.source, rule.name, rule.date_format, labels_[c], cells_[c], where);
      if (!rule.date_format.empty()) labels_[c].clear();
    }
  }

  // What a user should know of a column that is read as text.
  void note_text(std::size_t column) {
    const ColumnRule& rule = rows_.columns[column];
    if (rule.known != nullptr) return;
    const std::string start = rows_.source.name + ": column '" + rule.name + "' ";
    if (rule.reading == Reading::guessed) {
      const Tally& tally = tallies_[column];
      if (tally.others == 0 && tally.padded > 0) {
        observer_.note(start + "is read as text: it holds whole numbers with zeros in front");
      } else if (tally.numbers >= tally.others && tally.numbers > 0) {
        observer_.note(start +
                       "is read as text: " + csv::examples_of_others(rows_, column, labels_[column], tally.others));
      }
    }
    const CsvFormat usual;
    for (const std::string& word : labels_[column]) {
      if (std::ranges::find(usual.missing, word) == usual.missing.end()) continue;
      if (rule.words == csv::Words::never) format_.missing_of[rule.name] = {};
      observer_.note(start + "has the label '" + word + "'; --missing '" + rule.name + "=" + word +
                     "' reads it as missing");
    }
  }

  ColumnSchema schema_of(std::size_t column) {
    const ColumnRule& rule = rows_.columns[column];
    if (!rule.date_format.empty()) return {rule.name, ColumnKind::date, {}, rule.date_format};
    ColumnSchema out{rule.name, ColumnKind::categorical, std::move(labels_[column])};
    if (rule.known != nullptr && out.is_text() && out.labels == rule.known->labels) return *rule.known;
    if (!out.is_text()) out.kind = kind_of_numbers(cells_[column], is_text_[column] ? nullptr : rule.known);
    if (out.labels.size() == 2) out.kind = ColumnKind::binary;
    return out;
  }

  Table finish() {
    std::vector<std::size_t> kept;
    for (std::size_t c = 0; c < columns(); ++c) {
      if (!is_skipped(c)) kept.push_back(c);
    }
    Schema schema(kept.size());
    csv::Cells cells(kept.size());
    pool_.parallel_for(kept.size(), [&](std::size_t k) {
      schema[k] = schema_of(kept[k]);
      cells[k] = std::move(cells_[kept[k]]);
    });
    Table table(std::move(schema), std::move(cells));
    auto lines = csv::lines_of_rows(rows_.source, rows_.chunks, columns());
    if (!lines.empty()) table.set_lines(std::move(lines));
    return table;
  }

  csv::Rows rows_;
  const CsvOptions& options_;
  numeric::ThreadPool& pool_;
  Observer& observer_;
  CsvFormat format_;  // as the file turns out to be written
  csv::Cells cells_;
  std::vector<Tally> tallies_;
  std::vector<bool> is_text_;
  csv::Labels labels_;
};

}  // namespace

Table read_csv(const std::string& path, const CsvOptions& options, numeric::ThreadPool& pool, Observer& observer,
               CsvFormat* as_read) {
  observer.step({.phase = "read " + files::shown_name(path, files::Direction::input), .done = 0, .total = 1});
  const csv::FileText text = csv::read_text(path, pool);
  Table table = parse_csv({text.bytes.get(), text.size}, path, options, pool, observer, as_read);
  observer.step({.phase = "read " + files::shown_name(path, files::Direction::input), .done = 1, .total = 1});
  return table;
}

Table parse_csv(std::string_view text, const std::string& name, const CsvOptions& options, numeric::ThreadPool& pool,
                Observer& observer, CsvFormat* as_read) {
  std::string changed;
  const Encoding asked = options.format.utf8_first && csv::is_utf8(text) ? Encoding::utf8 : options.format.encoding;
  const Encoding encoding = csv::encoding_of(text, asked);
  if (encoding != Encoding::utf8) {
    if (options.format.encoding == Encoding::guessed) observer.note(name + ": the text is UTF-16");
    text = changed = csv::to_utf8(text, encoding);
  }
  if (csv::returns_end_lines(text)) text = changed = csv::with_line_feeds(text);
  return Reader(text, name, options, pool, observer).read(as_read);
}

Table parse_csv(std::string_view text, const std::string& name, const CsvOptions& options, numeric::ThreadPool& pool) {
  Observer quiet;
  return parse_csv(text, name, options, pool, quiet);
}

}  // namespace ballast::tabular
