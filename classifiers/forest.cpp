#include "classifiers/forest.hpp"

#include <algorithm>
#include <atomic>
#include <cassert>
#include <chrono>
#include <cmath>
#include <memory>
#include <string>
#include <utility>

#include "classifiers/binning.hpp"
#include "classifiers/forest_grower.hpp"
#include "classifiers/metrics.hpp"
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

// Which rows each tree drew, one byte a row.
using DrawnRows = std::vector<std::vector<std::uint8_t>>;

template <class Counts>
std::vector<DecisionTree> grow_trees(const ForestData& data, const ForestOptions& options, numeric::ThreadPool& pool,
                                     Observer& observer, DrawnRows* drawn) {
  std::vector<DecisionTree> trees(options.trees);
  std::vector<std::unique_ptr<ForestGrower<Counts>>> growers(pool.threads());
  std::atomic<std::size_t> done{0};
  std::atomic<bool> stopped{false};
  pool.parallel_for(options.trees, [&](std::size_t tree, std::size_t worker) {
    if (stopped) return;
    if (!growers[worker]) growers[worker] = std::make_unique<ForestGrower<Counts>>(data, options);
    if (drawn != nullptr) (*drawn)[tree].resize(data.binned.rows());
    trees[tree] = growers[worker]->grow(tree, drawn != nullptr ? std::span((*drawn)[tree]) : std::span<std::uint8_t>());
    const std::size_t count = ++done;
    const bool on_callers_thread = worker == 0;
    if (on_callers_thread && !observer.report({"grow forest", count, options.trees})) stopped = true;
  });
  if (stopped) throw Stopped{};
  observer.step({"grow forest", options.trees, options.trees});
  return trees;
}

// Column k of `out` is the mean over the trees that did not draw the row.
void average_out_of_bag(const TreePredictor& predictor, std::size_t classes, const DrawnRows& drawn,
                        numeric::MatrixView<const float> x, numeric::ThreadPool& pool, numeric::Matrix<float>& out) {
  constexpr std::size_t kBlock = 256;
  const std::size_t outputs = outputs_of(classes);
  pool.parallel_for_blocks(x.rows(), kBlock, [&](std::size_t first, std::size_t last) {
    numeric::Matrix<float> one(last - first, outputs), sum(last - first, outputs);
    std::vector<std::size_t> trees(last - first, 0);
    for (std::size_t tree = 0; tree < drawn.size(); ++tree) {
      std::ranges::fill(one.values(), 0.0f);
      predictor.add_tree(tree, x.row_block(first, last - first), one.view());
      for (std::size_t row = first; row < last; ++row) {
        if (drawn[tree][row] != 0) continue;
        ++trees[row - first];
        for (std::size_t k = 0; k < outputs; ++k) sum(row - first, k) += one(row - first, k);
      }
    }
    for (std::size_t row = first; row < last; ++row) {
      const auto count = static_cast<float>(trees[row - first]);  // 0 gives NaN
      for (std::size_t k = 0; k < outputs; ++k) out(row, classes - outputs + k) = sum(row - first, k) / count;
      if (outputs == 1) out(row, 0) = 1 - out(row, 1);
    }
  });
}

void judge_out_of_bag(const TrainingSet& data, ForestReport& report) {
  std::vector<std::size_t> rows;
  for (std::size_t row = 0; row < data.x.rows(); ++row) {
    if (!std::isnan(report.out_of_bag(row, 0))) rows.push_back(row);
  }
  if (rows.empty()) return;
  numeric::Matrix<float> probability(rows.size(), data.classes);
  std::vector<std::int32_t> y;
  std::vector<float> weight, score;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    std::ranges::copy(report.out_of_bag.row(rows[i]), probability.row(i).begin());
    y.push_back(data.y[rows[i]]);
    weight.push_back(weight_of(data, rows[i]));
    score.push_back(probability(i, 1));
  }
  report.out_of_bag_accuracy = accuracy(probability.view(), y, weight);
  report.out_of_bag_log_loss = log_loss(probability.view(), y, weight);
  const Confusion seen = confusion(score, y, 0.5, weight);
  const bool both = seen.tp + seen.fn > 0 && seen.fp + seen.tn > 0;
  if (data.classes == 2 && both) report.out_of_bag_pr_auc = average_precision(score, y, weight);
}

}  // namespace

void ForestOptions::validate() const {
  const auto require = [](bool good, const char* name, const char* range, std::size_t value) {
    if (!good) throw Error(std::string("forest: bad ") + name).expected(range).got(std::to_string(value));
  };
  require(trees >= 1 && trees <= 100'000, "trees", "1 .. 100000", trees);
  require(min_samples_split >= 2, "min_samples_split", "at least 2", min_samples_split);
  require(min_samples_leaf >= 1, "min_samples_leaf", "at least 1", min_samples_leaf);
}

Forest::Forest(std::vector<DecisionTree> trees, std::size_t features, std::size_t classes)
    : trees_(std::move(trees)),
      features_(features),
      classes_(classes),
      predictor_(trees_, features, outputs_of(classes), 1) {}

void Forest::predict(numeric::MatrixView<const float> x, numeric::MatrixView<float> out,
                     numeric::ThreadPool& pool) const {
  assert(x.columns() == features_ && out.rows() == x.rows() && out.columns() == classes_);
  const std::size_t outputs = outputs_of(classes_);
  const auto count = static_cast<float>(trees_.size());
  constexpr std::size_t kTaskRows = 512;
  pool.parallel_for_blocks(x.rows(), kTaskRows, [&](std::size_t first, std::size_t last) {
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
  return {std::move(trees), features, classes};
}

std::string Forest::describe() const {
  return describe_trees("random forest", trees_, features_, classes_);
}

Forest train_forest(const TrainingSet& data, const ForestOptions& options, numeric::ThreadPool& pool,
                    Observer& observer, ForestReport* report) {
  options.validate();
  check_training_set(data);
  const auto start = Clock::now();
  const BinnedData binned(data.x, data.weight, kMaxBins, pool);
  const double bin_seconds = seconds_since(start);
  const auto grow_start = Clock::now();
  const double scale = weight_scale(data.weight);
  const ForestData shared{binned, data.y, data.classes, fixed_point_weights(data.weight, scale), 1 / scale};
  const bool judge = options.out_of_bag && report != nullptr;
  DrawnRows drawn(judge ? options.trees : 0);
  DrawnRows* const record = judge ? &drawn : nullptr;
  std::vector<DecisionTree> trees = data.classes == 2 && shared.weight.empty()
                                        ? grow_trees<BinaryCounts>(shared, options, pool, observer, record)
                                        : grow_trees<WeightedCounts>(shared, options, pool, observer, record);
  if (judge) {
    const TreePredictor predictor(trees, data.x.columns(), outputs_of(data.classes), 1);
    report->out_of_bag = numeric::Matrix<float>(data.x.rows(), data.classes);
    average_out_of_bag(predictor, data.classes, drawn, data.x, pool, report->out_of_bag);
    judge_out_of_bag(data, *report);
  }
  if (report != nullptr) {
    report->bin_seconds = bin_seconds;
    report->grow_seconds = seconds_since(grow_start);
  }
  return {std::move(trees), data.x.columns(), data.classes};
}

}  // namespace ballast::classifiers
