#include "app/data/notes/number_notes.hpp"

#include <algorithm>
#include <map>
#include <string_view>
#include <vector>

#include "engine/tabular/cells/csv_cells.hpp"

namespace ballast::app {
namespace {

constexpr std::string_view kDigits = "0123456789", kInside = "0123456789.,'_ ";

struct Parts {
  std::string_view before, number, behind;
};

Parts parts_of(std::string_view text) {
  const std::size_t first = text.find_first_of(kDigits), last = text.find_last_of(kDigits);
  if (first == std::string_view::npos) return {text, {}, {}};
  return {tabular::csv::without_blanks(text.substr(0, first)), text.substr(first, last + 1 - first),
          tabular::csv::without_blanks(text.substr(last + 1))};
}

bool is_word(std::string_view text) {
  return std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           std::string_view("_-#/:. ").find(c) != std::string_view::npos;
  });
}

// "'a', 'b' or 'c'": those that stand in most labels.
std::string listed(const std::map<std::string_view, std::size_t>& counts) {
  constexpr std::size_t kMost = 3;
  std::vector<std::pair<std::size_t, std::string_view>> words;
  for (const auto& [word, count] : counts) words.emplace_back(count, word);
  std::ranges::sort(words, [](const auto& a, const auto& b) { return a.first > b.first; });
  words.resize(std::min(words.size(), kMost));
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    out += (i == 0 ? "'" : i + 1 == words.size() ? " or '" : ", '") + std::string(words[i].second) + "'";
  }
  return out;
}

}  // namespace

std::string around_numbers(std::span<const std::string> labels) {
  constexpr std::size_t kFew = 20, kKinds = 8, kLong = 5;
  constexpr double kMost = .9;
  std::map<std::string_view, std::size_t> before, behind;
  std::size_t numbers = 0, long_ones = 0;
  std::string odd;  // a number, with something inside that is no point
  bool code = true;
  for (const std::string& label : labels) {
    const Parts parts = parts_of(label);
    if (parts.number.empty() || parts.number.find_first_not_of(kInside) != std::string_view::npos) continue;
    ++numbers;
    if (!parts.before.empty()) ++before[parts.before];
    if (!parts.behind.empty()) ++behind[parts.behind];
    const bool whole = parts.number.find_first_not_of(kDigits) == std::string_view::npos;
    const bool plain = parts.before.empty() && parts.behind.empty();
    if (parts.number.size() >= kLong) ++long_ones;
    if (odd.empty() && parts.number.find_first_of(",_'") != std::string_view::npos) odd = label;
    code = code && (plain || (!parts.before.empty() && is_word(parts.before) && whole));
  }
  const bool most = static_cast<double>(numbers) >= kMost * static_cast<double>(labels.size());
  if (before.empty() && behind.empty() && most && !odd.empty() && 2 * long_ones >= labels.size()) {
    return "numbers in a spelling that is not read, such as '" + odd + "'";
  }
  if (labels.size() <= kFew || !most || code || before.size() + behind.size() > kKinds) return "";
  if (before.empty() && behind.empty()) return "";
  std::string out = "numbers with ";
  if (!before.empty()) out += listed(before) + " in front of them";
  if (!behind.empty()) out += (before.empty() ? "" : " and ") + listed(behind) + " behind them";
  return out;
}

}  // namespace ballast::app
