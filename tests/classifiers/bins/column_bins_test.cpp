// Columns that come in pieces have the bins of columns at once.
#include "classifiers/bins/column_bins.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>

#include "tests/classifiers/random_data.hpp"

using namespace ballast;
using namespace ballast::classifiers;

BOOST_AUTO_TEST_SUITE(column_bins_test)

BOOST_AUTO_TEST_CASE(bins_do_not_depend_on_pieces) {
  test::RandomData data = test::random_data(9000, 5, 2, 4);
  for (std::size_t row = 0; row < data.y.size(); ++row) {
    data.y[row] = row % 700 == 5 ? 1 : 0;
    data.x(row, 3) = 2e7 + static_cast<double>(row % 5000) / 8;  // several to a float32
  }
  numeric::ThreadPool pool(1);
  const RareRows rare = find_rare_rows(data.set(), kMaxBins);
  BOOST_TEST(!rare.row.empty());
  const BinnedData whole(data.x.view(), {}, kMaxBins, pool, BinnedData::Layout::columns, {}, &rare);
  for (const std::size_t piece : {1u, 701u, 9000u}) {
    for (std::size_t f = 0; f < 5; ++f) {
      ColumnBins bins(9000, kMaxBins, rare);
      for (std::size_t first = 0; first < 9000; first += piece) {
        bins.add(data.x.data() + first * 5 + f, 5, std::min<std::size_t>(piece, 9000 - first));
      }
      const FeatureBins found = bins.find();
      BOOST_TEST(found.edges == whole.bins(f).edges);
      BOOST_TEST(found.lowest == whole.bins(f).lowest);
      BOOST_TEST(found.highest == whole.bins(f).highest);
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
