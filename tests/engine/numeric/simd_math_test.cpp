// The twin of each function is std:: in double. Errors are counted in units of the last place of the float result; the
// walk over all bit patterns takes every 61st float (a prime, so that no pattern of low bits is left out).
#include "engine/numeric/simd_math.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <vector>

namespace numeric = ballast::numeric;

namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();
constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();
constexpr double kSmallestNormal = 1.17549435e-38;

struct Worst {
  double ulp = 0, absolute = 0;
  float at_ulp = 0, at_absolute = 0;
};

double unit_in_last_place(double value) {
  const double size = std::max(std::fabs(value), kSmallestNormal);
  return std::ldexp(1.0, std::ilogb(size) - 23);
}

void widen(Worst& worst, float x, float got, double want) {
  const double error = std::fabs(static_cast<double>(got) - want);
  if (std::fabs(want) >= kSmallestNormal && error / unit_in_last_place(want) > worst.ulp) {
    worst.ulp = error / unit_in_last_place(want);
    worst.at_ulp = x;
  }
  if (error > worst.absolute) {
    worst.absolute = error;
    worst.at_absolute = x;
  }
}

// Every 61st float from low to high (of one sign: low >= 0 walks up, and `mirror` adds -x).
template <class Fast, class Twin>
Worst walk(float low, float high, bool mirror, Fast fast, Twin twin) {
  Worst worst;
  const auto last = std::bit_cast<std::uint32_t>(high);
  for (std::uint32_t bits = std::bit_cast<std::uint32_t>(low); bits <= last; bits += 61) {
    const auto x = std::bit_cast<float>(bits);
    widen(worst, x, fast(x), twin(static_cast<double>(x)));
    if (mirror) widen(worst, -x, fast(-x), twin(-static_cast<double>(x)));
  }
  return worst;
}

void check(const char* name, const Worst& worst, double ulp_limit, double absolute_limit) {
  BOOST_TEST_MESSAGE(name << ": " << worst.ulp << " ulp at " << worst.at_ulp << ", absolute " << worst.absolute
                          << " at " << worst.at_absolute);
  BOOST_TEST(worst.ulp <= ulp_limit);
  BOOST_TEST(worst.absolute <= absolute_limit);
}

constexpr double kAny = std::numeric_limits<double>::infinity();  // no limit stated on this measure

double exact_gelu(double x) {
  return numeric::gelu(x);
}

