// The one way to sum over rows: fixed blocks of rows, each into its own partial sum, and the partial sums added in
// block order. The bits depend on the block size alone, not on the number of threads. A process that owns a range of
// whole blocks can hand its partial sums to another that adds them in the same order, so ranks can join without
// changing a bit.
#pragma once

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <span>

#include "engine/numeric/buffer.hpp"
#include "engine/numeric/thread_pool.hpp"

namespace ballast::numeric {

template <class T>
class RowReduction {
 public:
  // Sums of `width` values each over up to `rows` rows in blocks of `block_size`. Requires: block_size >= 1.
  // Memory: one partial sum per block.
  RowReduction(std::size_t rows, std::size_t block_size, std::size_t width)
      : block_size_(block_size),
        width_(width),
        stride_((width * sizeof(T) + kAlignment - 1) / kAlignment * kAlignment / sizeof(T)),
        partial_(blocks(rows) * stride_) {
    static_assert(kAlignment % sizeof(T) == 0, "each partial sum starts on its own cache line");
    assert(block_size >= 1);
  }

  // total[j] = sum over the blocks of partial[j], where accumulate(first, last, partial) adds rows first .. last - 1
  // onto a zeroed partial sum. Requires: total.size() == width, rows at most what was announced. No allocation. Throws:
  // what accumulate throws.
  template <class Accumulate>
  void sum(ThreadPool& pool, std::size_t rows, std::span<T> total, Accumulate&& accumulate) {
    assert(total.size() == width_ && blocks(rows) * stride_ <= partial_.size());
    pool.parallel_for_blocks(rows, block_size_, [&](std::size_t first, std::size_t last) {
      const std::span<T> partial = partial_of(first / block_size_);
      std::ranges::fill(partial, T{});
      accumulate(first, last, partial);
    });
    std::ranges::fill(total, T{});
    for (std::size_t block = 0; block < blocks(rows); ++block) {
      const std::span<const T> partial = partial_of(block);
      for (std::size_t j = 0; j < width_; ++j) total[j] += partial[j];
    }
  }

 private:
  std::size_t blocks(std::size_t rows) const noexcept { return (rows + block_size_ - 1) / block_size_; }
  std::span<T> partial_of(std::size_t block) noexcept { return {partial_.data() + block * stride_, width_}; }

  std::size_t block_size_, width_, stride_;
  Buffer<T> partial_;
};

}  // namespace ballast::numeric
