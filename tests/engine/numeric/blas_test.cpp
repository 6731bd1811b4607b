#include "engine/numeric/blas.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <cstring>
#include <limits>

#include "engine/numeric/random.hpp"
#include "engine/numeric/thread_pool.hpp"

using namespace ballast::numeric;

namespace {

template <class T>
Matrix<T> noise(std::size_t rows, std::size_t columns, std::uint64_t seed) {
  Matrix<T> out(rows, columns);
  RandomStream stream(seed, Purpose::kGeneral);
  for (T& v : out.values()) v = static_cast<T>(stream.uniform() - 0.5);
  return out;
}

// A sum of k products below 1/4 in any order: k * eps / 4 to first order, doubled.
template <class T>
double rounding(std::size_t k) {
  return 1e-30 + 0.5 * static_cast<double>(k + 2) * static_cast<double>(std::numeric_limits<T>::epsilon());
}

template <class T>
void check_case(std::size_t m, std::size_t n, std::size_t k, Transpose op_a, Transpose op_b, T alpha, T beta) {
  const std::size_t pad = 3;  // rows are further apart than they are long
  const Matrix<T> a = op_a == Transpose::no ? noise<T>(m, k + pad, 1) : noise<T>(k, m + pad, 1);
  const Matrix<T> b = op_b == Transpose::no ? noise<T>(k, n + pad, 2) : noise<T>(n, k + pad, 2);
  Matrix<T> fast = noise<T>(m, n + pad, 3), slow = noise<T>(m, n + pad, 3);
  const auto view_a = a.view().column_block(1, op_a == Transpose::no ? k : m);
  const auto view_b = b.view().column_block(2, op_b == Transpose::no ? n : k);
  gemm<T>(alpha, view_a, op_a, view_b, op_b, beta, fast.view().column_block(1, n));
  gemm_twin<T>(alpha, view_a, op_a, view_b, op_b, beta, slow.view().column_block(1, n));
  for (std::size_t i = 0; i < fast.values().size(); ++i) {
    const double difference = std::fabs(static_cast<double>(fast.values()[i]) - static_cast<double>(slow.values()[i]));
    BOOST_TEST_REQUIRE(difference <= rounding<T>(k));
  }
}

template <class T>
void check_all_cases() {
  for (const Transpose op_a : {Transpose::no, Transpose::yes}) {
    for (const Transpose op_b : {Transpose::no, Transpose::yes}) {
      for (const auto& [m, n, k] : {std::array<std::size_t, 3>{1, 1, 1},
                                    {7, 5, 3},
                                    {64, 128, 29},
                                    {130, 33, 65},
                                    {0, 4, 3},
                                    {4, 0, 3},
                                    {4, 3, 0}}) {
        check_case<T>(m, n, k, op_a, op_b, T{1}, T{0});
        check_case<T>(m, n, k, op_a, op_b, T(0.5), T(-2));
      }
    }
  }
}

// Row k computed alone, in parts and in the whole must have the same bits.
template <class T>
void check_rows(Transpose op_b, std::size_t k, std::size_t n) {
  const std::size_t rows = 200;
  const Matrix<T> a = noise<T>(rows, k, 4);
  const Matrix<T> b = op_b == Transpose::no ? noise<T>(k, n, 5) : noise<T>(n, k, 5);
  Workspace scratch(gemm_rows_scratch_bytes<T>(k, n));
  Matrix<T> whole(rows, n), parts(rows, n);
  gemm_rows<T>(a.view(), b.view(), op_b, whole.view(), 0, scratch);
  const std::size_t cuts[] = {0, 1, 2, 40, 64, 65, 127, 128, 192, 199, 200};
  for (std::size_t i = 0; i + 1 < std::size(cuts); ++i) {
    const std::size_t first = cuts[i], count = cuts[i + 1] - first;
    gemm_rows<T>(a.view().row_block(first, count), b.view(), op_b, parts.view().row_block(first, count), first,
                 scratch);
  }
  BOOST_TEST(std::memcmp(whole.data(), parts.data(), rows * n * sizeof(T)) == 0);
  Matrix<T> slow(rows, n);
  gemm_twin<T>(T{1}, a.view(), Transpose::no, b.view(), op_b, T{0}, slow.view());
  for (std::size_t i = 0; i < rows * n; ++i) {
    const double difference = std::fabs(static_cast<double>(whole.values()[i]) - static_cast<double>(slow.values()[i]));
    BOOST_TEST_REQUIRE(difference <= rounding<T>(k));
  }
  BOOST_TEST(scratch.used() == 0u);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(blas_test)

BOOST_AUTO_TEST_CASE(gemm_agrees_with_its_twin_in_float) {
  check_all_cases<float>();
}

BOOST_AUTO_TEST_CASE(gemm_agrees_with_its_twin_in_double) {
  check_all_cases<double>();
}

BOOST_AUTO_TEST_CASE(with_beta_zero_the_old_content_is_not_read) {
  const Matrix<float> a = noise<float>(3, 4, 1), b = noise<float>(4, 5, 2);
  Matrix<float> c(3, 5);
  for (const std::size_t k : {4u, 0u}) {
    std::ranges::fill(c.values(), std::numeric_limits<float>::quiet_NaN());
    gemm<float>(1, a.view().column_block(0, k), Transpose::no, b.view().row_block(0, k), Transpose::no, 0, c.view());
    for (const float v : c.values()) BOOST_TEST(std::isfinite(v));
  }
}

BOOST_AUTO_TEST_CASE(a_row_has_the_same_bits_in_any_company) {
  for (const Transpose op : {Transpose::no, Transpose::yes}) {
    for (const auto& [k, n] :
         {std::array<std::size_t, 2>{29, 256}, {256, 256}, {256, 29}, {284, 128}, {5, 1}, {1, 7}}) {
      check_rows<float>(op, k, n);
      check_rows<double>(op, k, n);
    }
  }
}

BOOST_AUTO_TEST_CASE(blocks_of_rows_on_several_threads_give_the_bits_of_one) {
  const std::size_t rows = 500, k = 30, n = 65;
  const Matrix<float> a = noise<float>(rows, k, 4), b = noise<float>(k, n, 5);
  Matrix<float> alone(rows, n);
  Workspace scratch(gemm_rows_scratch_bytes<float>(k, n));
  gemm_rows<float>(a.view(), b.view(), Transpose::no, alone.view(), 0, scratch);
  for (const std::size_t threads : {2u, 3u}) {
    ThreadPool pool(threads);
    std::vector<Workspace> scratches(threads);
    for (Workspace& one : scratches) one.reserve(gemm_rows_scratch_bytes<float>(k, n));
    Matrix<float> shared(rows, n);
    pool.parallel_for_blocks(rows, 50, [&](std::size_t first, std::size_t last, std::size_t worker) {
      gemm_rows<float>(a.view().row_block(first, last - first), b.view(), Transpose::no,
                       shared.view().row_block(first, last - first), first, scratches[worker]);
    });
    BOOST_TEST(std::memcmp(alone.data(), shared.data(), rows * n * sizeof(float)) == 0);
  }
}

BOOST_AUTO_TEST_CASE(too_small_a_scratch_is_refused_and_full_blocks_need_none) {
  const Matrix<float> a = noise<float>(64, 8, 1), b = noise<float>(8, 8, 2);
  Matrix<float> c(64, 8);
  Workspace none;
  gemm_rows<float>(a.view(), b.view(), Transpose::no, c.view(), 64, none);
  BOOST_CHECK_THROW(gemm_rows<float>(a.view(), b.view(), Transpose::no, c.view(), 63, none), std::length_error);
}

BOOST_AUTO_TEST_SUITE_END()
