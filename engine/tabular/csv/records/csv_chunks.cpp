#include "engine/tabular/csv/records/csv_chunks.hpp"

#include <algorithm>
#include <cstring>

#include "engine/tabular/cells/csv_encoding.hpp"

namespace ballast::tabular::csv {
namespace {

constexpr std::size_t kChunk = std::size_t{1} << 20;  // bytes

struct Survey {
  std::size_t quotes = 0;
  const char* nul = nullptr;       // the first NUL byte
  const char* not_utf8 = nullptr;  // the first byte that is no UTF-8
};

Survey survey(const Source& source, const Chunk& chunk) {
  return {static_cast<std::size_t>(std::count(chunk.first, chunk.last, '"')),
          static_cast<const char*>(std::memchr(chunk.first, 0, static_cast<std::size_t>(chunk.last - chunk.first))),
          first_not_utf8(source.begin(), chunk.first, chunk.last, source.end())};
}

// Line feeds behind which a line may be blank: it begins with a blank or a line end.
std::size_t count_suspects(const Chunk& chunk, const char* end) {
  const char* const last = std::min(chunk.last, end - 1);
  std::size_t suspects = 0;
  for (const char* p = chunk.first; p != last; ++p) {
    suspects +=
        static_cast<std::size_t>(p[0] == '\n') & static_cast<std::size_t>(static_cast<unsigned char>(p[1]) <= ' ');
  }
  return suspects;
}

// A row starts behind each line feed outside quotes. The usual chunk, where no line is blank: counted without branches,
// since quotes come too irregularly to be foreseen.
std::size_t count_usual_rows(const Chunk& chunk, bool quoted, bool has_quotes) {
  if (!has_quotes) return quoted ? 0 : chunk.line_feeds;
  auto inside = static_cast<std::size_t>(quoted);
  std::size_t rows = 0;
  for (const char* p = chunk.first; p != chunk.last; ++p) {
    inside ^= static_cast<std::size_t>(*p == '"');
    rows += static_cast<std::size_t>(*p == '\n') & ~inside;
  }
  return rows;
}

// Calls take(start) for each row until it answers false.
template <class Take>
void for_each_row_start(const Chunk& chunk, const char* end, bool quoted, char delimiter, Take&& take) {
  for (const char* p = chunk.first; p != chunk.last; ++p) {
    if (*p == '"') quoted = !quoted;
    if (*p == '\n' && !quoted && end_of_blank_line(p + 1, end, delimiter) == nullptr && !take(p + 1)) return;
  }
}

void count_rows(Chunk& chunk, const char* end, bool quoted, bool has_quotes, char delimiter) {
  chunk.line_feeds = static_cast<std::size_t>(std::count(chunk.first, chunk.last, '\n'));
  if (count_suspects(chunk, end) == 0) {
    chunk.rows = count_usual_rows(chunk, quoted, has_quotes);
  } else {
    for_each_row_start(chunk, end, quoted, delimiter, [&](const char*) { return ++chunk.rows > 0; });
  }
  if (chunk.rows == 0) return;
  for_each_row_start(chunk, end, quoted, delimiter, [&](const char* start) {
    chunk.rows_begin = start;
    return false;
  });
}

}  // namespace

std::vector<Chunk> find_chunks(const Source& source, const char* data, const char* end, numeric::ThreadPool& pool) {
  const auto size = static_cast<std::size_t>(end - data);
  std::vector<Chunk> chunks((size + kChunk - 1) / kChunk);
  std::vector<Survey> surveys(chunks.size());
  pool.parallel_for(chunks.size(), [&](std::size_t i) {
    chunks[i].first = data + i * kChunk;
    chunks[i].last = data + std::min(size, (i + 1) * kChunk);
    surveys[i] = survey(source, chunks[i]);
  });
  std::vector<bool> quoted(chunks.size() + 1, false);  // does chunk i begin inside quotes
  for (std::size_t i = 0; i < chunks.size(); ++i) {
    if (surveys[i].nul != nullptr) source.fail_nul(surveys[i].nul);
    source.check_utf8(surveys[i].not_utf8);
    quoted[i + 1] = quoted[i] != (surveys[i].quotes % 2 == 1);
  }
  pool.parallel_for(chunks.size(), [&](std::size_t i) {
    count_rows(chunks[i], end, quoted[i], surveys[i].quotes > 0, source.marks.delimiter);
  });
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
  while (at != end && *at == source.marks.delimiter) {
    at = source.cell(at + 1).next;
    ++cells;
  }
  return cells;
}

std::vector<std::size_t> lines_of_rows(const Source& source, const std::vector<Chunk>& chunks, std::size_t columns) {
  const std::size_t rows = chunks.back().first_row + chunks.back().rows;
  std::size_t line = source.line_of(chunks.front().first), feeds = 0;
  for (const Chunk& chunk : chunks) feeds += chunk.line_feeds;
  if (line == 2 && feeds + 1 == rows) return {};
  std::vector<std::size_t> lines(rows);
  for (const Chunk& chunk : chunks) {
    const char* from = chunk.first;
    std::size_t here = line;
    for_each_cell(source, chunk, columns, [&](std::size_t row, std::size_t column, const char* at) {
      if (column == 0) {
        here += static_cast<std::size_t>(std::count(from, at, '\n'));
        from = at;
        lines[row] = here;
      }
      return take_cell(at, chunk.rows_end, source.marks.delimiter).next;
    });
    line += chunk.line_feeds;
  }
  return lines;
}

}  // namespace ballast::tabular::csv
