#include "diffusion/privacy/number_cells.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <vector>

using ballast::diffusion::NumberCells;

namespace {

// Every value lies in the cell that cell_of names, to half a step where whole numbers are rounded into it.
void check_covers(const NumberCells& cells, const std::vector<double>& values, double slack) {
  for (const double value : values) {
    const NumberCells::Cell cell = cells.cells()[cells.cell_of(value)];
    BOOST_TEST(cell.low - slack <= value, value << " in " << cell.low << " .. " << cell.high);
    BOOST_TEST(value <= cell.high + slack, value << " in " << cell.low << " .. " << cell.high);
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(number_cells_test)

BOOST_AUTO_TEST_CASE(magnitudes_hold_every_number) {
  const NumberCells cells = NumberCells::magnitudes();
  check_covers(cells, {-1e10, -3, -1, -.001, 0, 1e-9, .5, 1, 1.5, 2, 1023, 1e15}, 0);
  BOOST_TEST(cells.cells()[cells.cell_of(0)].high == 0);
  BOOST_TEST(cells.cell_of(-1e300) == 0u);
  BOOST_TEST(cells.cell_of(1e300) == cells.cells().size() - 1);
}

BOOST_AUTO_TEST_CASE(few_whole_numbers_have_a_cell_each) {
  const NumberCells cells = NumberCells::between(17, 90, true, 1);
  BOOST_TEST(cells.cells().size() == 74u);
  for (double value = 17; value <= 90; ++value) {
    BOOST_TEST(cells.cells()[cells.cell_of(value)].low == value);
    BOOST_TEST(cells.cells()[cells.cell_of(value)].high == value);
  }
  BOOST_TEST(cells.cells()[cells.cell_of(2)].low == 17);  // clipped
  BOOST_TEST(cells.cells()[cells.cell_of(99)].low == 90);
}

BOOST_AUTO_TEST_CASE(two_numbers_are_two_cells) {
  const NumberCells cells = NumberCells::between(1.5, 4, true, 2.5);
  BOOST_TEST(cells.cells().size() == 2u);
  BOOST_TEST(cells.cells()[cells.cell_of(1.5)].low == 1.5);
  BOOST_TEST(cells.cells()[cells.cell_of(4)].low == 4);
}

BOOST_AUTO_TEST_CASE(many_numbers_are_cut_by_magnitude_with_zero_alone) {
  for (const bool whole : {false, true}) {
    const NumberCells cells = NumberCells::between(-5000, 99999, whole, 1);
    BOOST_TEST(cells.cells().size() > 100u);
    BOOST_TEST(cells.cells().size() < 600u);
    const std::size_t zero = cells.cell_of(0);
    BOOST_TEST(cells.cells()[zero].low == 0);
    BOOST_TEST(cells.cells()[zero].high == 0);
    BOOST_TEST(cells.cell_of(1) != zero);
    BOOST_TEST(cells.cell_of(-1) != zero);
    check_covers(cells, {-5000, -4999, -37, -2, -1, 0, 1, 2, 3, 700, 65536, 99998, 99999}, whole ? .011 : 0);
    BOOST_TEST(cells.cells().front().low >= -5000.5);
    BOOST_TEST(cells.cells().back().high <= 99999.5);
  }
}

BOOST_AUTO_TEST_CASE(ends_of_one_size_are_cut_evenly) {
  const NumberCells cells = NumberCells::between(1.2e9, 1.6e9, true, 86400);
  BOOST_TEST(cells.cells().size() > 200u);
  BOOST_TEST(cells.cells().size() < 260u);
  check_covers(cells, {1.2e9 + 6400, 1.4e9 - 51200, 1.5e9 + 1.0 * 86400 * 3}, 86400);
}

BOOST_AUTO_TEST_CASE(one_number_is_one_cell) {
  for (const bool whole : {false, true}) BOOST_TEST(NumberCells::between(0, 0, whole, 1).cells().size() == 1u);
}

BOOST_AUTO_TEST_SUITE_END()
