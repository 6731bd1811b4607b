#include "app/study/study_split.hpp"

#include <algorithm>

#include "app/text/numbers.hpp"
#include "engine/numeric/random.hpp"
#include "engine/tabular/group_splits.hpp"

namespace ballast::app {
namespace {

constexpr double kLastShare = 0.25, kWindowShare = 0.1;

template <class Value>
std::vector<Value> of_rows(const std::vector<Value>& values, std::span<const std::size_t> rows) {
  std::vector<Value> out;
  out.reserve(rows.size());
  for (const std::size_t row : rows) out.push_back(values[row]);
  return out;
}

tabular::Split cut(const Dataset& data, const StudyOptions& options, std::span<const std::size_t> rows,
                   const tabular::SplitFractions& fractions, std::uint64_t seed, tabular::TimeWindow window) {
  const bool grouped = !options.group_column.empty();
  const std::vector<std::uint32_t> groups = grouped ? of_rows(data.group, rows) : std::vector<std::uint32_t>();
  if (options.time_column.empty()) {
    const std::vector<std::int32_t> y = of_rows(data.y, rows);
    return grouped ? tabular::grouped_split(y, groups, fractions, seed) : tabular::stratified_split(y, fractions, seed);
  }
  window.gap = data.gap;
  tabular::Split split = tabular::chronological_split(of_rows(data.time, rows), fractions, window);
  if (grouped) tabular::keep_groups_apart(split, groups);
  return split;
}

auto naming_data(const Dataset& data, const auto& make) {
  try {
    return make();
  } catch (Error& error) {
    if (error.file().empty()) error.in(data.name);
    throw;
  }
}

tabular::Split cut_naming_data(const Dataset& data, const StudyOptions& options, std::span<const std::size_t> rows,
                               const tabular::SplitFractions& fractions, std::uint64_t seed,
                               tabular::TimeWindow window = {}) {
  return naming_data(data, [&] { return cut(data, options, rows, fractions, seed, window); });
}

bool lacks_a_class(const Dataset& data, std::span<const std::size_t> rows, std::size_t least_positives) {
  const std::size_t positives = positives_among(data, rows);
  return positives < least_positives || positives == rows.size();
}

std::string counts_of(const Dataset& data, std::span<const std::size_t> rows) {
  return in_words(positives_among(data, rows), "positive", "positives") + " of " + in_words(rows.size(), "row", "rows");
}

// Both parts need both classes; a split by time promises nothing of the kind.
void require_both_classes(const Dataset& data, const tabular::Split& split, bool time) {
  const bool validation = !split.validation.empty();
  if (!lacks_a_class(data, split.train, 2) && !lacks_a_class(data, split.test, 1) &&
      !(validation && lacks_a_class(data, split.validation, 1))) {
    return;
  }
  throw Error("too few rows of a class for the split: " + counts_of(data, split.train) + " in the training part, " +
              (validation ? counts_of(data, split.validation) + " in the validation part, " : "") +
              counts_of(data, split.test) + " in the test part")
      .in(data.name)
      .expected("two positives to learn from, one to judge by, and negatives in every part")
      .hint(time ? "fewer --repeats, another --test-fraction, or more data" : "another --test-fraction, or more data");
}

std::vector<tabular::Split> drawn_folds(const Dataset& data, const StudyOptions& options,
                                        std::span<const std::size_t> train, std::size_t count, std::uint64_t seed) {
  const std::vector<std::int32_t> y = of_rows(data.y, train);
  const std::vector<std::uint32_t> fold_of = options.group_column.empty()
                                                 ? tabular::stratified_folds(y, count, seed)
                                                 : tabular::grouped_folds(y, of_rows(data.group, train), count, seed);
  std::vector<tabular::Split> folds(count);
  for (std::size_t f = 0; f < folds.size(); ++f) {
    for (std::size_t place = 0; place < train.size(); ++place) {
      (fold_of[place] == f ? folds[f].validation : folds[f].train).push_back(train[place]);
    }
  }
  return folds;
}

// By time a fold is a window of the training part and what came before it.
tabular::Split window_fold(const Dataset& data, const StudyOptions& options, std::span<const std::size_t> train,
                           double share, tabular::TimeWindow window) {
  const tabular::Split places = cut_naming_data(data, options, train, {.test = share, .validation = 0}, 0, window);
  tabular::Split fold;
  for (const std::size_t place : places.train) fold.train.push_back(train[place]);
  for (const std::size_t place : places.test) fold.validation.push_back(train[place]);
  return fold;
}

std::vector<tabular::Split> last_fold(const Dataset& data, const StudyOptions& options,
                                      std::span<const std::size_t> train) {
  return {window_fold(data, options, train, kLastShare, {})};
}

std::vector<tabular::Split> window_folds(const Dataset& data, const StudyOptions& options,
                                         std::span<const std::size_t> train, std::size_t count) {
  std::vector<tabular::Split> folds;
  for (std::size_t i = 0; i < count; ++i) {
    folds.push_back(window_fold(data, options, train, kWindowShare, {i, count}));
  }
  return folds;
}

Error too_few_to_choose(const Dataset& data, const std::string& counts, const char* what = "thresholds",
                        const char* hint = "--folds 0 leaves decisions at 0.5, or more data") {
  return Error(std::string("too few rows of a class to choose ") + what + " by: " + counts)
      .in(data.name)
      .expected("two positives to learn from, one to choose by, and negatives in both")
      .hint(hint);
}

bool cannot_choose(const Dataset& data, const tabular::Split& fold) {
  return lacks_a_class(data, fold.train, 2) || lacks_a_class(data, fold.validation, 1);
}

}  // namespace

double tested_share(const StudyOptions& options) {
  return tabular::window_share(options.test_fraction, options.time_column.empty() ? 1 : options.repeats);
}

std::size_t positives_among(const Dataset& data, std::span<const std::size_t> rows) {
  return static_cast<std::size_t>(std::ranges::count_if(rows, [&](std::size_t row) { return data.y[row] == 1; }));
}

tabular::Split split_repeat(const Dataset& data, const StudyOptions& options, std::size_t repeat) {
  std::vector<std::size_t> all(data.rows());
  for (std::size_t row = 0; row < all.size(); ++row) all[row] = row;
  const tabular::SplitFractions fractions{.test = options.test_fraction, .validation = options.validation_fraction};
  tabular::Split split =
      cut_naming_data(data, options, all, fractions, options.seed + repeat, {repeat, options.repeats});
  require_both_classes(data, split, !options.time_column.empty());
  return split;
}

std::vector<tabular::Split> folds_of(const Dataset& data, const StudyOptions& options,
                                     std::span<const std::size_t> train, std::uint64_t seed) {
  if (options.time_column.empty() && positives_among(data, train) < options.folds) {
    throw too_few_to_choose(data, counts_of(data, train));
  }
  const std::uint64_t inner_seed = numeric::RandomStream(seed, numeric::Purpose::kInnerSplit).long_word();
  std::vector<tabular::Split> folds = naming_data(data, [&] {
    return options.time_column.empty() ? drawn_folds(data, options, train, options.folds, inner_seed)
                                       : last_fold(data, options, train);
  });
  for (const tabular::Split& fold : folds) {
    if (!cannot_choose(data, fold)) continue;
    throw too_few_to_choose(
        data, counts_of(data, fold.train) + " to learn from, " + counts_of(data, fold.validation) + " to choose by");
  }
  return folds;
}

std::vector<tabular::Split> choice_folds(const Dataset& data, const StudyOptions& options,
                                         std::span<const std::size_t> train, std::uint64_t seed, std::size_t most) {
  const bool by_time = !options.time_column.empty();
  const std::size_t count = std::min(most, positives_among(data, train));
  std::vector<tabular::Split> folds;
  if (by_time || count > 1) {
    numeric::RandomStream stream(seed, numeric::Purpose::kInnerSplit);
    stream.long_word();  // that of folds_of
    folds = naming_data(data, [&] {
      return by_time ? window_folds(data, options, train, most)
                     : drawn_folds(data, options, train, count, stream.long_word());
    });
  }
  std::erase_if(folds, [&](const tabular::Split& fold) { return cannot_choose(data, fold); });
  if (folds.size() > 1) return folds;
  throw too_few_to_choose(data, counts_of(data, train), "an arm", "leave auto out of the arms, or more data");
}

}  // namespace ballast::app
