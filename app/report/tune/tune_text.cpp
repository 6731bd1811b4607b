#include <algorithm>

#include "app/report/tune/tune_report.hpp"
#include "app/text/aligned.hpp"
#include "app/text/numbers.hpp"
#include "engine/tabular/csv/csv.hpp"

namespace ballast::app {
namespace {

constexpr std::size_t kShownTrials = 12;

std::string figure_text(const MeanError& figure, bool sign) {
  std::string out = fixed(figure.mean, 4, sign);
  if (figure.error) out.append(" ± ").append(fixed(*figure.error, 4));
  return out;
}

std::string mark_of(const TuneResult& result, std::size_t place) {
  if (place == result.chosen) return " <- chosen";
  return place == result.best ? " (best mean)" : "";
}

std::string digits_or_none(const std::optional<double>& value) {
  return value ? all_digits(*value) : "";
}

std::string chance_caution(const TuneResult& result) {
  if (!result.at_chance()) return "";
  return "\ncaution: nothing that was tried can be told from chance: blind scores have a PR-AUC of " +
         fixed(result.blind_pr_auc, 4) + ". Do not decide by this model; look for other columns, or for more positives";
}

std::string chosen_words(const TuneResult& result) {
  const TuneTrial& chosen = result.trials[result.chosen];
  const std::string tried = with_commas(result.trials.size()) + " candidates, " + with_commas(result.fits) + " fits";
  if (result.keeps_defaults()) {
    return "chosen: the defaults of " + chosen.candidate.classifier + "; of " + tried +
           " none is better by more than one standard error";
  }
  return "chosen: " + trial_text(chosen) + "; of " + tried + ", " +
         (result.chosen == result.best ? "the best mean, and nothing simpler within one standard error of it"
                                       : "the simplest within one standard error of the best mean") +
         "\nits " + figure_text(chosen.from_defaults, true) +
         " over the defaults flatters it, as the folds that judge also chose; rows set aside (ballast split) tell what "
         "it is worth";
}

}  // namespace

std::string tune_text(const TuneResult& result) {
  std::vector<std::vector<std::string>> rows{{"tried", "folds", "PR-AUC", "from defaults"}};
  for (std::size_t place = 0; place < result.trials.size(); ++place) {
    if (place >= kShownTrials && place != result.chosen && place != result.defaults) continue;
    const TuneTrial& trial = result.trials[place];
    rows.push_back({trial_text(trial) + mark_of(result, place), std::to_string(trial.pr_auc.size()),
                    figure_text(trial.own, false),
                    place == result.defaults ? "" : figure_text(trial.from_defaults, true)});
  }
  const std::size_t left_out = result.trials.size() + 1 - rows.size();
  const std::string more = left_out > 0 ? "and " + with_commas(left_out) + " more, all in tried.csv\n" : "";
  return aligned(rows, 1) + more;
}

std::string tune_verdict(const TuneResult& result) {
  return chosen_words(result) + chance_caution(result);
}

std::string tune_csv(const TuneResult& result) {
  std::string out =
      "rank,candidate,classifier,augmentation,rows,settings,folds,pr_auc,standard_error,from_defaults,"
      "from_defaults_error,chosen\n";
  for (std::size_t place = 0; place < result.trials.size(); ++place) {
    const TuneTrial& trial = result.trials[place];
    const std::vector<std::string> cells{std::to_string(place + 1),
                                         std::to_string(trial.candidate.number),
                                         trial.candidate.classifier,
                                         trial.arm,
                                         std::to_string(trial.rows),
                                         tabular::csv_cell(settings_text(trial.candidate)),
                                         std::to_string(trial.pr_auc.size()),
                                         all_digits(trial.own.mean),
                                         digits_or_none(trial.own.error),
                                         all_digits(trial.from_defaults.mean),
                                         digits_or_none(trial.from_defaults.error),
                                         place == result.chosen ? "1" : "0"};
    for (std::size_t i = 0; i < cells.size(); ++i) out.append(i == 0 ? "" : ",").append(cells[i]);
    out += '\n';
  }
  return out;
}

}  // namespace ballast::app
