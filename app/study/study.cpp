// The loop of a study, once for each repeat: split the rows; for each augmentation learn the rare class of the training
// part and add rows of it; for each classifier train, choose thresholds by folds of the training part, score the
// untouched test rows, judge. What a repeat leaves goes to the sink; compare_arms (compare.cpp) turns all repeats into
// comparisons, verdict.cpp these into a sentence.
#include "app/study/study.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "app/data/generator_rows.hpp"
#include "app/study/arm_model.hpp"
#include "app/study/arm_rows.hpp"
#include "app/study/study_split.hpp"
#include "classifiers/decide/prior_shift.hpp"
#include "classifiers/judge/honest_scores.hpp"
#include "engine/stage.hpp"
#include "engine/tabular/features/features.hpp"
#include "engine/tabular/summary.hpp"

namespace ballast::app {
namespace {

class Study {
 public:
  Study(const Dataset& data, StudyOptions options, numeric::ThreadPool& pool, Observer& observer, StudySink& sink)
      : data_(data),
        pool_(pool),
        observer_(observer),
        sink_(sink),
        encoder_(data.feature_schema()),
        labels_(encoder_.label_counts()) {
    result_.options = std::move(options);
    result_.data = {.rows = data.rows(), .positives = data.positives, .features = encoder_.schema().size()};
    for (const std::string& classifier : result_.options.classifiers) {
      for (const Augmentation& augmentation : result_.options.augmentations) {
        result_.arms.push_back({.classifier = classifier, .augmentation = augmentation.name});
      }
    }
    if (result_.options.repeats == 1) result_.one_split = OneSplit{{}, std::vector<SplitScores>(result_.arms.size())};
  }

  StudyResult run() {
    {
      const PhaseTimer timer(result_.timings, "encode");
      x_ = encoder_.encode(data_.table).x;
    }
    for (repeat_ = 0; repeat_ < options().repeats; ++repeat_) run_repeat();
    compare_arms(result_);
    return std::move(result_);
  }

 private:
  using Model = std::shared_ptr<const classifiers::Classifier>;
  struct Fitted {
    Model model;
    Judging how;
  };
  static constexpr const char* kFoldPhase = "choose_thresholds";

  const StudyOptions& options() const { return result_.options; }
  std::uint64_t seed() const { return options().seed + repeat_; }

  // Fits for each arm: its own, and one a fold.
  std::size_t fits_of_an_arm() const {
    if (options().folds == 0 || options().validation_fraction > 0) return 1;
    return 1 + (options().time_column.empty() ? options().folds : 1);
  }

  // What a repeat spends its time on: a generator, or a classifier that is trained.
  std::size_t tasks_of_a_repeat() const {
    std::size_t tasks = 0;
    for (const Augmentation& a : options().augmentations) {
      const auto members = std::ranges::count_if(a.members, &Augmentation::adds_rows);
      tasks += a.is_bag() ? static_cast<std::size_t>(members) : a.adds_rows() ? 1 : 0;
      if (a.name == "none" || !a.trains_plainly()) tasks += options().classifiers.size();
    }
    return tasks * fits_of_an_arm();
  }

  // The next task as a stage of the study: "repeat 3 of 20, smote: ".
  Stage next_task(const std::string& what) {
    const double all = static_cast<double>(options().repeats * tasks_of_a_repeat());
    const auto done = static_cast<double>(std::min(tasks_done_, (repeat_ + 1) * tasks_of_a_repeat() - 1));
    ++tasks_done_;
    const std::string repeat = "repeat " + std::to_string(repeat_ + 1) + " of " + std::to_string(options().repeats);
    return {observer_, repeat + ", " + what + ": ", done / all, (done + 1) / all};
  }

  void run_repeat() {
    tasks_done_ = repeat_ * tasks_of_a_repeat();
    split_data();
    test_ = gather_rows(x_, data_.y, split_.test);
    validation_ = gather_rows(x_, data_.y, split_.validation);
    plain_.clear();
    generators_.clear();
    trained_.clear();
    for (const Augmentation& augmentation : options().augmentations) {
      const ArmRows rows = make_rows(augmentation, split_.train, result_.synthetic, true);
      const bool done = augmentation.trains_plainly() && augmentation.name != "none";
      const std::vector<ArmRows> folds = done ? std::vector<ArmRows>() : make_folds(augmentation);
      for (Arm& arm : result_.arms) {
        if (arm.augmentation == augmentation.name) run_arm(arm, augmentation, rows, folds);
      }
    }
  }

