#include "app/data/learned_table.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "engine/error.hpp"
#include "engine/tabular/labels/label_index.hpp"

namespace ballast::app {

namespace {

// The other word of the two, in the same letters: FALSE of TRUE, No of Yes, 0.0 of 1.0.
std::string opposite(const std::string& word, const tabular::Truth& truth) {
  static constexpr std::array<std::array<std::string_view, 2>, 4> kWords{
      {{"false", "true"}, {"f", "t"}, {"no", "yes"}, {"n", "y"}}};
  std::string out = word;
  if (truth.words == tabular::Truth::Words::one_zero) {
    out[std::min(out.find('.'), out.size()) - 1] = truth.value ? '0' : '1';  // of 1, 1.0, 0.0
    return out;
  }
  const auto is_capital = [](char c) { return c >= 'A' && c <= 'Z'; };
  const auto capital = [](char c) { return static_cast<char>(c & ~0x20); };
  out = kWords[static_cast<std::size_t>(truth.words)][truth.value ? 0 : 1];
  const std::size_t capitals = !is_capital(word[0]) ? 0 : is_capital(word.back()) ? out.size() : 1;
  std::transform(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(capitals), out.begin(), capital);
  return out;
}

}  // namespace

std::vector<std::string> labels_as_written(const tabular::ColumnSchema& learned, const tabular::ColumnSchema& file) {
  std::vector<std::string> out = learned.labels;
  const tabular::LabelIndex known(learned.labels);
  std::vector<bool> found(out.size());
  for (const std::string& label : file.labels) {
    const auto at = known.find(label);
    if (!at || found[*at]) continue;
    found[*at] = true;
    out[*at] = label;
  }
  if (out.size() != 2 || found[0] == found[1]) return out;
  const std::size_t there = found[0] ? 0 : 1;
  const std::optional<tabular::Truth> truth = tabular::truth_of(out[there]);
  if (truth && tabular::truth_of(learned.labels[1 - there])) out[1 - there] = opposite(out[there], *truth);
  return out;
}

LearnedTable as_learned(const tabular::Table& table, const tabular::Schema& schema, const std::string& path,
                        std::string_view rare_as) {
  LearnedTable out{tabular::Table(schema, table.rows()), {}};
  for (std::size_t c = 0; c < schema.size(); ++c) {
    const auto from = table.find(schema[c].name);
    if (!from) {
      throw Error("a column that the generator has learned is not in the file").in(path).expected(schema[c].name);
    }
    std::ranges::copy(table.column(*from), out.rows.column(c).begin());
    if (!schema[c].is_text()) continue;
    const tabular::LabelIndex known(schema[c].labels);
    const std::vector<std::string>& labels = table.schema()[*from].labels;
    const std::size_t unknown = schema[c].labels.size();
    std::vector<std::size_t> number;
    const std::size_t rare = rare_as.empty() ? unknown : known.find(rare_as).value_or(unknown);
    for (const std::string& label : labels) number.push_back(known.find(label).value_or(rare));
    tabular::UnseenLabels unseen(schema[c]);
    for (double& cell : out.rows.column(c)) {
      if (tabular::is_missing(cell)) continue;
      const auto label = static_cast<std::size_t>(cell);
      ++unseen.present;
      if (number[label] == unknown) unseen.add(labels[label]);
      cell = static_cast<double>(number[label]);
    }
    if (unseen.unseen > 0) out.unseen.push_back(std::move(unseen));
  }
  return out;
}

void forget_unseen(tabular::Table& rows) {
  for (std::size_t c = 0; c < rows.columns(); ++c) {
    const tabular::ColumnSchema& column = rows.schema()[c];
    if (!column.is_text()) continue;
    std::ranges::replace(rows.column(c), static_cast<double>(column.labels.size()), tabular::kMissing);
  }
}

}  // namespace ballast::app
