#include "engine/numeric/thread_pool.hpp"

#include <immintrin.h>

#include <atomic>
#include <cassert>
#include <cstdint>
#include <exception>
#include <limits>
#include <mutex>
#include <thread>
#include <vector>

namespace ballast::numeric {
namespace {

// Flush denormals to zero on this thread, and put the caller's setting back.
class FlushDenormals {
 public:
  FlushDenormals() : before_(_mm_getcsr()) { _mm_setcsr(before_ | kFlushToZero | kDenormalsAreZero); }
  ~FlushDenormals() { _mm_setcsr(before_); }
  FlushDenormals(const FlushDenormals&) = delete;
  FlushDenormals& operator=(const FlushDenormals&) = delete;

 private:
  static constexpr unsigned kFlushToZero = 0x8000, kDenormalsAreZero = 0x0040;
  unsigned before_;
};

constexpr std::size_t kOutside = static_cast<std::size_t>(-1);
thread_local std::size_t current_worker = kOutside;  // set while this thread works on a block

constexpr int kSpins = 2000;  // about 20 us of pause instructions before a worker sleeps

}  // namespace

// A job is published by `left`, the number of blocks that nobody has claimed: the other fields are written before it,
// and do not change before every claimed block is done. A worker claims a block by taking one off `left`, so one that
// wakes late finds nothing to claim and holds nobody up: the caller waits for blocks, never for workers.
struct ThreadPool::State {
  std::vector<std::thread> threads;

  Function function = nullptr;
  void* context = nullptr;
  std::uint32_t blocks = 0;
  std::atomic<std::uint32_t> left{0};
  std::atomic<std::uint32_t> done{0};
  std::atomic<std::uint32_t> generation{0};  // counts jobs; sleeping workers wait for it to change
  std::atomic<bool> quit{false};

  std::mutex error_mutex;
  std::exception_ptr error;
  std::size_t error_block = 0;

  bool claim(std::uint32_t& block) {
    std::uint32_t unclaimed = left.load(std::memory_order_relaxed);
    while (unclaimed != 0) {
      if (left.compare_exchange_weak(unclaimed, unclaimed - 1, std::memory_order_acquire, std::memory_order_relaxed)) {
        block = blocks - unclaimed;
        return true;
      }
    }
    return false;
  }

  void run_block(std::size_t block, std::size_t worker) {
    try {
      function(context, block, worker);
    } catch (...) {
      const std::lock_guard lock(error_mutex);
      if (!error || block < error_block) {
        error = std::current_exception();
        error_block = block;
      }
    }
  }

  void work(std::size_t worker) {
    const FlushDenormals flush;
    current_worker = worker;
    for (std::uint32_t block = 0; claim(block);) {
      run_block(block, worker);
      const std::uint32_t all = blocks;
      if (done.fetch_add(1, std::memory_order_acq_rel) + 1 == all) done.notify_one();
    }
    current_worker = kOutside;
  }

  void worker_loop(std::size_t worker) {
    std::uint32_t seen = 0;
    for (;;) {
      for (int spin = 0; spin < kSpins && generation.load(std::memory_order_relaxed) == seen; ++spin) _mm_pause();
      generation.wait(seen, std::memory_order_acquire);
      seen = generation.load(std::memory_order_acquire);
      if (quit.load(std::memory_order_relaxed)) return;
      work(worker);
    }
  }

  void publish(std::uint32_t count) {
    left.store(count, std::memory_order_release);
    generation.fetch_add(1, std::memory_order_release);
    generation.notify_all();
  }

  void wait_until_done() {
    for (int spin = 0; spin < kSpins && done.load(std::memory_order_acquire) != blocks; ++spin) _mm_pause();
    for (std::uint32_t now = done.load(std::memory_order_acquire); now != blocks;
         now = done.load(std::memory_order_acquire)) {
      done.wait(now, std::memory_order_acquire);
    }
  }
};

ThreadPool::ThreadPool(std::size_t threads) : state_(std::make_unique<State>()) {
  assert(threads >= 1);
  for (std::size_t worker = 1; worker < threads; ++worker) {
    state_->threads.emplace_back([state = state_.get(), worker] { state->worker_loop(worker); });
  }
}

ThreadPool::~ThreadPool() {
  state_->quit.store(true, std::memory_order_relaxed);
  state_->publish(0);
  for (std::thread& thread : state_->threads) thread.join();
}

std::size_t ThreadPool::threads() const noexcept {
  return state_->threads.size() + 1;
}

void ThreadPool::run(std::size_t blocks, Function function, void* context) {
  if (blocks == 0) return;
  if (current_worker != kOutside) {  // nested: this thread is a worker already
    for (std::size_t block = 0; block < blocks; ++block) function(context, block, current_worker);
    return;
  }
  assert(blocks <= std::numeric_limits<std::uint32_t>::max());
  State& state = *state_;
  state.function = function;
  state.context = context;
  state.blocks = static_cast<std::uint32_t>(blocks);
  state.error = nullptr;
  state.done.store(0, std::memory_order_relaxed);
  if (blocks == 1 || state.threads.empty()) {
    state.left.store(state.blocks, std::memory_order_release);  // nobody is woken
  } else {
    state.publish(state.blocks);
  }
  state.work(0);
  state.wait_until_done();
  if (state.error) std::rethrow_exception(state.error);
}

}  // namespace ballast::numeric
