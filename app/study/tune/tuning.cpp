#include "app/study/tune/tuning.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "app/data/dataset_digest.hpp"
#include "app/study/repeat/arm_model.hpp"
#include "app/study/study_split.hpp"
#include "app/study/tune/race_plan.hpp"
#include "app/text/numbers.hpp"
#include "app/version.hpp"
#include "classifiers/judge/metrics.hpp"

namespace ballast::app {
namespace {

constexpr std::size_t kLeastOfAFold = 2;     // rows of each class, on average
constexpr std::size_t kCandidatesARace = 9;  // where the budget is time

void require_enough_rows(const Dataset& data, std::size_t folds) {
  const std::size_t least = kLeastOfAFold * folds;
  if (std::min(data.positives, data.negatives()) >= least) return;
  throw Error("too few rows of a class to tune by")
      .in(data.name)
      .expected("at least " + std::to_string(least) + " of each class, two for each of " + std::to_string(folds) +
                " folds")
      .got(with_commas(data.positives) + " positives and " + with_commas(data.negatives()) + " others")
      .hint("fewer --folds, or more data");
}

const Dataset& checked(const Dataset& data, const TuneOptions& options) {
  require_enough_rows(data, options.folds);
  require_enough_fits(options);
  return data;
}

StudyOptions study_options_of(const TuneOptions& options) {
  StudyOptions out;
  out.classifiers = {options.classifiers[0]};  // trained one by one
  out.repeats = 1;
  out.folds = 0;
  out.group_column = options.group_column;
  out.base_rate = options.base_rate;
  out.seed = options.seed;
  return out;
}

std::string listed(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out.append(out.empty() ? "" : ",").append(word);
  return out;
}

}  // namespace

void require_enough_fits(const TuneOptions& options) {
  const std::size_t least = (options.classifiers.size() + 1) * options.folds;
  if (options.seconds || options.fits >= least) return;
  throw Error("--budget-fits: too few fits to tune by")
      .expected("at least " + std::to_string(least) + ": the defaults of each classifier, and one candidate, on " +
                std::to_string(options.folds) + " folds each")
      .got(std::to_string(options.fits));
}

TuneKey tune_key(const Dataset& data, const TuneOptions& options) {
  std::vector<std::string> arms;
  for (const Augmentation& arm : options.arms) arms.push_back(arm.name);
  std::string settings = "seed " + std::to_string(options.seed) + ", " + std::to_string(options.folds) + " folds, " +
                         listed(options.classifiers) + ", arms " + listed(arms);
  if (options.base_rate) settings += ", base rate " + all_digits(*options.base_rate);
  if (!options.group_column.empty()) settings += ", groups by " + options.group_column;
  return {kVersion, dataset_digest(data), settings};
}

Tuning::Tuning(const Dataset& data, const TuneOptions& options, TuneJournal& journal, numeric::ThreadPool& pool,
               Observer& observer, Kept kept)
    : data_(checked(data, options)),
      options_(options),
      journal_(journal),
      pool_(pool),
      observer_(observer),
      kept_(std::move(kept)),
      encoder_(data.feature_schema()),
      labels_(encoder_.label_counts()),
      x_(encoder_.encode(data.table).x),
      study_(study_options_of(options)) {
  whole_.seed = options.seed;
  whole_.split.train = data.all_rows();
  whole_.synthetic = default_synthetic_rows(data.positives, data.negatives());
  StudyTasks none(study_, observer_);
  folds_ = make_choice_folds(work_of(none), whole_, options.folds);
  const bool has_labels = std::ranges::any_of(labels_, [](std::uint32_t labels) { return labels > 0; });
  const auto losses = static_cast<std::size_t>(
      std::ranges::count_if(options.arms, [](const Augmentation& arm) { return arm.focal.has_value(); }));
  space_ = {.classifiers = options.classifiers,
            .arms = options.arms.size() - losses,
            .table = {data.rows(), data.positives, x_.columns(), has_labels},
            .seed = options.seed,
            .arms_of_boosting = losses};
}

StudyWork Tuning::work_of(StudyTasks& tasks) const {
  return {data_, study_, encoder_, x_, labels_, pool_, observer_, nothing_, tasks, timings_};
}

double Tuning::elapsed() const {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
}

double Tuning::share_of_a_fit() const {
  return options_.seconds ? 0 : 1 / static_cast<double>(options_.fits + 1);  // one more is of all rows
}

double Tuning::share() const {
  if (options_.seconds) return std::min(1.0, elapsed() / *options_.seconds);
  return static_cast<double>(fits_) * share_of_a_fit();
}

TuneResult Tuning::run() {
  const std::size_t defaults = options_.classifiers.size(), folds = folds_.size();
  race(0, defaults);
  if (options_.seconds) {
    while (!is_late() && race(trials_.size(), kCandidatesARace)) {
    }
  } else {
    race(defaults, affordable_candidates(options_.fits - fits_, folds));
  }
  std::erase_if(trials_, [](const TuneTrial& trial) { return trial.pr_auc.empty(); });
  TuneResult out = judge_trials(std::move(trials_), folds, test_to_train(folds_));
  out.blind_pr_auc = options_.base_rate.value_or(blind_pr_auc(data_.positives / folds, data_.rows() / folds));
  return out;
}

// Candidates first .. first + count - 1. False where time ran out in between.
bool Tuning::race(std::size_t first, std::size_t count) {
  const std::vector<TuneCandidate> drawn = draw_candidates(space_, first + count);
  for (const TuneCandidate& candidate : std::span(drawn).subspan(first)) {
    const Augmentation& arm = options_.arms[candidate.arm];
    const std::size_t rows = arm.adds_rows() ? tried_amount(arm, whole_.synthetic) : 0;
    trials_.push_back({candidate, arm.name, rows, {}});
  }
  std::vector<std::size_t> alive(count);
  std::iota(alive.begin(), alive.end(), first);
  const auto mean = [&](std::size_t trial) { return mean_sd(trials_[trial].pr_auc).mean; };
  const bool defaults = first == 0;
  std::size_t fold = 0;
  for (const Rung& rung : plan_race(count, folds_.size())) {
    if (fold > 0 && !defaults) {
      std::ranges::stable_sort(alive, std::greater(), mean);
      alive.resize(rung.candidates);
      std::ranges::sort(alive);
    }
    for (; fold < rung.folds; ++fold) {
      if (!try_on(fold, alive)) return false;
    }
  }
  return true;
}

// Arm by arm, so that the rows of one alone are in memory.
bool Tuning::try_on(std::size_t fold, const std::vector<std::size_t>& trials) {
  for (std::size_t arm = 0; arm < options_.arms.size(); ++arm) {
    if (!try_arm(fold, arm, trials)) return false;
  }
  return true;
}

bool Tuning::try_arm(std::size_t fold, std::size_t arm, const std::vector<std::size_t>& trials) {
  std::optional<ArmRows> rows;  // made for the first that needs them
  for (const std::size_t place : trials) {
    TuneTrial& trial = trials_[place];
    if (trial.candidate.arm != arm) continue;
    if (const std::optional<TuneFit> known = journal_.find(trial.candidate.number, fold)) {
      trial.pr_auc.push_back(known->pr_auc);
    } else {
      if (is_late() && !trial.candidate.is_default()) return false;
      if (!rows) rows = make_rows(fold, options_.arms[arm], trial.rows);
      fit(*rows, fold, trial);
    }
    ++fits_;
  }
  return true;
}

ArmRows Tuning::make_rows(std::size_t fold, const Augmentation& arm, std::size_t rows) {
  Stage stage(observer_, "", share(), share());
  StudyOptions alone = study_;
  alone.augmentations = {arm};
  StudyTasks tasks(alone, stage);
  tasks.begin(0);
  const StudyWork work = work_of(tasks);
  return RowsMaker(work, folds_[fold].repeat).whole(arm, folds_[fold].in_proportion(rows));
}

void Tuning::fit(const ArmRows& rows, std::size_t fold, TuneTrial& trial) {
  const std::string& classifier = trial.candidate.classifier;
  Stage stage(observer_, "fit " + std::to_string(fits_ + 1) + ", " + classifier + ": ", share(),
              share() + share_of_a_fit());
  LearnerOptions learners = trial.candidate.learners;
  learners.set_seed(options_.seed);
  const double begun = elapsed();
  TrainedArms nothing;
  const auto model = train_arm(classifier, rows, labels_, learners, nothing, pool_, stage);
  const std::vector<float> scores = classifiers::predict_positive(*model, folds_[fold].judging.x.view(), pool_);
  trial.pr_auc.push_back(folds_[fold].pr_auc(scores, study_));
  journal_.add(trial.candidate.number, fold, {trial.pr_auc.back(), elapsed() - begun});
  kept_(journal_);
}

WholeModel Tuning::train(const TuneTrial& chosen) {
  Stage stage(observer_, "the chosen one: ", 1 - share_of_a_fit(), 1);
  StudyOptions alone = study_;
  alone.augmentations = {options_.arms[chosen.candidate.arm]};
  StudyTasks tasks(alone, stage);
  tasks.begin(0);
  LearnerOptions learners = chosen.candidate.learners;
  learners.set_seed(options_.seed);
  return train_whole(work_of(tasks), whole_, chosen.candidate.classifier, alone.augmentations[0], chosen.rows,
                     learners);
}

}  // namespace ballast::app
