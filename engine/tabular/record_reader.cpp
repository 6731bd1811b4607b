#include "engine/tabular/record_reader.hpp"

#include "engine/tabular/csv_cells.hpp"

namespace ballast::tabular {
namespace {

constexpr char kDelimiter = ',';
constexpr int kEnd = std::istream::traits_type::eof();

// Whether a place of a record is inside quotes: they open at the start of a cell only.
class Quotes {
 public:
  bool inside() const { return inside_; }
  void pass(char c) {
    if (inside_) {
      if (c == '"') inside_ = false, closed_ = true;
      return;
    }
    inside_ = c == '"' && (at_start_ || closed_);  // a doubled quote closes and opens
    closed_ = false;
    at_start_ = c == kDelimiter || (at_start_ && csv::is_blank(c, kDelimiter));
  }

 private:
  bool inside_ = false, closed_ = false, at_start_ = true;
};

}  // namespace

bool RecordReader::next() {
  while (read_record()) {
    const char* const end = text_.data() + text_.size();
    if (csv::end_of_blank_line(text_.data(), end, kDelimiter) != end) return any_ = true;
  }
  return false;
}

bool RecordReader::read_record() {
  text_.clear();
  line_ = next_line_;
  Quotes quotes;
  for (int got = in_.get(); got != kEnd; got = in_.get()) {
    const char c = static_cast<char>(got);
    next_line_ += c == '\n';
    if (!quotes.inside()) {
      if (c == '\n') return true;
      if (c == '\r' && in_.peek() != '\n' && in_.peek() != '\r' && in_.peek() != kEnd) {
        returns_end_ = returns_end_ || !any_;
        next_line_ += returns_end_;
        if (returns_end_) return true;
      }
    }
    quotes.pass(c);
    text_ += c;
  }
  return !text_.empty();
}

}  // namespace ballast::tabular
