#include "engine/machine/blas_kernel.hpp"

#include <cblas.h>

#include <algorithm>
#include <array>

namespace ballast::numeric {

std::string blas_version() {
  const std::string_view config = openblas_get_config();  // "OpenBLAS 0.3.21 NO_LAPACKE DYNAMIC_ARCH ..."
  return std::string(config.substr(0, config.find(' ', config.find(' ') + 1)));
}

std::string blas_kernel() {
  return openblas_get_corename();
}

#ifdef __x86_64__
const char* better_blas_kernel(std::string_view taken) noexcept {
  constexpr std::array<std::string_view, 5> kOld = {"Prescott", "Core2", "Nehalem", "Barcelona", "Sandybridge"};
  if (std::ranges::find(kOld, taken) == kOld.end()) return nullptr;
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw") &&
      __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512cd")) {
    return "SkylakeX";
  }
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") ? "Haswell" : nullptr;
}
#else
const char* better_blas_kernel(std::string_view) noexcept {
  return nullptr;
}
#endif

}  // namespace ballast::numeric
