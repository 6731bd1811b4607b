// The rows of a CSV text that is longer than memory: some megabytes of it at a time, cut into pieces at line feeds
// outside quotes. What is left behind the last of these is carried to the front of the next part.
// Internal to engine/tabular.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/files/file_layer.hpp"
#include "engine/numeric/thread_pool.hpp"
#include "engine/tabular/cells/csv_format.hpp"

namespace ballast::tabular::csv {

class TextPieces {
 public:
  // Reads the first part, which holds a line end unless the file has none. piece: bytes. Text that is not in UTF-8, or
  // whose lines end with carriage returns, is changed on the way; UTF-16 and such lines are read whole.
  // Throws Error: the file, called `name`, cannot be read, or is not in the encoding asked for.
  TextPieces(std::unique_ptr<files::InputFile> file, const std::string& name, Encoding encoding, std::size_t piece,
             numeric::ThreadPool& pool);

  // The part that is in memory, from its first row on; before rows_begin, from the beginning of the text.
  std::string_view part() const { return std::string_view(text_).substr(begin_); }
  std::size_t first_line() const { return first_line_; }  // of part(), in the file
  bool was_utf16() const { return was_utf16_; }
  std::size_t empty_rows() const { return empty_rows_; }  // at the end of the file, passed over
  // Rows begin at this byte of the first part.
  void rows_begin(std::size_t byte);
  // Whether rows can be taken up further down: there is more to read, of a file that reads at any byte.
  bool can_part() const { return !ended_ && file_->read_at(0, {}); }
  // The text ends with this byte of the file. Requires: can_part(), done() <= end, and rows begin there.
  void end_at(std::uint64_t end);
  // In place of the part at hand come the bytes begin .. end - 1 of the file, in its encoding; lines are not known any
  // more. Requires: can_part(), and rows begin at both.
  void go_to(std::uint64_t begin, std::uint64_t end);
  // Cuts the part, or after the first time the next one, into pieces. False when no text is left.
  bool next();
  // One behind the other; each is part of part(), begins with a row or a blank line, and ends behind a line or with the
  // text.
  const std::vector<std::string_view>& pieces() const { return pieces_; }

  std::size_t done() const { return read_; }       // bytes of the file, where it is not compressed
  std::size_t size() const { return file_size_; }  // 0: not known

 private:
  static constexpr std::size_t kPart = std::size_t{16} << 20;  // bytes

  void read_more(std::size_t bytes);
  void read_whole(Encoding encoding, const std::string& name);
  // Line feeds outside quotes become ends of pieces; false if there is none.
  bool cut();
  void advance();

  std::unique_ptr<files::InputFile> file_;
  Encoding encoding_;
  std::size_t piece_, file_size_, read_ = 0;
  numeric::ThreadPool& pool_;
  std::string text_;
  std::size_t begin_ = 0, first_line_ = 1;  // of the part; its pieces end at cut_
  std::size_t cut_ = 0, empty_rows_ = 0;
  bool ended_ = false, was_utf16_ = false, drops_empty_rows_ = true;
  std::vector<std::string_view> pieces_;
};

}  // namespace ballast::tabular::csv
