// OpenBLAS chooses its kernels when it is loaded, before main, and listens to its environment alone. A program whose
// OpenBLAS does not know the processor therefore starts itself once more with OPENBLAS_CORETYPE set. For programs; a
// library leaves its host's environment alone.
#pragma once

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <system_error>

#include "engine/machine/blas_kernel.hpp"

namespace ballast::app {

// Call first thing in main. Where OPENBLAS_CORETYPE is set already it does nothing; where the program cannot be started
// again it goes on with what there is.
inline void choose_blas_kernel(char** argv) {
  const char* better = numeric::better_blas_kernel(numeric::blas_kernel());
  if (better == nullptr || std::getenv("OPENBLAS_CORETYPE") != nullptr) return;
  std::error_code none;
  const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", none);
  if (!none && setenv("OPENBLAS_CORETYPE", better, 0) == 0) execv(program.c_str(), argv);
}

}  // namespace ballast::app
