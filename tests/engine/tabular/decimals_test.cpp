// The grid of a column: its places and its step, and the way back to it.
#include "engine/tabular/decimals.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <charconv>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include "engine/error.hpp"

using namespace ballast;
using namespace ballast::tabular;

namespace {

Decimals of(std::vector<double> cells) {
  std::ranges::sort(cells);
  return decimals_of(cells);
}

// Numbers of `places` digits behind the point, as a file gives them.
std::vector<double> read_from_text(int places, std::size_t count, double largest) {
  std::mt19937_64 random(7);
  std::vector<double> out(count);
  for (double& value : out) {
    char text[64];
    const double any = largest * (2 * std::generate_canonical<double, 53>(random) - 1);
    const auto end = std::to_chars(text, text + sizeof text, any, std::chars_format::fixed, places);
    std::from_chars(text, end.ptr, value);
  }
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(decimals_test)

BOOST_AUTO_TEST_CASE(places_are_those_of_the_text_that_the_numbers_were_read_from) {
  for (const int places : {0, 1, 2, 4, 7, 10}) {
    BOOST_TEST(of(read_from_text(places, 500, 30000)).places == places);
  }
  BOOST_TEST(of({}).is_free());
  BOOST_TEST(of({1.0 / 3, 2.0 / 7, std::sqrt(2.0) * 1e-9}).is_free());
}

BOOST_AUTO_TEST_CASE(the_nearest_number_of_the_grid_is_the_double_that_its_text_reads_to) {
  const Decimals cents{.places = 2};
  const double grid = 1234.57;
  BOOST_TEST(cents.nearest(1234.5678) == grid);
  for (const double value : read_from_text(2, 2000, 1e9)) {
    BOOST_TEST(cents.nearest(value) == value);
    BOOST_TEST(cents.nearest(value + 0.0045) == value);
  }
  BOOST_TEST(cents.nearest(1e300) == 1e300);
  BOOST_TEST(Decimals{}.nearest(0.123456789) == 0.123456789);
}

BOOST_AUTO_TEST_CASE(one_number_in_a_thousand_may_stand_beside_the_grid) {
  std::vector<double> cells = read_from_text(2, 999, 100);
  cells.push_back(1.0 / 3);
  BOOST_TEST(of(cells).places == 2);
  cells.push_back(2.0 / 3);
  BOOST_TEST(of(cells).is_free());
}

BOOST_AUTO_TEST_CASE(a_step_is_what_all_numbers_share_beyond_chance) {
  std::vector<double> limits, halves;
  for (int i = 0; i < 40; ++i) limits.push_back(10000.0 * (i * i + 1)), halves.push_back(i % 7 + 0.5 * (i % 23));
  BOOST_TEST((of(limits) == Decimals{0, 10000}));
  BOOST_TEST((of(halves) == Decimals{1, 5}));
  BOOST_TEST(of(limits).nearest(126000) == 130000);
  limits.push_back(15001);
  BOOST_TEST((of(limits) == Decimals{0, 1}));
  BOOST_TEST((of({2, 4, 8, 12}) == Decimals{0, 1}));  // even by chance, perhaps
  BOOST_TEST((of({0, 0, 0}) == Decimals{0, 1}));
}

BOOST_AUTO_TEST_CASE(a_grid_may_stand_beside_zero) {
  std::vector<double> prices, odd, below;
  for (int i = 1; i < 40; ++i) {
    prices.push_back(static_cast<double>(100 * i * i + 99) / 100);
    odd.push_back(2 * i * i - 1);
    below.push_back(7 - 60 * i * i);
  }
  BOOST_TEST((of(prices) == Decimals{2, 100, {}, 99}));
  BOOST_TEST((of(odd) == Decimals{0, 2, {}, 1}));
  BOOST_TEST((of(below) == Decimals{0, 60, {}, 7}));
  BOOST_TEST(of(prices).nearest(4.4) == 3.99);
  BOOST_TEST(of(prices).nearest(-4.4) == -4.01);
  for (const double cell : prices) BOOST_TEST(of(prices).nearest(cell) == cell);
  BOOST_TEST(of(below).nearest(-50) == -53);
  odd.resize(21);  // 2^(21 - 2) is below a million
  BOOST_TEST((of(odd) == Decimals{0, 1}));
  BOOST_TEST((of({1, 10000001}) == Decimals{0, 1}));  // any two numbers have a difference
  prices.push_back(5);
  BOOST_TEST((of(prices) == Decimals{2, 1}));
}

BOOST_AUTO_TEST_CASE(numbers_beyond_the_whole_doubles_have_no_step) {
  const double huge = std::numeric_limits<double>::max();
  BOOST_TEST((of({10000, 20000, huge}) == Decimals{0, 1}));
  BOOST_TEST(Decimals{0}.nearest(-huge) == -huge);
}

BOOST_AUTO_TEST_CASE(with_levels_these_are_the_only_numbers) {
  const Decimals terms{0, 12, {12, 24, 60}};
  BOOST_TEST(!terms.is_free());
  for (const auto& [value, level] :
       {std::pair{-5.0, 12.0}, {12, 12}, {17, 12}, {18, 12}, {19, 24}, {43, 60}, {99, 60}}) {
    BOOST_TEST(terms.nearest(value) == level, value);
  }
  files::ArchiveWriter out("decimals");
  save_decimals(terms, out.child("own"));
  BOOST_TEST((load_decimals(files::ArchiveReader::from_bytes(out.bytes(), "m.ballast").child("own")) == terms));
  for (const std::vector<double>& levels : {std::vector<double>{2, 1}, {1, 1}, {}}) {
    files::ArchiveWriter forged("decimals");
    save_decimals({0, 12, {}}, forged.child("own"));
    forged.child("own").array<double>("levels", levels);
    const files::ArchiveReader in = files::ArchiveReader::from_bytes(forged.bytes(), "m.ballast");
    BOOST_CHECK_THROW(load_decimals(in.child("own")), Error);
  }
}

BOOST_AUTO_TEST_CASE(an_archive_keeps_it_and_what_is_no_grid_is_refused) {
  const auto stored = [](std::int64_t places, std::int64_t step) {
    files::ArchiveWriter out("decimals");
    out.integer("places", places);
    out.integer("step", step);
    return load_decimals(files::ArchiveReader::from_bytes(out.bytes(), "m.ballast"));
  };
  BOOST_TEST((stored(2, 5) == Decimals{2, 5}));
  BOOST_TEST((stored(-1, 1) == Decimals{}));
  BOOST_CHECK_THROW(stored(16, 1), Error);
  BOOST_CHECK_THROW(stored(-2, 1), Error);
  BOOST_CHECK_THROW(stored(2, 0), Error);
  BOOST_CHECK_THROW(stored(-1, 3), Error);
  for (const std::uint64_t offset : {0U, 99U, 100U}) {
    files::ArchiveWriter out("decimals");
    save_decimals({2, 100, {}, offset}, out);
    const files::ArchiveReader in = files::ArchiveReader::from_bytes(out.bytes(), "m.ballast");
    BOOST_TEST(in.has("offset") == (offset > 0));
    if (offset < 100) BOOST_TEST((load_decimals(in) == Decimals{2, 100, {}, offset}));
    if (offset == 100) BOOST_CHECK_THROW(load_decimals(in), Error);
  }
}

BOOST_AUTO_TEST_SUITE_END()
