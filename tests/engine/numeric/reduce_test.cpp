#include "engine/numeric/reduce.hpp"

#include <bit>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <cstdint>
#include <stdexcept>
#include <vector>

#include "engine/numeric/random.hpp"

using namespace ballast::numeric;

namespace {

constexpr std::size_t kRows = 10007, kColumns = 5, kBlock = 128;

Matrix<float> noise() {
  Matrix<float> x(kRows, kColumns);
  fill_normal_rows({1, Purpose::kGeneral, 0, 0}, x.view());
  return x;
}

std::vector<float> column_sums(const Matrix<float>& x, std::size_t threads, std::size_t rows = kRows) {
  ThreadPool pool(threads);
  RowReduction<float> reduction(kRows, kBlock, kColumns);
  std::vector<float> total(kColumns, 77.0f);
  for (int repeat = 0; repeat < 2; ++repeat) {  // the second time over used memory
    reduction.sum(pool, rows, total, [&](std::size_t first, std::size_t last, std::span<float> partial) {
      for (std::size_t r = first; r < last; ++r) {
        for (std::size_t j = 0; j < kColumns; ++j) partial[j] += x(r, j);
      }
    });
  }
  return total;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(reduce_test)

BOOST_AUTO_TEST_CASE(sums_have_the_same_bits_at_any_number_of_threads) {
  const Matrix<float> x = noise();
  const std::vector<float> one = column_sums(x, 1);
  for (const std::size_t threads : {2u, 3u, 8u}) BOOST_TEST(column_sums(x, threads) == one);
  for (std::size_t j = 0; j < kColumns; ++j) {
    double want = 0;
    for (std::size_t r = 0; r < kRows; ++r) want += static_cast<double>(x(r, j));
    BOOST_TEST(std::fabs(static_cast<double>(one[j]) - want) < 1e-3);  // float rounding over 10,007 normals
  }
}

// 2^24 + 1 is no float: were the ones of the last block added one by one onto the total, they would vanish.
BOOST_AUTO_TEST_CASE(a_block_is_summed_before_it_joins_the_total) {
  ThreadPool pool(2);
  RowReduction<float> reduction(8, 4, 1);
  const float values[] = {16777216.0f, 0, 0, 0, 1, 1, 1, 1};
  float total = 0;
  reduction.sum(pool, 8, {&total, 1}, [&](std::size_t first, std::size_t last, std::span<float> partial) {
    for (std::size_t r = first; r < last; ++r) partial[0] += values[r];
  });
  BOOST_TEST(total == 16777220.0f);
}

BOOST_AUTO_TEST_CASE(fewer_rows_than_announced_and_no_rows_at_all) {
  const Matrix<float> x = noise();
  const std::vector<float> few = column_sums(x, 2, 3);
  for (std::size_t j = 0; j < kColumns; ++j) BOOST_TEST(few[j] == x(0, j) + x(1, j) + x(2, j));
  BOOST_TEST(column_sums(x, 2, 0) == std::vector<float>(kColumns, 0.0f));
}

BOOST_AUTO_TEST_CASE(integers_and_exceptions_pass_through) {
  ThreadPool pool(3);
  RowReduction<std::int64_t> reduction(100, 7, 1);
  std::int64_t total = 0;
  reduction.sum(pool, 100, {&total, 1}, [](std::size_t first, std::size_t last, std::span<std::int64_t> partial) {
    for (std::size_t r = first; r < last; ++r) partial[0] += static_cast<std::int64_t>(r);
  });
  BOOST_TEST(total == 4950);
  BOOST_CHECK_THROW(
      reduction.sum(pool, 100, {&total, 1},
                    [](std::size_t, std::size_t, std::span<std::int64_t>) { throw std::runtime_error("no"); }),
      std::runtime_error);
}

BOOST_AUTO_TEST_SUITE_END()
