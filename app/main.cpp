// ballast: the program. Everything it can do is in app/commands; everything it does is in the libraries. ballast-mpi is
// the same, linked with other ranks.
#include <sys/resource.h>

#include <cstdio>
#include <cstdlib>
#include <exception>

#include "app/choose_blas_kernel.hpp"
#include "app/commands/program/program.hpp"
#include "engine/machine/cpu_check.hpp"
#include "engine/ranks/start.hpp"

int main(int argc, char** argv) {
  if (const char* missing = ballast::numeric::missing_instruction_set()) {
    std::fprintf(stderr, "ballast: this program was compiled for %s, and this processor has no %s\n",
                 ballast::numeric::compiled_for(), missing);
    return 1;
  }
  ballast::app::choose_blas_kernel(argv);
  try {
    const auto ranks = ballast::ranks::start(argc, argv);
    const int status = ballast::app::run_program({argv + 1, argv + argc}, *ranks);
    // OpenBLAS's threads wait for ever at exit where a limit of address space (ulimit -v) left them without memory.
    rlimit space{};
    if (ranks->is_alone() && ::getrlimit(RLIMIT_AS, &space) == 0 && space.rlim_cur != RLIM_INFINITY) {
      std::fflush(nullptr);
      std::quick_exit(status);
    }
    return status;
  } catch (const std::exception& fault) {
    std::fprintf(stderr, "ballast: %s\n", fault.what());
    return 1;
  }
}
