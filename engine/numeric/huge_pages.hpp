// Large arrays that are touched once from end to end spend more time in page faults than in their own work. A hint to
// the system lets it answer one fault with 2 MiB instead of 4 KiB (Linux: transparent huge pages, "madvise" or
// "always"); where there is no such thing nothing happens. Values and addresses stay as they are.
#pragma once

#include <sys/mman.h>

#include <cstddef>
#include <cstdint>

namespace ballast::numeric {

// Best before the memory is first touched. Neighbouring arrays that are all hinted share pages across their borders.
inline void prefer_huge_pages([[maybe_unused]] void* data, [[maybe_unused]] std::size_t bytes) noexcept {
#ifdef MADV_HUGEPAGE
  constexpr std::size_t kPage = 4096, kWorthwhile = std::size_t{1} << 20;
  if (bytes < kWorthwhile) return;
  const std::size_t skipped = (kPage - reinterpret_cast<std::uintptr_t>(data) % kPage) % kPage;
  (void)::madvise(static_cast<char*>(data) + skipped, (bytes - skipped) / kPage * kPage, MADV_HUGEPAGE);
#endif
}

}  // namespace ballast::numeric
