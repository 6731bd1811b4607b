// What every probe is: a usage, and work that reports figures. The probe verifies before it times.
//
//   int main(int count, char** values) {
//     return bench::run_probe(count, values, {.program = "maths", .idea = "...", .arguments = {}}, run);
//   }
//
// Exit codes: 0; 1 when a fast kernel disagrees with its twin or a figure cannot be; 2 for a wrong command line or data
// that cannot be read, in one line.
#pragma once

#include <cstdio>
#include <stdexcept>

#include "app/choose_blas_kernel.hpp"
#include "bench/arguments.hpp"
#include "bench/report.hpp"

namespace ballast::bench {

// Throws: std::runtime_error, which ends the probe with code 1.
inline void require(bool right, const char* what_is_wrong) {
  if (!right) throw std::runtime_error(what_is_wrong);
}

// work(arguments, report)
template <class Work>
int run_probe(int count, char** values, const Usage& usage, Work&& work) {
  app::choose_blas_kernel(values);
  const auto failed = [](const std::exception& error, int code) {
    std::fprintf(stderr, "%s\n", error.what());
    return code;
  };
  try {
    const Arguments arguments(usage, count, values);
    if (arguments.help()) return usage.print(stdout), 0;
    Report report(usage.program, arguments.json());
    try {
      work(arguments, report);
    } catch (const Error& error) {
      return failed(error, 2);
    } catch (const std::exception& error) {
      return failed(error, 1);
    }
    report.finish();
    return 0;
  } catch (const Error& error) {
    failed(error, 2);
    return usage.print(stderr), 2;
  }
}

}  // namespace ballast::bench
