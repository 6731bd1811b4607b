#include "classifiers/forest/forest.hpp"

#include <algorithm>
#include <atomic>
#include <cassert>
#include <chrono>
#include <cmath>
#include <memory>
#include <string>
#include <utility>

#include "classifiers/bins/binning.hpp"
#include "classifiers/bins/class_edges.hpp"
#include "classifiers/forest/forest_grower.hpp"
#include "classifiers/forest/out_of_bag.hpp"
#include "classifiers/option_ranges.hpp"
#include "classifiers/row_source.hpp"
#include "classifiers/training_set.hpp"
#include "engine/error.hpp"

namespace ballast::classifiers {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

std::size_t outputs_of(std::size_t classes) {
  return classes == 2 ? 1 : classes;
}

bool all_equal(std::span<const float> weight) {
  return std::ranges::all_of(weight, [&](float w) { return w == weight[0]; });
}

// The power of two by which row weights become integers whose sum over any bootstrap stays below 2^62; 1 when all
// weights are equal.
double weight_scale(std::span<const float> weight) {
  if (all_equal(weight)) return 1;
  const double largest = static_cast<double>(*std::ranges::max_element(weight));
  const double sum_bound = largest * static_cast<double>(weight.size());
  return std::exp2(61 - std::ceil(std::log2(sum_bound)));
}

// Empty when all weights are equal.
std::vector<std::int64_t> fixed_point_weights(std::span<const float> weight, double scale) {
  if (all_equal(weight)) return {};
  std::vector<std::int64_t> out;
  for (const float w : weight) {
    out.push_back(w > 0 ? std::max<std::int64_t>(1, std::llround(static_cast<double>(w) * scale)) : 0);
  }
  return out;
}

// Fresh rows for some trees at a time: so many that a generator has enough to do at once and they take a few MB.
class FreshBatches {
 public:
  FreshBatches(const TrainingSet& data, std::size_t trees, std::size_t threads) : source_(data.fresh), trees_(trees) {
    if (source_ == nullptr) return;
    constexpr std::size_t kCells = std::size_t{1} << 21;
    const std::size_t cells = source_->rows() * data.x.columns();
    trees_ = std::min(trees, std::max(threads, kCells / cells));
    x_ = numeric::Matrix<double>(trees_ * source_->rows(), data.x.columns());
  }

  std::size_t trees() const { return trees_; }  // at a time
  std::size_t places() const { return x_.rows(); }
  // For trees first .. first + count - 1, into the slots from 0 on.
  void put(std::size_t first, std::size_t count, BinnedData& binned, numeric::ThreadPool& pool) {
    if (source_ == nullptr) return;
    const auto part = x_.view().row_block(0, count * source_->rows());
    source_->fill(first, part, pool);
    binned.put(binned.rows(), part, pool);
  }

 private:
  const RowSource* source_;
  std::size_t trees_;
  numeric::Matrix<double> x_;
};

template <class Counts>
std::vector<DecisionTree> grow_trees(const ForestData& data, BinnedData& binned, FreshBatches& fresh,
                                     const ForestOptions& options, numeric::ThreadPool& pool, Observer& observer,
                                     DrawnRows* drawn) {
  std::vector<DecisionTree> trees(options.trees);
  std::vector<std::unique_ptr<ForestGrower<Counts>>> growers(pool.threads());
  std::atomic<std::size_t> done{0};
  std::atomic<bool> stopped{false};
  for (std::size_t first = 0; first < options.trees; first += fresh.trees()) {
    const std::size_t count = std::min(fresh.trees(), options.trees - first);
    observer.step({"grow forest", first, options.trees});
    fresh.put(first, count, binned, pool);
    pool.parallel_for(count, [&](std::size_t slot, std::size_t worker) {
      if (stopped) return;
      const std::size_t tree = first + slot;
      if (!growers[worker]) growers[worker] = std::make_unique<ForestGrower<Counts>>(data, options);
      if (drawn != nullptr) (*drawn)[tree].resize(binned.rows());
      trees[tree] =
          growers[worker]->grow(tree, drawn != nullptr ? std::span((*drawn)[tree]) : std::span<std::uint8_t>(), slot);
      const std::size_t grown = ++done;
      const bool on_callers_thread = worker == 0;
      if (on_callers_thread && !observer.report({"grow forest", grown, options.trees})) stopped = true;
    });
    if (stopped) throw Stopped{};
  }
  observer.step({"grow forest", options.trees, options.trees});
  return trees;
}

// For balanced bootstraps: the rows of each class, and how many the rarest has.
void list_classes(const TrainingSet& data, ForestData& shared) {
  shared.rows_of_class.resize(data.classes);
  for (std::size_t row = 0; row < data.y.size(); ++row) {
    if (weight_of(data, row) > 0) {
      shared.rows_of_class[static_cast<std::size_t>(data.y[row])].push_back(static_cast<std::uint32_t>(row));
    }
  }
  shared.draws_of_class = data.y.size();
  for (const auto& rows : shared.rows_of_class) {
    if (!rows.empty()) shared.draws_of_class = std::min(shared.draws_of_class, rows.size());
  }
}

}  // namespace

