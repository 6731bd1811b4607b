// The sections of the report, each in its own file, in the order of the page. A section with nothing to show is empty
// and left out.
#pragma once

#include "app/report/page/report_data.hpp"
#include "app/report/page/section.hpp"

namespace ballast::app::page {

// What every section is made from.
struct Story {
  const StudyResult& result;
  const ReportData& data;
  const ReportRequest& request;
};

Section verdict_section(const Story& story);        // the sentence and the tables
Section words_section(const Story& story);          // what the names of arms and figures mean
Section curves_section(const Story& story);         // precision-recall and ROC
Section balance_section(const Story& story);        // the threshold: recall, precision, alerts, cost
std::string balance_json(const Story& story);       // what its script reads
Section confusion_section(const Story& story);      // right and wrong decisions
Section probabilities_section(const Story& story);  // as scored, and with the prior put right
Section map_section(const Story& story);            // UMAP of real and synthetic rows
Section columns_section(const Story& story);        // marginals and correlations
Section nearness_section(const Story& story);       // distance to the nearest real row
Section learning_section(const Story& story);       // loss, denoising, memorisation
Section reproduce_section(const Story& story);

// One colour for an arm on the whole page and in every report: ink for "none", then the series; dashed when they come
// round again.
struct ArmStyle {
  figures::Colour colour;
  bool dashed;
};
ArmStyle style_of(const std::string& augmentation);
// Where a page that has a script starts: at most this many arms are shown, more on demand.
inline constexpr std::size_t kArmsShown = 5;
// Names of the arms whose ranking of rows is their own: not those that share the classifier of "none".
std::vector<std::string> ranking_arms(const StudyResult& result);

}  // namespace ballast::app::page
