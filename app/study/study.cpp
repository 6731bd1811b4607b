#include "app/study/study.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>

#include "classifiers/metrics.hpp"
#include "engine/tabular/features.hpp"
#include "engine/tabular/summary.hpp"

namespace ballast::app {
namespace {

// Puts where the study stands before each phase that the library reports.
class Prefixed final : public Observer {
 public:
  Prefixed(Observer& inner, std::string prefix) : inner_(inner), prefix_(std::move(prefix)) {}
  bool report(const Progress& progress) override {
    Progress named = progress;
    phase_ = prefix_;
    phase_ += progress.phase;
    named.phase = phase_;
    return inner_.report(named);
  }
  void note(std::string_view text) override { inner_.note(text); }

 private:
  Observer& inner_;
  std::string prefix_, phase_;
};

// Adds the seconds it lives to one phase of the timings.
class PhaseTimer {
 public:
  PhaseTimer(Timings& timings, const std::string& phase) : timings_(timings), phase_(phase) {}
  ~PhaseTimer() {
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start_;
    const auto entry = std::find_if(timings_.begin(), timings_.end(), [&](const auto& t) { return t.first == phase_; });
    if (entry == timings_.end()) {
      timings_.emplace_back(phase_, elapsed.count());
    } else {
      entry->second += elapsed.count();
    }
  }
  PhaseTimer(const PhaseTimer&) = delete;
  PhaseTimer& operator=(const PhaseTimer&) = delete;

 private:
  Timings& timings_;
  std::string phase_;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

// Rows of a float matrix with their labels: the training part with room for synthetic rows below, or the test part.
struct Rows {
  numeric::Matrix<float> x;
  std::vector<std::int32_t> y;
  std::size_t real = 0;

  numeric::MatrixView<const float> view(std::size_t count) const { return x.view().row_block(0, count); }
};

Rows gather(const numeric::Matrix<float>& x, std::span<const std::int32_t> y, std::span<const std::size_t> rows,
            std::size_t room) {
  Rows out{numeric::Matrix<float>(rows.size() + room, x.columns()), {}, rows.size()};
  out.y.reserve(rows.size() + room);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    std::ranges::copy(x.row(rows[i]), out.x.row(i).begin());
    out.y.push_back(y[rows[i]]);
  }
  out.y.resize(rows.size() + room, 1);  // synthetic rows are positives
  return out;
}

class Study {
 public:
  Study(const Dataset& data, StudyOptions options, numeric::ThreadPool& pool, Observer& observer, StudySink& sink)
      : data_(data), pool_(pool), observer_(observer), sink_(sink), encoder_(data.feature_schema()) {
    result_.options = std::move(options);
    result_.data = {.rows = data.rows(), .positives = data.positives, .features = encoder_.schema().size()};
    for (const std::string& classifier : result_.options.classifiers) {
      for (const std::string& augmentation : result_.options.augmentations) {
        result_.arms.push_back({classifier, augmentation, {}, {}});
      }
    }
  }

  StudyResult run() {
    {
      const PhaseTimer timer(result_.timings, "encode");
      x_ = encoder_.encode(data_.table).x;
    }
    for (std::size_t repeat = 0; repeat < options().repeats; ++repeat) run_repeat(repeat);
    compare_arms(result_, test_to_train_);
    return std::move(result_);
  }

 private:
  const StudyOptions& options() const { return result_.options; }
  std::uint64_t seed_of(std::size_t repeat) const { return options().seed + repeat; }

  tabular::Split make_split(std::size_t repeat) const {
    const tabular::SplitFractions fractions{.test = options().test_fraction, .validation = 0};
    if (options().time_column.empty()) return tabular::stratified_split(data_.y, fractions, seed_of(repeat));
    const std::size_t time = data_.table.index_of(options().time_column);
    return tabular::chronological_split(data_.table.column(time), fractions);
  }

  // Both parts need both classes; a split by time promises nothing of the kind.
  std::size_t check_split(const tabular::Split& split) const {
    const auto positives = [&](std::span<const std::size_t> rows) {
      return static_cast<std::size_t>(std::ranges::count_if(rows, [&](std::size_t r) { return data_.y[r] == 1; }));
    };
    const std::size_t in_train = positives(split.train), in_test = positives(split.test);
    const bool one_class = in_train == split.train.size() || in_test == split.test.size();
    if (in_train < 2 || in_test < 1 || one_class) {
      throw Error("too few rows of a class for the split: " + std::to_string(in_train) + " positives of " +
                  std::to_string(split.train.size()) + " rows in the training part, " + std::to_string(in_test) +
                  " of " + std::to_string(split.test.size()) + " in the test part")
          .in(data_.name)
          .expected("two positives to learn from, one to judge by, and negatives in both parts")
          .hint("another --test-fraction, or more data");
    }
    return in_train;
  }

  tabular::Split split_repeat(std::size_t repeat) {
    const PhaseTimer timer(result_.timings, "split");
    tabular::Split split;
    try {
      split = make_split(repeat);
    } catch (Error& error) {
      if (error.file().empty()) error.in(data_.name);
      throw;
    }
    const std::size_t train_positives = check_split(split);
    sink_.split(repeat, split);
    if (repeat > 0) return split;
    test_to_train_ = static_cast<double>(split.test.size()) / static_cast<double>(split.train.size());
    result_.synthetic =
        options().synthetic.value_or(default_synthetic_rows(train_positives, split.train.size() - train_positives));
    const tabular::DuplicateFinder duplicates(data_.table);
    result_.data.duplicate_rows = duplicates.duplicate_rows();
    result_.data.test_rows = split.test.size();
    result_.data.test_rows_in_train = duplicates.also_in(split.test, split.train);
    result_.data.train_positives = train_positives;
    return split;
  }

