#include "engine/numeric/thread_pool.hpp"

#include <atomic>
#include <cassert>
#include <cstdint>
#include <exception>
#include <limits>
#include <mutex>
#include <thread>
#include <vector>

#ifdef __x86_64__
#include <immintrin.h>
#endif

namespace ballast::numeric {
namespace {

// The register that says what this thread does with denormals, the bits in it that flush them to zero, and what a
// spinning thread tells the core.
#if defined(__x86_64__)
constexpr std::uint64_t kFlush = 0x8040;  // results and operands
std::uint64_t float_mode() {
  return _mm_getcsr();
}
void set_float_mode(std::uint64_t mode) {
  _mm_setcsr(static_cast<unsigned>(mode));
}
void spin() {
  _mm_pause();
}
#elif defined(__aarch64__)
constexpr std::uint64_t kFlush = std::uint64_t{1} << 24;  // FPCR.FZ: results and operands
std::uint64_t float_mode() {
  std::uint64_t mode = 0;
  asm volatile("mrs %0, fpcr" : "=r"(mode));
  return mode;
}
void set_float_mode(std::uint64_t mode) {
  asm volatile("msr fpcr, %0" : : "r"(mode));
}
void spin() {
  asm volatile("yield");
}
#else
constexpr std::uint64_t kFlush = 0;  // denormals are kept, and cost what they cost
std::uint64_t float_mode() {
  return 0;
}
void set_float_mode(std::uint64_t) {}
void spin() {}
#endif

// Flush denormals to zero on this thread, and put the caller's setting back.
class FlushDenormals {
 public:
  FlushDenormals() : before_(float_mode()) { set_float_mode(before_ | kFlush); }
  ~FlushDenormals() { set_float_mode(before_); }
  FlushDenormals(const FlushDenormals&) = delete;
  FlushDenormals& operator=(const FlushDenormals&) = delete;

 private:
  std::uint64_t before_;
};

constexpr std::size_t kOutside = static_cast<std::size_t>(-1);
thread_local std::size_t current_worker = kOutside;  // set while this thread works on a block

constexpr int kSpins = 2000;  // about 20 us of pause instructions before a worker sleeps

// Blocks first .. last - 1, in one word so that taking one off either end is one exchange.
class alignas(64) Share {
 public:
  void set(std::uint64_t first, std::uint64_t last) { both_.store(first << 32 | last, std::memory_order_release); }

  bool take_first(std::uint32_t& block) {
    return take([&](std::uint64_t both) { return block = first(both), both + (std::uint64_t{1} << 32); });
  }
  bool take_last(std::uint32_t& block) {
    return take([&](std::uint64_t both) { return block = last(both) - 1, both - 1; });
  }

 private:
  static std::uint32_t first(std::uint64_t both) { return static_cast<std::uint32_t>(both >> 32); }
  static std::uint32_t last(std::uint64_t both) { return static_cast<std::uint32_t>(both); }

  template <class Without>
  bool take(Without&& without) {
    std::uint64_t both = both_.load(std::memory_order_relaxed);
    while (first(both) < last(both)) {
      if (both_.compare_exchange_weak(both, without(both), std::memory_order_acquire, std::memory_order_relaxed)) {
        return true;
      }
    }
    return false;
  }

  std::atomic<std::uint64_t> both_{0};
};

}  // namespace

// A job is published by the workers' shares of its blocks: the other fields are written before them, and do not change
// before every claimed block is done. A worker takes its own share from the front and then the others' from the back:
// when the same work is cut the same way again, a worker mostly meets the blocks whose memory is in its cache. One that
// wakes late finds nothing to claim and holds nobody up: the caller waits for blocks, never for workers.
struct ThreadPool::State {
  std::vector<std::thread> threads;

  Function function = nullptr;
  void* context = nullptr;
  std::uint32_t blocks = 0;
  std::vector<Share> shares;  // one a worker
  std::atomic<std::uint32_t> done{0};
  std::atomic<std::uint32_t> generation{0};  // counts jobs; sleeping workers wait for it to change
  std::atomic<bool> quit{false};

  std::mutex error_mutex;
  std::exception_ptr error;
  std::size_t error_block = 0;

  explicit State(std::size_t workers) : shares(workers) {}

  bool claim(std::size_t worker, std::uint32_t& block) {
    if (shares[worker].take_first(block)) return true;
    for (std::size_t i = 1; i < shares.size(); ++i) {
      if (shares[(worker + i) % shares.size()].take_last(block)) return true;
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
    for (std::uint32_t block = 0; claim(worker, block);) {
      run_block(block, worker);
      const std::uint32_t all = blocks;
      if (done.fetch_add(1, std::memory_order_acq_rel) + 1 == all) done.notify_one();
    }
    current_worker = kOutside;
  }

  void worker_loop(std::size_t worker) {
    std::uint32_t seen = 0;
    for (;;) {
      for (int i = 0; i < kSpins && generation.load(std::memory_order_relaxed) == seen; ++i) spin();
      generation.wait(seen, std::memory_order_acquire);
      seen = generation.load(std::memory_order_acquire);
      if (quit.load(std::memory_order_relaxed)) return;
      work(worker);
    }
  }

  // Equal shares, the larger ones first.
  void share_out() {
    const std::uint64_t workers = shares.size(), all = blocks;
    for (std::uint64_t w = 0; w < workers; ++w) {
      shares[w].set((all * w + workers - 1) / workers, (all * (w + 1) + workers - 1) / workers);
    }
  }

  void wake() {
    generation.fetch_add(1, std::memory_order_release);
    generation.notify_all();
  }

  void wait_until_done() {
    for (int i = 0; i < kSpins && done.load(std::memory_order_acquire) != blocks; ++i) spin();
    for (std::uint32_t now = done.load(std::memory_order_acquire); now != blocks;
         now = done.load(std::memory_order_acquire)) {
      done.wait(now, std::memory_order_acquire);
    }
  }
};

ThreadPool::ThreadPool(std::size_t threads) : state_(std::make_unique<State>(threads)) {
  assert(threads >= 1);
  for (std::size_t worker = 1; worker < threads; ++worker) {
    state_->threads.emplace_back([state = state_.get(), worker] { state->worker_loop(worker); });
  }
}

ThreadPool::~ThreadPool() {
  state_->quit.store(true, std::memory_order_relaxed);
  state_->wake();
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
  state.share_out();
  if (blocks > 1 && !state.threads.empty()) state.wake();
  state.work(0);
  state.wait_until_done();
  if (state.error) std::rethrow_exception(state.error);
}

}  // namespace ballast::numeric
