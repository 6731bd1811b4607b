// The fused kernels against their twins, on shapes with and without a vector tail.
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>
#include <vector>

#include "engine/numeric/kernels.hpp"
#include "engine/numeric/kernels_twin.hpp"
#include "engine/numeric/random.hpp"

using namespace ballast;
using numeric::Activation;
using numeric::Matrix;

namespace {

// Float: the activations are good to 5 units of the last place, sums of 37 rows lose a little more.
constexpr double kFloatTolerance = 4e-6;
constexpr double kDoubleTolerance = 1e-13;
template <class T>
constexpr double kTolerance = sizeof(T) == sizeof(float) ? kFloatTolerance : kDoubleTolerance;

template <class T>
Matrix<T> random_matrix(std::size_t rows, std::size_t columns, std::uint64_t seed, double scale = 2) {
  Matrix<T> matrix(rows, columns);
  numeric::RandomStream stream(seed, numeric::Purpose::kGeneral);
  for (T& value : matrix.values()) value = static_cast<T>(scale * stream.normal());
  return matrix;
}

template <class T>
Matrix<T> copy_of(const Matrix<T>& from) {
  Matrix<T> to(from.rows(), from.columns());
  std::ranges::copy(from.values(), to.values().begin());
  return to;
}

template <class T>
double distance(std::span<const T> a, std::span<const T> b) {
  double worst = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const double scale = std::max(1.0, std::fabs(static_cast<double>(b[i])));
    worst = std::max(worst, std::fabs(static_cast<double>(a[i]) - static_cast<double>(b[i])) / scale);
  }
  return worst;
}
template <class T>
double distance(const Matrix<T>& a, const Matrix<T>& b) {
  return distance<T>(a.values(), b.values());
}

template <class T>
void check_activation(Activation kind, std::size_t columns, bool with_bias, bool with_added) {
  const auto bias = random_matrix<T>(1, columns, 1), added = random_matrix<T>(37, columns, 2);
  const std::span<const T> b = with_bias ? bias.row(0) : std::span<const T>{};
  const numeric::MatrixView<const T> a = with_added ? added.view() : numeric::MatrixView<const T>{};
  Matrix<T> pre = random_matrix<T>(37, columns, 3), twin_pre = copy_of(pre), in_place = copy_of(pre);
  Matrix<T> y(37, columns), twin_y(37, columns);
  numeric::bias_activation<T>(pre.view(), b, a, kind, y.view());
  numeric::bias_activation<T>(in_place.view(), b, a, kind, in_place.view());
  numeric::twin::bias_activation<T>(twin_pre.view(), b, a, kind, twin_y.view());
  BOOST_TEST(distance(pre, twin_pre) < kTolerance<T>);
  BOOST_TEST(distance(y, twin_y) < kTolerance<T>);
  BOOST_TEST(std::ranges::equal(in_place.values(), y.values()));

  const Matrix<T> dy = random_matrix<T>(37, columns, 4);
  std::vector<T> db(columns, T{99}), twin_db(columns);
  std::ranges::copy(pre.values(), twin_pre.values().begin());
  numeric::bias_activation_backward<T>(dy.view(), pre.view(), db);
  numeric::twin::bias_activation_backward<T>(dy.view(), twin_pre.view(), twin_db);
  BOOST_TEST(distance(pre, twin_pre) < kTolerance<T>);
  BOOST_TEST(distance<T>(db, twin_db) < 10 * kTolerance<T>);
}

template <class T>
void check_errors(bool weighted) {
  const auto p = random_matrix<T>(21, 29, 1), target = random_matrix<T>(21, 29, 2), w = random_matrix<T>(21, 1, 3);
  const numeric::MatrixView<const T> weights = weighted ? w.view() : numeric::MatrixView<const T>{};
  const double error = numeric::squared_error<T>(p.view(), target.view(), weights);
  const double expected = numeric::twin::squared_error<T>(p.view(), target.view(), weights);
  BOOST_TEST(std::fabs(error - expected) < kTolerance<T> * std::fabs(expected));
  Matrix<T> d(21, 29), twin_d(21, 29);
  numeric::squared_error_backward<T>(p.view(), target.view(), weights, T(0.25), d.view());
  numeric::twin::squared_error_backward<T>(p.view(), target.view(), weights, T(0.25), twin_d.view());
  BOOST_TEST(distance(d, twin_d) < kTolerance<T>);
}

