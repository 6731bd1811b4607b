#include "engine/tabular/csv/records/text_pieces.hpp"

#include <algorithm>
#include <numeric>
#include <span>
#include <utility>

#include "engine/error.hpp"
#include "engine/tabular/cells/csv_encoding.hpp"

namespace ballast::tabular::csv {
namespace {

// The place behind the last line feed outside quotes, or nullptr. quoted: whether the text ends inside quotes.
const char* last_row_end(std::string_view text, bool quoted) {
  for (const char* p = text.data() + text.size(); p != text.data(); --p) {
    if (p[-1] == '"') quoted = !quoted;
    if (p[-1] == '\n' && !quoted) return p;
  }
  return nullptr;
}

// Some bytes of a file, read one behind the other.
class FileRange final : public files::InputFile {
 public:
  FileRange(std::unique_ptr<files::InputFile> file, std::uint64_t begin, std::uint64_t end)
      : file_(std::move(file)), at_(begin), end_(end) {}

  std::size_t read(std::span<std::byte> into) override {
    const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(into.size(), end_ - at_));
    if (count != 0 && !file_->read_at(at_, into.first(count))) throw Error("the file became shorter while it was read");
    at_ += count;
    return count;
  }
  std::uint64_t size_hint() const override { return end_ - at_; }

 private:
  std::unique_ptr<files::InputFile> file_;
  std::uint64_t at_, end_;
};

}  // namespace

TextPieces::TextPieces(std::unique_ptr<files::InputFile> file, const std::string& name, Encoding encoding,
                       std::size_t piece, numeric::ThreadPool& pool)
    : file_(std::move(file)),
      encoding_(Encoding::utf8),
      piece_(piece),
      file_size_(static_cast<std::size_t>(file_->size_hint())),
      pool_(pool) {
  read_more(kPart);
  encoding_ = encoding_of(text_, encoding, name);
  if (encoding_ == Encoding::utf16) {
    read_whole(encoding, name);
    return;
  }
  if (encoding_ != Encoding::utf8) text_ = to_utf8(text_, encoding_, name);
  while (!ended_ && text_.find_first_of("\n\r") == std::string::npos) read_more(text_.size());
  if (returns_end_lines(text_)) read_whole(encoding, name);
}

void TextPieces::read_more(std::size_t bytes) {
  const std::size_t before = text_.size();
  text_.resize(before + bytes);
  const std::size_t got = file_->read(std::as_writable_bytes(std::span(text_).subspan(before)));
  text_.resize(before + got);
  read_ += got;
  ended_ = got < bytes;
  if (encoding_ != Encoding::utf8) {
    const std::string changed = to_utf8(std::string_view(text_).substr(before), encoding_, "");
    text_.replace(before, std::string::npos, changed);
  }
}

void TextPieces::read_whole(Encoding encoding, const std::string& name) {
  was_utf16_ = encoding_ == Encoding::utf16 && encoding == Encoding::guessed;
  const bool changes = encoding_ == Encoding::utf16;
  if (changes) encoding_ = Encoding::utf8;  // nothing is changed bit by bit
  while (!ended_) read_more(std::max(kPart, text_.size()));
  if (changes) text_ = to_utf8(text_, Encoding::utf16, name);
  if (returns_end_lines(text_)) text_ = with_line_feeds(text_);
}

void TextPieces::rows_begin(std::size_t byte) {
  first_line_ += static_cast<std::size_t>(std::count(text_.data(), text_.data() + byte, '\n'));
  begin_ = cut_ = byte;
}

void TextPieces::end_at(std::uint64_t end) {
  drops_empty_rows_ = false;
  file_ = std::make_unique<FileRange>(std::move(file_), read_, end);
  file_size_ = static_cast<std::size_t>(end);
}

void TextPieces::go_to(std::uint64_t begin, std::uint64_t end) {
  drops_empty_rows_ = false;
  file_ = std::make_unique<FileRange>(std::move(file_), begin, end);
  file_size_ = static_cast<std::size_t>(end - begin);
  text_.clear();
  pieces_.clear();
  begin_ = cut_ = read_ = 0;
  read_more(kPart);
}

bool TextPieces::next() {
  advance();
  while (!cut()) {
    if (ended_) return false;
    read_more(std::max(kPart, text_.size()));
  }
  return true;
}

void TextPieces::advance() {
  const std::string_view passed = std::string_view(text_).substr(begin_, cut_ - begin_);
  std::vector<std::size_t> feeds(pieces_.size());
  pool_.parallel_for(feeds.size(), [&](std::size_t i) {
    feeds[i] = static_cast<std::size_t>(std::count(pieces_[i].begin(), pieces_[i].end(), '\n'));
  });
  first_line_ += std::accumulate(feeds.begin(), feeds.end(), std::size_t{0});
  if (passed.empty()) return;
  text_.erase(0, cut_);
  begin_ = cut_ = 0;
  if (!ended_) read_more(kPart - std::min(kPart / 2, text_.size()));
}

bool TextPieces::cut() {
  pieces_.clear();
  std::string_view rest = part();
  if (drops_empty_rows_) {  // they wait for the row that follows
    std::size_t empty = 0;
    rest = rest.substr(0, size_without_empty_rows(rest, empty));
    empty_rows_ = ended_ ? empty : 0;
  }
  if (rest.empty()) return false;
  const std::size_t count = (rest.size() + piece_ - 1) / piece_;
  std::vector<std::size_t> quotes(count + 1);  // before piece i
  const auto nominal = [&](std::size_t i) { return rest.substr(i * piece_, piece_); };
  pool_.parallel_for(count, [&](std::size_t i) {
    quotes[i + 1] = static_cast<std::size_t>(std::count(nominal(i).begin(), nominal(i).end(), '"'));
  });
  std::partial_sum(quotes.begin(), quotes.end(), quotes.begin());
  const char* from = rest.data();
  for (std::size_t i = 0; i < count; ++i) {
    const bool last = ended_ && i + 1 == count;
    const char* const end = last ? rest.data() + rest.size() : last_row_end(nominal(i), quotes[i + 1] % 2 == 1);
    if (end == nullptr) continue;
    pieces_.emplace_back(from, static_cast<std::size_t>(end - from));
    from = end;
  }
  cut_ = begin_ + static_cast<std::size_t>(from - rest.data());
  return !pieces_.empty();
}

}  // namespace ballast::tabular::csv
