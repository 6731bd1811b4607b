// Twins of boosting's fast paths: histograms, subtraction, split search, partition.
#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <iterator>
#include <numeric>
#include <vector>

#include "classifiers/gradient_histogram.hpp"
#include "classifiers/gradient_split.hpp"
#include "classifiers/row_partition.hpp"
#include "tests/classifiers/random_data.hpp"

using namespace ballast;
using namespace ballast::classifiers;

namespace {

constexpr std::size_t kRows = 4000, kFeatures = 13;

struct Fixture {
  test::RandomData data = test::random_data(kRows, kFeatures, 2, 5);
  numeric::ThreadPool pool{2};
  BinnedData binned{data.x.view(), {}, 60, pool};
  std::vector<Gradient> gradients{kRows};
  std::vector<std::uint32_t> rows;  // every third row
  float scale;

  Fixture() {
    numeric::RandomStream random(9, numeric::Purpose::kGeneral);
    for (std::size_t row = 0; row < kRows; ++row) {
      const double pull = data.y[row] == 1 ? -0.3 : 0.3;
      gradients[row] = {static_cast<float>(pull + 0.4 * (random.uniform() - 0.5)),
                        static_cast<float>(random.uniform() * 0.25)};
    }
    for (std::uint32_t row = 0; row < kRows; row += 3) rows.push_back(row);
    scale = fixed_point_scale(0.5f, kRows);
  }
  std::vector<GradientSum> tile(std::size_t t, std::span<const std::uint32_t> of) const {
    std::vector<GradientSum> cells(kTileCells);
    add_to_tile(binned, t, of, gradients, scale, cells.data());
    return cells;
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(histogram_test, Fixture)

BOOST_AUTO_TEST_CASE(a_tile_equals_its_features_counted_one_by_one_and_the_sums_in_double) {
  for (std::size_t f = 0; f < kFeatures; ++f) {
    const std::vector<GradientSum> fast = tile(f / kTileFeatures, rows);
    std::vector<GradientSum> slow(kCodes);
    std::vector<GradientSum64> exact(kCodes);
    add_to_feature(binned, f, rows, gradients, scale, slow.data());
    add_to_feature(binned, f, rows, gradients, exact.data());
    double worst = 0;
    for (std::size_t code = 0; code < kCodes; ++code) {
      BOOST_TEST_REQUIRE((fast[f % kTileFeatures * kCodes + code] == slow[code]));
      const double g = static_cast<double>(slow[code].g) / static_cast<double>(scale);
      worst = std::max(worst, std::fabs(g - exact[code].g));
    }
    constexpr double kDoubleRounding = 1e-12;  // of sums of a thousand numbers below 1
    BOOST_TEST(worst <= kDoubleRounding);
  }
}

BOOST_AUTO_TEST_CASE(whole_less_part_is_the_other_part) {
  std::vector<std::uint32_t> all(kRows), rest;
  std::iota(all.begin(), all.end(), 0u);
  std::set_difference(all.begin(), all.end(), rows.begin(), rows.end(), std::back_inserter(rest));
  std::vector<GradientSum> whole = tile(1, all);
  subtract_tile(whole.data(), tile(1, rows).data());
  BOOST_TEST((whole == tile(1, rest)));
}

BOOST_AUTO_TEST_CASE(the_fast_split_search_finds_what_the_slow_one_finds) {
  for (const double alpha : {0.0, 3.0}) {
    BoostingOptions options;
    options.alpha = alpha;
    const SplitRules rules(options, scale);
    std::size_t found = 0;
    for (std::size_t f = 0; f < kFeatures; ++f) {
      std::vector<GradientSum> cells(kCodes);
      add_to_feature(binned, f, rows, gradients, scale, cells.data());
      GradientSum total;
      for (const GradientSum& cell : cells) total += cell;
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
  const SplitRules rules(BoostingOptions{}, 1024.0f);
  std::vector<GradientSum> cells(kCodes);
  cells[0] = {-3 * 1024, 3 * 1024};
  cells[1] = {3 * 1024, 3 * 1024};
  const GradientSplit split = best_gradient_split(cells, 2, {0, 6 * 1024}, rules);
  BOOST_TEST(split.gain == 4.5);
  BOOST_TEST(rules.weight(split.left) == 0.75);
}

BOOST_AUTO_TEST_CASE(missing_rows_go_where_the_gain_is_larger) {
  const SplitRules rules(BoostingOptions{}, 1024.0f);
  std::vector<GradientSum> cells(kCodes);
  cells[0] = {-3 * 1024, 3 * 1024};
  cells[1] = {3 * 1024, 3 * 1024};
  cells[kMissingCode] = {-2 * 1024, 2 * 1024};
  BOOST_TEST(best_gradient_split(cells, 2, {-2 * 1024, 8 * 1024}, rules).missing_left);
  cells[kMissingCode] = {2 * 1024, 2 * 1024};
  BOOST_TEST(!best_gradient_split(cells, 2, {2 * 1024, 8 * 1024}, rules).missing_left);
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

BOOST_AUTO_TEST_SUITE_END()
