// Labels that go with the same cells stand side by side.
#include "engine/tabular/features/label_order.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <string>
#include <vector>

using namespace ballast::tabular;

BOOST_AUTO_TEST_SUITE(label_order_test)

// Town k of 30 lies in state k % 3, and its rows say so.
BOOST_AUTO_TEST_CASE(towns_of_one_state_stand_side_by_side) {
  std::vector<std::string> towns;
  for (int k = 0; k < 40; ++k) towns.push_back("town " + std::to_string(100 + k));
  Table rows({{"town", ColumnKind::categorical, towns},
              {"state", ColumnKind::categorical, {"A", "B", "C"}},
              {"noise", ColumnKind::numeric, {}}},
             900);
  for (std::size_t i = 0; i < rows.rows(); ++i) {
    const std::size_t town = i * 7 % 30;
    rows.column(0)[i] = static_cast<double>(town);
    rows.column(1)[i] = static_cast<double>(town % 3);
    rows.column(2)[i] = i % 9 == 0 ? kMissing : static_cast<double>(i * 31 % 97);
  }
  const std::vector<double> order = label_order(rows, 0);
  BOOST_TEST_REQUIRE(order.size() == 30u);  // those that the rows hold
  int borders = 0;
  for (std::size_t i = 1; i < order.size(); ++i) {
    borders += static_cast<int>(order[i]) % 3 != static_cast<int>(order[i - 1]) % 3;
  }
  BOOST_TEST(borders == 2);
}

BOOST_AUTO_TEST_CASE(a_column_alone_keeps_the_order_of_its_labels) {
  const Table rows({{"t", ColumnKind::categorical, {"a", "b", "c", "d"}}}, {{3, 0, 1, kMissing, 3}});
  BOOST_TEST((label_order(rows, 0) == std::vector<double>{0, 1, 3}));
}

BOOST_AUTO_TEST_SUITE_END()
