// Probabilities as scored, and with the prior put right.
#include "app/report/page/sections/sections.hpp"
#include "app/report/probability_table.hpp"
#include "app/text/numbers.hpp"

namespace ballast::app::page {
namespace {

DataTable table_of(const StudyResult& result, bool at_base_rate, std::string caption) {
  std::vector<std::vector<std::string>> rows = probability_table(result, at_base_rate);
  DataTable out{.caption = std::move(caption), .head = std::move(rows.front()), .row_heads = 2};
  rows.erase(rows.begin());
  for (std::size_t arm = 0; arm < rows.size(); ++arm) rows[arm][0] = result.arms[arm].classifier;
  out.rows = std::move(rows);
  return out;
}

}  // namespace

Section probabilities_section(const Story& story) {
  const StudyResult& result = story.result;
  Section out{.id = "probabilities", .title = "Probabilities"};
  if (corrects_probabilities(result, false)) out.tables.push_back(table_of(result, false, "As sampled"));
  if (corrects_probabilities(result, true)) {
    out.tables.push_back(
        table_of(result, true, "At a base rate of " + fixed(100 * *result.options.base_rate, 3) + " %"));
  }
  if (out.tables.empty()) return out;
  out.lead.emplace_back(
      "A classifier trained on added or weighted rows meets the rare class more often than it occurs, and its "
      "probabilities say so. By how much is known, so the odds can be corrected (Saerens et al. 2002; Dal Pozzolo et "
      "al. 2015). The order of the rows stays the same.");
  out.notes.emplace_back(
      "Log-loss and Brier score × 1,000, lower is better: as scored, corrected, and the corrected less that of none, "
      "with its 95 % interval (Nadeau-Bengio, uncorrected); F1 of the corrected at 0.5.");
  return out;
}

}  // namespace ballast::app::page
