#include "app/data/streamed/row_ranges.hpp"

#include <algorithm>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "engine/error.hpp"
#include "engine/files/checksum.hpp"
#include "engine/tabular/cells/csv_cells.hpp"

namespace ballast::app {
namespace {

constexpr std::uint64_t kReadBytes = std::uint64_t{1} << 20;

std::string text_at(files::InputFile& file, std::uint64_t begin, std::uint64_t end) {
  std::string out(static_cast<std::size_t>(end - begin), ' ');
  if (!file.read_at(begin, std::as_writable_bytes(std::span(out)))) {
    throw Error("the file became shorter while it was read");
  }
  return out;
}

bool has_odd_quotes(files::InputFile& file, ByteRange range, numeric::ThreadPool& pool) {
  const auto pieces = static_cast<std::size_t>((range.end - range.begin + kReadBytes - 1) / kReadBytes);
  std::vector<std::ptrdiff_t> quotes(pieces);
  pool.parallel_for(pieces, [&](std::size_t i) {
    const std::uint64_t begin = range.begin + i * kReadBytes;
    const std::string text = text_at(file, begin, std::min(begin + kReadBytes, range.end));
    quotes[i] = std::count(text.begin(), text.end(), '"');
  });
  std::ptrdiff_t sum = 0;
  for (const std::ptrdiff_t count : quotes) sum += count;
  return sum % 2 != 0;
}

// Behind the first line feed outside quotes from here on, or the end.
std::uint64_t next_row(files::InputFile& file, std::uint64_t from, std::uint64_t size, bool quoted) {
  for (std::uint64_t begin = from; begin < size; begin += kReadBytes) {
    const std::string text = text_at(file, begin, std::min(begin + kReadBytes, size));
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '"') quoted = !quoted;
      if (text[i] == '\n' && !quoted) return begin + i + 1;
    }
  }
  return size;
}

}  // namespace

RowsEnd end_of_rows(files::InputFile& file, std::uint64_t size) {
  for (std::uint64_t tail = kReadBytes;; tail *= 2) {
    const std::uint64_t begin = size > tail ? size - tail : 0;
    const std::string text = text_at(file, begin, size);
    const std::size_t first = begin == 0 ? 0 : text.find('\n') + 1;  // of a row
    RowsEnd out;
    const std::size_t kept =
        tabular::csv::size_without_empty_rows(std::string_view(text).substr(first), out.empty_rows);
    out.end = begin + first + kept;
    if (kept > 0 || begin == 0) return out;
  }
}

std::string sampled_digest(const std::string& path) {
  constexpr std::uint64_t kSamples = 64, kSample = std::uint64_t{1} << 16;
  const auto file = files::system_files().open(path);
  const std::uint64_t size = file->size_hint();
  files::Sha256 hash;
  for (std::uint64_t i = 0; i < kSamples; ++i) {
    const std::uint64_t begin = size < kSample ? 0 : (size - kSample) * i / (kSamples - 1);
    const std::string sample = text_at(*file, begin, std::min(begin + kSample, size));
    hash.update(std::as_bytes(std::span(sample)));
  }
  return std::to_string(size) + " bytes, SHA-256 of samples " + files::to_hex(hash.finish());
}

ByteRange bytes_of_rank(ranks::Ranks& ranks, files::InputFile& file, std::uint64_t size, std::uint64_t head,
                        bool quoted, numeric::ThreadPool& pool, Observer& observer) {
  const std::size_t rank = ranks.rank();
  const auto nominal = [&](std::size_t r) { return r == 0 ? 0 : std::max(head, size / ranks.size() * r); };
  const std::uint64_t begin = nominal(rank), end = rank + 1 == ranks.size() ? size : nominal(rank + 1);
  std::vector<std::int64_t> odd(ranks.size(), 0);
  odd[rank] = has_odd_quotes(file, {begin, end}, pool) ? 1 : 0;
  ranks.sum(odd, observer);
  for (std::size_t above = 0; above < rank; ++above) quoted = quoted != (odd[above] != 0);
  std::vector<std::int64_t> starts(ranks.size(), 0);
  if (rank != 0) starts[rank] = static_cast<std::int64_t>(next_row(file, begin, size, quoted));
  ranks.sum(starts, observer);
  const auto start = [&](std::size_t r) { return r == ranks.size() ? size : static_cast<std::uint64_t>(starts[r]); };
  return {start(rank), start(rank + 1)};
}

}  // namespace ballast::app
