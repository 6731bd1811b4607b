#include "classifiers/binning.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <limits>
#include <vector>

#include "tests/classifiers/random_data.hpp"

using namespace ballast;
using namespace ballast::classifiers;

BOOST_AUTO_TEST_SUITE(binning_test)

BOOST_AUTO_TEST_CASE(few_distinct_values_get_a_bin_each_with_edges_halfway) {
  const std::vector<float> values{2, -1, 2, 5, -1};
  const FeatureBins bins = find_bins(values, {}, 255);
  BOOST_TEST(bins.lowest == (std::vector<float>{-1, 2, 5}), boost::test_tools::per_element());
  BOOST_TEST(bins.edges == (std::vector<float>{0.5f, 3.5f}), boost::test_tools::per_element());
  BOOST_TEST(bins.code(0.4f) == 0);
  BOOST_TEST(bins.code(0.5f) == 1);  // x < edge is left
  BOOST_TEST(bins.code(99.0f) == 2);
  BOOST_TEST(bins.code(std::numeric_limits<float>::quiet_NaN()) == kMissingCode);
}

BOOST_AUTO_TEST_CASE(many_values_are_cut_into_bins_of_about_equal_weight) {
  std::vector<float> values(10000);
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<float>((i * 7919) % 10000);
  const FeatureBins bins = find_bins(values, {}, 100);
  BOOST_TEST_REQUIRE(bins.bins() == 100u);
  for (std::size_t b = 0; b < 100; ++b) BOOST_TEST(bins.highest[b] - bins.lowest[b] == 99.0f);
}

BOOST_AUTO_TEST_CASE(weights_draw_the_cuts_to_where_they_are) {
  std::vector<float> values, weight;
  for (int i = 0; i < 100; ++i) {
    values.push_back(static_cast<float>(i));
    weight.push_back(i < 50 ? 9.0f : 1.0f);
  }
  const FeatureBins bins = find_bins(values, weight, 10);
  BOOST_TEST(bins.bins() <= 10u);
  BOOST_TEST(bins.code(50) >= 7);  // nine tenths of the weight lie below
}

BOOST_AUTO_TEST_CASE(a_heavy_value_leaves_bins_to_the_others) {
  std::vector<float> values(1000, 0.0f);
  for (std::size_t i = 0; i < 500; ++i) values[i] = static_cast<float>(i + 1);
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

BOOST_AUTO_TEST_CASE(a_threshold_parts_neighbouring_floats_too) {
  const float a = 1.0f, b = std::nextafter(1.0f, 2.0f);
  const float t = threshold_between(a, b);
  BOOST_TEST((a < t && !(b < t)));
}

BOOST_AUTO_TEST_SUITE_END()
