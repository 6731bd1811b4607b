#include "engine/tabular/csv/records/record_reader.hpp"

#include <algorithm>
#include <cctype>
#include <string_view>
#include <tuple>
#include <utility>

#include "engine/tabular/cells/csv_cells.hpp"
#include "engine/tabular/cells/csv_encoding.hpp"

namespace ballast::tabular {
namespace {

constexpr std::string_view kDelimiters = ",;\t|";
constexpr int kEnd = std::istream::traits_type::eof();

// Whether a place of a record is inside quotes: they open at the start of a cell only.
class Quotes {
 public:
  bool inside() const { return inside_; }
  void pass(char c, bool delimiter) {
    if (inside_) {
      if (c == '"') inside_ = false, closed_ = true;
      return;
    }
    inside_ = c == '"' && (at_start_ || closed_);  // a doubled quote closes and opens
    closed_ = false;
    at_start_ = delimiter || (at_start_ && (c == ' ' || c == '\t'));
  }

 private:
  bool inside_ = false, closed_ = false, at_start_ = true;
};

std::string shown(char delimiter) {
  return delimiter == '\t' ? "tabs" : std::string("'").append(1, delimiter).append("'");
}

// Excel's first line sep=; names what separates cells, in any case of letters; 0 if the line is another.
char separator_named_by(std::string_view line) {
  constexpr std::string_view kSeparator = "sep=";
  if (line.ends_with('\r')) line.remove_suffix(1);
  if (line.size() > 2 && line.front() == '"' && line.back() == '"') line = line.substr(1, line.size() - 2);
  const auto same = [](char a, char b) { return (a | 0x20) == (b | 0x20); };
  if (line.size() != kSeparator.size() + 1 || !std::equal(kSeparator.begin(), kSeparator.end(), line.begin(), same)) {
    return 0;
  }
  return line.back();
}

bool is_comment(std::string_view line) {
  const std::size_t first = line.find_first_not_of(" \t");
  return first != std::string_view::npos && line[first] == '#';
}

// A cell that begins with #, as no comment does: #a, not "# a".
bool is_tag(std::string_view line) {
  return line.size() > 1 && line[0] == '#' && std::isalnum(static_cast<unsigned char>(line[1])) != 0;
}

// Whether anything but delimiters and blanks follows the first cell.
bool has_second_cell(std::string_view line, char delimiter) {
  line.remove_prefix(std::min(line.find(delimiter), line.size()));
  return std::ranges::any_of(line, [&](char c) { return c != delimiter && c != ' ' && c != '\t' && c != '\r'; });
}

}  // namespace

namespace csv {

std::size_t cells_in(const std::string& record, char delimiter) {
  Quotes quotes;
  std::size_t cells = 1;
  for (const char c : record) {
    const bool cut = c == delimiter && !quotes.inside();
    cells += cut;
    quotes.pass(c, cut);
  }
  return cells;
}

char guess_delimiter(const std::string& header, const std::string& row) {
  const auto worth = [&](char c) {
    const std::size_t cells = cells_in(header, c);
    const bool fits = cells > 1 && !row.empty() && cells_in(row, c) == cells;
    return std::tuple(fits, cells, fits && c != ',');  // commas may be decimal, and stand inside names
  };
  return *std::ranges::max_element(kDelimiters, {}, worth);
}

}  // namespace csv

RecordReader::RecordReader(std::istream& in, const CsvFormat& format) : in_(in), format_(format) {}

bool RecordReader::next() {
  if (!header_read_) return header_read_ = read_header();
  if (ahead_.empty()) {
    if (!read_record(record_)) return false;
    if (!csv::is_empty_row(record_.text)) return true;
    ahead_.push_back(std::move(record_));
  }
  look_behind_empty_rows();
  if (ahead_.empty()) return false;
  record_ = std::move(ahead_.front());
  ahead_.pop_front();
  return true;
}

void RecordReader::look_behind_empty_rows() {
  while (csv::is_empty_row(ahead_.back().text)) {
    Record record;
    if (read_record(record)) {
      ahead_.push_back(std::move(record));
      continue;
    }
    for (; !ahead_.empty() && csv::is_empty_row(ahead_.back().text); ++empty_rows_) ahead_.pop_back();
    return;
  }
}

bool RecordReader::read_header() {
  if (format_.encoding == Encoding::guessed && (in_.peek() == 0xff || in_.peek() == 0xfe)) {
    format_.encoding = Encoding::utf16;
    notes_.emplace_back("the text is UTF-16");
  }
  for (std::size_t i = 0; i < format_.skip_lines; ++i) {
    for (int c = take(); c != kEnd && c != '\n'; c = take()) next_line_ += c == '\r' && look() != '\n';
    ++next_line_;
  }
  if (!read_record(record_)) return false;
  if (const char separator = separator_named_by(record_.text); separator != 0) {
    if (format_.delimiter == CsvFormat::kGuessed) format_.delimiter = separator;
    if (!read_record(record_)) return false;
  }
  pass_comments();
  if (format_.delimiter == CsvFormat::kGuessed) {
    const auto cuts = [&](char c) { return csv::cells_in(record_.text, c) > 1; };
    Record row;
    if (ahead_.empty() && std::ranges::count_if(kDelimiters, cuts) > 1 && read_record(row)) ahead_.push_back(row);
    format_.delimiter = csv::guess_delimiter(record_.text, ahead_.empty() ? std::string() : ahead_.front().text);
    if (format_.delimiter != ',') notes_.push_back("cells are separated by " + shown(format_.delimiter));
  }
  if (format_.no_header) name_columns();
  return true;
}

// The last of the lines with # is the header if it is cut into cells as the line below them is.
void RecordReader::pass_comments() {
  std::size_t comments = 0;
  for (Record below; is_comment(record_.text) && read_record(below); ++comments) {
    const bool tags = is_tag(record_.text) && is_tag(below.text);
    if (!is_comment(below.text) || tags) {
      const char delimiter =
          format_.delimiter != CsvFormat::kGuessed ? format_.delimiter : csv::guess_delimiter(below.text);
      const std::size_t cells = csv::cells_in(record_.text, delimiter);
      if (cells == csv::cells_in(below.text, delimiter) &&
          ((cells == 1 && !tags) || has_second_cell(record_.text, delimiter))) {
        ahead_.push_back(std::move(below));
        break;
      }
    }
    record_ = std::move(below);
    below = {};
  }
  if (comments == 0) return;
  notes_.push_back("lines above the header that begin with # are passed over: " + std::to_string(comments));
}

void RecordReader::name_columns() {
  Record header{.text = {}, .line = record_.line, .begin = record_.begin, .end = record_.begin};
  for (std::size_t c = 1; c <= csv::cells_in(record_.text, format_.delimiter); ++c) {
    if (c > 1) header.text += format_.delimiter;
    header.text.append(1, 'c').append(std::to_string(c));
  }
  ahead_.push_front(std::exchange(record_, std::move(header)));
}

bool RecordReader::read_record(Record& record) {
  while (read_line_or_quoted(record)) {
    const char* const end = record.text.data() + record.text.size();
    if (csv::end_of_blank_line(record.text.data(), end, format_.delimiter) != end) return true;
  }
  return false;
}

bool RecordReader::read_line_or_quoted(Record& record) {
  record.text.clear();
  record.line = next_line_;
  record.begin = taken_;
  Quotes quotes;
  const auto end = [&] {
    while (record.line == 1 && record.text.starts_with(csv::kUtf8Mark)) {  // some programs add one to one
      record.text.erase(0, csv::kUtf8Mark.size());
      record.begin += csv::kUtf8Mark.size();
    }
    record.end = taken_;
    line_end_seen_ = true;
    return true;
  };
  for (int got = take(); got != kEnd; got = take()) {
    char c = static_cast<char>(got);
    if (c == '\r' && look() != '\n' && look() != kEnd) {
      if (!line_end_seen_ && !quotes.inside() && look() != '\r') {
        returns_end_ = true;
        const auto feeds = std::ranges::count(record.text, '\n');
        record.text = csv::with_line_feeds(record.text);
        next_line_ += static_cast<std::size_t>(std::ranges::count(record.text, '\n') - feeds);
      }
      if (returns_end_) c = '\n';
    }
    next_line_ += c == '\n';
    if (c == '\n' && !quotes.inside()) return end();
    quotes.pass(c, is_delimiter(c) && !quotes.inside());
    record.text += c;
    if (taken_ == csv::kUtf8Mark.size() && record.text == csv::kUtf8Mark) quotes = {};
  }
  record.text.resize(csv::without_end_mark(record.text).size());
  return !record.text.empty() && end();
}

bool RecordReader::is_delimiter(char c) const {
  return format_.delimiter == CsvFormat::kGuessed ? kDelimiters.find(c) != std::string_view::npos
                                                  : c == format_.delimiter;
}

int RecordReader::take() {
  if (format_.encoding == Encoding::guessed || format_.encoding == Encoding::utf8) {
    const int got = in_.get();
    taken_ += got != kEnd;
    return got;
  }
  decode();
  if (decoded_.empty()) return kEnd;
  const auto got = static_cast<unsigned char>(decoded_.front());
  decoded_.erase(0, 1);
  ++taken_;
  return got;
}

int RecordReader::look() {
  if (format_.encoding == Encoding::guessed || format_.encoding == Encoding::utf8) return in_.peek();
  decode();
  return decoded_.empty() ? kEnd : static_cast<unsigned char>(decoded_.front());
}

void RecordReader::decode() {
  if (!decoded_.empty()) return;
  const int first = in_.get();
  if (first == kEnd) return;
  if (format_.encoding != Encoding::utf16) {
    csv::put_utf8(csv::character_of(static_cast<unsigned char>(first), format_.encoding), decoded_);
    return;
  }
  std::string unit(1, static_cast<char>(first));
  const auto add = [&] {
    const int got = in_.get();
    if (got != kEnd) unit += static_cast<char>(got);
    return got != kEnd;
  };
  if (!add()) csv::to_utf8(unit, Encoding::utf16, "");  // throws: half a character
  if (mark_.empty()) {
    const bool marked = unit == "\xff\xfe" || unit == "\xfe\xff";
    mark_ = marked ? unit : first == 0 ? "\xfe\xff" : "\xff\xfe";
    if (marked) return decode();
    const auto is_ascii = [](char c) { return c > 0; };
    if (is_ascii(unit[0]) && is_ascii(unit[1])) throw csv::no_utf16("");
  }
  if (taken_ == 0 && unit == std::string(2, '\0')) throw csv::utf32("");  // behind a mark of four bytes
  const auto high = static_cast<unsigned char>(mark_ == "\xfe\xff" ? unit[0] : unit[1]);
  if ((high & 0xFC) == 0xD8) {
    if (add()) add();  // the first half of a pair
  }
  decoded_ = csv::to_utf8(mark_ + unit, Encoding::utf16, "");
}

}  // namespace ballast::tabular