  void split_data() {
    const PhaseTimer timer(result_.timings, "split");
    split_ = split_repeat(data_, options(), repeat_);
    sink_.split(repeat_, split_);
    folds_.clear();
    if (split_.validation.empty() && options().folds > 0) folds_ = folds_of(data_, options(), split_.train, seed());
    const double ratio = static_cast<double>(split_.test.size()) / static_cast<double>(split_.train.size());
    result_.test_to_train = std::max(result_.test_to_train, ratio);
    if (repeat_ > 0) return;
    const std::size_t positives = positives_among(data_, split_.train);
    result_.synthetic =
        options().synthetic.value_or(default_synthetic_rows(positives, split_.train.size() - positives));
    if (options().per_positive) {
      result_.synthetic =
          static_cast<std::size_t>(std::llround(*options().per_positive * static_cast<double>(positives)));
    }
    const tabular::DuplicateFinder duplicates(data_.table);
    result_.data.duplicate_rows = duplicates.duplicate_rows();
    result_.data.test_rows = split_.test.size();
    result_.data.test_rows_in_train = duplicates.also_in(split_.test, split_.train);
    result_.data.train_positives = positives;
  }

  // What an arm learns from, given the real rows. kept: the generator and its rows go to the sink.
  ArmRows make_rows(const Augmentation& augmentation, std::span<const std::size_t> real, std::size_t synthetic,
                    bool kept) {
    if (augmentation.is_bag()) return make_members(augmentation, real, synthetic);
    const bool once = augmentation.adds_rows() && !augmentation.fresh;
    ArmRows rows = gather_rows(x_, data_.y, real, once ? synthetic : 0);
    if (is_whole(real)) rows.key = augmentation.name;
    if (once) add_synthetic(augmentation, real, synthetic, kept, rows);
    if (augmentation.fresh) rows.fresh = fresh_rows(augmentation, real, synthetic, kept);
    if (augmentation.balanced_weights) balance_weights(rows);
    return rows;
  }

  ArmRows make_members(const Augmentation& bag, std::span<const std::size_t> real, std::size_t synthetic) {
    ArmRows rows;
    for (const Augmentation& member : bag.members) {
      const std::span before(bag.members.data(), rows.members.size());
      const auto like = std::ranges::count(before, member.name, &Augmentation::name);
      rows.members.push_back(make_rows(member, real, synthetic, false));
      ArmRows& made = rows.members.back();
      made.like_before = static_cast<std::size_t>(like);
      if (like > 0 && !made.key.empty()) made.key.append(" ").append(std::to_string(like));
    }
    return rows;
  }

  bool is_whole(std::size_t real) const { return real == split_.train.size(); }
  bool is_whole(std::span<const std::size_t> real) const { return is_whole(real.size()); }
  double share_of(std::span<const std::size_t> real) const {
    return static_cast<double>(real.size()) / static_cast<double>(split_.train.size());
  }
  std::size_t in_proportion(std::size_t rows, std::span<const std::size_t> real) const {
    return static_cast<std::size_t>(std::llround(share_of(real) * static_cast<double>(rows)));
  }

  using FittedGenerator = std::shared_ptr<const diffusion::Generator>;

  // Of these rows. Arms that draw from a generator in different ways share it, if it is that of the whole training
  // part.
  FittedGenerator fitted_generator(const Augmentation& augmentation, std::span<const std::size_t> real, Stage& named) {
    if (is_whole(real) && generators_.contains(augmentation.rows_of)) return generators_.at(augmentation.rows_of);
    std::vector<std::size_t> rare, others;
    for (const std::size_t row : real) (data_.y[row] == 1 ? rare : others).push_back(row);
    const std::shared_ptr<diffusion::Generator> generator = make_generator(augmentation, share_of(real));
    const PhaseTimer timer(result_.timings, is_whole(real) ? "fit_" + augmentation.rows_of : kFoldPhase);
    if (generator->wants_others()) {
      generator->fit_against(data_.features_of(rare), data_.features_of(others), seed(), pool_, named);
    } else {
      generator->fit(data_.features_of(rare), seed(), pool_, named);
    }
    if (is_whole(real)) generators_[augmentation.rows_of] = generator;
    return generator;
  }

