#include "engine/tabular/csv_chunks.hpp"

#include <algorithm>
#include <cstring>

namespace ballast::tabular::csv {
namespace {

constexpr std::size_t kChunk = std::size_t{1} << 20;  // bytes

struct Survey {
  std::size_t quotes = 0;
  const char* nul = nullptr;  // the first NUL byte
};

Survey survey(const Chunk& chunk) {
  return {static_cast<std::size_t>(std::count(chunk.first, chunk.last, '"')),
          static_cast<const char*>(std::memchr(chunk.first, 0, static_cast<std::size_t>(chunk.last - chunk.first)))};
}

// The first line feed outside quotes, or `last`; `quoted` is kept up to date.
const char* first_feed(const char* p, const char* last, bool& quoted) {
  for (; p != last; ++p) {
    if (*p == '"') quoted = !quoted;
    if (*p == '\n' && !quoted) break;
  }
  return p;
}

// A row starts behind each line feed outside quotes.
void count_rows(Chunk& chunk, bool quoted, bool has_quotes) {
  if (!has_quotes && quoted) return;
  const char* const feed = has_quotes ? first_feed(chunk.first, chunk.last, quoted)
                                      : static_cast<const char*>(std::find(chunk.first, chunk.last, '\n'));
  if (feed == chunk.last) return;
  chunk.rows_begin = feed + 1;
  if (!has_quotes) {
    chunk.rows = static_cast<std::size_t>(std::count(feed, chunk.last, '\n'));
    return;
  }
  std::size_t inside = 0, rows = 0;  // without branches: quotes come too irregularly to be foreseen
  for (const char* p = feed; p != chunk.last; ++p) {
    inside ^= static_cast<std::size_t>(*p == '"');
    rows += static_cast<std::size_t>(*p == '\n') & ~inside;
  }
  chunk.rows = rows;
}

}  // namespace

std::vector<Chunk> find_chunks(const Source& source, const char* data, const char* end, numeric::ThreadPool& pool) {
  const auto size = static_cast<std::size_t>(end - data);
  std::vector<Chunk> chunks((size + kChunk - 1) / kChunk);
  std::vector<Survey> surveys(chunks.size());
  pool.parallel_for(chunks.size(), [&](std::size_t i) {
    chunks[i].first = data + i * kChunk;
    chunks[i].last = data + std::min(size, (i + 1) * kChunk);
    surveys[i] = survey(chunks[i]);
  });
  std::vector<bool> quoted(chunks.size() + 1, false);  // does chunk i begin inside quotes
  for (std::size_t i = 0; i < chunks.size(); ++i) {
    if (surveys[i].nul != nullptr) source.fail_nul(surveys[i].nul);
    quoted[i + 1] = quoted[i] != (surveys[i].quotes % 2 == 1);
  }
  pool.parallel_for(chunks.size(), [&](std::size_t i) { count_rows(chunks[i], quoted[i], surveys[i].quotes > 0); });
  chunks[0].rows_begin = data;
  ++chunks[0].rows;
  const char* rows_end = end;
  for (std::size_t i = chunks.size(); i-- > 0;) {
    chunks[i].rows_end = rows_end;
    if (chunks[i].rows_begin != nullptr) rows_end = chunks[i].rows_begin;
  }
  for (std::size_t i = 1; i < chunks.size(); ++i) chunks[i].first_row = chunks[i - 1].first_row + chunks[i - 1].rows;
  return chunks;
}

std::size_t count_cells(const Source& source, const char* at, const char* end) {
  std::size_t cells = 0;
  while (at != end && *at == ',') {
    const Cell cell = take_cell(at + 1, end);
    source.check(cell);
    at = cell.next;
    ++cells;
  }
  return cells;
}

}  // namespace ballast::tabular::csv
