#include "engine/tabular/csv/records/csv_decimals.hpp"

#include <algorithm>

namespace ballast::tabular::csv {
namespace {

constexpr std::size_t kRows = 1000;  // that are looked at

int decimals_of(std::string_view text, char mark) {
  const std::size_t at = text.find(mark);
  if (at == std::string_view::npos || text.find_first_of("eE", at) != std::string_view::npos) return 0;
  const std::size_t end = std::min(text.find_first_not_of("0123456789", at + 1), text.size());
  return static_cast<int>(end - at - 1);
}

bool has_digit(std::string_view text) {
  return text.find_first_of("0123456789") != std::string_view::npos;
}

}  // namespace

std::vector<int> fixed_decimals(const Source& source, const std::vector<Chunk>& chunks,
                                const std::vector<char>& marks) {
  constexpr int kNone = -1;  // seen yet
  std::vector<int> out(marks.size(), kNone);
  for (Chunk chunk : chunks) {
    if (chunk.first_row >= kRows) break;
    chunk.rows = std::min(chunk.rows, kRows - chunk.first_row);
    for_each_cell(source, chunk, marks.size(), [&](std::size_t, std::size_t c, const char* at) {
      const Cell cell = take_cell(at, chunk.rows_end, source.marks.delimiter);
      if (out[c] != 0 && has_digit(cell.text)) {  // else it is missing
        const int decimals = decimals_of(cell.text, marks[c]);
        out[c] = out[c] == kNone || out[c] == decimals ? decimals : 0;
      }
      return cell.next;
    });
  }
  std::ranges::replace(out, kNone, 0);
  return out;
}

}  // namespace ballast::tabular::csv
