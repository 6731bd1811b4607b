// The most memory that work took above what lay there when it began, as the kernel counts it (Linux alone: the peak is
// set back through /proc/self/clear_refs). Memory that was freed before is given back first, or new work would hide in
// it.
#pragma once

#include <malloc.h>

#include <cstdlib>
#include <fstream>
#include <string>

namespace ballast::numeric {

class MemoryPeak {
 public:
  MemoryPeak() {
    malloc_trim(0);
    std::ofstream("/proc/self/clear_refs") << "5";
    before_ = status_megabytes("VmRSS:");
  }
  double megabytes() const { return status_megabytes("VmHWM:") - before_; }

 private:
  static double status_megabytes(const std::string& field) {
    std::ifstream in("/proc/self/status");
    for (std::string word; in >> word;) {
      if (word == field && in >> word) return std::strtod(word.c_str(), nullptr) / 1024;
    }
    return 0;
  }

  double before_;
};

}  // namespace ballast::numeric
