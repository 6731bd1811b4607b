// Packed products hold the bits of their twin, on every shape around the tile and panel sizes.
#include <boost/test/unit_test.hpp>

#include <algorithm>

#include "engine/numeric/packed.hpp"
#include "engine/numeric/random.hpp"

using namespace ballast;
using numeric::Matrix;
using numeric::Transpose;

namespace {

template <class T>
Matrix<T> random_matrix(std::size_t rows, std::size_t columns, std::uint64_t seed) {
  Matrix<T> matrix(rows, columns);
  numeric::RandomStream stream(seed, numeric::Purpose::kGeneral);
  for (T& value : matrix.values()) value = static_cast<T>(stream.normal());
  return matrix;
}

template <class T>
bool same_bits(std::size_t m, std::size_t k, std::size_t n, Transpose op_a, Transpose op_b, bool add) {
  const auto a = op_a == Transpose::no ? random_matrix<T>(m, k, 1) : random_matrix<T>(k, m, 1);
  const auto b = op_b == Transpose::no ? random_matrix<T>(k, n, 2) : random_matrix<T>(n, k, 2);
  Matrix<T> c = random_matrix<T>(m, n + 3, 3), twin = random_matrix<T>(m, n + 3, 3);  // three columns to leave alone
  numeric::Buffer<T> packed(numeric::packed_size(k, n));
  numeric::pack<T>(b.view(), op_b, packed.data());
  numeric::multiply_packed<T>(a.view(), op_a, packed.data(), add, c.view().column_block(0, n));
  numeric::multiply_packed_twin<T>(a.view(), op_a, b.view(), op_b, add, twin.view().column_block(0, n));
  return std::ranges::equal(c.values(), twin.values());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(packed_test)

BOOST_AUTO_TEST_CASE(every_shape_and_order_has_the_bits_of_the_twin) {
  for (const std::size_t m : {1U, 3U, 8U, 13U, 64U}) {
    for (const std::size_t n : {1U, 16U, 29U, 32U, 33U, 96U}) {
      for (const std::size_t k : {1U, 30U, 65U}) {
        for (const bool add : {false, true}) {
          BOOST_TEST(same_bits<float>(m, k, n, Transpose::no, Transpose::no, add));
          BOOST_TEST(same_bits<float>(m, k, n, Transpose::no, Transpose::yes, add));
          BOOST_TEST(same_bits<float>(m, k, n, Transpose::yes, Transpose::no, add));
          BOOST_TEST(same_bits<double>(m, k, n, Transpose::no, Transpose::yes, add));
        }
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(a_tall_product_in_blocks_is_one_chain_over_all_rows) {
  for (const std::size_t rows : {1U, 255U, 256U, 600U}) {
    for (const bool add : {false, true}) {
      const auto a = random_matrix<float>(rows, 11, 1), b = random_matrix<float>(rows, 37, 2);
      Matrix<float> c = random_matrix<float>(11, 37, 3), twin = random_matrix<float>(11, 37, 3);
      numeric::Buffer<float> scratch(numeric::packed_size(numeric::kProductRows, 37));
      numeric::multiply_transposed<float>(a.view(), b.view(), add, c.view(), scratch.data());
      numeric::multiply_packed_twin<float>(a.view(), Transpose::yes, b.view(), Transpose::no, add, twin.view());
      BOOST_TEST(std::ranges::equal(c.values(), twin.values()));
    }
  }
}

BOOST_AUTO_TEST_CASE(an_empty_inner_dimension_gives_zeros) {
  Matrix<float> a(4, 0), b(0, 5), c = random_matrix<float>(4, 5, 1);
  numeric::pack<float>(b.view(), Transpose::no, nullptr);
  numeric::multiply_packed<float>(a.view(), Transpose::no, nullptr, false, c.view());
  BOOST_TEST(std::ranges::all_of(c.values(), [](float value) { return value == 0; }));
}

BOOST_AUTO_TEST_SUITE_END()
