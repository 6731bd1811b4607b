#include "diffusion/codes/column_codes.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <map>
#include <set>
#include <vector>

#include "engine/error.hpp"
#include "engine/numeric/random.hpp"

using namespace ballast;
using diffusion::ColumnCodes;
using tabular::kMissing;

namespace {

const tabular::ColumnSchema kNumber{"x", tabular::ColumnKind::numeric, {}};

ColumnCodes fit(const std::vector<double>& cells, const tabular::ColumnSchema& column = kNumber) {
  return ColumnCodes::fit(column, cells, {});
}

// A column like capital-gain: most cells 0, some at 7688, the rest whole numbers spread widely, a few missing.
std::vector<double> spiky(std::size_t rows) {
  numeric::RandomStream stream(4, numeric::Purpose::kGeneral);
  std::vector<double> cells(rows);
  for (double& cell : cells) {
    const double u = stream.uniform();
    cell = u < 0.6 ? 0 : u < 0.7 ? 7688 : u < 0.72 ? kMissing : std::round(std::exp(6 + 2 * stream.normal()));
  }
  return cells;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(column_codes_test)

BOOST_AUTO_TEST_CASE(spikes_and_missing_cells_come_back_exactly_and_at_their_rate) {
  const std::vector<double> cells = spiky(4000);
  const ColumnCodes codes = fit(cells);
  BOOST_TEST(codes.decode(codes.encode(0), 0.3) == 0);
  BOOST_TEST(codes.decode(codes.encode(7688), 0.9) == 7688);
  BOOST_TEST(codes.encode(kMissing) == codes.missing_code());
  BOOST_TEST(std::isnan(codes.decode(codes.missing_code(), 0.5)));
  const auto zeros = static_cast<double>(std::ranges::count(cells, 0.0));
  BOOST_TEST(codes.share()[codes.encode(0)] == zeros / 4000);
  BOOST_TEST(codes.codes() <= 257U);
}

BOOST_AUTO_TEST_CASE(numbers_beyond_all_learned_are_held_by_no_code) {
  const std::vector<double> cells = spiky(4000);
  const ColumnCodes codes = fit(cells);
  for (const double cell : cells) BOOST_TEST(codes.holds(cell));
  BOOST_TEST(!codes.holds(-1));
  BOOST_TEST(!codes.holds(1e9));
  BOOST_TEST(!fit({0, 1, 1, 0, 1}).holds(7));  // spikes alone
  BOOST_TEST(fit({0, 1, 1, 0, 1}).holds(1));
}

// Every cell's code decodes to cells of that code, whole numbers within the column's range.
BOOST_AUTO_TEST_CASE(decoded_cells_are_of_their_code_and_on_the_grid) {
  const std::vector<double> cells = spiky(4000);
  const ColumnCodes codes = fit(cells);
  const double largest = *std::ranges::max_element(
      cells, [](double a, double b) { return (std::isnan(a) ? -1 : a) < (std::isnan(b) ? -1 : b); });
  std::size_t other = 0, drawn = 0;
  for (std::uint32_t code = 0; code < codes.codes(); ++code) {
    if (code == codes.missing_code()) continue;
    for (double u = 0; u < 1; u += 0.03) {
      const double cell = codes.decode(code, u);
      BOOST_TEST(cell == std::round(cell));
      BOOST_TEST((cell >= 0 && cell <= largest));
      other += codes.encode(cell) != code;
      ++drawn;
    }
  }
  BOOST_TEST(other * 50 < drawn);  // rounding may carry a cell over an edge
}

BOOST_AUTO_TEST_CASE(of_a_column_of_spikes_the_nearest_holds_a_number_and_the_lower_of_two) {
  const ColumnCodes codes = fit({0, 0, 10, 10, 30, 30});
  const std::map<double, std::uint32_t> want{{-5, 0}, {0, 0},  {4, 0},  {5, 0}, {6, 1},
                                             {10, 1}, {20, 1}, {21, 2}, {99, 2}};
  for (const auto& [cell, code] : want) BOOST_TEST(codes.encode(cell) == code, cell);
}

// Wide bins, in which the lower numbers stand much closer: joined pieces weigh as many rows as they hold.
BOOST_AUTO_TEST_CASE(numbers_are_as_dense_within_a_bin_as_the_source_has_them) {
  std::vector<double> cells;
  for (int i = 0; i < 2000; ++i) cells.push_back(std::exp(i / 200.0));
  const ColumnCodes codes = ColumnCodes::fit(kNumber, cells, {.most_codes = 4});
  BOOST_TEST(codes.codes() == 4U);
  for (std::uint32_t code = 0; code < 4; ++code) {
    double drawn = 0, real = 0;
    for (int i = 0; i < 500; ++i) {
      drawn += codes.decode(code, (i + 0.5) / 500);
      real += cells[500 * code + static_cast<std::size_t>(i)];
    }
    BOOST_TEST(std::abs(drawn / real - 1) < 0.02);  // the middle of the bin is 1.4 times the mean
  }
}

BOOST_AUTO_TEST_CASE(a_value_of_one_row_is_not_copied_and_cents_stay_cents) {
  std::vector<double> cells, cents;
  numeric::RandomStream stream(9, numeric::Purpose::kGeneral);
  for (int i = 0; i < 2000; ++i) {
    cells.push_back(stream.normal());
    cents.push_back(std::round(100 * std::exp(5 * stream.uniform())) / 100);
  }
  const ColumnCodes free = fit(cells), money = fit(cents);
  const std::set<double> real(cells.begin(), cells.end());
  std::size_t copies = 0;
  for (std::uint32_t code = 0; code < free.codes(); ++code) {
    for (double u = 0.001; u < 1; u += 0.01) copies += real.contains(free.decode(code, u));
  }
  BOOST_TEST(copies == 0U);
  BOOST_TEST(free.stored_points() == 0U);
  for (std::uint32_t code = 0; code < money.codes(); ++code) {
    const double cell = money.decode(code, 0.37);
    BOOST_TEST(cell == std::round(100 * cell) / 100);
  }
}

BOOST_AUTO_TEST_CASE(labels_are_codes_and_the_rarest_of_many_share_one) {
  tabular::ColumnSchema column{"city", tabular::ColumnKind::categorical, {}};
  for (int i = 0; i < 3000; ++i) column.labels.push_back("city " + std::to_string(10000 + i));
  std::vector<double> cells;
  for (int i = 0; i < 2000; ++i) cells.insert(cells.end(), i < 100 ? 5 : 1, static_cast<double>(i));
  const ColumnCodes codes = fit(cells, column);
  BOOST_TEST(codes.codes() == 101U);
  for (const double label : {0.0, 57.0, 99.0}) BOOST_TEST(codes.decode(codes.encode(label), 0.99) == label);
  std::set<double> shared;
  const std::uint32_t rare = codes.encode(1999);
  for (double u = 0; u < 1; u += 1e-4) shared.insert(codes.decode(rare, u));
  BOOST_TEST(shared.size() == 1900U);
  BOOST_TEST(codes.encode(2500) == ColumnCodes::kNone);  // a label no row has
  BOOST_TEST(codes.encode(kMissing) == ColumnCodes::kNone);
}

// Whole numbers from 1 to 200, many of each: intervals hold both ends.
BOOST_AUTO_TEST_CASE(shares_within_an_interval_are_those_of_its_values) {
  std::vector<double> cells;
  for (int i = 0; i < 400; ++i) cells.push_back(1000 + 7 * i);
  const ColumnCodes codes = fit(cells);
  BOOST_TEST(codes.bins() > 5U);
  double inside = 0;
  const diffusion::Interval interval{1700, 2400};  // 101 of the 400 values
  for (std::uint32_t code = 0; code < codes.codes(); ++code) {
    const double share = codes.share_within(code, interval);
    inside += share * codes.share()[code];
    if (share == 0) continue;
    for (double u = 0; u < 1; u += 0.05) {
      const double cell = codes.decode_within(code, interval, u);
      BOOST_TEST((cell >= interval.low && cell <= interval.high));
    }
  }
  BOOST_TEST(std::abs(inside - 101.0 / 400) < 0.003);
}

BOOST_AUTO_TEST_CASE(columns_come_back_from_an_archive_and_lies_are_refused) {
  const ColumnCodes codes = fit(spiky(1000));
  files::ArchiveWriter writer("generator");
  codes.save(writer);
  const auto bytes = files::ArchiveReader::from_bytes(writer.bytes(), "g");
  const ColumnCodes loaded = ColumnCodes::load(kNumber, bytes);
  files::ArchiveWriter again("generator");
  loaded.save(again);
  BOOST_TEST((writer.bytes() == again.bytes()));
  const tabular::ColumnSchema text{"x", tabular::ColumnKind::categorical, {"a", "b"}};
  BOOST_CHECK_THROW(ColumnCodes::load(text, bytes), Error);
}

BOOST_AUTO_TEST_SUITE_END()
