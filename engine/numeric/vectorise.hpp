// One pragma for two compilers: the iterations of the next loop do not depend on each other (output and input may be
// the same array, but are not shifted against each other), so the compiler may run them side by side without a check.
#pragma once

#if defined(__clang__)
#define BALLAST_INDEPENDENT _Pragma("clang loop vectorize(assume_safety)")
#define BALLAST_UNROLL_ALL _Pragma("clang loop unroll(full)")
#else
#define BALLAST_INDEPENDENT _Pragma("GCC ivdep")
#define BALLAST_UNROLL_ALL _Pragma("GCC unroll 64")
#endif