double exact_silu_derivative(double x) {
  const double s = 1 / (1 + std::exp(-x));
  return s * (1 + x * (1 - s));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(simd_math_test)

BOOST_AUTO_TEST_CASE(exp_is_right_to_the_stated_ulp) {
  const auto fast = [](float x) { return numeric::exp(x); };
  const auto twin = [](double x) { return std::exp(x); };
  check("exp", walk(1e-9f, 87.3f, true, fast, twin), 1.0, kAny);
  check("exp at the top", walk(87.3f, 88.72f, false, fast, twin), 1.0, kAny);
}

BOOST_AUTO_TEST_CASE(log_is_right_to_the_stated_ulp) {
  const auto fast = [](float x) { return numeric::log(x); };
  check("log", walk(1.18e-38f, 3.4e38f, false, fast, [](double x) { return std::log(x); }), 0.9, kAny);
}

BOOST_AUTO_TEST_CASE(tanh_and_erf_are_right_to_the_stated_ulp) {
  check("tanh",
        walk(
            1e-20f, 100.0f, true, [](float x) { return numeric::tanh(x); }, [](double x) { return std::tanh(x); }),
        1.3, kAny);
  check("erf",
        walk(
            1e-20f, 100.0f, true, [](float x) { return numeric::erf(x); }, [](double x) { return std::erf(x); }),
        1.2, kAny);
}

BOOST_AUTO_TEST_CASE(sigmoid_and_silu_are_right_to_the_stated_ulp) {
  const auto sigmoid = [](double x) { return 1 / (1 + std::exp(-x)); };
  check("sigmoid",
        walk(
            1e-20f, 87.0f, true, [](float x) { return numeric::sigmoid(x); }, sigmoid),
        2.4, kAny);
  check("silu",
        walk(
            1e-20f, 87.0f, true, [](float x) { return numeric::silu(x); }, [&](double x) { return x * sigmoid(x); }),
        3.4, kAny);
}

BOOST_AUTO_TEST_CASE(gelu_is_right_to_the_stated_ulp_far_into_the_left_tail) {
  check("gelu",
        walk(
            1e-20f, 13.0f, true, [](float x) { return numeric::gelu(x); }, exact_gelu),
        6.5, kAny);
}

BOOST_AUTO_TEST_CASE(derivatives_are_right_to_the_stated_absolute_error) {
  check("gelu'",
        walk(
            1e-20f, 30.0f, true, [](float x) { return numeric::gelu_derivative(x); },
            [](double x) { return numeric::gelu_derivative(x); }),
        kAny, 2.5e-7);
  check("silu'",
        walk(
            1e-20f, 100.0f, true, [](float x) { return numeric::silu_derivative(x); }, exact_silu_derivative),
        kAny, 2.5e-7);
}

BOOST_AUTO_TEST_CASE(derivatives_in_double_are_the_slopes_of_the_values) {
  const double h = 1e-4, tolerance = 1e-10;  // four-point differences: h^4 and rounding / h
  for (double x = -6; x <= 6; x += 0.173) {
    const auto slope = [&](auto f) { return (8 * (f(x + h) - f(x - h)) - (f(x + 2 * h) - f(x - 2 * h))) / (12 * h); };
    BOOST_TEST(std::fabs(numeric::gelu_derivative(x) - slope([](double v) { return numeric::gelu(v); })) < tolerance);
    BOOST_TEST(std::fabs(numeric::silu_derivative(x) - slope([](double v) { return numeric::silu(v); })) < tolerance);
  }
}

BOOST_AUTO_TEST_CASE(sine_and_cosine_cover_the_turn) {
  double worst = 0;
  for (std::uint32_t word = 0; word < (1u << 24); word += 5) {
    const float u = static_cast<float>(word) * 0x1p-24f;
    const auto got = numeric::sincos_turn(u);
    const auto want = numeric::sincos_turn(static_cast<double>(u));
    worst = std::max({worst, std::fabs(static_cast<double>(got.sin) - want.sin),
                      std::fabs(static_cast<double>(got.cos) - want.cos)});
  }
  BOOST_TEST_MESSAGE("sincos_turn: absolute " << worst);
  BOOST_TEST(worst <= 8.5e-8);
  BOOST_TEST(numeric::sincos_turn(0.25f).cos == 0.0f);
  BOOST_TEST(numeric::sincos_turn(0.5f).cos == -1.0f);
  BOOST_TEST(numeric::sincos_turn(0.75f).sin == -1.0f);
}

BOOST_AUTO_TEST_CASE(the_ends_are_limits_and_nothing_large_gives_nan) {
  for (const float big : {90.0f, 1e4f, 1e19f, 3e38f, kInfinity}) {
    BOOST_TEST(numeric::exp(big) == kInfinity);
    BOOST_TEST(numeric::exp(-big - 20.0f) == 0.0f);
    BOOST_TEST(numeric::tanh(big) == 1.0f);
    BOOST_TEST(numeric::tanh(-big) == -1.0f);
    BOOST_TEST(numeric::erf(big) == 1.0f);
    BOOST_TEST(numeric::erf(-big) == -1.0f);
    BOOST_TEST(numeric::sigmoid(big) == 1.0f);
    BOOST_TEST(numeric::sigmoid(-big - 20.0f) == 0.0f);
    BOOST_TEST(numeric::gelu(big) == big);
    BOOST_TEST(numeric::gelu(-big) == 0.0f);
    BOOST_TEST(numeric::gelu_derivative(big) == 1.0f);
    BOOST_TEST(numeric::gelu_derivative(-big) == 0.0f);
    BOOST_TEST(numeric::silu(big) == big);
    BOOST_TEST(std::fabs(numeric::silu(-big - 110.0f)) < 1e-38f);
    BOOST_TEST(numeric::silu_derivative(big) == 1.0f);
    BOOST_TEST(std::fabs(numeric::silu_derivative(-big - 110.0f)) < 1e-38f);
  }
  BOOST_TEST(numeric::log(kInfinity) == kInfinity);
  BOOST_TEST(numeric::log(0.0f) == -kInfinity);
  BOOST_TEST(std::isnan(numeric::log(-1.0f)));
  BOOST_TEST(numeric::exp(0.0f) == 1.0f);
  BOOST_TEST(std::signbit(numeric::tanh(-0.0f)));
}

BOOST_AUTO_TEST_CASE(nan_stays_nan) {
  for (const float nan : {kNaN, -kNaN}) {
    for (const float y :
         {numeric::exp(nan), numeric::log(nan), numeric::tanh(nan), numeric::erf(nan), numeric::gelu(nan),
          numeric::gelu_derivative(nan), numeric::silu(nan), numeric::silu_derivative(nan), numeric::sigmoid(nan)}) {
      BOOST_TEST(std::isnan(y));
    }
  }
}

// The vector body, its tail and the scalar function agree bit for bit, whatever the length.
BOOST_AUTO_TEST_CASE(arrays_have_the_bits_of_single_calls_in_place_or_not) {
  std::vector<float> x(1000);
  for (std::size_t i = 0; i < x.size(); ++i) x[i] = (static_cast<float>(i) - 500.0f) * 0.037f;
  x[17] = kNaN;
  x[18] = kInfinity;
  const auto same = [&](auto array, auto single) {
    for (const std::size_t count : {0u, 1u, 7u, 16u, 31u, 100u, 1000u}) {
      std::vector<float> apart(count), in_place(x.begin(), x.begin() + static_cast<std::ptrdiff_t>(count)), want(count);
      array(std::span<const float>(x.data(), count), std::span<float>(apart));
      array(std::span<const float>(in_place), std::span<float>(in_place));
      for (std::size_t i = 0; i < count; ++i) {
        const volatile float hidden = x[i];  // keeps this loop scalar
        want[i] = single(hidden);
      }
      const auto equal = [&](const std::vector<float>& got) {
        for (std::size_t i = 0; i < count; ++i) {
          if (std::isnan(got[i]) && std::isnan(want[i])) continue;
          if (std::bit_cast<std::uint32_t>(got[i]) != std::bit_cast<std::uint32_t>(want[i])) return false;
        }
        return true;
      };
      BOOST_TEST(equal(apart));
      BOOST_TEST(equal(in_place));
    }
  };
#define BALLAST_SAME(function)                                                              \
  same([](std::span<const float> in, std::span<float> out) { numeric::function(in, out); }, \
       [](float v) { return numeric::function(v); })
  BALLAST_SAME(exp);
  BALLAST_SAME(log);
  BALLAST_SAME(tanh);
  BALLAST_SAME(erf);
  BALLAST_SAME(sigmoid);
  BALLAST_SAME(silu);
  BALLAST_SAME(gelu);
  BALLAST_SAME(silu_derivative);
  BALLAST_SAME(gelu_derivative);
#undef BALLAST_SAME
}

BOOST_AUTO_TEST_SUITE_END()
