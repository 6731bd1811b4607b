// Exact nearest neighbours: neighbours [--rows 50000] [--columns 30] [--k 15] [--threads 2]
// Verifies 2,000 rows against brute force, then times the whole: median of three, and the share of the time that the
// matrix product alone would take.
#include <algorithm>
#include <cstdio>

#include "bench/probe.hpp"
#include "engine/geometry/neighbours.hpp"
#include "engine/numeric/blas.hpp"
#include "engine/numeric/random.hpp"

using namespace ballast;

namespace {

bool agrees_with_twin(numeric::MatrixView<const float> x, const geometry::NeighbourOptions& options,
                      numeric::ThreadPool& pool) {
  const auto fast = geometry::nearest_neighbours<float>(x, x, options, pool);
  const auto slow = geometry::nearest_neighbours_twin<float>(x, x, options);
  return std::ranges::equal(fast.rows.values(), slow.rows.values());
}

}  // namespace

int main(int argc, char** argv) {
  const bench::Arguments arguments(argc, argv);
  const std::size_t rows = arguments.number("--rows", 50000), columns = arguments.number("--columns", 30);
  const geometry::NeighbourOptions options{arguments.number("--k", 15), true};
  numeric::ThreadPool pool(arguments.number("--threads", 2));
  numeric::Matrix<float> x(rows, columns);
  numeric::fill_normal_rows({1, numeric::Purpose::kGeneral, 0, 0}, x.view());
  if (!agrees_with_twin(x.view().row_block(0, std::min<std::size_t>(rows, 2000)), options, pool)) {
    std::puts("nearest_neighbours disagrees with its twin");
    return 1;
  }
  const double seconds =
      bench::median_seconds(3, [&] { geometry::nearest_neighbours<float>(x.view(), x.view(), options, pool); });
  const double flops = 2.0 * static_cast<double>(rows) * static_cast<double>(rows) * static_cast<double>(columns + 1);
  std::printf("neighbours %zu x %zu, k = %zu, %zu threads: %.3f s, %.1f GFLOP/s of products\n", rows, columns,
              options.k, pool.threads(), seconds, flops / seconds * 1e-9);
  return 0;
}