void ForestOptions::validate() const {
  const auto check = [](const Range& range, const char* name, std::size_t value) {
    range.require(std::string("forest: ") + name, static_cast<double>(value));
  };
  check(kTreesRange, "trees", trees);
  check(kMaxFeaturesRange, "max_features", max_features);
  check(whole_at_least(2), "min_samples_split", min_samples_split);
  check(kMinSamplesLeafRange, "min_samples_leaf", min_samples_leaf);
  if (max_depth != 0) check(kMaxDepthRange, "max_depth", max_depth);
  if (max_leaves != 0) check(kMaxLeavesRange, "max_leaves", max_leaves);
}

Forest::Forest(std::vector<DecisionTree> trees, std::size_t features, std::size_t classes)
    : trees_(std::move(trees)),
      features_(features),
      classes_(classes),
      predictor_(trees_, features, outputs_of(classes), 1) {}

void Forest::predict(numeric::MatrixView<const double> x, numeric::MatrixView<float> out,
                     numeric::ThreadPool& pool) const {
  assert(x.columns() == features_ && out.rows() == x.rows() && out.columns() == classes_);
  const std::size_t outputs = outputs_of(classes_);
  const auto count = static_cast<float>(trees_.size());
  const std::size_t task_rows = predictor_.task_rows(x.rows(), pool.threads());
  pool.parallel_for_blocks(x.rows(), task_rows, [&](std::size_t first, std::size_t last) {
    const auto block = out.row_block(first, last - first);
    const auto sums = block.column_block(classes_ - outputs, outputs);
    for (std::size_t row = 0; row < block.rows(); ++row) std::ranges::fill(block.row(row), 0.0f);
    predictor_.add(x.row_block(first, last - first), sums);
    for (std::size_t row = 0; row < block.rows(); ++row) {
      for (float& value : sums.row(row)) value /= count;
      if (outputs == 1) block(row, 0) = 1 - block(row, 1);
    }
  });
}

void Forest::save(files::ArchiveWriter out) const {
  out.text("classifier", kind());
  out.integer("features", static_cast<std::int64_t>(features_));
  out.integer("classes", static_cast<std::int64_t>(classes_));
  save_trees(trees_, outputs_of(classes_), out.child("trees"));
}

Forest Forest::load(const files::ArchiveReader& in) {
  const std::size_t features = in.size("features", 1, kMostFeatures);
  const std::size_t classes = in.size("classes", 2, kMostClasses);
  std::vector<DecisionTree> trees = load_trees(in.child("trees"), features, outputs_of(classes));
  const auto is_share = [](float value) { return value >= 0 && value <= 1; };
  for (const DecisionTree& tree : trees) {
    if (std::ranges::all_of(tree.values, is_share)) continue;
    throw Error("forest: a leaf value that is no share of a class").in(in.path()).expected("0 to 1");
  }
  return {std::move(trees), features, classes};
}

std::string Forest::describe() const {
  return describe_trees("random forest", trees_, features_, classes_);
}

Forest train_forest(const TrainingSet& given, const ForestOptions& options, numeric::ThreadPool& pool,
                    Observer& observer, ForestReport* report) {
  options.validate();
  check_training_set(given);
  const auto start = Clock::now();
  LabelsAndWeights storage;
  TrainingSet data = with_fresh_rows(given, storage);
  const std::vector<float> balanced = options.balanced_weights ? balanced_weights(data) : std::vector<float>{};
  if (options.balanced_weights) data.weight = balanced;
  FreshBatches fresh(data, options.trees, pool.threads());
  TrainingSet real = given;
  real.weight = data.weight.first(data.weight.empty() ? 0 : real.y.size());
  const RareRows rare = find_rare_rows(real, kMaxBins);
  BinnedData binned(real.x, real.weight, kMaxBins, pool, BinnedData::Layout::columns, {}, &rare, fresh.places());
  const double bin_seconds = seconds_since(start);
  const auto grow_start = Clock::now();
  const double scale = weight_scale(data.weight);
  ForestData shared{binned, data.y, data.classes, fixed_point_weights(data.weight, scale), 1 / scale};
  shared.fresh = data.y.size() - real.y.size();
  if (options.balanced_bootstrap) list_classes(data, shared);
  if (!shared.weight.empty()) shared.weight.resize(binned.places(), shared.weight.back());
  const bool judge = (options.out_of_bag || options.permutation_importance) && report != nullptr;
  DrawnRows drawn(judge ? options.trees : 0);
  DrawnRows* const record = judge ? &drawn : nullptr;
  std::vector<DecisionTree> trees =
      data.classes == 2 && shared.weight.empty()
          ? grow_trees<BinaryCounts>(shared, binned, fresh, options, pool, observer, record)
          : grow_trees<WeightedCounts>(shared, binned, fresh, options, pool, observer, record);
  if (judge) judge_out_of_bag(given, trees, drawn, options.permutation_importance, options.seed, pool, *report);
  if (report != nullptr) {
    report->bin_seconds = bin_seconds;
    report->grow_seconds = seconds_since(grow_start);
  }
  return {std::move(trees), data.x.columns(), data.classes};
}

}  // namespace ballast::classifiers