  void run_repeat(std::size_t repeat) {
    const tabular::Split split = split_repeat(repeat);
    Rows train = gather(x_, data_.y, split.train, result_.synthetic);
    const Rows test = gather(x_, data_.y, split.test, 0);
    for (const std::string& augmentation : options().augmentations) {
      std::size_t rows = train.real;
      if (augmentation != "none") {
        add_synthetic(repeat, augmentation, split, train);
        rows += result_.synthetic;
      }
      for (Arm& arm : result_.arms) {
        if (arm.augmentation == augmentation) run_arm(repeat, arm, train, rows, test);
      }
    }
  }

  std::string where(std::size_t repeat, const std::string& what) const {
    return "repeat " + std::to_string(repeat + 1) + "/" + std::to_string(options().repeats) + ", " + what + ": ";
  }

  void add_synthetic(std::size_t repeat, const std::string& augmentation, const tabular::Split& split, Rows& train) {
    Prefixed observer(observer_, where(repeat, augmentation));
    std::vector<std::size_t> rare;
    std::ranges::copy_if(split.train, std::back_inserter(rare), [&](std::size_t r) { return data_.y[r] == 1; });
    const std::unique_ptr<diffusion::Generator> generator = diffusion::make_generator(augmentation);
    {
      const PhaseTimer timer(result_.timings, "fit_" + augmentation);
      generator->fit(data_.features_of(rare), seed_of(repeat), pool_, observer);
    }
    sink_.generator(repeat, augmentation, *generator);
    const PhaseTimer timer(result_.timings, "sample_" + augmentation);
    const tabular::Table rows = generator->sample(0, result_.synthetic, seed_of(repeat), pool_, observer);
    sink_.synthetic(repeat, augmentation, rows);
    const numeric::Matrix<float> encoded = encoder_.encode(rows).x;
    std::ranges::copy(encoded.values(), train.x.values().subspan(train.real * train.x.columns()).begin());
  }

  void run_arm(std::size_t repeat, Arm& arm, const Rows& train, std::size_t rows, const Rows& test) {
    Prefixed observer(observer_, where(repeat, arm.classifier + " + " + arm.augmentation));
    LearnerOptions learners = options().learners;
    learners.set_seed(seed_of(repeat));
    const classifiers::TrainingSet set{
        .x = train.view(rows), .y = std::span(train.y).first(rows), .weight = {}, .classes = 2, .names = {}};
    Trained trained;
    {
      const PhaseTimer timer(result_.timings, "train_" + arm.classifier);
      trained = train_classifier(arm.classifier, set, learners, pool_, observer);
    }
    sink_.classifier(repeat, arm.classifier, arm.augmentation, *trained.model);
    const PhaseTimer timer(result_.timings, "judge");
    const std::vector<float> scores = classifiers::predict_positive(*trained.model, test.view(test.real), pool_);
    RepeatResult judged = judge(scores, test.y);
    judged.seed = seed_of(repeat);
    arm.per_repeat.push_back(judged);
  }

  const Dataset& data_;
  numeric::ThreadPool& pool_;
  Observer& observer_;
  StudySink& sink_;
  tabular::FeatureEncoder encoder_;
  numeric::Matrix<float> x_;
  double test_to_train_ = 0;
  StudyResult result_;
};

void check(const StudyOptions& options) {
  if (options.repeats == 0) throw Error("a study needs at least one repeat");
  if (!(options.test_fraction > 0 && options.test_fraction < 1)) {
    throw Error("the test fraction must lie between 0 and 1").got(std::to_string(options.test_fraction));
  }
}

}  // namespace

std::size_t default_synthetic_rows(std::size_t train_positives, std::size_t train_negatives) {
  const std::size_t balance = train_negatives > train_positives ? train_negatives - train_positives : 1;
  return std::min<std::size_t>(3000, balance);
}

RepeatResult judge(std::span<const float> scores, std::span<const std::int32_t> y) {
  const classifiers::Confusion counts = classifiers::confusion(scores, y, 0.5);
  RepeatResult out;
  out.tp = static_cast<std::size_t>(counts.tp);
  out.fp = static_cast<std::size_t>(counts.fp);
  out.fn = static_cast<std::size_t>(counts.fn);
  out.tn = static_cast<std::size_t>(counts.tn);
  out.metrics = {classifiers::precision(counts), classifiers::recall(counts), classifiers::f1(counts),
                 classifiers::average_precision(scores, y), classifiers::roc_auc(scores, y)};
  return out;
}

StudyResult run_study(const Dataset& data, StudyOptions options, numeric::ThreadPool& pool, Observer& observer,
                      StudySink& sink) {
  check(options);
  std::erase(options.augmentations, "none");
  options.augmentations.insert(options.augmentations.begin(), "none");
  return Study(data, std::move(options), pool, observer, sink).run();
}

}  // namespace ballast::app
