// Two readings of a rank's bytes: about its share of them, to count the rows; then the rows that are its own, which may
// begin or end in another rank's share.
#include "app/data/streamed/part_text.hpp"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <span>
#include <vector>

#include "app/data/streamed/ranked_codes.hpp"
#include "app/data/streamed/row_ranges.hpp"
#include "engine/error.hpp"
#include "engine/files/file_layer.hpp"
#include "engine/tabular/cells/csv_encoding.hpp"
#include "engine/tabular/csv/parts/text_parts.hpp"
#include "engine/tabular/table_blocks.hpp"

namespace ballast::app {
namespace {

constexpr std::uint64_t kHeadBytes = std::uint64_t{4} << 20;  // that the header is looked for in

// A plain file that reads at any byte.
struct PlainFile {
  std::unique_ptr<files::InputFile> file;
  std::uint64_t size = 0;

  std::string read(std::uint64_t begin, std::uint64_t end) const {
    std::string out;
    read(begin, end, out);
    return out;
  }
  void read(std::uint64_t begin, std::uint64_t end, std::string& into) const {
    const std::size_t before = into.size();
    into.resize(before + static_cast<std::size_t>(end - begin));
    if (begin != end && !file->read_at(begin, std::as_writable_bytes(std::span(into).subspan(before)))) {
      throw Error("the file became shorter while it was read");
    }
  }
};

PlainFile open_plain(const std::string& path) {
  std::error_code code;
  if (!std::filesystem::is_regular_file(path, code)) return {};
  PlainFile out{files::system_files().open(path)};
  out.size = out.file->size_hint();
  return out;
}

// What stands above the rows; nothing where these cannot be taken up in the middle, or their head is refused.
std::optional<std::string> find_head(const PlainFile& file, const std::string& path, const tabular::CsvOptions& options,
                                     char& delimiter) {
  if (!file.file || options.format.encoding > tabular::Encoding::utf8) return std::nullopt;
  std::string text = file.read(0, std::min(kHeadBytes, file.size));
  const bool changed = text.starts_with("\x1f\x8b") || text.starts_with("\xff\xfe") || text.starts_with("\xfe\xff");
  if (changed || tabular::csv::returns_end_lines(text)) return std::nullopt;
  try {
    const tabular::csv::TextHead head = tabular::csv::head_of(text, path, options);
    delimiter = head.delimiter;
    text.resize(head.size);
    return text;
  } catch (const Error&) {
    return std::nullopt;
  }
}

// Where the rows of each rank begin, in bytes, once all know how many stand in the range of each.
class RowStarts {
 public:
  RowStarts(ranks::Ranks& ranks, Observer& observer) : ranks_(ranks), observer_(observer) {}

  // The rows of this rank's range, of which none may be empty; false where one is, or holds what is no text.
  bool count(const PlainFile& file, ByteRange range, const std::string& path, char delimiter,
             numeric::ThreadPool& pool) {
    text_ = file.read(range.begin, range.end);
    begin_ = range.begin;
    rows_.assign(ranks_.size(), 0);
    try {
      places_.emplace(text_, path, delimiter, pool);
      rows_[ranks_.rank()] = static_cast<std::int64_t>(places_->rows());
    } catch (const Error&) {  // said when the file is read as a whole
    }
    ranks_.sum(rows_, observer_);
    return std::ranges::find(rows_, 0) == rows_.end();
  }
  std::size_t all() const {
    std::int64_t sum = 0;
    for (const std::int64_t rows : rows_) sum += rows;
    return static_cast<std::size_t>(sum);
  }
  // first: of each rank, the number of its first row. head, end: of the rows of all.
  ByteRange range_of(const std::vector<std::size_t>& first, std::uint64_t head, std::uint64_t end) {
    std::size_t above = 0;
    for (std::size_t rank = 0; rank < ranks_.rank(); ++rank) above += static_cast<std::size_t>(rows_[rank]);
    std::vector<std::int64_t> begins(ranks_.size() + 1, 0);
    for (std::size_t rank = 1; rank < ranks_.size(); ++rank) {
      if (first[rank] < above || first[rank] >= above + places_->rows()) continue;
      begins[rank] = static_cast<std::int64_t>(begin_ + places_->above(first[rank] - above));
    }
    ranks_.sum(begins, observer_);
    begins.front() = static_cast<std::int64_t>(head);
    begins.back() = static_cast<std::int64_t>(end);
    return {static_cast<std::uint64_t>(begins[ranks_.rank()]), static_cast<std::uint64_t>(begins[ranks_.rank() + 1])};
  }

 private:
  ranks::Ranks& ranks_;
  Observer& observer_;
  std::string text_;
  std::uint64_t begin_ = 0;
  std::optional<tabular::csv::RowPlaces> places_;
  std::vector<std::int64_t> rows_;  // by rank
};

}  // namespace

bool are_all_well(bool is_well, ranks::Ranks& ranks, Observer& observer) {
  std::int64_t ill[]{is_well ? 0 : 1};
  ranks.sum(ill, observer);
  return ill[0] == 0;
}

std::optional<PartText> read_part_text(const std::string& path, const tabular::CsvOptions& options, ranks::Ranks& ranks,
                                       numeric::ThreadPool& pool, Observer& observer) {
  const PlainFile file = open_plain(path);
  char delimiter = ',';
  std::optional<std::string> head = find_head(file, path, options, delimiter);
  const RowsEnd rows_end = head ? end_of_rows(*file.file, file.size) : RowsEnd{};
  if (!are_all_well(head && rows_end.end > head->size(), ranks, observer)) return std::nullopt;
  const bool quoted = std::ranges::count(*head, '"') % 2 != 0;
  const std::uint64_t first_byte = head->size(), end = rows_end.end;
  ByteRange share = bytes_of_rank(ranks, *file.file, end, first_byte, quoted, pool, observer);
  share.begin = std::max(share.begin, first_byte);
  RowStarts starts(ranks, observer);
  if (!starts.count(file, share, path, delimiter, pool)) return std::nullopt;
  std::vector<std::size_t> first;
  for (std::size_t rank = 0; rank < ranks.size(); ++rank) {
    first.push_back(classifiers::first_row_of_rank(rank, ranks.size(), starts.all(), tabular::TableBlocks::kRows));
  }
  if (first.back() >= starts.all()) return std::nullopt;  // the last rank would have none
  const ByteRange own = starts.range_of(first, first_byte, end);
  PartText out{std::move(*head), blocks_of_rank(ranks, starts.all()), rows_end.empty_rows};
  file.read(own.begin, own.end, out.text);
  return out;
}

}  // namespace ballast::app
