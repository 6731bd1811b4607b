#include "engine/machine/free_memory.hpp"

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <limits>
#include <string>

namespace ballast::numeric {
namespace {

constexpr std::size_t kUnknown = std::numeric_limits<std::size_t>::max();

std::size_t available_memory() {
  std::ifstream in("/proc/meminfo");
  std::size_t kilobytes = 0;
  for (std::string word; in >> word;) {
    if (word == "MemAvailable:" && in >> kilobytes) return kilobytes * 1024;
  }
  return kUnknown;
}

// "max" where there is no limit.
std::size_t group_memory() {
  std::ifstream most("/sys/fs/cgroup/memory.max"), used("/sys/fs/cgroup/memory.current");
  std::uint64_t limit = 0, current = 0;
  if (!(most >> limit) || !(used >> current)) return kUnknown;
  return static_cast<std::size_t>(limit - std::min(limit, current));
}

}  // namespace

std::size_t free_memory() {
  return std::min(available_memory(), group_memory());
}

}  // namespace ballast::numeric
