// Which of its kernels OpenBLAS took when it was loaded, and whether the processor has better ones. OpenBLAS looks the
// processor up by its model number; one that is newer than the library gets kernels for SSE3, two to five times slower.
// A host program can say the right one before it starts: OPENBLAS_CORETYPE=SkylakeX (AVX-512) or Haswell (AVX2).
#pragma once

#include <string>
#include <string_view>

namespace ballast::numeric {

// "OpenBLAS 0.3.21".
std::string blas_version();

// "SkylakeX".
std::string blas_kernel();

// The kernel to name in OPENBLAS_CORETYPE when `taken` is one that OpenBLAS falls back to and this processor has AVX2
// or AVX-512; null when there is nothing better.
const char* better_blas_kernel(std::string_view taken) noexcept;

}  // namespace ballast::numeric
