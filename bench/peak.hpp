// What one core of this processor can do in single precision, in GFLOP/s: the measure of the other figures.
//
// Independent chains of multiply-adds, counted as two, in the widest registers that the processor has, whatever this
// program was compiled for: OpenBLAS, too, picks its kernels by the processor. Enough chains to hide a latency of 4
// cycles at 2 (x86-64) or 4 (arm64) a cycle. In assembly, because compilers keep an array of chains in memory.
//
// Beside it, on x86-64, what is left of that when the factors come from the L1 cache as in the best of products: a tile
// of 6 rows by 2 registers, for which each step loads 2 registers and spreads 6 numbers over one.
#pragma once

#include <algorithm>
#include <cstddef>

#include "bench/timing.hpp"

namespace ballast::bench {

// So many rounds of kChains multiply-adds in registers of `kFloats` floats each.
struct Chains {
  std::size_t floats, chains;
  void (*run)(std::size_t rounds);
};

#if defined(__x86_64__)
#define BALLAST_X86_CHAINS(registers)                                                                                \
  [](std::size_t rounds) {                                                                                           \
    constexpr float kFactor = 0.999f, kTerm = 0.001f;                                                                \
    asm volatile("vbroadcastss %1, %%" registers                                                                     \
                 "14\n\t"                                                                                            \
                 "vbroadcastss %2, %%" registers                                                                     \
                 "15\n\t"                                                                                            \
                 ".irp n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13\n\t"                                          \
                 "vbroadcastss %2, %%" registers                                                                     \
                 "\\n\n\t"                                                                                           \
                 ".endr\n"                                                                                           \
                 ".p2align 6\n"                                                                                      \
                 "1:\n\t"                                                                                            \
                 ".irp n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13\n\t"                                          \
                 "vfmadd213ps %%" registers "15, %%" registers "14, %%" registers                                    \
                 "\\n\n\t"                                                                                           \
                 ".endr\n\t"                                                                                         \
                 "dec %0\n\t"                                                                                        \
                 "jnz 1b\n\t"                                                                                        \
                 "vzeroupper"                                                                                        \
                 : "+r"(rounds)                                                                                      \
                 : "m"(kFactor), "m"(kTerm)                                                                          \
                 : "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7", "xmm8", "xmm9", "xmm10", "xmm11", \
                   "xmm12", "xmm13", "xmm14", "xmm15", "cc");                                                        \
  }

inline Chains widest_chains() {
  if (__builtin_cpu_supports("avx512f")) return {16, 14, BALLAST_X86_CHAINS("zmm")};
  if (__builtin_cpu_supports("fma")) return {8, 14, BALLAST_X86_CHAINS("ymm")};
  return {};
}
#undef BALLAST_X86_CHAINS

#define BALLAST_X86_ROW(registers, offset, left, right)                                                 \
  "vbroadcastss " #offset "(%1), %%" registers                                                          \
  "14\n\t"                                                                                              \
  "vfmadd231ps %%" registers "12, %%" registers "14, %%" registers #left "\n\tvfmadd231ps %%" registers \
  "13, %%" registers "14, %%" registers #right "\n\t"
#define BALLAST_X86_TILE(registers)                                                                                     \
  [](std::size_t rounds) {                                                                                              \
    alignas(64) static constexpr float kZeros[2 * 16] = {};                                                             \
    asm volatile(                                                                                                     \
        ".irp n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11\n\t"                                                            \
        "vxorps %%xmm\\n, %%xmm\\n, %%xmm\\n\n\t"                                                                    \
        ".endr\n"                                                                                                     \
        ".p2align 6\n"                                                                                                \
        "1:\n\t"                                                                                                      \
        "vmovups (%1), %%" registers "12\n\tvmovups 64(%1), %%" registers "13\n\t"                                    \
        BALLAST_X86_ROW(registers, 0, 0, 1) BALLAST_X86_ROW(registers, 4, 2, 3) BALLAST_X86_ROW(registers, 8, 4, 5)   \
        BALLAST_X86_ROW(registers, 12, 6, 7) BALLAST_X86_ROW(registers, 16, 8, 9)                                     \
        BALLAST_X86_ROW(registers, 20, 10, 11)                                                                        \
        "dec %0\n\t"                                                                                                  \
        "jnz 1b\n\t"                                                                                                  \
        "vzeroupper"                                                                                                  \
        : "+r"(rounds)                                                                                                \
        : "r"(kZeros)                                                                                                 \
        : "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7", "xmm8", "xmm9", "xmm10", "xmm11", "xmm12",  \
          "xmm13", "xmm14", "cc"); \
  }

inline Chains fed_chains() {
  if (__builtin_cpu_supports("avx512f")) return {16, 12, BALLAST_X86_TILE("zmm")};
  if (__builtin_cpu_supports("fma")) return {8, 12, BALLAST_X86_TILE("ymm")};
  return {};
}
#undef BALLAST_X86_TILE
#undef BALLAST_X86_ROW

#elif defined(__aarch64__)
inline Chains widest_chains() {
  return {4, 24, [](std::size_t rounds) {
            asm volatile(
                "fmov v30.4s, #0.5\n\t"
                "fmov v31.4s, #0.5\n\t"
                ".irp n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23\n\t"
                "movi v\\n\\().4s, #0\n\t"
                ".endr\n"
                ".p2align 6\n"
                "1:\n\t"
                ".irp n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23\n\t"
                "fmla v\\n\\().4s, v30.4s, v31.4s\n\t"
                ".endr\n\t"
                "subs %0, %0, #1\n\t"
                "b.ne 1b"
                : "+r"(rounds)
                :
                : "v0", "v1", "v2", "v3", "v4", "v5", "v6", "v7", "v8", "v9", "v10", "v11", "v12", "v13", "v14", "v15",
                  "v16", "v17", "v18", "v19", "v20", "v21", "v22", "v23", "v30", "v31", "cc");
          }};
}
inline Chains fed_chains() {
  return {};
}
#else
inline Chains widest_chains() {
  return {};
}
inline Chains fed_chains() {
  return {};
}
#endif

// In GFLOP/s, the fastest of some short runs: another program in the way makes one slower, nothing makes one faster
// than the core. 0 on a processor without multiply-adds.
inline double gflops_of(const Chains& chains) {
  constexpr std::size_t kRounds = 20000, kRuns = 25;
  if (chains.run == nullptr) return 0;
  double best = 1e9;
  for (std::size_t i = 0; i < kRuns; ++i) best = std::min(best, core_seconds_of([&] { chains.run(kRounds); }));
  return 2.0 * static_cast<double>(chains.floats * chains.chains * kRounds) / best * 1e-9;
}
inline double peak_gflops() {
  return gflops_of(widest_chains());
}
inline double fed_gflops() {
  return gflops_of(fed_chains());
}

}  // namespace ballast::bench
