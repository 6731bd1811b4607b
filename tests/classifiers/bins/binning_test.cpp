#include "classifiers/bins/binning.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <limits>
#include <vector>

#include "classifiers/bins/float_rounding.hpp"
#include "engine/numeric/random.hpp"
#include "tests/classifiers/random_data.hpp"

using namespace ballast;
using namespace ballast::classifiers;

BOOST_AUTO_TEST_SUITE(binning_test)

BOOST_AUTO_TEST_CASE(few_distinct_values_get_a_bin_each_with_edges_halfway) {
  const std::vector<double> values{2, -1, 2, 5, -1};
  const FeatureBins bins = find_bins(values, {}, 255);
  BOOST_TEST(bins.lowest == (std::vector<double>{-1, 2, 5}), boost::test_tools::per_element());
  BOOST_TEST(bins.edges.size() == 2u);
  BOOST_TEST(bins.code(0.4) == 0);
  BOOST_TEST(bins.code(0.5) == 1);  // x < edge is left
  BOOST_TEST(bins.code(99) == 2);
  BOOST_TEST(bins.code(std::numeric_limits<double>::quiet_NaN()) == kMissingCode);
}

BOOST_AUTO_TEST_CASE(many_values_are_cut_into_bins_of_about_equal_weight) {
  std::vector<double> values(10000);
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<double>((i * 7919) % 10000);
  const FeatureBins bins = find_bins(values, {}, 100);
  BOOST_TEST_REQUIRE(bins.bins() == 100u);
  for (std::size_t b = 0; b < 100; ++b) BOOST_TEST(bins.highest[b] - bins.lowest[b] == 99.0);
}

BOOST_AUTO_TEST_CASE(weights_draw_the_cuts_to_where_they_are) {
  std::vector<double> values;
  std::vector<float> weight;
  for (int i = 0; i < 100; ++i) {
    values.push_back(i);
    weight.push_back(i < 50 ? 9.0f : 1.0f);
  }
  const FeatureBins bins = find_bins(values, weight, 10);
  BOOST_TEST(bins.bins() <= 10u);
  BOOST_TEST(bins.code(50) >= 7);  // nine tenths of the weight lie below
}

BOOST_AUTO_TEST_CASE(a_heavy_value_leaves_bins_to_the_others) {
  std::vector<double> values(1000, 0.0);
  for (std::size_t i = 0; i < 500; ++i) values[i] = static_cast<double>(i + 1);
  const FeatureBins bins = find_bins(values, {}, 51);
  BOOST_TEST(bins.bins() > 40u);
  BOOST_TEST(bins.bins() <= 51u);
}

BOOST_AUTO_TEST_CASE(codes_by_column_and_in_tiles_are_those_of_each_value_at_any_number_of_threads) {
  const test::RandomData data = test::random_data(3000, 19, 2, 1);
  for (const std::size_t threads : {1u, 2u, 3u, 8u}) {
    numeric::ThreadPool pool(threads);
    const BinnedData binned(data.x.view(), {}, kMaxBins, pool, BinnedData::Layout::columns_and_tiles);
    BOOST_TEST_REQUIRE(binned.tiles() == 2u);
    std::size_t wrong = 0;
    for (std::size_t row = 0; row < 3000; ++row) {
      for (std::size_t f = 0; f < 19; ++f) {
        const std::uint8_t expected = binned.bins(f).code(data.x(row, f));
        wrong += binned.column(f)[row] != expected ||
                 binned.tile(f / kTileFeatures)[row * kTileFeatures + f % kTileFeatures] != expected;
      }
    }
    BOOST_TEST(wrong == 0u);
  }
}

BOOST_AUTO_TEST_CASE(a_threshold_is_float32_wherever_float32_tells_two_values_apart) {
  const auto next = [](double x) { return std::nextafter(x, 1e308); };
  const auto next_float = [](float x) { return static_cast<double>(std::nextafter(x, 1e38f)); };
  const struct {
    double a, b;
    bool exact;
  } cases[] = {{1, next_float(1), false},
               {-next_float(1), -1, false},
               {0.1, 0.3, false},
               {1, next(1), true},
               {next_float(1) - 0x1p-50, next_float(1), true},  // b alone can be the threshold, and is a float32
               {20240115, 20240116, true},
               {16777216, 16777217, true},
               {16777217, 16777218, false},  // these two round apart
               {1e39, 1e40, true},
               {0, 1e-300, true},
               {-1e-40, 1e-40, true},
               {-1e308, 1e308, false}};
  for (const auto& [a, b, exact] : cases) {
    const SplitThreshold t = threshold_between(a, b);
    BOOST_TEST(t.exact == exact, a << " and " << b);
    BOOST_TEST((a < t.cut() && !(b < t.cut())), a << " and " << b);
    if (!exact)
      BOOST_TEST((to_float32(a) < static_cast<float>(t.value) && !(to_float32(b) < static_cast<float>(t.value))));
  }
}

BOOST_AUTO_TEST_CASE(the_cut_of_a_float32_is_where_rounding_reaches_it) {
  constexpr float kLargest = std::numeric_limits<float>::max(), kSmallest = std::numeric_limits<float>::min();
  numeric::RandomStream random(5, numeric::Purpose::kGeneral);
  std::vector<float> floats{0.0f, kSmallest, -kSmallest, kLargest, -kLargest, 1.0f, -1.0f, 3.0f, 0.1f, 1e-45f, -1e-45f};
  for (int i = 0; i < 2000; ++i)
    floats.push_back(static_cast<float>(random.normal() * std::exp2(random.below(200)) * 0x1p-100));
  for (const float t : floats) {
    const double cut = least_rounding_to(t);
    const float full = to_float32(static_cast<double>(t));
    BOOST_TEST(!(to_float32(cut) < full), t);
    if (t > -kLargest) BOOST_TEST(to_float32(std::nextafter(cut, -1e308)) < full, t);
  }
}

BOOST_AUTO_TEST_CASE(values_that_share_a_float32_are_parted_where_bins_would_feel_it) {
  std::vector<double> days, cents, wide;
  for (int i = 0; i < 4000; ++i) {
    days.push_back(20240101 + (i * 7) % 30);
    cents.push_back(1e6 + (i * 389) % 4000 / 100.0);
    wide.push_back((i * 389) % 4000 + (i % 2 == 0 ? 0 : 1e-9));
  }
  BOOST_TEST(find_bins(days, {}, 255).bins() == 30u);
  const FeatureBins fine = find_bins(cents, {}, 255);  // six a float32, sixteen a bin
  BOOST_TEST(fine.bins() == 255u);
  for (std::size_t b = 0; b < 255; ++b) BOOST_TEST(fine.highest[b] - fine.lowest[b] < 0.2);
  wide.push_back(std::nextafter(5.0, 6.0));
  wide.push_back(5);
  const FeatureBins plain = find_bins(wide, {}, 255);
  for (std::size_t b = 0; b + 1 < plain.bins(); ++b)
    BOOST_TEST(!threshold_between(plain.highest[b], plain.lowest[b + 1]).exact);
}

BOOST_AUTO_TEST_SUITE_END()
