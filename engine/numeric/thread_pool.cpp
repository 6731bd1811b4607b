#include "engine/numeric/thread_pool.hpp"

#include <immintrin.h>

#include <atomic>
#include <cassert>
#include <cstdint>
#include <exception>
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

struct ThreadPool::State {
  std::vector<std::thread> threads;

  // The job at hand. `generation` publishes it: the other fields are written before it changes.
  Function function = nullptr;
  void* context = nullptr;
  std::size_t blocks = 0;
  std::atomic<std::size_t> next{0};
  std::atomic<std::size_t> busy{0};  // workers that have not finished this generation
  std::atomic<std::uint32_t> generation{0};
  std::atomic<bool> quit{false};

  std::mutex error_mutex;
  std::exception_ptr error;
  std::size_t error_block = 0;

  void work(std::size_t worker) {
    const FlushDenormals flush;
    current_worker = worker;
    for (;;) {
      const std::size_t block = next.fetch_add(1, std::memory_order_relaxed);
      if (block >= blocks) break;
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
    current_worker = kOutside;
  }

  void worker_loop(std::size_t worker) {
    std::uint32_t seen = 0;
    for (;;) {
      for (int spin = 0; spin < kSpins && generation.load(std::memory_order_acquire) == seen; ++spin) _mm_pause();
      generation.wait(seen, std::memory_order_acquire);
      seen = generation.load(std::memory_order_acquire);
      if (quit.load(std::memory_order_relaxed)) return;
      work(worker);
      if (busy.fetch_sub(1, std::memory_order_acq_rel) == 1) busy.notify_one();
    }
  }

  void publish() {
    generation.fetch_add(1, std::memory_order_release);
    generation.notify_all();
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
  state_->publish();
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
  State& state = *state_;
  state.function = function;
  state.context = context;
  state.blocks = blocks;
  state.error = nullptr;
  state.next.store(0, std::memory_order_relaxed);
  const bool alone = blocks == 1 || state.threads.empty();
  if (!alone) {
    state.busy.store(state.threads.size(), std::memory_order_relaxed);
    state.publish();
  }
  state.work(0);
  if (!alone) {
    for (int spin = 0; spin < kSpins && state.busy.load(std::memory_order_acquire) != 0; ++spin) _mm_pause();
    for (std::size_t left = state.busy.load(std::memory_order_acquire); left != 0;
         left = state.busy.load(std::memory_order_acquire)) {
      state.busy.wait(left, std::memory_order_acquire);
    }
  }
  if (state.error) std::rethrow_exception(state.error);
}

}  // namespace ballast::numeric
