// What this machine can do, as the measure of the other probes: the multiply-adds of one core, products on one core at
// the shapes of the denoisers, and the memory's bandwidth (triad).
#include <cmath>
#include <cstdio>
#include <string>
#include <utility>

#include "bench/probe.hpp"
#include "engine/numeric/blas.hpp"
#include "engine/numeric/packed.hpp"
#include "engine/numeric/random.hpp"
#include "engine/numeric/thread_pool.hpp"

using namespace ballast;

namespace {

numeric::Matrix<float> noise(std::size_t rows, std::size_t columns) {
  numeric::Matrix<float> x(rows, columns);
  numeric::fill_uniform_rows({1, numeric::Purpose::kGeneral, 0, 0}, x.view());
  return x;
}

// a b by OpenBLAS, by OpenBLAS in blocks of 64 rows, and by our packed kernels.
class Product {
 public:
  Product(std::size_t m, std::size_t n, std::size_t k)
      : a_(noise(m, k)),
        b_(noise(k, n)),
        c_(m, n),
        packed_(numeric::packed_size(k, n)),
        scratch_(numeric::gemm_rows_scratch_bytes<float>(k, n)) {
    numeric::pack<float>(b_.view(), numeric::Transpose::no, packed_.data());
  }

  void whole() {
    numeric::gemm<float>(1, a_.view(), numeric::Transpose::no, b_.view(), numeric::Transpose::no, 0, c_.view());
  }
  void blocks() { numeric::gemm_rows<float>(a_.view(), b_.view(), numeric::Transpose::no, c_.view(), 0, scratch_); }
  void packed() {
    numeric::multiply_packed<float>(a_.view(), numeric::Transpose::no, packed_.data(), false, c_.view());
  }

  bool is_right() {
    numeric::Matrix<float> slow(c_.rows(), c_.columns());
    numeric::gemm_twin<float>(1, a_.view(), numeric::Transpose::no, b_.view(), numeric::Transpose::no, 0, slow.view());
    return agrees(slow, [&] { whole(); }) && agrees(slow, [&] { blocks(); }) && agrees(slow, [&] { packed(); });
  }

  void time(bench::Report& report) {
    char shape[64];
    std::snprintf(shape, sizeof shape, "%zu x %zu x %zu", c_.rows(), c_.columns(), a_.columns());
    const double flops = 2.0 * static_cast<double>(a_.values().size()) * static_cast<double>(c_.columns());
    report.flops(std::string("sgemm ") + shape, flops, bench::core_time_of(9, [&] { whole(); }));
    report.flops(std::string("row blocks ") + shape, flops, bench::core_time_of(9, [&] { blocks(); }));
    report.flops(std::string("packed ") + shape, flops, bench::core_time_of(9, [&] { packed(); }));
  }

 private:
  bool agrees(const numeric::Matrix<float>& slow, auto&& multiply) {
    multiply();
    for (std::size_t i = 0; i < slow.values().size(); ++i) {
      if (std::fabs(c_.values()[i] - slow.values()[i]) > 1e-4f) return false;
    }
    return true;
  }

  numeric::Matrix<float> a_, b_, c_;
  numeric::Buffer<float> packed_;
  numeric::Workspace scratch_;
};

// a = b + s c over arrays far beyond the caches; three streams of traffic, write-allocate not counted.
void time_triad(std::size_t threads, bench::Report& report) {
  constexpr std::size_t kCount = std::size_t{1} << 24, kBlock = std::size_t{1} << 16;
  numeric::Buffer<float> a(kCount), b(kCount), c(kCount);
  numeric::ThreadPool pool(threads);
  const bench::Spread seconds = bench::time_of(7, [&] {
    pool.parallel_for_blocks(kCount, kBlock, [&](std::size_t first, std::size_t last) {
      float* out = a.data();
      const float *x = b.data(), *y = c.data();
      BALLAST_INDEPENDENT
      for (std::size_t i = first; i < last; ++i) out[i] = std::fma(3.0f, y[i], x[i]);
    });
    bench::keep(a);
  });
  report.rate("triad, threads: " + std::to_string(threads), 3e-9 * sizeof(float) * static_cast<double>(kCount), "GB/s",
              seconds);
}

void run(const bench::Arguments&, bench::Report& report) {
  bench::require(Product(70, 29, 33).is_right(), "a product disagrees with its twin");
  report.value("multiply-adds of one core: the peak", bench::peak_gflops(), "GFLOP/s");
  if (const double fed = bench::fed_gflops(); fed > 0) {
    report.value("the same with factors from the L1 cache, which bounds products", fed, "GFLOP/s");
  }
  for (const std::size_t m : {64u, 256u, 1024u}) {
    for (const auto& [n, k] : {std::pair{256u, 256u}, {128u, 284u}, {256u, 30u}, {30u, 256u}}) {
      Product(m, n, k).time(report);
    }
  }
  Product(1024, 1024, 1024).time(report);  // as near the peak as products come
  for (const std::size_t threads : {1u, 2u}) time_triad(threads, report);
}

}  // namespace

int main(int count, char** values) {
  return bench::run_probe(
      count, values,
      {.program = "machine",
       .idea = "multiply-adds of one core, OpenBLAS on one core at the shapes of the denoisers, and "
               "the memory's bandwidth (triad)"},
      run);
}
