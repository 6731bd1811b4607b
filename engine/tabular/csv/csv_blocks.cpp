#include "engine/tabular/csv/csv_blocks.hpp"

#include <algorithm>
#include <utility>

#include "engine/tabular/csv/csv_head.hpp"
#include "engine/tabular/csv/csv_reader.hpp"
#include "engine/tabular/csv/records/csv_chunks.hpp"

namespace ballast::tabular {
namespace {

// A block's text, its cells and what is made of them stay in a core's cache. Dictionaries are set up for each block
// anew: where they are large, fewer blocks are better.
std::size_t block_bytes(const Schema& schema) {
  constexpr std::size_t kSmall = std::size_t{1} << 19, kLarge = std::size_t{1} << 23, kManyLabels = 1000;
  std::size_t labels = 0;
  for (const ColumnSchema& column : schema) labels += column.labels.size();
  return labels > kManyLabels ? kLarge : kSmall;
}

}  // namespace

CsvBlocks::CsvBlocks(std::unique_ptr<files::InputFile> file, std::string name, CsvOptions options,
                     numeric::ThreadPool& pool, Observer& observer)
    : name_(std::move(name)),
      options_(std::move(options)),
      pool_(pool),
      text_(std::move(file), name_, options_.format.encoding, block_bytes(options_.schema), pool) {
  if (text_.was_utf16()) observer.note(name_ + ": the text is UTF-16");
  csv::Source source{text_.part(), name_};
  if (options_.format.decimal != CsvFormat::kGuessed) source.marks.decimal = options_.format.decimal;
  csv::Head head = csv::read_head(source, options_, observer);
  marks_ = source.marks;
  rules_ = std::move(head.columns);
  header_ = std::move(head.header);
  odd_quotes_above_ = std::count(source.begin(), head.data, '"') % 2 != 0;
  text_.rows_begin(static_cast<std::size_t>(head.data - source.begin()));
}

Table CsvBlocks::table(std::size_t block) const {
  const std::string_view piece = text_.pieces()[block], part = text_.part();
  const auto end = static_cast<std::size_t>(piece.data() + piece.size() - part.data());
  Observer quiet;
  csv::Reader reader(part.substr(0, end), name_, options_, pool_, quiet);
  return reader.read_rows(rules_, marks_, text_.first_line(), piece.data());
}

void CsvBlocks::for_each_record(std::size_t block, const std::function<void(std::string_view)>& take) const {
  const std::string_view piece = text_.pieces()[block];
  const char* const end = piece.data() + piece.size();
  for (const char* at = csv::skip_blank_lines(piece.data(), end, marks_.delimiter); at != end;
       at = csv::skip_blank_lines(at, end, marks_.delimiter)) {
    const char* const start = at;
    for (std::size_t c = 0; c < rules_.size(); ++c) {
      at = csv::take_cell(c == 0 ? at : at + 1, end, marks_.delimiter).next;
    }
    take({start, static_cast<std::size_t>(at - start)});
    if (at != end) ++at;
  }
}

std::vector<std::size_t> CsvBlocks::lines(std::size_t block) const {
  std::vector<std::size_t> out;
  const char* from = text_.part().data();
  std::size_t line = text_.first_line();
  for_each_record(block, [&](std::string_view record) {
    line += static_cast<std::size_t>(std::count(from, record.data(), '\n'));
    from = record.data();
    out.push_back(line);
  });
  return out;
}

}  // namespace ballast::tabular
