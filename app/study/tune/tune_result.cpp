#include "app/study/tune/tune_result.hpp"

#include <algorithm>
#include <span>
#include <tuple>

#include "app/study/arm_choice.hpp"

namespace ballast::app {
namespace {

double mean_of(const TuneTrial& trial) {
  return mean_sd(trial.pr_auc).mean;
}

bool ranks_before(const TuneTrial& a, const TuneTrial& b) {
  return std::tuple(b.pr_auc.size(), mean_of(b), a.candidate.number) <
         std::tuple(a.pr_auc.size(), mean_of(a), b.candidate.number);
}

bool is_simpler(const TuneTrial& a, const TuneTrial& b) {
  return std::tuple(a.candidate.changes(), mean_of(b), a.candidate.number) <
         std::tuple(b.candidate.changes(), mean_of(a), b.candidate.number);
}

}  // namespace

TuneResult judge_trials(std::vector<TuneTrial> trials, std::size_t folds, double test_to_train) {
  std::ranges::sort(trials, ranks_before);
  TuneResult out{.trials = std::move(trials), .folds = folds, .test_to_train = test_to_train};
  std::vector<const TuneTrial*> finalists;
  for (const TuneTrial& trial : out.trials) {
    out.fits += trial.pr_auc.size();
    if (trial.pr_auc.size() == folds) finalists.push_back(&trial);
  }
  std::ranges::sort(finalists, [](const TuneTrial* a, const TuneTrial* b) { return is_simpler(*a, *b); });
  std::vector<Candidate> candidates;
  for (const TuneTrial* trial : finalists) {
    Candidate& candidate = candidates.emplace_back();
    candidate.arm.arm = trial_text(*trial);
    candidate.arm.rows = trial->rows;
    candidate.pr_auc = trial->pr_auc;
  }
  out.finalists = choose_arm(std::move(candidates), test_to_train);
  out.finalists.fits = out.fits;
  const auto place = [&](std::size_t finalist) {
    return static_cast<std::size_t>(finalists[finalist] - out.trials.data());
  };
  out.defaults = place(0);
  out.best = place(out.finalists.best);
  out.chosen = place(out.finalists.chosen);
  const std::vector<double> defaults = out.trials[out.defaults].pr_auc;
  for (TuneTrial& trial : out.trials) {
    trial.own = mean_error(trial.pr_auc, test_to_train);
    const auto same = std::span(defaults).first(trial.pr_auc.size());
    trial.from_defaults = mean_error(differences(trial.pr_auc, same), test_to_train);
  }
  return out;
}

bool TuneResult::at_chance() const {
  return std::ranges::none_of(trials, [this](const TuneTrial& trial) {
    if (trial.pr_auc.size() < folds) return false;
    std::vector<double> above = trial.pr_auc;
    for (double& value : above) value -= blind_pr_auc;
    const PairedTest test = corrected_resampled_t(above, test_to_train);
    const double tried = &trial == &trials[defaults] ? 1 : static_cast<double>(trials.size());
    return test.delta > 0 && test.p.value_or(0) * tried < kLevel;
  });
}

std::string trial_text(const TuneTrial& trial) {
  std::string out = trial.candidate.classifier;
  if (trial.candidate.arm != 0) out.append(" + ").append(trial.arm);
  if (!trial.candidate.settings.empty()) out.append(" ").append(settings_text(trial.candidate));
  return out;
}

}  // namespace ballast::app