  // Those of tree or round 0 are the rows that one draw for all has.
  std::shared_ptr<const GeneratorRows> fresh_rows(const Augmentation& augmentation, std::span<const std::size_t> real,
                                                  std::size_t synthetic, bool kept) {
    Stage named = next_task(augmentation.name);
    const FittedGenerator generator = fitted_generator(augmentation, real, named);
    if (kept) sink_.generator(repeat_, augmentation.name, *generator);
    const std::size_t rows = augmentation.fresh_rows ? in_proportion(*augmentation.fresh_rows, real) : synthetic;
    return std::make_shared<GeneratorRows>(generator, encoder_, seed(), rows,
                                           static_cast<float>(augmentation.fresh_weight));
  }

  void add_synthetic(const Augmentation& augmentation, std::span<const std::size_t> real, std::size_t synthetic,
                     bool kept, ArmRows& rows) {
    Stage named = next_task(augmentation.name);
    const FittedGenerator generator = fitted_generator(augmentation, real, named);
    if (kept) sink_.generator(repeat_, augmentation.name, *generator);
    const PhaseTimer timer(result_.timings, is_whole(rows.real) ? "sample_" + augmentation.name : kFoldPhase);
    const tabular::Table made = generator->sample(0, synthetic, seed(), pool_, named);
    if (kept) sink_.synthetic(repeat_, augmentation.name, made);
    const numeric::Matrix<double> encoded = encoder_.encode(made).x;
    std::ranges::copy(encoded.values(), rows.x.values().subspan(rows.real * rows.x.columns()).begin());
  }

  // What the arm's models of the folds learn from.
  std::vector<ArmRows> make_folds(const Augmentation& augmentation) {
    std::vector<ArmRows> out;
    for (const tabular::Split& fold : folds_) {
      out.push_back(make_rows(augmentation, fold.train, in_proportion(result_.synthetic, fold.train), false));
    }
    return out;
  }

  Model train(const Arm& arm, const ArmRows& rows, const std::string& phase) {
    Stage named = next_task(arm.classifier + " + " + arm.augmentation);
    LearnerOptions learners = options().learners;
    learners.set_seed(seed());
    const PhaseTimer timer(result_.timings, phase);
    return train_arm(arm.classifier, rows, labels_, learners, trained_, pool_, named);
  }

  // Of training rows that their models had not seen.
  classifiers::HonestScores honest_scores(const Arm& arm, const Model& own, const std::vector<ArmRows>& folds) {
    if (folds.empty()) {
      return {classifiers::predict_positive(*own, validation_.x.view(), pool_), validation_.y, split_.validation, ""};
    }
    const auto score = [&](std::size_t fold, const tabular::Split& split, Observer&) {
      const ArmRows scored = gather_rows(x_, data_.y, split.validation);
      return classifiers::predict_positive(*train(arm, folds[fold], kFoldPhase), scored.x.view(), pool_);
    };
    return classifiers::cross_fitted_scores(folds_, data_.y, score, observer_);
  }

  // Thresholds as sampled and at the base rate; the tuned decision is that of best F1.
  Judging choose(const Arm& arm, const Model& own, const std::vector<ArmRows>& folds) {
    const std::optional<double>& rate = options().base_rate;
    Judging how{.costs = options().costs, .base_rate = rate};
    how.chosen = unchosen_thresholds(how.costs);
    if (rate) how.chosen_at_base_rate = unchosen_thresholds(how.costs, negative_weight_at(*rate));
    if (!options().chooses_thresholds()) return how;
    const classifiers::HonestScores honest = honest_scores(arm, own, folds);
    how.chosen = choose_thresholds(honest.score, honest.y, how.costs);
    if (!rate) return how;
    how.chosen_at_base_rate =
        choose_thresholds(honest.score, honest.y, how.costs, weights_at_base_rate(honest.y, *rate));
    return how;
  }

  double negative_weight_at(double base_rate) const {
    const std::size_t positives = positives_among(data_, split_.test);
    return classifiers::negative_weight(positives, split_.test.size() - positives, base_rate);
  }

  // Arms that train plainly share model and thresholds of `none`, which comes first.
  Fitted fit(const Arm& arm, const Augmentation& augmentation, const ArmRows& rows, const std::vector<ArmRows>& folds) {
    if (augmentation.trains_plainly() && plain_.contains(arm.classifier)) return plain_.at(arm.classifier);
    Fitted out{train(arm, rows, "train_" + arm.classifier), {}};
    sink_.classifier(repeat_, arm.classifier, arm.augmentation, *out.model);
    out.how = choose(arm, out.model, folds);
    if (augmentation.trains_plainly()) plain_[arm.classifier] = out;
    return out;
  }

