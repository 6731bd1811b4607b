// On what a figure was measured: the processor, the compiler, and how busy the machine is.
#pragma once

#include <cstdlib>
#include <fstream>
#include <map>
#include <string>

namespace ballast::bench {

// "Intel(R) Xeon(R) Processor, family 6, model 207", or what Linux knows of an arm64 processor.
inline std::string processor_name() {
  std::map<std::string, std::string> first;  // of each field of /proc/cpuinfo
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line);) {
    const std::size_t colon = line.find(':'), end = line.find_last_not_of(" \t", colon - 1);
    if (colon == std::string::npos || end == std::string::npos) continue;
    first.try_emplace(line.substr(0, end + 1), line.substr(std::min(colon + 2, line.size())));
  }
  if (first.contains("model name")) {
    return first["model name"] + ", family " + first["cpu family"] + ", model " + first["model"];
  }
  if (first.contains("CPU part")) return "implementer " + first["CPU implementer"] + ", part " + first["CPU part"];
  return "unknown";
}

inline std::string compiler_name() {
#ifdef __clang__
  return "clang++ " __clang_version__;
#else
  return "g++ " __VERSION__;
#endif
}

// Programs running or waiting to, over the last minute.
inline double load_average() {
  double load = 0;
  return getloadavg(&load, 1) == 1 ? load : 0;
}

}  // namespace ballast::bench
