// Explanations as text.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "app/models/explain/explanation.hpp"
#include "app/text/aligned.hpp"
#include "app/text/numbers.hpp"
#include "engine/quoting.hpp"

namespace ballast::app {
namespace {

constexpr std::size_t kLongestCell = 40;  // bytes of a cell that are shown

// Columns by the size of what they moved; those that moved nothing are left out.
std::vector<std::size_t> ranked(std::span<const double> contributions) {
  std::vector<std::size_t> order(contributions.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return std::fabs(contributions[a]) > std::fabs(contributions[b]);
  });
  std::erase_if(order, [&](std::size_t c) { return contributions[c] == 0; });
  return order;
}

std::string cell_of(const RowExplanation& row, std::size_t column) {
  const std::string& cell = row.cells[column];
  if (cell.empty()) return "missing";
  if (cell.size() <= kLongestCell) return cell + (row.unseen[column] ? " (never seen, read as missing)" : "");
  std::size_t end = kLongestCell;
  while (end > 0 && (static_cast<unsigned char>(cell[end]) & 0xC0) == 0x80) --end;  // not inside a character
  return cell.substr(0, end) + "...";
}

// Four digits, and no 0 or 1 for what is neither.
std::string probability_text(float probability) {
  if (probability > 0 && probability < 0.0001F) return "below 0.0001";
  if (probability < 1 && probability > 0.9999F) return "above 0.9999";
  return fixed(static_cast<double>(probability), 4);
}

std::string paragraph(const Explanation& explanation, const RowExplanation& row, std::size_t top) {
  const auto k = static_cast<std::size_t>(std::ranges::max_element(row.probability) - row.probability.begin());
  const std::size_t columns = explanation.columns.size();
  const std::span<const double> contributions{row.contributions.data() + k * columns, columns};
  const int digits = explanation.margins && !explanation.unclipped ? 3 : 4;
  std::string out = "row " + std::to_string(row.row) + ": probability " + probability_text(row.probability[k]) +
                    " of " + one_line(explanation.target + " = " + explanation.classes[k]);
  if (row.own[k] != row.probability[k]) out += " (the classifier's own score: " + probability_text(row.own[k]) + ")";
  if (explanation.margins) out += ", " + explanation.scale() + " " + fixed(row.score[k], digits, true);
  out += "\n";
  std::vector<std::vector<std::string>> lines{
      {"  from", "mean " + explanation.scale(), fixed(explanation.base[k], digits, true)}};
  const std::vector<std::size_t> order = ranked(contributions);
  const std::size_t shown = top == 0 ? order.size() : std::min(top, order.size());
  for (std::size_t i = 0; i < shown; ++i) {
    const std::size_t c = order[i];
    lines.push_back({contributions[c] > 0 ? "  up" : "  down", explanation.columns[c] + " = " + cell_of(row, c),
                     fixed(contributions[c], digits, true)});
  }
  double rest = 0;
  for (std::size_t i = shown; i < order.size(); ++i) rest += contributions[order[i]];
  if (shown < order.size()) {
    const std::size_t others = order.size() - shown;
    lines.push_back({rest > 0 ? "  up" : "  down",
                     std::to_string(others) + (others == 1 ? " other column" : " other columns"),
                     fixed(rest, digits, true)});
  }
  return out + aligned(lines, 2);
}

}  // namespace

std::string explanation_text(const Explanation& explanation, std::size_t top) {
  std::string out;
  for (const RowExplanation& row : explanation.rows) {
    if (!out.empty()) out += '\n';
    out += paragraph(explanation, row, top);
  }
  return out;
}

}  // namespace ballast::app