  void run_arm(Arm& arm, const Augmentation& augmentation, const ArmRows& rows, const std::vector<ArmRows>& folds) {
    Fitted fitted = fit(arm, augmentation, rows, folds);
    if (augmentation.tuned_threshold) fitted.how.threshold = fitted.how.chosen.f1;
    const PhaseTimer timer(result_.timings, "judge");
    const std::vector<float> scores = classifiers::predict_positive(*fitted.model, test_.x.view(), pool_);
    arm.per_repeat.push_back(judge(scores, test_.y, fitted.how));
    arm.per_repeat.back().seed = seed();
    if (result_.one_split) keep_scores(arm, scores, fitted.how);
    judge_corrected(arm, rows, scores);
    sink_.scores(repeat_, {arm.classifier, arm.augmentation, fitted.how.threshold, scores, test_.y, split_.test});
  }

  void keep_scores(const Arm& arm, const std::vector<float>& scores, const Judging& how) {
    result_.one_split->y = test_.y;
    const auto place = static_cast<std::size_t>(&arm - result_.arms.data());
    result_.one_split->arms[place] = {scores, how.chosen, how.chosen_at_base_rate};
  }

  // The prior is known: of the real rows, and as the learner saw it.
  void judge_corrected(Arm& arm, const ArmRows& rows, std::span<const float> scores) {
    const double learned = learned_share(arm.classifier, rows, labels_, options().learners);
    const auto positives = static_cast<double>(positives_among(data_, split_.train));
    const double sampled = positives / static_cast<double>(split_.train.size());
    RepeatResult& judged = arm.per_repeat.back();
    judged.probabilities = judge_probabilities(scores, test_.y, classifiers::prior_odds_ratio(sampled, learned));
    if (!options().base_rate) return;
    judged.probabilities_at_base_rate =
        judge_probabilities(scores, test_.y, classifiers::prior_odds_ratio(*options().base_rate, learned),
                            weights_at_base_rate(test_.y, *options().base_rate));
  }

  const Dataset& data_;
  numeric::ThreadPool& pool_;
  Observer& observer_;
  StudySink& sink_;
  tabular::FeatureEncoder encoder_;
  std::vector<std::uint32_t> labels_;  // of each feature; 0: a number
  numeric::Matrix<double> x_;
  StudyResult result_;
  // Of the repeat at work:
  std::size_t repeat_ = 0, tasks_done_ = 0;
  tabular::Split split_;
  std::vector<tabular::Split> folds_;  // of the training part, to choose thresholds by
  ArmRows test_, validation_;
  std::map<std::string, Fitted> plain_;  // by classifier
  TrainedArms trained_;
  std::map<std::string, FittedGenerator> generators_;  // by Augmentation::rows_of
};

void check(const StudyOptions& options) {
  if (options.repeats == 0) throw Error("a study needs at least one repeat");
  if (!(options.test_fraction > 0 && options.test_fraction < 1)) {
    throw Error("the test fraction must lie between 0 and 1").got(std::to_string(options.test_fraction));
  }
  if (options.folds == 1) throw Error("one fold leaves nothing to learn from").expected("none, or two and more");
  if (options.folds == 0 && options.validation_fraction == 0 &&
      std::ranges::any_of(options.augmentations, &Augmentation::tuned_threshold)) {
    throw Error("without folds no threshold is chosen")
        .hint("leave 'tuned' out of the augmentations, or ask for folds");
  }
  if (options.base_rate && !(*options.base_rate > 0 && *options.base_rate < 1)) {
    throw Error("the base rate must lie between 0 and 1").got(std::to_string(*options.base_rate));
  }
}

}  // namespace

std::size_t default_synthetic_rows(std::size_t train_positives, std::size_t train_negatives) {
  const std::size_t balance = train_negatives > train_positives ? train_negatives - train_positives : 1;
  return std::min<std::size_t>(3000, balance);
}

StudyResult run_study(const Dataset& data, StudyOptions options, numeric::ThreadPool& pool, Observer& observer,
                      StudySink& sink) {
  check(options);
  std::erase_if(options.augmentations, [](const Augmentation& a) { return a.name == "none"; });
  options.augmentations.insert(options.augmentations.begin(), make_augmentation("none"));
  return Study(data, std::move(options), pool, observer, sink).run();
}

}  // namespace ballast::app
