// Twins of boosting's fast paths: histograms, subtraction, split search, partition.
#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <iterator>
#include <numeric>
#include <vector>

#include "classifiers/boosting/gradient_histogram.hpp"
#include "classifiers/boosting/gradient_split.hpp"
#include "classifiers/boosting/node_histograms.hpp"
#include "classifiers/boosting/rows/row_partition.hpp"
#include "classifiers/boosting/rows/rows_in_memory.hpp"
#include "classifiers/boosting/splits/label_split.hpp"
#include "classifiers/boosting/splits/monotone_split.hpp"
#include "tests/classifiers/random_data.hpp"

using namespace ballast;
using namespace ballast::classifiers;

namespace {

constexpr std::size_t kRows = 4000, kFeatures = 19;

struct Fixture {
  test::RandomData data = test::random_data(kRows, kFeatures, 2, 5);
  numeric::ThreadPool pool{2};
  BinnedData binned{data.x.view(), {}, 60, pool, BinnedData::Layout::columns_and_tiles};
  std::vector<Gradient> gradients{kRows};
  std::vector<PackedGradient> packed{std::vector<PackedGradient>(kRows)};
  std::vector<std::uint32_t> rows;  // every third row
  GradientScale scale = gradient_scale(0.5f, 0.25f);

  Fixture() {
    numeric::RandomStream random(9, numeric::Purpose::kGeneral);
    std::vector<float> dither;
    for (std::size_t row = 0; row < kRows; ++row) {
      const double pull = data.y[row] == 1 ? -0.3 : 0.3;
      gradients[row] = {static_cast<float>(pull + 0.4 * (random.uniform() - 0.5)),
                        static_cast<float>(random.uniform() * 0.25)};
      dither.push_back(static_cast<float>(random.uniform()));
    }
    quantise(gradients, dither, scale, packed);
    for (std::uint32_t row = 0; row < kRows; row += 3) rows.push_back(row);
  }
  // One tile of the rows, counted in portions.
  std::vector<GradientSum> tile(std::size_t t, std::span<const std::uint32_t> of) const {
    std::vector<PackedGradient> cells(kTileCells), own;
    std::vector<GradientSum> sums(kTileCells);
    while (!of.empty()) {
      const auto portion = of.first(std::min(kPackedRows, of.size()));
      own.clear();
      for (const std::uint32_t row : portion) own.push_back(packed[row]);
      add_to_tile(tile_codes(binned, t), portion, own, cells.data());
      flush_packed(cells.data(), kTileCells, false, sums.data());
      of = of.subspan(portion.size());
    }
    return sums;
  }
  std::vector<GradientSum> feature(std::size_t f, std::span<const std::uint32_t> of) const {
    std::vector<GradientSum> cells(kCodes);
    add_to_feature(binned, f, of, packed, cells.data());
    return cells;
  }
};

// Sums of a few labels or bins in whole units of g and h.
std::vector<GradientSum> cells_of(std::initializer_list<GradientSum> sums) {
  std::vector<GradientSum> cells(kCodes);
  std::copy(sums.begin(), sums.end(), cells.begin());
  return cells;
}

GradientSum total_of(std::span<const GradientSum> cells) {
  GradientSum total;
  for (const GradientSum& cell : cells) total += cell;
  return total;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(histogram_test, Fixture)

BOOST_AUTO_TEST_CASE(a_tile_equals_its_features_counted_one_by_one_and_the_sums_in_double) {
  for (std::size_t f = 0; f < kFeatures; ++f) {
    const std::vector<GradientSum> fast = tile(f / kTileFeatures, rows), slow = feature(f, rows);
    std::vector<GradientSum64> exact(kCodes);
    add_to_feature(binned, f, rows, gradients, exact.data());
    double worst = 0;
    for (std::size_t code = 0; code < kCodes; ++code) {
      BOOST_TEST_REQUIRE((fast[f % kTileFeatures * kCodes + code] == slow[code]));
      worst =
          std::max(worst, std::fabs(static_cast<double>(slow[code].g) / static_cast<double>(scale.g) - exact[code].g));
    }
    constexpr double kDither = 40 * 0x1p-20;  // a thousand rows, each off by less than one of 2^20 units, at random
    BOOST_TEST(worst <= kDither);
  }
}

BOOST_AUTO_TEST_CASE(rows_in_a_row_count_as_rows_by_number) {
  std::vector<std::uint32_t> some(500);
  std::iota(some.begin(), some.end(), 1234u);
  const auto own = std::span<const PackedGradient>(packed).subspan(1234, 500);
  std::vector<PackedGradient> by_range(kTileCells), by_number(kTileCells);
  add_to_tile(tile_codes(binned, 0), 1234, own, by_range.data());
  add_to_tile(tile_codes(binned, 0), some, own, by_number.data());
  BOOST_TEST((by_range == by_number));
}

// The most that a portion can hold: neither half runs into the other.
BOOST_AUTO_TEST_CASE(a_portion_of_the_largest_derivatives_does_not_overflow) {
  for (const std::int32_t g : {kMostPackedG, -kMostPackedG}) {
    PackedGradient sum = 0;
    for (std::size_t i = 0; i < kPackedRows; ++i) sum += pack(g, kMostPackedH);
    const auto rows_in = static_cast<std::int64_t>(kPackedRows);
    BOOST_TEST((unpack(sum) == GradientSum{rows_in * g, rows_in * kMostPackedH}));
  }
}

// 100,000 rows of a tenth of a unit: rounding to the nearest would give 0.
BOOST_AUTO_TEST_CASE(rounding_is_unbiased) {
  constexpr std::size_t kMany = 100000;
  const std::vector<Gradient> tenth(kMany, {-0.1f, 0.1f});
  std::vector<float> dither(kMany);
  numeric::fill_uniform({3, numeric::Purpose::kGeneral}, dither);
  std::vector<PackedGradient> out(kMany);
  quantise(tenth, dither, {1, 1}, out);
  GradientSum sum;
  for (const PackedGradient value : out) sum += unpack(value);
  constexpr double kFourDeviations = 4 * 0.3 * 317;  // sqrt(0.1 x 0.9 x 100,000) = 95
  BOOST_TEST(std::fabs(static_cast<double>(sum.g) + 10000) < kFourDeviations);
  BOOST_TEST(std::fabs(static_cast<double>(sum.h) - 10000) < kFourDeviations);
}

BOOST_AUTO_TEST_CASE(whole_less_part_is_the_other_part) {
  std::vector<std::uint32_t> all(kRows), rest;
  std::iota(all.begin(), all.end(), 0u);
  std::set_difference(all.begin(), all.end(), rows.begin(), rows.end(), std::back_inserter(rest));
  std::vector<GradientSum> whole = tile(0, all);
  subtract_cells(whole.data(), tile(0, rows).data(), kTileCells);
  BOOST_TEST((whole == tile(0, rest)));
}

BOOST_AUTO_TEST_CASE(histograms_of_nodes_are_those_of_their_rows_at_any_number_of_threads) {
  for (const std::size_t threads : {1u, 3u}) {
    numeric::ThreadPool workers(threads);
    NodeHistograms histograms(binned);
    RowsInMemory of_tree(binned, workers);
    GradientSplit split;
    split.feature = 2;
    split.bin = 20;
    std::vector<NodeParting> cut{{of_tree.start(packed), &split, 0.5, {1}, {2}}};
    of_tree.part(cut);
    const std::vector<NodeCount> counts{{cut[0].left, histograms.take()}, {cut[0].right, histograms.take()}};
    of_tree.count(counts, histograms);
    for (const NodeCount& count : counts) {
      for (std::size_t f = 0; f < kFeatures; ++f) {
        BOOST_TEST(std::ranges::equal(histograms.feature(count.slot, f), feature(f, of_tree.rows(count.rows))));
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(the_fast_split_search_finds_what_the_slow_one_finds) {
  for (const double alpha : {0.0, 3.0}) {
    BoostingOptions options;
    options.alpha = alpha;
    const SplitRules rules(options, scale);
    std::size_t found = 0;
    for (std::size_t f = 0; f < kFeatures; ++f) {
      const std::vector<GradientSum> cells = feature(f, rows);
      const GradientSum total = total_of(cells);
      const GradientSplit fast = best_gradient_split(cells, binned.bins(f).bins(), total, rules);
      const GradientSplit slow = best_gradient_split_slowly(cells, binned.bins(f).bins(), total, rules);
      constexpr double kRounding = 1e-9;  // right sums: by subtraction in double here, in integers there
      BOOST_TEST(std::fabs(fast.gain - slow.gain) <= kRounding);
      BOOST_TEST(fast.bin == slow.bin);
      BOOST_TEST(fast.missing_left == slow.missing_left);
      BOOST_TEST((fast.left == slow.left));
      found += fast.gain > 0;
    }
    BOOST_TEST(found >= 2u);
  }
}

// Three rows a bin: g = -1, h = 1 in bin 0; g = +1, h = 1 in bin 1; lambda 1.
// Gain 3^2 / 4 + 3^2 / 4 - 0 / 7 = 4.5; left weight 3 / 4.
BOOST_AUTO_TEST_CASE(a_gain_worked_out_by_hand) {
  const SplitRules rules(BoostingOptions{}, {1, 1});
  const auto cells = cells_of({{-3, 3}, {3, 3}});
  const GradientSplit split = best_gradient_split(cells, 2, {0, 6}, rules);
  BOOST_TEST(split.gain == 4.5);
  BOOST_TEST(rules.weight(split.left) == 0.75);
}

BOOST_AUTO_TEST_CASE(missing_rows_go_where_the_gain_is_larger) {
  const SplitRules rules(BoostingOptions{}, {1, 1});
  auto cells = cells_of({{-3, 3}, {3, 3}});
  cells[kMissingCode] = {-2, 2};
  BOOST_TEST(best_gradient_split(cells, 2, {-2, 8}, rules).missing_left);
  cells[kMissingCode] = {2, 2};
  BOOST_TEST(!best_gradient_split(cells, 2, {2, 8}, rules).missing_left);
}

// Labels 0 .. 3 with G = -3, 3, -3, 3: no cut of their order gains much, the set {0, 2} gains 6^2 / 7 twice;
// 6^2 / 10 with 3 more of L2.
BOOST_AUTO_TEST_CASE(labels_that_alternate_are_parted_by_a_set) {
  BoostingOptions options;
  options.label_lambda = 3;
  const SplitRules held(options, {1, 1});
  options.label_lambda = 0;
  const SplitRules rules(options, {1, 1});
  const auto cells = cells_of({{-3, 3}, {3, 3}, {-3, 3}, {3, 3}});
  const GradientSplit by_set = best_label_split(cells, 4, {0, 12}, rules, {});
  BOOST_TEST(by_set.by_label);
  BOOST_TEST(std::fabs(by_set.gain - 2 * 36.0 / 7) < 1e-12);
  BOOST_TEST(std::fabs(best_label_split(cells, 4, {0, 12}, held, {}).gain - 2 * 36.0 / 10) < 1e-12);
  for (std::size_t code = 0; code < 4; ++code) BOOST_TEST(by_set.left_codes.contains(code) == (code % 2 == 0));
  BOOST_TEST(best_gradient_split(cells, 4, {0, 12}, rules).gain < 4.0);
}

// Label 0 holds the gradient, -6 of hessian 3, against the rest, 6 of 9: 36 / 4 + 36 / 10, whatever sets are charged.
BOOST_AUTO_TEST_CASE(one_label_against_the_rest_is_judged_as_a_threshold_is) {
  BoostingOptions options;
  options.label_lambda = 1e9;
  const auto cells = cells_of({{-6, 3}, {2, 3}, {2, 3}, {2, 3}});
  const GradientSplit split = best_label_split(cells, 4, {0, 12}, SplitRules(options, {1, 1}), {});
  BOOST_TEST(std::fabs(split.gain - (36.0 / 4 + 36.0 / 10)) < 1e-12);
  for (std::size_t code = 0; code < 4; ++code) BOOST_TEST(split.left_codes.contains(code) == (code == 0));
}

// Breiman's theorem: without smoothing the best prefix of the sorted labels is the best of all subsets.
BOOST_AUTO_TEST_CASE(the_best_prefix_of_sorted_labels_is_the_best_subset) {
  BoostingOptions options;
  options.label_smoothing = 0;
  options.label_lambda = 0;
  options.lambda = 0;
  const SplitRules rules(options, {16, 16});
  numeric::RandomStream random(4, numeric::Purpose::kGeneral);
  std::size_t found = 0;
  for (int trial = 0; trial < 30; ++trial) {
    std::vector<GradientSum> cells(kCodes);
    for (std::size_t code = 0; code < 8; ++code) {
      if (random.below(5) == 0) continue;
      cells[code] = {static_cast<std::int64_t>(random.below(200)) - 100,
                     16 + static_cast<std::int64_t>(random.below(100))};
    }
    if (trial % 2 == 0) cells[kMissingCode] = {40, 50};
    const GradientSum total = total_of(cells);
    const GradientSplit fast = best_label_split(cells, 8, total, rules, {});
    const GradientSplit slow = best_label_split_slowly(cells, 8, total, rules);
    BOOST_TEST(std::fabs(fast.gain - slow.gain) <= 1e-9);
    found += fast.gain > 0;
  }
  BOOST_TEST(found >= 20u);
}

// Without a direction and bounds the monotone search is the plain one; a falling feature may not rise.
BOOST_AUTO_TEST_CASE(a_monotone_search_finds_the_plain_split_unless_it_breaks_the_order) {
  const SplitRules rules(BoostingOptions{}, scale);
  for (std::size_t f = 0; f < kFeatures; ++f) {
    const std::vector<GradientSum> cells = feature(f, rows);
    const GradientSum total = total_of(cells);
    const std::size_t bins = binned.bins(f).bins();
    const GradientSplit plain = best_gradient_split(cells, bins, total, rules);
    const GradientSplit free = best_monotone_split(cells, bins, total, rules, 0, {});
    BOOST_TEST(std::fabs(plain.gain - free.gain) <= 1e-9);
    BOOST_TEST(plain.bin == free.bin);
    for (const int direction : {-1, 1}) {
      const GradientSplit held = best_monotone_split(cells, bins, total, rules, direction, {});
      if (held.gain > 0) {
        BOOST_TEST((rules.weight(total - held.left) - rules.weight(held.left)) * direction >= 0);
      }
      BOOST_TEST(held.gain <= plain.gain + 1e-9);
    }
  }
}

BOOST_AUTO_TEST_CASE(rows_part_as_a_stable_partition_parts_them) {
  const test::RandomData big = test::random_data(40000, 3, 2, 6);
  const BinnedData codes(big.x.view(), {}, kMaxBins, pool);
  for (const bool missing_left : {false, true}) {
    RowPartition partition(40000);
    partition.reset(pool);
    std::vector<std::uint32_t> slow(40000);
    std::iota(slow.begin(), slow.end(), 0u);
    std::vector<RowSplit> first{{0, 40000, 1, 100, missing_left, 0}};
    partition.split(codes, first, pool);
    BOOST_TEST(first[0].middle == split_rows_slowly(codes, first[0], slow));
    std::vector<RowSplit> second{{0, first[0].middle, 0, 2, false, 0}, {first[0].middle, 40000, 1, 200, true, 0}};
    partition.split(codes, second, pool);
    for (const RowSplit& split : second) {
      const std::uint32_t middle =
          split_rows_slowly(codes, split, std::span(slow).subspan(split.begin, split.end - split.begin));
      BOOST_TEST(split.middle == middle);
    }
    BOOST_TEST(std::ranges::equal(partition.rows(0, 40000), slow));
  }
}

BOOST_AUTO_TEST_CASE(rows_part_by_a_set_of_codes) {
  RowPartition partition(kRows);
  partition.reset(pool);
  std::vector<std::uint32_t> slow(kRows);
  std::iota(slow.begin(), slow.end(), 0u);
  CodeSet set;
  for (const std::size_t code : {0u, 3u, 4u, 255u}) set.insert(code);
  std::vector<RowSplit> split{{0, kRows, 1, 0, false, 0, &set}};
  partition.split(binned, split, pool);
  BOOST_TEST(split[0].middle == split_rows_slowly(binned, split[0], slow));
  BOOST_TEST(std::ranges::equal(partition.rows(0, kRows), slow));
}

BOOST_AUTO_TEST_SUITE_END()
