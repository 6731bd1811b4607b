// A small thread pool with one verb. parallel_for hands out fixed blocks of work; which thread takes a block is left to
// chance (in the end: each worker starts with its share of consecutive blocks), what a block computes must not be: it
// writes only its own results, so the outcome is the same at any number of threads. Sums are taken over blocks in block
// order afterwards.
//
// The caller works too: a pool of n threads starts n - 1. Idle workers spin for some microseconds, then sleep, so that
// a training step of a few hundred microseconds can be cut in pieces. Denormals are flushed to zero on every thread
// while it works here. A parallel_for inside a block runs on the thread that calls it.
#pragma once

#include <cstddef>
#include <memory>
#include <type_traits>

namespace ballast::numeric {

class ThreadPool {
 public:
  // Requires: threads >= 1.
  explicit ThreadPool(std::size_t threads);
  ~ThreadPool();
  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;

  std::size_t threads() const noexcept;

  // Calls work(block) or work(block, worker) once for each block in 0 .. blocks - 1; worker is in 0 .. threads() - 1
  // and no two calls at the same time share one, so it can index scratch memory. Returns when all are done. Of
  // exceptions, the one of the lowest block that threw is thrown again. Does not allocate. Threads: one call at a time
  // per pool.
  template <class Work>
  void parallel_for(std::size_t blocks, Work&& work) {
    using Plain = std::remove_reference_t<Work>;
    run(
        blocks,
        [](void* context, std::size_t block, [[maybe_unused]] std::size_t worker) {
          if constexpr (std::is_invocable_v<Plain&, std::size_t, std::size_t>) {
            (*static_cast<Plain*>(context))(block, worker);
          } else {
            (*static_cast<Plain*>(context))(block);
          }
        },
        const_cast<void*>(static_cast<const void*>(&work)));
  }

  // parallel_for over items 0 .. items - 1 in blocks of `block_size`: work(first, last[, worker]), last not included.
  template <class Work>
  void parallel_for_blocks(std::size_t items, std::size_t block_size, Work&& work) {
    const std::size_t blocks = (items + block_size - 1) / block_size;
    parallel_for(blocks, [&](std::size_t block, [[maybe_unused]] std::size_t worker) {
      const std::size_t first = block * block_size;
      const std::size_t last = items < first + block_size ? items : first + block_size;
      if constexpr (std::is_invocable_v<Work&, std::size_t, std::size_t, std::size_t>) {
        work(first, last, worker);
      } else {
        work(first, last);
      }
    });
  }

 private:
  using Function = void (*)(void* context, std::size_t block, std::size_t worker);
  void run(std::size_t blocks, Function function, void* context);

  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace ballast::numeric
