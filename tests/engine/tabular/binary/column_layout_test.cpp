#include "engine/tabular/binary/column_layout.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <cstring>
#include <limits>
#include <vector>

#include "engine/tabular/table.hpp"

using namespace ballast::tabular;
using namespace ballast::tabular::binary;

namespace {

bool comes_back(const std::vector<double>& cells, const ColumnLayout& layout) {
  std::vector<std::byte> bytes(cells.size() * layout.width);
  std::vector<double> back(cells.size());
  pack(cells, layout, bytes);
  unpack(bytes, layout, back);
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const bool same =
        is_missing(cells[i]) ? is_missing(back[i]) : std::memcmp(&cells[i], &back[i], sizeof(double)) == 0;
    if (!same) return false;
  }
  return true;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(column_layout_test)

BOOST_AUTO_TEST_CASE(the_narrowest_codes_are_taken_that_give_each_cell_back) {
  const auto check = [](const std::vector<double>& cells, const ColumnLayout& expected) {
    const ColumnLayout layout = layout_of(cells);
    BOOST_TEST(int{layout.width} == int{expected.width});
    BOOST_TEST(int{layout.places} == int{expected.places});
    BOOST_TEST(layout.first == expected.first);
    BOOST_TEST(comes_back(cells, layout));
  };
  check({0, 253, kMissing}, {1, 0, 0});
  check({0, 254}, {2, 0, 0});
  check({-1e15, -1e15 + 65533}, {2, 0, -1e15});
  check({5, 5 + 65534.0}, {4, 0, 5});
  check({0, 4294967293.0, kMissing}, {4, 0, 0});
  check({0, 4294967294.0}, {8, 0, 0});
  check({-0.0, 0.0, 1.5, kMissing}, {1, 1, 0});
  check({-0.0}, {1, 0, 0});
  check({631.07, 0.29, kMissing, -12}, {2, 2, -1200});
  check({0.1, 0.323456}, {4, 6, 100000});
  check({0.1, 0.1234567}, {8, 0, 0});
  check({kMissing, kMissing}, {1, 0, 0});
}

BOOST_AUTO_TEST_CASE(cells_that_no_grid_holds_stay_float64) {
  constexpr double kDenormal = std::numeric_limits<double>::denorm_min();
  for (const double cell : {kDenormal, 0.1 + 0.2, 9007199254740994.0, 1e300, 1.0 / 3}) {
    const std::vector<double> cells{1, cell};
    BOOST_TEST(int{layout_of(cells).width} == 8, cell);
    BOOST_TEST(comes_back(cells, layout_of(cells)), cell);
  }
}

BOOST_AUTO_TEST_CASE(layouts_that_no_writer_makes_are_not_sound) {
  BOOST_TEST(ColumnLayout({4, 6, -3}).is_sound());
  BOOST_TEST(!ColumnLayout({3, 0, 0}).is_sound());
  BOOST_TEST(!ColumnLayout({4, 7, 0}).is_sound());
  BOOST_TEST(!ColumnLayout({4, 0, 0.5}).is_sound());
  BOOST_TEST(!ColumnLayout({4, 0, kMissing}).is_sound());
  BOOST_TEST(!ColumnLayout({4, 0, 1e17}).is_sound());
}

BOOST_AUTO_TEST_SUITE_END()
