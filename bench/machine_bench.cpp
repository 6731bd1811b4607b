// What this machine can do, as the measure of the other probes: machine
// Multiply-adds of one core, OpenBLAS on one core at the shapes of the denoisers, and the memory's bandwidth (triad).
#include <cmath>
#include <cstdio>
#include <span>

#include "bench/probe.hpp"
#include "engine/numeric/blas.hpp"
#include "engine/numeric/random.hpp"
#include "engine/numeric/thread_pool.hpp"

using namespace ballast;

namespace {

numeric::Matrix<float> noise(std::size_t rows, std::size_t columns) {
  numeric::Matrix<float> x(rows, columns);
  numeric::fill_uniform_rows({1, numeric::Purpose::kGeneral, 0, 0}, x.view());
  return x;
}

bool gemm_is_right() {
  const auto a = noise(70, 33), b = noise(33, 29);
  numeric::Matrix<float> fast(70, 29), slow(70, 29);
  numeric::gemm<float>(1, a.view(), numeric::Op::kNone, b.view(), numeric::Op::kNone, 0, fast.view());
  numeric::gemm_twin<float>(1, a.view(), numeric::Op::kNone, b.view(), numeric::Op::kNone, 0, slow.view());
  for (std::size_t i = 0; i < fast.values().size(); ++i) {
    if (std::fabs(fast.values()[i] - slow.values()[i]) > 1e-4f) return false;
  }
  return true;
}

void time_gemm(std::size_t m, std::size_t n, std::size_t k, double peak) {
  const auto a = noise(m, k), b = noise(k, n);
  numeric::Matrix<float> c(m, n);
  numeric::Workspace scratch(numeric::gemm_rows_scratch_bytes<float>(k, n));
  const double flops = 2.0 * static_cast<double>(m) * static_cast<double>(n) * static_cast<double>(k);
  const double whole = bench::median_seconds_short(
      9, [&] { numeric::gemm<float>(1, a.view(), numeric::Op::kNone, b.view(), numeric::Op::kNone, 0, c.view()); });
  const double blocks = bench::median_seconds_short(
      9, [&] { numeric::gemm_rows<float>(a.view(), b.view(), numeric::Op::kNone, c.view(), 0, scratch); });
  std::printf("sgemm %5zu x %4zu x %4zu   %7.1f GFLOP/s (%2.0f %% of peak)   in row blocks of 64 %7.1f (%2.0f %%)\n", m,
              n, k, flops / whole * 1e-9, flops / whole * 1e-7 / peak, flops / blocks * 1e-9,
              flops / blocks * 1e-7 / peak);
}

// a = b + s c over arrays far beyond the caches; three streams of traffic, write-allocate not counted.
double triad_gigabytes(std::size_t threads) {
  constexpr std::size_t kCount = std::size_t{1} << 24, kBlock = std::size_t{1} << 16;
  numeric::Buffer<float> a(kCount), b(kCount), c(kCount);
  numeric::ThreadPool pool(threads);
  const double seconds = bench::median_seconds(7, [&] {
    pool.parallel_for_blocks(kCount, kBlock, [&](std::size_t first, std::size_t last) {
      float* out = a.data();
      const float *x = b.data(), *y = c.data();
      BALLAST_INDEPENDENT
      for (std::size_t i = first; i < last; ++i) out[i] = std::fma(3.0f, y[i], x[i]);
    });
    bench::keep(a);
  });
  return 3.0 * sizeof(float) * static_cast<double>(kCount) / seconds * 1e-9;
}

}  // namespace

int main() {
  if (!gemm_is_right()) {
    std::puts("gemm disagrees with its twin");
    return 1;
  }
  const double peak = bench::peak_gflops();
  std::printf("multiply-adds, one core    %7.1f GFLOP/s\n", peak);
  for (const std::size_t m : {64u, 256u, 1024u}) {
    time_gemm(m, 256, 256, peak);
    time_gemm(m, 128, 284, peak);
    time_gemm(m, 256, 30, peak);
    time_gemm(m, 30, 256, peak);
  }
  for (const std::size_t threads : {1u, 2u})
    std::printf("triad, %zu threads   %6.1f GB/s\n", threads, triad_gigabytes(threads));
  return 0;
}
