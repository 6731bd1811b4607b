// Training: rows into bins, and trees that grow beside each other, in one process or over ranks.
#include "classifiers/forest/forest.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <memory>
#include <string>
#include <utility>

#include "classifiers/bins/binning.hpp"
#include "classifiers/bins/class_edges.hpp"
#include "classifiers/forest/bootstrap.hpp"
#include "classifiers/forest/forest_grower.hpp"
#include "classifiers/forest/out_of_bag.hpp"
#include "classifiers/forest/ranked_forest.hpp"
#include "classifiers/option_ranges.hpp"
#include "classifiers/row_source.hpp"
#include "classifiers/training_set.hpp"
#include "engine/files/archive.hpp"
#include "engine/ranks/alone.hpp"

namespace ballast::classifiers {
namespace {

using Clock = std::chrono::steady_clock;

constexpr const char* kTreesKind = "trees";

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
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

// Of the trees of a forest those that are grown here.
struct TreeShare {
  std::size_t first, count;
};

// drawn: takes what these trees drew, or nullptr.
template <class Counts>
std::vector<DecisionTree> grow_trees(const ForestData& data, BinnedData& binned, FreshBatches& fresh, TreeShare share,
                                     const ForestOptions& options, numeric::ThreadPool& pool, Observer& observer,
                                     DrawnRows* drawn) {
  std::vector<DecisionTree> trees(share.count);
  std::vector<std::unique_ptr<ForestGrower<Counts>>> growers(pool.threads());
  std::atomic<std::size_t> done{0};
  std::atomic<bool> stopped{false};
  for (std::size_t first = 0; first < share.count; first += fresh.trees()) {
    const std::size_t count = std::min(fresh.trees(), share.count - first);
    observer.step({"grow forest", first, share.count});
    fresh.put(share.first + first, count, binned, pool);
    pool.parallel_for(count, [&](std::size_t slot, std::size_t worker) {
      if (stopped) return;
      const std::size_t tree = share.first + first + slot;
      if (!growers[worker]) growers[worker] = std::make_unique<ForestGrower<Counts>>(data, options);
      if (drawn != nullptr) (*drawn)[tree].resize(binned.rows());
      trees[first + slot] =
          growers[worker]->grow(tree, drawn != nullptr ? std::span((*drawn)[tree]) : std::span<std::uint8_t>(), slot);
      const std::size_t grown = ++done;
      const bool on_callers_thread = worker == 0;
      if (on_callers_thread && !observer.report({"grow forest", grown, share.count})) stopped = true;
    });
    if (stopped) throw Stopped{};
  }
  observer.step({"grow forest", share.count, share.count});
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

// Trees of a rank on their way to the first; nothing of none.
std::string bytes_of(std::span<const DecisionTree> trees, std::size_t outputs) {
  if (trees.empty()) return "";
  files::ArchiveWriter out(kTreesKind);
  save_trees(trees, outputs, out);
  return out.packed();
}

std::vector<DecisionTree> trees_in(const std::string& text, std::size_t features, std::size_t outputs) {
  if (text.empty()) return {};
  return load_trees(files::ArchiveReader::from_packed(text, "the trees of a rank"), features, outputs);
}

// All trees, in their order, on the first rank; none on the others.
std::vector<DecisionTree> gather_trees(ranks::Ranks& ranks, std::vector<DecisionTree> own, std::size_t features,
                                       std::size_t outputs, Observer& observer) {
  const std::vector<std::string> parts = ranks.gather(ranks.is_first() ? "" : bytes_of(own, outputs), observer);
  if (!ranks.is_first()) return {};
  for (std::size_t rank = 1; rank < parts.size(); ++rank) {
    std::ranges::move(trees_in(parts[rank], features, outputs), std::back_inserter(own));
  }
  return own;
}

// What trees that others grew have drawn: the same again.
void draw_again(const ForestData& data, TreeShare grown, const BinnedData& binned, const ForestOptions& options,
                numeric::ThreadPool& pool, DrawnRows& drawn) {
  pool.parallel_for(options.trees, [&](std::size_t tree) {
    if (tree >= grown.first && tree < grown.first + grown.count) return;
    drawn[tree].resize(binned.rows());
    std::vector<InBag> samples;
    Bootstrap(data, options.seed).draw(tree, 0, drawn[tree], samples);
  });
}

// The first rank, which judges, has one tree at least.
TreeShare trees_of_rank(const ranks::Ranks& ranks, std::size_t trees) {
  const auto first_of = [&](std::size_t rank) { return (trees * rank + ranks.size() - 1) / ranks.size(); };
  const std::size_t first = first_of(ranks.rank());
  return {first, first_of(ranks.rank() + 1) - first};
}

std::optional<Forest> train(const TrainingSet& given, const ForestOptions& options, ranks::Ranks& ranks,
                            numeric::ThreadPool& pool, Observer& observer, ForestReport* report) {
  options.validate();
  check_training_set(given);
  const auto start = Clock::now();
  LabelsAndWeights storage;
  TrainingSet data = with_fresh_rows(given, storage);
  const std::vector<float> balanced = options.balanced_weights ? balanced_weights(data) : std::vector<float>{};
  if (options.balanced_weights) data.weight = balanced;
  const TreeShare share = trees_of_rank(ranks, options.trees);
  FreshBatches fresh(data, share.count, pool.threads());
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
  if (!shared.weight.empty()) shared.weight.resize(std::max(binned.places(), data.y.size()), shared.weight.back());
  const bool judge = (options.out_of_bag || options.permutation_importance) && report != nullptr && ranks.is_first();
  DrawnRows drawn(judge ? options.trees : 0);
  DrawnRows* const record = judge ? &drawn : nullptr;
  std::vector<DecisionTree> trees =
      data.classes == 2 && shared.weight.empty()
          ? grow_trees<BinaryCounts>(shared, binned, fresh, share, options, pool, observer, record)
          : grow_trees<WeightedCounts>(shared, binned, fresh, share, options, pool, observer, record);
  if (!ranks.is_alone()) {
    trees = gather_trees(ranks, std::move(trees), data.x.columns(), data.classes == 2 ? 1 : data.classes, observer);
  }
  if (judge) {
    draw_again(shared, share, binned, options, pool, drawn);
    judge_out_of_bag(given, trees, drawn, options.permutation_importance, options.seed, pool, *report);
  }
  if (report != nullptr) {
    report->bin_seconds = bin_seconds;
    report->grow_seconds = seconds_since(grow_start);
  }
  if (!ranks.is_first()) return std::nullopt;
  return Forest(std::move(trees), data.x.columns(), data.classes);
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

Forest train_forest(const TrainingSet& data, const ForestOptions& options, numeric::ThreadPool& pool,
                    Observer& observer, ForestReport* report) {
  ranks::Alone alone;
  return *train(data, options, alone, pool, observer, report);
}

std::optional<Forest> train_forest(const TrainingSet& data, const ForestOptions& options, ranks::Ranks& ranks,
                                   numeric::ThreadPool& pool, Observer& observer, ForestReport* report) {
  return train(data, options, ranks, pool, observer, report);
}

}  // namespace ballast::classifiers