template <class T>
void check_adam(double kept) {
  const std::size_t size = 1003;
  Matrix<T> value = random_matrix<T>(1, size, 1), first(1, size), second(1, size), average = copy_of(value);
  Matrix<T> twin_value = copy_of(value), twin_first(1, size), twin_second(1, size), twin_average = copy_of(value);
  for (std::uint64_t update = 1; update <= 5; ++update) {
    const Matrix<T> gradient = random_matrix<T>(1, size, 10 + update, 1e-2);
    const numeric::AdamStep step{
        .learning_rate = 0.01, .update = update, .gradient_scale = 0.5, .ema_decay = 0.9, .kept = kept};
    numeric::adam_ema<T>(step, gradient.values(), value.values(), first.values(), second.values(), average.values());
    numeric::twin::adam_ema<T>(step, gradient.values(), twin_value.values(), twin_first.values(), twin_second.values(),
                               twin_average.values());
  }
  BOOST_TEST(distance(value, twin_value) < kTolerance<T>);
  BOOST_TEST(distance(first, twin_first) < kTolerance<T>);
  BOOST_TEST(distance(second, twin_second) < kTolerance<T>);
  BOOST_TEST(distance(average, twin_average) < kTolerance<T>);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(kernels_test)

BOOST_AUTO_TEST_CASE(bias_and_activation_agree_with_the_twin_forward_and_backward) {
  for (const Activation kind : {Activation::identity, Activation::gelu, Activation::silu}) {
    for (const std::size_t columns : {1U, 29U, 64U, 131U}) {
      check_activation<float>(kind, columns, true, true);
      check_activation<float>(kind, columns, true, false);
      check_activation<float>(kind, columns, false, false);
      check_activation<double>(kind, columns, true, true);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_cell_has_the_same_bits_in_the_body_and_in_the_tail_of_a_vector_loop) {
  const auto wide = random_matrix<float>(1, 67, 5);
  for (const Activation kind : {Activation::gelu, Activation::silu}) {
    Matrix<float> whole = copy_of(wide);
    numeric::bias_activation<float>(whole.view(), {}, {}, kind, whole.view());
    for (std::size_t j = 0; j < 67; ++j) {
      float one = wide(0, j);
      const numeric::MatrixView<float> cell(&one, 1, 1);
      numeric::bias_activation<float>(cell, {}, {}, kind, cell);
      BOOST_TEST(one == whole(0, j));
    }
  }
}

BOOST_AUTO_TEST_CASE(squared_error_and_its_gradient_agree_with_the_twin) {
  for (const bool weighted : {false, true}) {
    check_errors<float>(weighted);
    check_errors<double>(weighted);
  }
}

BOOST_AUTO_TEST_CASE(the_squared_norm_agrees_with_the_twin_at_every_length) {
  const auto values = random_matrix<float>(1, 100, 8);
  for (std::size_t size = 0; size <= 100; ++size) {
    const std::span<const float> part = values.values().first(size);
    const double expected = numeric::twin::squared_norm(part);
    BOOST_TEST(std::fabs(numeric::squared_norm(part) - expected) <= 1e-14 * expected);
  }
}

BOOST_AUTO_TEST_CASE(adam_with_moving_average_agrees_with_the_algorithm_as_printed) {
  for (const double kept : {1.0, 0.97}) check_adam<float>(kept);
  for (const double kept : {1.0, 0.97}) check_adam<double>(kept);
}

BOOST_AUTO_TEST_SUITE_END()
