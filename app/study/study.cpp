// The loop of a study, once for each repeat: split the rows; for each augmentation learn the rare class of the training
// part and add rows of it; for each classifier train, score the untouched test rows, judge. What a repeat leaves goes
// to the sink; compare_arms (compare.cpp) turns all repeats into comparisons, verdict.cpp these into a sentence.
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
#include "classifiers/judge/threshold.hpp"
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

  const StudyOptions& options() const { return result_.options; }
  std::uint64_t seed() const { return options().seed + repeat_; }

  // What a repeat spends its time on: a generator, or a classifier that is trained.
  std::size_t tasks_of_a_repeat() const {
    std::size_t tasks = 0;
    for (const Augmentation& a : options().augmentations) {
      const auto members = std::ranges::count_if(a.members, &Augmentation::adds_rows);
      tasks += a.is_bag() ? static_cast<std::size_t>(members) : a.adds_rows() ? 1 : 0;
      if (a.name == "none" || !a.trains_plainly()) tasks += options().classifiers.size();
    }
    return tasks;
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
    plain_.clear();
    generators_.clear();
    trained_.clear();
    for (const Augmentation& augmentation : options().augmentations) {
      const ArmRows rows = make_rows(augmentation, split_.train, result_.synthetic, true);
      Tuning tuning;
      if (augmentation.tuned_threshold) tuning = make_tuning(augmentation);
      for (Arm& arm : result_.arms) {
        if (arm.augmentation == augmentation.name) run_arm(arm, augmentation, rows, tuning);
      }
    }
  }

  void split_data() {
    const PhaseTimer timer(result_.timings, "split");
    split_ = split_repeat(data_, options(), repeat_);
    sink_.split(repeat_, split_);
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

  bool is_whole(std::span<const std::size_t> real) const { return real.size() == split_.train.size(); }

  using FittedGenerator = std::shared_ptr<const diffusion::Generator>;

  // Of these rows. Arms that draw from a generator in different ways share it, if it is that of the whole training
  // part.
  FittedGenerator fitted_generator(const Augmentation& augmentation, std::span<const std::size_t> real, Stage& named) {
    if (is_whole(real) && generators_.contains(augmentation.rows_of)) return generators_.at(augmentation.rows_of);
    std::vector<std::size_t> rare, others;
    for (const std::size_t row : real) (data_.y[row] == 1 ? rare : others).push_back(row);
    const std::shared_ptr<diffusion::Generator> generator = make_generator(augmentation);
    const PhaseTimer timer(result_.timings, "fit_" + augmentation.rows_of);
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
    return std::make_shared<GeneratorRows>(generator, encoder_, seed(), augmentation.fresh_rows.value_or(synthetic),
                                           static_cast<float>(augmentation.fresh_weight));
  }

  void add_synthetic(const Augmentation& augmentation, std::span<const std::size_t> real, std::size_t synthetic,
                     bool kept, ArmRows& rows) {
    Stage named = next_task(augmentation.name);
    const FittedGenerator generator = fitted_generator(augmentation, real, named);
    if (kept) sink_.generator(repeat_, augmentation.name, *generator);
    const PhaseTimer timer(result_.timings, "sample_" + augmentation.name);
    const tabular::Table made = generator->sample(0, synthetic, seed(), pool_, named);
    if (kept) sink_.synthetic(repeat_, augmentation.name, made);
    const numeric::Matrix<double> encoded = encoder_.encode(made).x;
    std::ranges::copy(encoded.values(), rows.x.values().subspan(rows.real * rows.x.columns()).begin());
  }

  // The rows that choose a threshold, and those that the model they are scored by learns from; without the latter it is
  // the arm's own model.
  struct Tuning {
    ArmRows train, validation;
  };

  Tuning make_tuning(const Augmentation& augmentation) {
    if (!split_.validation.empty()) return {{}, gather_rows(x_, data_.y, split_.validation)};
    const tabular::Split inner = split_for_tuning(data_, options(), split_.train, seed());
    const double share = static_cast<double>(inner.train.size()) / static_cast<double>(split_.train.size());
    const auto synthetic = static_cast<std::size_t>(std::llround(share * static_cast<double>(result_.synthetic)));
    return {make_rows(augmentation, inner.train, synthetic, false), gather_rows(x_, data_.y, inner.validation)};
  }

  Model train(const Arm& arm, const ArmRows& rows) {
    Stage named = next_task(arm.classifier + " + " + arm.augmentation);
    LearnerOptions learners = options().learners;
    learners.set_seed(seed());
    const PhaseTimer timer(result_.timings, "train_" + arm.classifier);
    return train_arm(arm.classifier, rows, labels_, learners, trained_, pool_, named);
  }

  double tune(const Arm& arm, const Model& own, const Tuning& tuning) {
    const Model model = tuning.train.y.empty() ? own : train(arm, tuning.train);
    const PhaseTimer timer(result_.timings, "tune");
    const auto scores = classifiers::predict_positive(*model, tuning.validation.x.view(), pool_);
    return classifiers::best_f_beta(classifiers::operating_points(scores, tuning.validation.y)).threshold;
  }

  // Arms that train plainly share the model of `none`, which comes first.
  Model model_of(const Arm& arm, const Augmentation& augmentation, const ArmRows& rows) {
    if (augmentation.trains_plainly() && plain_.contains(arm.classifier)) return plain_.at(arm.classifier);
    Model model = train(arm, rows);
    sink_.classifier(repeat_, arm.classifier, arm.augmentation, *model);
    if (augmentation.trains_plainly()) plain_[arm.classifier] = model;
    return model;
  }

  void run_arm(Arm& arm, const Augmentation& augmentation, const ArmRows& rows, const Tuning& tuning) {
    const Model model = model_of(arm, augmentation, rows);
    const double threshold = augmentation.tuned_threshold ? tune(arm, model, tuning) : 0.5;
    const PhaseTimer timer(result_.timings, "judge");
    const std::vector<float> scores = classifiers::predict_positive(*model, test_.x.view(), pool_);
    arm.per_repeat.push_back(judge(scores, test_.y, threshold, options().base_rate));
    arm.per_repeat.back().seed = seed();
    judge_corrected(arm, rows, scores);
    sink_.scores(repeat_, {arm.classifier, arm.augmentation, threshold, scores, test_.y, split_.test});
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
  ArmRows test_;
  std::map<std::string, Model> plain_;  // by classifier
  TrainedArms trained_;
  std::map<std::string, FittedGenerator> generators_;  // by Augmentation::rows_of
};

void check(const StudyOptions& options) {
  if (options.repeats == 0) throw Error("a study needs at least one repeat");
  if (!(options.test_fraction > 0 && options.test_fraction < 1)) {
    throw Error("the test fraction must lie between 0 and 1").got(std::to_string(options.test_fraction));
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
