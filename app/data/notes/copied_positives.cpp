#include "app/data/notes/copied_positives.hpp"

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "app/text/numbers.hpp"
#include "engine/tabular/fingerprints/learned_rows.hpp"

namespace ballast::app {
namespace {

// Those that equal another.
std::size_t twins_among(std::vector<std::uint64_t> rows) {
  std::ranges::sort(rows);
  std::size_t out = 0;
  for (auto at = rows.begin(); at != rows.end();) {
    const auto next = std::upper_bound(at, rows.end(), *at);
    if (next - at > 1) out += static_cast<std::size_t>(next - at);
    at = next;
  }
  return out;
}

}  // namespace

void note_copied_positives(const Dataset& data, Observer& observer) {
  if (!data.classes.empty() || !data.group.empty()) return;
  const std::vector<std::uint64_t> all = tabular::LearnedRows::fingerprints(data.table, data.feature_names());
  std::vector<std::uint64_t> positives, others;
  for (std::size_t row = 0; row < all.size(); ++row) (data.y[row] == 1 ? positives : others).push_back(all[row]);
  if (positives.empty() || others.empty()) return;
  const std::size_t copies = twins_among(positives);
  if (5 * copies < positives.size()) return;
  const double share = static_cast<double>(copies) / static_cast<double>(positives.size());
  const double of_others = static_cast<double>(twins_among(others)) / static_cast<double>(others.size());
  if (share < 4 * of_others) return;
  observer.note(
      data.name + ": " + with_commas(copies) + " of " + with_commas(positives.size()) +
      " positive rows equal another: as copies they teach and judge, and all figures flatter; take copies out, "
      "or name what belongs together by --group");
}

}  // namespace ballast::app
