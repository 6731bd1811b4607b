// What boosting accepts, and training on rows in memory, in a file and shared out over ranks.
#include "classifiers/boosting/boosting.hpp"

#include <algorithm>
#include <cassert>
#include <chrono>
#include <memory>
#include <string>
#include <utility>

#include "classifiers/bins/binning.hpp"
#include "classifiers/bins/class_edges.hpp"
#include "classifiers/boosting/booster.hpp"
#include "classifiers/boosting/objective.hpp"
#include "classifiers/boosting/ranked_boosting.hpp"
#include "classifiers/boosting/rows/ranked_rows.hpp"
#include "classifiers/boosting/rows/rows_in_memory.hpp"
#include "classifiers/boosting/rows/rows_on_disk.hpp"
#include "classifiers/boosting/streamed_boosting.hpp"
#include "classifiers/boosting/watch.hpp"
#include "classifiers/codes/ranked_bins.hpp"
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

void check_monotone(const TrainingSet& data, const BoostingOptions& options) {
  const std::vector<std::int8_t>& monotone = options.monotone;
  if (monotone.empty()) return;
  if (data.classes != 2) {
    throw Error("boosting: monotone constraints are for two classes").got(std::to_string(data.classes) + " classes");
  }
  if (monotone.size() != data.x.columns()) {
    throw Error("boosting: monotone constraints and features differ in number")
        .expected(std::to_string(data.x.columns()))
        .got(std::to_string(monotone.size()));
  }
  for (std::size_t feature = 0; feature < monotone.size(); ++feature) {
    if (monotone[feature] == 0 || data.labels.empty() || data.labels[feature] == 0) continue;
    throw Error("boosting: a monotone constraint on " + feature_name(data, feature) + ", whose labels have no order");
  }
}

void check_base(const TrainingSet& data, const BoostingOptions& options, const Boosting& base) {
  if (base.loss() != options.loss) {
    throw Error("boosting: the model to continue from was trained with a different loss")
        .expected(std::string(loss_name(base.loss())))
        .got(loss_name(options.loss));
  }
  if (base.loss() == Loss::focal && base.focusing() != options.focusing) {
    const auto text = [](const Focusing& f) {
      return std::to_string(f.positives) + " of positives and " + std::to_string(f.others) + " of others";
    };
    throw Error("boosting: the model to continue from was trained with another focusing")
        .expected(text(base.focusing()))
        .got(text(options.focusing));
  }
  if (base.features() == data.x.columns() && base.classes() == data.classes) return;
  throw Error("boosting: the model to continue from was trained on other data")
      .expected(std::to_string(base.features()) + " features and " + std::to_string(base.classes()) + " classes")
      .got(std::to_string(data.x.columns()) + " and " + std::to_string(data.classes));
}

void check_options(const TrainingSet& data, const BoostingOptions& options) {
  options.validate();
  check_monotone(data, options);
  if (data.classes != 2 && options.stopping_metric == StoppingMetric::pr_auc) {
    throw Error("boosting: PR-AUC stops training on two classes only").got(std::to_string(data.classes) + " classes");
  }
  if (data.classes != 2 && options.loss != Loss::cross_entropy) {
    throw Error("boosting: " + std::string(loss_name(options.loss)) + " loss is for two classes")
        .got(std::to_string(data.classes) + " classes");
  }
  if (data.classes != 2 && options.scale_pos_weight != 1) {
    throw Error("boosting: scale_pos_weight is for two classes").got(std::to_string(data.classes) + " classes");
  }
}

void check(const TrainingSet& data, const BoostingOptions& options, const TrainingSet* validation,
           const Boosting* base) {
  options.validate();
  check_training_set(data);
  check_options(data, options);
  if (base != nullptr) check_base(data, options, *base);
  if (validation != nullptr) check_validation_set(*validation, data);
  if (options.early_stopping_rounds != 0 && validation == nullptr) {
    throw Error("boosting: early stopping needs a validation set");
  }
}

// On rows whose codes are there. data: as Booster takes it, with the cells where there is a base.
Boosting boost_rows(TreeRows& rows, const BinnedFeatures& features, const TrainingSet& data,
                    const BoostingOptions& options, numeric::ThreadPool& pool, Observer& observer,
                    BoostingReport* report, const TrainingSet* validation = nullptr, const Boosting* base = nullptr) {
  BoostingReport own_report;
  BoostingReport& told = report != nullptr ? *report : own_report;
  told = {};
  const auto start = Clock::now();
  const auto objective = make_objective(data.classes, options);
  Booster booster(data, data.y.size(), rows, features, *objective, options, pool);
  start_margins(data.x, *objective, base, booster.margins(), pool);
  std::unique_ptr<Watch> watch;
  if (validation != nullptr) watch = std::make_unique<Watch>(*validation, *objective, options, base, pool);
  Boosting model = booster.boost(base, watch.get(), nullptr, observer, told);
  told.grow_seconds = seconds_since(start);
  return model;
}

TrainingSet part_of(const TrainingSet& data, const RankRows& rows) {
  TrainingSet out = data;
  out.x = data.x.row_block(rows.first, rows.count);
  out.y = data.y.subspan(rows.first, rows.count);
  if (!data.weight.empty()) out.weight = data.weight.subspan(rows.first, rows.count);
  return out;
}

}  // namespace

