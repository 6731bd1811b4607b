#include <algorithm>

#include "app/report/survey/survey_report.hpp"

namespace ballast::app {

figures::Figure rank_figure(const SurveyRanking& ranking) {
  using namespace figures;  // NOLINT(google-build-using-namespace)
  constexpr double kRowHeight = 30;
  std::vector<const SurveyGain*> best_first;
  for (const SurveyGain& arm : ranking.arms) best_first.push_back(&arm);
  std::ranges::stable_sort(best_first, {}, &SurveyGain::mean_rank);
  const auto count = static_cast<double>(best_first.size());
  const double half = 0.5 * ranking.critical_difference;
  Panel panel;
  Points ranks{.colour = Colour::series1, .radius = 5};
  double place = count - 0.5;
  for (const SurveyGain* arm : best_first) {
    panel.marks.emplace_back(Line{
        .x = {arm->mean_rank - half, arm->mean_rank + half}, .y = {place, place}, .colour = Colour::muted, .width = 3});
    ranks.x.push_back(arm->mean_rank);
    ranks.y.push_back(place);
    panel.y.at.push_back({place, arm->augmentation});
    place -= 1;
  }
  panel.marks.emplace_back(std::move(ranks));
  panel.y.range = Range{0, count};
  panel.x.label = "mean rank, 1 is best";
  Figure out{.title = ranking_title(ranking),
             .subtitle = friedman_text(ranking) + ". Arms whose lines overlap cannot be told apart.",
             .description = "Mean rank of each arm over the tables, with half the critical difference to both sides."};
  out.panels.push_back(std::move(panel));
  out.panel_width = 420;
  out.panel_height = kRowHeight * count;
  return out;
}

}  // namespace ballast::app
