// Elementary functions in float, written so that a plain loop over them becomes full-width vector code: no branch, no
// table, no call. The multiply-adds are explicit, so the vector body and the scalar tail of a loop give the same bits.
// The double versions are the std:: functions (gradient checks compile the same source in double) and the twins.
//
// Largest error against the twin, in units of the last place of the result, as tests/engine/numeric/simd_math_test.cpp
// measures it over every range (results below 1.2e-38 are flushed or lose digits):
//   exp 1.0   log 0.9   tanh 1.3   erf 1.2   sigmoid 2.4   silu 3.4   sin, cos of a turn: absolute 8.5e-8
//   gelu 6.5 (in the far left tail too)      gelu', silu', sigmoid': absolute 2.5e-7
// Ends: exp gives 0 and infinity, tanh, erf and sigmoid reach their limits, gelu and silu of -infinity are 0, and NaN
// stays NaN.
//
// The polynomial coefficients were fitted for ballast: Chebyshev nodes, weighted least squares with the weights raised
// where the relative error is largest (Lawson 1961) until it levels out, then rounded to float. The largest relative
// error of the exact polynomial stands beside each. The range reductions are the classic ones (Cody and Waite 1980).
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numbers>
#include <span>

namespace ballast::numeric {

template <class T>
struct ValueAndSlope {
  T value, slope;
};
template <class T>
struct SinCos {
  T sin, cos;
};

namespace detail {

inline constexpr float kRounder = 12582912.0f;  // 1.5 * 2^23: adding it rounds to an integer, in the low bits
inline constexpr std::int32_t kRounderBits = 0x4B400000;

template <class... C>
inline float polynomial(float x, float c0, C... c) noexcept {
  if constexpr (sizeof...(c) == 0) {
    return c0;
  } else {
    return std::fma(polynomial(x, static_cast<float>(c)...), x, c0);
  }
}

// 2^n for n in -126 .. 127.
inline float power_of_two(std::int32_t n) noexcept {
  return std::bit_cast<float>(static_cast<std::uint32_t>(n + 127) << 23);
}

// exp(-a^2 / 2) to a few last places even where a^2 is large: what squaring rounds off is put back to first order.
// Requires: |a| below 1e18.
inline float gauss(float a) noexcept;

// Mills ratio: R(a) with Phi(-a) = exp(-a^2 / 2) R(a), for a >= 0, as a polynomial in t = 1 / (1 + 0.35 a) (3.2e-8).
inline float mills(float a) noexcept {
  const float t = 1.0f / std::fma(0.35f, a, 1.0f);
  return t * polynomial(t, 0.139621302f, 0.139863506f, 0.119821303f, 0.105552435f, -0.0232121814f, 0.159319431f,
                        -0.255838752f, 0.144030795f, -0.0291578602f);
}

}  // namespace detail

// ---- exp, log -------------------------------------------------------------------------------------------------------

inline double exp(double x) noexcept {
  return std::exp(x);
}
// x = n ln 2 + r, exp(r) = 1 + r + r^2 P(r) (3e-9); 2^n in two factors, so that it may be subnormal.
inline float exp(float x) noexcept {
  x = -104.0f > x ? -104.0f : x;
  x = 89.0f < x ? 89.0f : x;
  const float rounded = std::fma(x, 1.44269504f, detail::kRounder);
  const float n = rounded - detail::kRounder;
  const float r = std::fma(n, -1.42860677e-6f, std::fma(n, -0.693145752f, x));
  const float p = detail::polynomial(r, 0.49999994f, 0.166665211f, 0.041668389f, 0.00836871099f, 0.00138146104f);
  const float e = std::fma(r * r, p, r) + 1.0f;
  const std::int32_t whole = std::bit_cast<std::int32_t>(rounded) - detail::kRounderBits;
  const std::int32_t half = whole >> 1;
  return e * detail::power_of_two(half) * detail::power_of_two(whole - half);
}

inline double log_positive(double x) noexcept {
  return std::log(x);
}
// Requires: x positive, normal and finite.
// x = 2^n (1 + f), 1 + f in [sqrt(1/2), sqrt(2)); log(1 + f) = f - f^2 / 2 + f^3 P(f) (6e-9).
inline float log_positive(float x) noexcept {
  constexpr std::uint32_t kRootHalf = 0x3F3504F3;
  const auto bits = std::bit_cast<std::uint32_t>(x);
  const std::int32_t exponent = static_cast<std::int32_t>(bits - kRootHalf) >> 23;
  const float f = std::bit_cast<float>(bits - (static_cast<std::uint32_t>(exponent) << 23)) - 1.0f;
  const auto n = static_cast<float>(exponent);
  const float p = detail::polynomial(f, 0.333333313f, -0.250008196f, 0.200012267f, -0.166233569f, 0.142017573f,
                                     -0.131601825f, 0.127615765f, -0.0763449669f);
  const float f2 = f * f;
  const float tail = std::fma(n, 1.42860677e-6f, f2 * std::fma(f, p, -0.5f));
  return std::fma(n, 0.693145752f, f + tail);
}

inline double log(double x) noexcept {
  return std::log(x);
}
// Any x; subnormal x counts as zero.
inline float log(float x) noexcept {
  constexpr float kInfinity = std::numeric_limits<float>::infinity();
  float y = log_positive(x);
  y = x < kInfinity ? y : x;  // infinity and NaN
  y = x < std::numeric_limits<float>::min() ? -kInfinity : y;
  return x < 0.0f ? std::numeric_limits<float>::quiet_NaN() : y;
}

// ---- sigmoid, silu, tanh --------------------------------------------------------------------------------------------

template <class T>
inline T sigmoid(T x) noexcept {
  const T e = exp(x < T{0} ? x : -x);
  return (x < T{0} ? e : T{1}) / (T{1} + e);
}

// silu(x) = x s(x), silu'(x) = s (1 + x (1 - s)). Beyond +-200 nothing changes but x itself.
template <class T>
inline ValueAndSlope<T> silu_and_derivative(T x) noexcept {
  const T low = T{-200} > x ? T{-200} : x;
  const T both = T{200} < low ? T{200} : low;
  const T e = exp(x < T{0} ? both : -both);
  const T inverse = T{1} / (T{1} + e);
  const T s = (x < T{0} ? e : T{1}) * inverse;
  const T rest = (x < T{0} ? T{1} : e) * inverse;
  return {low * s, s * std::fma(both, rest, T{1})};
}
template <class T>
inline T silu(T x) noexcept {
  return silu_and_derivative(x).value;
}
template <class T>
inline T silu_derivative(T x) noexcept {
  return silu_and_derivative(x).slope;
}

inline double tanh(double x) noexcept {
  return std::tanh(x);
}
// x + x^3 P(x^2) below 0.65 (7e-9), 1 - 2 / (exp(2 |x|) + 1) above.
inline float tanh(float x) noexcept {
  const float a = std::fabs(x);
  const float a2 = a * a;
  const float p = detail::polynomial(a2, -0.333332598f, 0.133308306f, -0.0536880232f, 0.0204694197f, -0.00551516423f);
  const float small = std::fma(a * a2, p, a);
  const float large = 1.0f - 2.0f / (exp(2.0f * a) + 1.0f);
  return std::copysign(a < 0.65f ? small : large, x);
}

// ---- erf, gelu ------------------------------------------------------------------------------------------------------

inline float detail::gauss(float a) noexcept {
  const float square = a * a;
  const float lost = std::fma(a, a, -square);
  const float e = exp(-0.5f * square);
  return std::fma(-0.5f * lost, e, e);
}

inline double erf(double x) noexcept {
  return std::erf(x);
}
// x P(x^2) below 1 (1.2e-9); 1 - 2 Phi(-sqrt(2) |x|) above.
inline float erf(float x) noexcept {
  constexpr float kRootTwo = std::numbers::sqrt2_v<float>;
  const float a = 5.0f < std::fabs(x) ? 5.0f : std::fabs(x);
  const float p = detail::polynomial(a * a, 0.128379166f, -0.37612626f, 0.112835847f, -0.0268538035f, 0.00518831378f,
                                     -0.000801008311f, 7.85352531e-05f);
  const float small = std::fma(a, p, a);
  const float large = std::fma(-2.0f * exp(-a * a), detail::mills(kRootTwo * a), 1.0f);
  return std::copysign(a < 1.0f ? small : large, x);
}

// gelu(x) = x Phi(x) (Hendrycks and Gimpel 2016, the exact form), gelu'(x) = Phi(x) + x phi(x).
inline ValueAndSlope<double> gelu_and_derivative(double x) noexcept {
  const double phi = std::exp(-0.5 * x * x) * (0.5 * std::numbers::inv_sqrtpi * std::numbers::sqrt2);
  const double below = 0.5 * std::erfc(-x / std::numbers::sqrt2);
  return {x * below, below + x * phi};
}
// One exp serves both. Beyond +-15 nothing changes but x itself.
inline ValueAndSlope<float> gelu_and_derivative(float x) noexcept {
  const float low = -15.0f > x ? -15.0f : x;
  const float both = 15.0f < low ? 15.0f : low;
  const float a = std::fabs(both);
  const float bell = detail::gauss(a);
  const float tail = bell * detail::mills(a);  // Phi(-|x|)
  const float below = x < 0.0f ? tail : 1.0f - tail;
  return {low * below, std::fma(both * bell, 0.398942280f, below)};
}
template <class T>
inline T gelu(T x) noexcept {
  return gelu_and_derivative(x).value;
}
template <class T>
inline T gelu_derivative(T x) noexcept {
  return gelu_and_derivative(x).slope;
}

// ---- sine and cosine of a turn --------------------------------------------------------------------------------------

inline SinCos<double> sincos_turn(double u) noexcept {
  const double angle = 2.0 * std::numbers::pi * u;
  return {std::sin(angle), std::cos(angle)};
}
// sin and cos of 2 pi u. Requires: |u| at most 2^20; meant for [0, 1).
// u = q / 4 + r exactly, |r| <= 1/8; odd and even polynomials in r (3e-9), exchanged and signed by the quadrant.
inline SinCos<float> sincos_turn(float u) noexcept {
  const float rounded = std::fma(u, 4.0f, detail::kRounder);
  const float r = std::fma(rounded - detail::kRounder, -0.25f, u);
  const auto quadrant = std::bit_cast<std::uint32_t>(rounded);
  const float r2 = r * r;
  const float s = r * detail::polynomial(r2, 6.28318548f, -41.3416634f, 81.5923538f, -75.3935928f);
  const float c = detail::polynomial(r2, 1.0f, -19.7392082f, 64.9393234f, -85.4437408f, 59.2459641f);
  const bool odd = (quadrant & 1) != 0;
  const std::uint32_t sign_of_sin = (quadrant & 2) << 30;
  const std::uint32_t sign_of_cos = ((quadrant + 1) & 2) << 30;
  return {std::bit_cast<float>(std::bit_cast<std::uint32_t>(odd ? c : s) ^ sign_of_sin),
          std::bit_cast<float>(std::bit_cast<std::uint32_t>(odd ? s : c) ^ sign_of_cos)};
}

// ---- whole arrays ---------------------------------------------------------------------------------------------------

// y[i] = f(x[i]). Requires: equal sizes; y is x itself or apart from it.
void exp(std::span<const float> x, std::span<float> y) noexcept;
void log(std::span<const float> x, std::span<float> y) noexcept;
void tanh(std::span<const float> x, std::span<float> y) noexcept;
void erf(std::span<const float> x, std::span<float> y) noexcept;
void sigmoid(std::span<const float> x, std::span<float> y) noexcept;
void silu(std::span<const float> x, std::span<float> y) noexcept;
void gelu(std::span<const float> x, std::span<float> y) noexcept;
void silu_derivative(std::span<const float> x, std::span<float> y) noexcept;
void gelu_derivative(std::span<const float> x, std::span<float> y) noexcept;

}  // namespace ballast::numeric