void BoostingOptions::validate() const {
  const auto check = [](const Range& range, const char* name, auto value) {
    range.require(std::string("boosting: ") + name, static_cast<double>(value));
  };
  check(kTreesRange, "rounds", rounds);
  if (max_leaves != 0) check(kMaxLeavesRange, "max_leaves", max_leaves);
  if (max_leaves == 0 || max_depth != 0)
    check(max_leaves != 0 ? kMaxDepthRange : kLevelDepthRange, "max_depth", max_depth);
  check(kMaxBinRange, "max_bin", max_bin);
  check(kEtaRange, "eta", eta);
  check(kPenaltyRange, "lambda", lambda);
  check(kPenaltyRange, "alpha", alpha);
  check(kPenaltyRange, "gamma", gamma);
  check(kPenaltyRange, "min_child_weight", min_child_weight);
  check(kShareRange, "subsample", subsample);
  check(kShareRange, "colsample_bytree", colsample_bytree);
  check(kShareRange, "colsample_bynode", colsample_bynode);
  check(kPenaltyRange, "label_lambda", label_lambda);
  check(kPenaltyRange, "label_smoothing", label_smoothing);
  for (const std::int8_t direction : monotone) check(Range{.low = -1, .high = 1, .whole = true}, "monotone", direction);
  check(kScalePosWeightRange, "scale_pos_weight", scale_pos_weight);
  check(kBaseScoreRange, "base_score", base_score);
  check(kFocusingRange, "focusing of positives", focusing.positives);
  check(kFocusingRange, "focusing of others", focusing.others);
}

Boosting train_boosting(const TrainingSet& given, const BoostingOptions& options, numeric::ThreadPool& pool,
                        Observer& observer, const TrainingSet* validation, BoostingReport* report,
                        const Boosting* base) {
  check(given, options, validation, base);
  BoostingReport own_report;
  BoostingReport& told = report != nullptr ? *report : own_report;
  told = {};
  auto start = Clock::now();
  const RareRows rare = find_rare_rows(given, options.max_bin - 1);
  BinnedData binned(given.x, given.weight, options.max_bin - 1, pool, BinnedData::Layout::columns_and_tiles,
                    given.labels, &rare, given.fresh != nullptr ? given.fresh->rows() : 0);
  told.bin_seconds = seconds_since(start);
  start = Clock::now();
  LabelsAndWeights storage;
  const TrainingSet data = with_fresh_rows(given, storage);
  const auto objective = make_objective(data.classes, options);
  RowsInMemory rows(binned, pool);
  Booster booster(data, data.x.rows(), rows, binned, *objective, options, pool);
  start_margins(data.x, *objective, base, booster.margins(), pool);
  std::unique_ptr<Watch> watch;
  if (validation != nullptr) watch = std::make_unique<Watch>(*validation, *objective, options, base, pool);
  Boosting model = booster.boost(base, watch.get(), &binned, observer, told);
  told.grow_seconds = seconds_since(start);
  return model;
}

Boosting train_boosting(const CodeFile& codes, const TrainingSet& data, const BoostingOptions& options,
                        std::size_t room, numeric::ThreadPool& pool, Observer& observer, BoostingReport* report) {
  check_options(data, options);
  if (options.max_leaves > RowsOnDisk::kMostNodes / 2) {
    throw Error("boosting: max_leaves is too large for rows that are streamed")
        .expected("at most " + std::to_string(RowsOnDisk::kMostNodes / 2))
        .got(std::to_string(options.max_leaves));
  }
  RowsOnDisk rows(codes, room, pool);
  return boost_rows(rows, codes.features(), data, options, pool, observer, report);
}

Boosting train_boosting(const BinnedData& codes, const TrainingSet& own, const RankRows& rows,
                        const BoostingOptions& options, ranks::Ranks& ranks, numeric::ThreadPool& pool,
                        Observer& observer, BoostingReport* report, RankTraffic* traffic) {
  check_options(own, options);
  RowsInMemory at_hand(codes, pool);
  RankedRows shared(at_hand, rows.first, rows.all, codes, ranks, observer);
  Boosting model = boost_rows(shared, codes, own, options, pool, observer, report);
  if (traffic != nullptr) *traffic = shared.traffic();
  return model;
}

std::size_t first_row_of_rank(std::size_t rank, std::size_t ranks, std::size_t rows, std::size_t block_rows) {
  const std::size_t blocks = (rows + block_rows - 1) / block_rows;
  return std::min(rows, (blocks * rank + ranks - 1) / ranks * block_rows);
}

RankRows rows_of_rank(const ranks::Ranks& ranks, std::size_t rows, std::size_t block_rows) {
  const std::size_t first = first_row_of_rank(ranks.rank(), ranks.size(), rows, block_rows);
  return {first, first_row_of_rank(ranks.rank() + 1, ranks.size(), rows, block_rows) - first, rows};
}

Boosting train_boosting(const TrainingSet& data, const BoostingOptions& options, ranks::Ranks& ranks,
                        numeric::ThreadPool& pool, Observer& observer, const TrainingSet* validation,
                        BoostingReport* report, const Boosting* base) {
  if (ranks.is_alone()) return train_boosting(data, options, pool, observer, validation, report, base);
  assert(data.fresh == nullptr);
  check(data, options, validation, base);
  const auto start = Clock::now();
  const RareRows rare = find_rare_rows(data, options.max_bin - 1);
  const BinnedFeatures features = join_features(
      ranks,
      find_features(data.x, data.weight, options.max_bin - 1, pool, data.labels, &rare, ranks.rank(), ranks.size()),
      observer);
  const RankRows rows = rows_of_rank(ranks, data.x.rows(), kRowsTogether);
  const TrainingSet own = part_of(data, rows);
  BinnedData codes(features, rows.count);
  codes.put(0, own.x, pool);
  const double bin_seconds = seconds_since(start);
  RowsInMemory at_hand(codes, pool);
  RankedRows shared(at_hand, rows.first, rows.all, codes, ranks, observer);
  Boosting model = boost_rows(shared, codes, own, options, pool, observer, report, validation, base);
  if (report != nullptr) report->bin_seconds = bin_seconds;
  return model;
}

}  // namespace ballast::classifiers
