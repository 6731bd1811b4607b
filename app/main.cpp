// ballast: the program. Everything it can do is in app/commands; everything it does is in the libraries.
#include <cstdio>

#include "app/choose_blas_kernel.hpp"
#include "app/commands/program/program.hpp"
#include "engine/machine/cpu_check.hpp"

int main(int argc, char** argv) {
  if (const char* missing = ballast::numeric::missing_instruction_set()) {
    std::fprintf(stderr, "ballast: this program was compiled for %s, and this processor has no %s\n",
                 ballast::numeric::compiled_for(), missing);
    return 1;
  }
  ballast::app::choose_blas_kernel(argv);
  return ballast::app::run_program({argv + 1, argv + argc});
}
