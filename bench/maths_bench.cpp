// Elementary functions over arrays, one core: maths
// Verifies each against std:: in double, then reports nanoseconds per element of both.
#include <cmath>
#include <cstdio>
#include <numbers>
#include <span>
#include <vector>

#include "bench/probe.hpp"
#include "engine/numeric/simd_math.hpp"

namespace numeric = ballast::numeric;
namespace bench = ballast::bench;

namespace {

constexpr std::size_t kCount = 4096;  // 32 kB in and out: the arrays stay in the first cache
using Arrays = void (*)(std::span<const float>, std::span<float>) noexcept;

// Compares in double, times the standard library in float: what one would write without these functions.
template <class Exact, class Standard>
bool probe(const char* name, float low, float high, Arrays fast, Exact exact, Standard standard) {
  std::vector<float> x(kCount), y(kCount), z(kCount);
  for (std::size_t i = 0; i < kCount; ++i) x[i] = low + (high - low) * static_cast<float>(i) / float{kCount};
  fast(x, y);
  for (std::size_t i = 0; i < kCount; ++i) {
    const double want = exact(static_cast<double>(x[i]));
    if (std::fabs(static_cast<double>(y[i]) - want) > 1e-6 * std::max(1.0, std::fabs(want))) {
      std::printf("%s(%g) is %g, not %g\n", name, static_cast<double>(x[i]), static_cast<double>(y[i]), want);
      return false;
    }
  }
  const double ours = bench::median_seconds_short(15, [&] { fast(x, y); }) / double{kCount} * 1e9;
  const double theirs = bench::median_seconds_short(15,
                                                    [&] {
                                                      for (std::size_t i = 0; i < kCount; ++i) z[i] = standard(x[i]);
                                                      bench::keep(z);
                                                    }) /
                        double{kCount} * 1e9;
  std::printf("%-16s %6.3f ns   std %6.3f ns   %5.1f times as fast\n", name, ours, theirs, theirs / ours);
  return true;
}

}  // namespace

int main() {
  constexpr float kRootHalf = 1 / std::numbers::sqrt2_v<float>;
  const auto sigmoid = [](auto x) { return 1 / (1 + std::exp(-x)); };
  const auto gelu = [](double x) { return 0.5 * x * std::erfc(-x / std::numbers::sqrt2); };
  const auto standard_gelu = [](float x) { return 0.5f * x * (1 + std::erf(x * kRootHalf)); };
  const auto gelu_slope = [](double x) { return numeric::gelu_derivative(x); };
  const auto standard_gelu_slope = [](float x) {
    return 0.5f * (1 + std::erf(x * kRootHalf)) + x * 0.398942280f * std::exp(-0.5f * x * x);
  };
  const auto silu = [&](auto x) { return x * sigmoid(x); };
  const auto silu_slope = [&](auto x) { return sigmoid(x) * (1 + x * (1 - sigmoid(x))); };
  bool right = true;
#define BALLAST_STD(function) [](double x) { return std::function(x); }, [](float x) { return std::function(x); }
  right &= probe("exp", -20, 10, numeric::exp, BALLAST_STD(exp));
  right &= probe("log", 0.001f, 100, numeric::log, BALLAST_STD(log));
  right &= probe("tanh", -5, 5, numeric::tanh, BALLAST_STD(tanh));
  right &= probe("erf", -4, 4, numeric::erf, BALLAST_STD(erf));
#undef BALLAST_STD
  right &= probe("sigmoid", -10, 10, numeric::sigmoid, sigmoid, sigmoid);
  right &= probe("silu", -10, 10, numeric::silu, silu, silu);
  right &= probe("gelu", -6, 6, numeric::gelu, gelu, standard_gelu);
  right &= probe("silu derivative", -10, 10, numeric::silu_derivative, silu_slope, silu_slope);
  right &= probe("gelu derivative", -6, 6, numeric::gelu_derivative, gelu_slope, standard_gelu_slope);
  return right ? 0 : 1;
}
