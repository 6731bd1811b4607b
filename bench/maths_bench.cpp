// Elementary functions over arrays, one core: verifies each against std:: in double, then reports nanoseconds per
// element of both.
#include <algorithm>
#include <cmath>
#include <numbers>
#include <span>
#include <string>
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
void probe(bench::Report& report, const std::string& name, float low, float high, Arrays fast, Exact exact,
           Standard standard) {
  std::vector<float> x(kCount), y(kCount), z(kCount);
  for (std::size_t i = 0; i < kCount; ++i) x[i] = low + (high - low) * static_cast<float>(i) / float{kCount};
  fast(x, y);
  for (std::size_t i = 0; i < kCount; ++i) {
    const double want = exact(static_cast<double>(x[i]));
    const bool right = std::fabs(static_cast<double>(y[i]) - want) <= 1e-6 * std::max(1.0, std::fabs(want));
    bench::require(right, (name + " disagrees with the standard library").c_str());
  }
  constexpr double kNanoseconds = 1e9 / double{kCount};
  report.time(name, bench::core_time_of(15, [&] { fast(x, y); }), kNanoseconds, "ns");
  report.time("std " + name,
              bench::core_time_of(15,
                                  [&] {
                                    for (std::size_t i = 0; i < kCount; ++i) z[i] = standard(x[i]);
                                    bench::keep(z);
                                  }),
              kNanoseconds, "ns");
}

void run(const bench::Arguments&, bench::Report& report) {
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
#define BALLAST_STD(function) [](double x) { return std::function(x); }, [](float x) { return std::function(x); }
  probe(report, "exp", -20, 10, numeric::exp, BALLAST_STD(exp));
  probe(report, "log", 0.001f, 100, numeric::log, BALLAST_STD(log));
  probe(report, "tanh", -5, 5, numeric::tanh, BALLAST_STD(tanh));
  probe(report, "erf", -4, 4, numeric::erf, BALLAST_STD(erf));
#undef BALLAST_STD
  probe(report, "sigmoid", -10, 10, numeric::sigmoid, sigmoid, sigmoid);
  probe(report, "silu", -10, 10, numeric::silu, silu, silu);
  probe(report, "gelu", -6, 6, numeric::gelu, gelu, standard_gelu);
  probe(report, "silu derivative", -10, 10, numeric::silu_derivative, silu_slope, silu_slope);
  probe(report, "gelu derivative", -6, 6, numeric::gelu_derivative, gelu_slope, standard_gelu_slope);
}

}  // namespace

int main(int count, char** values) {
  return bench::run_probe(
      count, values,
      {.program = "maths", .idea = "nanoseconds per element of elementary functions over arrays, one core"}, run);
}
