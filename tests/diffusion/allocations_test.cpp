#include "tests/diffusion/allocations.hpp"

#include <atomic>
#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <new>

#include "engine/numeric/buffer.hpp"

namespace {

std::atomic<std::size_t> count{0};

void* counted(std::size_t size, std::size_t alignment) {
  count.fetch_add(1, std::memory_order_relaxed);
  const std::size_t rounded = (size + alignment - 1) / alignment * alignment;
  if (void* memory = std::aligned_alloc(alignment, rounded == 0 ? alignment : rounded)) return memory;
  throw std::bad_alloc();
}

}  // namespace

std::size_t ballast::test::allocations() {
  return count.load();
}

// The other forms of new and delete call these.
void* operator new(std::size_t size) {
  return counted(size, alignof(std::max_align_t));
}
void* operator new(std::size_t size, std::align_val_t alignment) {
  return counted(size, static_cast<std::size_t>(alignment));
}
void operator delete(void* memory) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::align_val_t) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept {
  std::free(memory);
}

BOOST_AUTO_TEST_SUITE(allocations_test)

BOOST_AUTO_TEST_CASE(the_counter_sees_plain_and_aligned_memory) {
  const std::size_t before = ballast::test::allocations();
  delete new int(1);
  const ballast::numeric::Buffer<float> buffer(100);
  BOOST_TEST(ballast::test::allocations() >= before + 1);
  BOOST_TEST(buffer.size() == 100u);
}

BOOST_AUTO_TEST_SUITE_END()
