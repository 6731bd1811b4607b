#include "engine/tabular/csv/csv_texts.hpp"

#include <algorithm>
#include <set>
#include <span>
#include <string_view>
#include <unordered_map>

#include "engine/tabular/labels/label_index.hpp"

namespace ballast::tabular::csv {
namespace {

using Dictionary = std::unordered_map<std::string, std::size_t>;  // a label's code, in order of appearance
using Dictionaries = std::vector<std::vector<Dictionary>>;        // by chunk in which rows start, and column

std::vector<Dictionary> read_chunk(const Rows& rows, const Chunk& chunk, const std::vector<bool>& wanted,
                                   Cells& cells) {
  std::vector<Dictionary> found(chunk.rows == 0 ? 0 : wanted.size());
  const Source& source = rows.source;
  for_each_cell(source, chunk, wanted.size(), [&](std::size_t row, std::size_t column, const char* at) {
    const Cell cell = take_cell(at, rows.end, source.marks.delimiter);
    if (wanted[column]) {
      Dictionary& words = found[column];
      const bool missing = rows.columns[column].is_missing_label(cell);
      cells[column][row] =
          missing ? kMissing : static_cast<double>(words.try_emplace(unescaped(cell), words.size()).first->second);
    }
    return cell.next;
  });
  return found;
}

std::vector<std::string> sorted_labels(const ColumnRule& rule, std::size_t column, const Dictionaries& found,
                                       const TruthSpellings& spellings) {
  std::set<std::string> all;
  if (rule.known != nullptr) all.insert(rule.known->labels.begin(), rule.known->labels.end());
  for (const auto& of_chunk : found) {
    if (of_chunk.empty()) continue;
    for (const auto& [word, code] : of_chunk[column]) all.emplace(spellings.meaning(word));
  }
  return {all.begin(), all.end()};
}

// From codes of a chunk's own dictionary to those of the labels.
void recode(const Chunk& chunk, const Dictionary& words, const std::vector<std::string>& labels,
            const TruthSpellings& spellings, std::vector<double>& cells) {
  std::vector<double> final_code(words.size());
  for (const auto& [word, code] : words) {
    const std::string_view label = spellings.meaning(word);
    final_code[code] = static_cast<double>(std::ranges::lower_bound(labels, label) - labels.begin());
  }
  for (std::size_t row = chunk.first_row; row < chunk.first_row + chunk.rows; ++row) {
    if (!is_missing(cells[row])) cells[row] = final_code[static_cast<std::size_t>(cells[row])];
  }
}

}  // namespace

Labels read_texts(const Rows& rows, const std::vector<bool>& wanted, Cells& cells, numeric::ThreadPool& pool) {
  Labels labels(wanted.size());
  if (std::ranges::find(wanted, true) == wanted.end()) return labels;
  Dictionaries found(rows.chunks.size());
  pool.parallel_for(found.size(), [&](std::size_t i) { found[i] = read_chunk(rows, rows.chunks[i], wanted, cells); });
  pool.parallel_for(wanted.size(), [&](std::size_t c) {
    if (!wanted[c]) return;
    const ColumnSchema* const known = rows.columns[c].known;
    const TruthSpellings spellings(known == nullptr ? std::span<const std::string>() : known->labels);
    labels[c] = sorted_labels(rows.columns[c], c, found, spellings);
    for (std::size_t i = 0; i < found.size(); ++i) {
      if (!found[i].empty()) recode(rows.chunks[i], found[i][c], labels[c], spellings, cells[c]);
    }
  });
  return labels;
}

const char* place_of(const Rows& rows, std::size_t column, std::string_view label) {
  const char* place = nullptr;
  for (const Chunk& chunk : rows.chunks) {
    for_each_cell(rows.source, chunk, rows.columns.size(), [&](std::size_t, std::size_t c, const char* at) {
      const Cell cell = take_cell(at, rows.end, rows.source.marks.delimiter);
      if (c == column && place == nullptr && unescaped(cell) == label) place = at;
      return cell.next;
    });
    if (place != nullptr) break;
  }
  return place;
}

}  // namespace ballast::tabular::csv
