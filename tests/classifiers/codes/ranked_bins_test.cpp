// Bins that ranks find by their rows are those of one process: with values that repeat, share a float32, are missing or
// zero in two ways, with labels, and with rare classes.
#include "classifiers/codes/ranked_bins.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <limits>

#include "classifiers/bins/class_edges.hpp"
#include "tests/engine/ranks/thread_ranks.hpp"

using namespace ballast;
using namespace ballast::classifiers;

namespace {

constexpr std::size_t kRows = 9'000, kFeatures = 7;
const std::vector<std::uint32_t> kLabels{0, 0, 0, 0, 0, 5, 300};

double cell(std::size_t row, std::size_t feature) {
  const auto a = static_cast<double>(row * 7919 % 8999);
  if (row % 11 == feature) return std::numeric_limits<double>::quiet_NaN();
  switch (feature) {
    case 0:
      return std::sin(a);  // hardly two alike
    case 1:
      return std::floor(a / 400) - 4;  // few values
    case 2:
      return 20240000 + a / 64;  // many share a float32
    case 3:
      return a < 5000 ? (row % 2 == 0 ? 0.0 : -0.0) : a * 1e-320;  // zeros, and what counts as such
    case 4:
      return std::numeric_limits<double>::quiet_NaN();
    case 5:
      return static_cast<double>(row % 5);
    default:
      return static_cast<double>(row * 31 % 300);
  }
}

struct Data {
  Data(std::size_t rare, std::size_t classes) : x(kRows, kFeatures) {
    for (std::size_t row = 0; row < kRows; ++row) {
      for (std::size_t f = 0; f < kFeatures; ++f) x(row, f) = cell(row, f);
      const std::size_t kind = row * 104729 % kRows;
      y.push_back(kind < rare ? static_cast<std::int32_t>(1 + kind % (classes - 1)) : 0);
    }
    set = {x.view(), y, {}, classes, {}, kLabels};
  }
  numeric::Matrix<double> x;
  std::vector<std::int32_t> y;
  TrainingSet set;
};

void check_same(const BinnedFeatures& found, const BinnedFeatures& wanted) {
  BOOST_REQUIRE(found.features() == wanted.features());
  for (std::size_t f = 0; f < wanted.features(); ++f) {
    BOOST_TEST_CONTEXT("feature " << f) {
      BOOST_TEST(found.labels(f) == wanted.labels(f));
      BOOST_TEST(found.bins(f).lowest == wanted.bins(f).lowest, boost::test_tools::per_element());
      BOOST_TEST(found.bins(f).highest == wanted.bins(f).highest, boost::test_tools::per_element());
      BOOST_TEST(found.bins(f).edges == wanted.bins(f).edges, boost::test_tools::per_element());
    }
  }
}

BinnedFeatures by_rows(ranks::Ranks& ranks, const Data& data, std::size_t max_bins, std::size_t threads) {
  const std::size_t first = kRows * ranks.rank() / ranks.size(), end = kRows * (ranks.rank() + 1) / ranks.size();
  const TrainingSet own{{}, std::span(data.y).subspan(first, end - first), {}, data.set.classes};
  numeric::ThreadPool pool(threads);
  Observer quiet;
  const auto give = [&](std::size_t feature, const TakeValues& take) {
    for (std::size_t row = first; row < end; row += 1000) {
      take(data.x.data() + row * kFeatures + feature, kFeatures, std::min<std::size_t>(1000, end - row));
    }
  };
  return find_features_by_rows(ranks, give, own, kLabels, max_bins, pool, quiet);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(ranked_bins_test)

BOOST_AUTO_TEST_CASE(bins_by_rows_are_those_of_all_rows) {
  numeric::ThreadPool pool(1);
  for (const std::size_t rare : {std::size_t{3'000}, std::size_t{20}}) {
    for (const std::size_t classes : {2U, 4U}) {
      const Data data(rare, classes);
      for (const std::size_t max_bins : {254U, 30U, 2U}) {
        const RareRows rare_rows = find_rare_rows(data.set, max_bins);
        BOOST_TEST(rare_rows.row.empty() == (rare == 3'000));
        const BinnedFeatures wanted = find_features(data.x.view(), {}, max_bins, pool, kLabels, &rare_rows);
        for (const std::size_t ranks : {1U, 2U, 3U, 5U}) {
          std::vector<BinnedFeatures> found(ranks);
          const auto failure = ranks::testing::run_ranks(
              ranks, [&](ranks::Ranks& all) { found[all.rank()] = by_rows(all, data, max_bins, 1 + ranks % 2); });
          BOOST_REQUIRE_MESSAGE(!failure, (failure ? failure->line : ""));
          BOOST_TEST_CONTEXT(ranks << " ranks, " << max_bins << " bins, " << rare << " rare rows") {
            for (const BinnedFeatures& features : found) check_same(features, wanted);
          }
        }
      }
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
