#include "app/study/repeat/candidate_trials.hpp"

#include <algorithm>
#include <utility>

#include "app/study/study_split.hpp"

namespace ballast::app {
namespace {

constexpr std::size_t kAmounts = 2;     // tried beside the one of all arms
constexpr std::size_t kAmountStep = 4;  // between amounts

bool is_member(const Augmentation& arm, const std::vector<Augmentation>& arms) {
  return std::ranges::any_of(arms, [&](const Augmentation& other) {
    return std::ranges::find(other.members, arm.name, &Augmentation::name) != other.members.end();
  });
}

// Arms of one model that add rows: of these the amount can be chosen.
bool has_amount(const Augmentation& arm) {
  return arm.adds_rows() && !arm.is_bag();
}

// A mean of arms trains those members that no candidate is, and the second of two that are alike.
std::size_t own_fits(const Augmentation& arm, const std::vector<Augmentation>& arms) {
  if (!arm.is_bag()) return 1;
  std::size_t fits = 0;
  for (std::size_t i = 0; i < arm.members.size(); ++i) {
    const std::string& name = arm.members[i].name;
    const auto before = std::span(arm.members).first(i);
    const bool again = std::ranges::find(before, name, &Augmentation::name) != before.end();
    const bool known = std::ranges::find(arms, name, &Augmentation::name) != arms.end();
    if (again || !known) ++fits;
  }
  return fits;
}

std::size_t makes_rows(const Augmentation& arm) {
  if (!arm.is_bag()) return arm.adds_rows() ? 1 : 0;
  return static_cast<std::size_t>(std::ranges::count_if(arm.members, &Augmentation::adds_rows));
}

}  // namespace

std::size_t fits_of_choice(const Augmentation& automatic) {
  std::size_t fits = 0;
  for (const Augmentation& arm : automatic.choices) fits += own_fits(arm, automatic.choices);
  if (std::ranges::any_of(automatic.choices, has_amount)) fits += kAmounts;
  return kChoiceFolds * fits;
}

std::size_t tasks_of_choice(const Augmentation& automatic, std::size_t classifiers) {
  std::size_t rows = 0;
  for (const Augmentation& arm : automatic.choices) rows += makes_rows(arm);
  if (std::ranges::any_of(automatic.choices, has_amount)) rows += kAmounts * classifiers;
  return kChoiceFolds * rows + classifiers * fits_of_choice(automatic);
}

CandidateTrials::CandidateTrials(const StudyWork& work, const Repeat& repeat, const Augmentation& automatic)
    : work_(work), repeat_(repeat), automatic_(automatic), folds_(make_choice_folds(work, repeat, kChoiceFolds)) {
  for (const ChoiceFold& fold : folds_) makers_.emplace_back(work, fold.repeat);
  Table table;
  for (const Augmentation& arm : automatic.choices) {
    table.push_back(candidate(arm, tried_amount(arm, repeat.synthetic)));
  }
  tables_.assign(work.options.classifiers.size(), table);
}

CandidateTrials::Tried CandidateTrials::candidate(const Augmentation& augmentation, std::size_t synthetic) const {
  Tried out{augmentation, synthetic, is_member(augmentation, automatic_.choices), {{.arm = augmentation.name}, {}}, {}};
  if (augmentation.fresh) out.augmentation.fresh_rows = synthetic;
  if (augmentation.adds_rows()) out.figures.arm.rows = synthetic;
  return out;
}

std::vector<ChosenArm> CandidateTrials::run() {
  for (std::size_t fold = 0; fold < folds_.size(); ++fold) try_arms(fold);
  std::vector<ChosenArm> out;
  for (std::size_t k = 0; k < tables_.size(); ++k) {
    try_amounts(tables_[k], work_.options.classifiers[k]);
    out.push_back(choose(std::move(tables_[k])));
  }
  return out;
}

// Classifiers share the rows, and means of arms the models.
void CandidateTrials::try_arms(std::size_t fold) {
  TrainedArms trained;
  for (std::size_t c = 0; c < automatic_.choices.size(); ++c) {
    ArmRows rows = rows_of(tables_[0][c], fold);
    if (!tables_[0][c].kept) rows.key.clear();
    for (std::size_t k = 0; k < tables_.size(); ++k) {
      try_arm(tables_[k][c], fold, work_.options.classifiers[k], rows, trained);
    }
  }
}

ArmRows CandidateTrials::rows_of(const Tried& tried, std::size_t fold) {
  return makers_[fold].whole(tried.augmentation, folds_[fold].in_proportion(tried.synthetic));
}

void CandidateTrials::try_arm(Tried& tried, std::size_t fold, const std::string& classifier, const ArmRows& rows,
                              TrainedArms& trained) {
  Stage named = work_.tasks.next(classifier + ", auto tries " + tried.augmentation.name);
  LearnerOptions learners = work_.options.learners;
  learners.set_seed(repeat_.seed);
  const PhaseTimer timer(work_.timings, kChoicePhase);
  const auto model = train_arm(classifier, rows, work_.labels, learners, trained, work_.pool, named);
  tried.scores.push_back(classifiers::predict_positive(*model, folds_[fold].judging.x.view(), work_.pool));
  tried.figures.pr_auc.push_back(folds_[fold].pr_auc(tried.scores.back(), work_.options));
}

// Of the arm of the best mean; fewer rows are simpler, and stand before it.
void CandidateTrials::try_amounts(Table& table, const std::string& classifier) {
  const auto mean = [](const Tried& tried) { return mean_sd(tried.figures.pr_auc).mean; };
  std::size_t best = table.size();
  for (std::size_t c = 0; c < table.size(); ++c) {
    if (!has_amount(table[c].augmentation)) continue;
    if (best == table.size() || mean(table[c]) > mean(table[best])) best = c;
  }
  if (best == table.size()) return;
  const Augmentation arm = table[best].augmentation;
  const std::size_t rows = table[best].synthetic;
  const std::size_t positives = positives_among(work_.data, repeat_.split.train);
  const std::size_t negatives = repeat_.split.train.size() - positives;
  const std::size_t more = default_synthetic_rows(positives, negatives, kAmountStep * rows);
  if (more != rows)
    table.insert(table.begin() + static_cast<std::ptrdiff_t>(best + 1), with_amount(arm, more, classifier));
  const std::size_t fewer = std::max<std::size_t>(1, rows / kAmountStep);
  if (fewer != rows)
    table.insert(table.begin() + static_cast<std::ptrdiff_t>(best), with_amount(arm, fewer, classifier));
}

CandidateTrials::Tried CandidateTrials::with_amount(const Augmentation& arm, std::size_t synthetic,
                                                    const std::string& classifier) {
  Tried out = candidate(arm, synthetic);
  for (std::size_t fold = 0; fold < folds_.size(); ++fold) {
    TrainedArms nothing;
    try_arm(out, fold, classifier, rows_of(out, fold), nothing);
  }
  return out;
}

ChosenArm CandidateTrials::choose(Table table) const {
  std::vector<Candidate> figures;
  std::size_t fits = 0;
  for (Tried& tried : table) {
    figures.push_back(std::move(tried.figures));
    fits += own_fits(tried.augmentation, automatic_.choices) * folds_.size();
  }
  ChosenArm out{choose_arm(std::move(figures), test_to_train(folds_)), {}, 0, {}};
  out.choice.fits = fits;
  Tried& chosen = table[out.choice.chosen];
  out.augmentation = chosen.augmentation;
  out.synthetic = chosen.synthetic;
  std::vector<tabular::Split> splits;
  for (const ChoiceFold& fold : folds_) splits.push_back(fold.repeat.split);
  const auto score = [&](std::size_t fold, const tabular::Split&, Observer&) { return chosen.scores[fold]; };
  Observer quiet;
  out.honest = classifiers::cross_fitted_scores(splits, work_.data.y, score, quiet);
  return out;
}

}  // namespace ballast::app
