#include "engine/tabular/dates/date_grid.hpp"

#include <boost/test/unit_test.hpp>
#include <vector>

using namespace ballast::tabular;

namespace {

constexpr double kDay = 86400, kHour = 3600;

std::uint64_t step(const std::vector<double>& seconds) {
  return date_grid_of(seconds).step;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(date_grid_test)

BOOST_AUTO_TEST_CASE(dates_stand_on_the_largest_unit_of_the_clock_that_all_of_them_keep) {
  BOOST_TEST(step({3 * kDay, 5 * kDay}) == 86400U);
  BOOST_TEST(step({3 * kDay + kHour, 5 * kDay}) == 3600U);
  BOOST_TEST(step({3 * kDay + 60, 5 * kDay + kHour}) == 60U);
  BOOST_TEST(step({3 * kDay + 61, 5 * kDay}) == 1U);
  BOOST_TEST(step({-2 * kDay, -kDay}) == 86400U);
  BOOST_TEST(date_grid_of(std::vector{0.25, 1.5}).places == 2);
  BOOST_TEST(date_grid_of({}).is_free());
  std::vector<double> quarters;
  for (int i = 0; i < 40; ++i) quarters.push_back(i * i * 900.0);
  BOOST_TEST(step(quarters) == 900U);  // as numbers
}

BOOST_AUTO_TEST_CASE(times_at_the_same_hour_of_each_day_keep_it) {
  std::vector<double> mornings;
  for (int i = 0; i < 40; ++i) mornings.push_back(i * (i + 1) / 2 * kDay + 9.5 * kHour);
  const Decimals grid = date_grid_of(mornings);
  BOOST_TEST((grid == Decimals{0, 86400, {}, 34200}));
  BOOST_TEST(grid.nearest(3 * kDay) == 3 * kDay + 9.5 * kHour);
}

BOOST_AUTO_TEST_CASE(midnights_of_a_zone_are_days_there) {
  const int offset = 7200;
  const std::vector<double> midnights{-7200, kDay - 7200, 5 * kDay - 7200};
  const Decimals grid = date_grid_of(midnights, offset);
  BOOST_TEST(grid.step == 86400U);
  BOOST_TEST(nearest_moment(grid, 3 * kDay + 100, offset) == 3 * kDay - 7200);
  for (const double at : midnights) BOOST_TEST(nearest_moment(grid, at, offset) == at);
  BOOST_TEST(nearest_moment({}, 1234.5, offset) == 1234.5);
}

BOOST_AUTO_TEST_SUITE_END()
