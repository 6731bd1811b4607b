#include "engine/numeric/simd_math.hpp"

#include <cassert>
#include <cstddef>

#include "engine/numeric/vectorise.hpp"

namespace ballast::numeric {
namespace {

template <class F>
inline void map(std::span<const float> x, std::span<float> y, F f) noexcept {
  assert(x.size() == y.size());
  const std::size_t count = x.size();
  const float* in = x.data();
  float* out = y.data();
  BALLAST_INDEPENDENT
  for (std::size_t i = 0; i < count; ++i) out[i] = f(in[i]);
}

}  // namespace

#define BALLAST_MAP(function)                                                 \
  void function(std::span<const float> x, std::span<float> y) noexcept {      \
    map(x, y, [](float value) noexcept { return numeric::function(value); }); \
  }
BALLAST_MAP(exp)
BALLAST_MAP(log)
BALLAST_MAP(tanh)
BALLAST_MAP(erf)
BALLAST_MAP(sigmoid)
BALLAST_MAP(silu)
BALLAST_MAP(gelu)
BALLAST_MAP(silu_derivative)
BALLAST_MAP(gelu_derivative)
#undef BALLAST_MAP

}  // namespace ballast::numeric
