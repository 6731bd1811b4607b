#include "engine/machine/cpu_check.hpp"

namespace ballast::numeric {

// The compiler defines __AVX2__ and the like for what -march lets it use. On other processors than x86-64 there is no
// portable way to ask, and only what every one of them has is used unless the build was for this very machine.
const char* missing_instruction_set() noexcept {
#ifdef __x86_64__
  __builtin_cpu_init();
#define BALLAST_NEEDS(name) \
  if (!__builtin_cpu_supports(name)) return name
#ifdef __SSE4_2__
  BALLAST_NEEDS("sse4.2");
#endif
#ifdef __POPCNT__
  BALLAST_NEEDS("popcnt");
#endif
#ifdef __AVX2__
  BALLAST_NEEDS("avx2");
#endif
#ifdef __FMA__
  BALLAST_NEEDS("fma");
#endif
#ifdef __BMI__
  BALLAST_NEEDS("bmi");
#endif
#ifdef __BMI2__
  BALLAST_NEEDS("bmi2");
#endif
#ifdef __AVX512F__
  BALLAST_NEEDS("avx512f");
#endif
#ifdef __AVX512DQ__
  BALLAST_NEEDS("avx512dq");
#endif
#ifdef __AVX512BW__
  BALLAST_NEEDS("avx512bw");
#endif
#ifdef __AVX512VL__
  BALLAST_NEEDS("avx512vl");
#endif
#ifdef __AVX512CD__
  BALLAST_NEEDS("avx512cd");
#endif
#ifdef __AVX512VBMI__
  BALLAST_NEEDS("avx512vbmi");
#endif
#ifdef __AVX512VBMI2__
  BALLAST_NEEDS("avx512vbmi2");
#endif
#ifdef __AVX512IFMA__
  BALLAST_NEEDS("avx512ifma");
#endif
#ifdef __AVX512VNNI__
  BALLAST_NEEDS("avx512vnni");
#endif
#ifdef __AVX512BITALG__
  BALLAST_NEEDS("avx512bitalg");
#endif
#ifdef __AVX512VPOPCNTDQ__
  BALLAST_NEEDS("avx512vpopcntdq");
#endif
#ifdef __GFNI__
  BALLAST_NEEDS("gfni");
#endif
#undef BALLAST_NEEDS
#endif
  return nullptr;
}

const char* compiled_for() noexcept {
#ifdef BALLAST_PORTABLE
  return "x86-64-v3";
#else
  return "the processor it was built on";
#endif
}

}  // namespace ballast::numeric
