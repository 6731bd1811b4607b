// Exact nearest neighbours: verifies 2,000 rows against brute force, then times the whole, of which the matrix product
// is a part. tests/crosscheck/neighbours_peer.py reads the seconds.
#include <algorithm>

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

void run(const bench::Arguments& arguments, bench::Report& report) {
  const auto rows = arguments.number("--rows"), columns = arguments.number("--columns");
  const geometry::NeighbourOptions options{arguments.number("--k"), true};
  numeric::ThreadPool pool(arguments.number("--threads"));
  numeric::Matrix<float> x(rows, columns);
  numeric::fill_normal_rows({1, numeric::Purpose::kGeneral, 0, 0}, x.view());
  bench::require(agrees_with_twin(x.view().row_block(0, std::min<std::size_t>(rows, 2000)), options, pool),
                 "nearest_neighbours disagrees with its twin");
  const bench::Spread seconds =
      bench::time_of(3, [&] { geometry::nearest_neighbours<float>(x.view(), x.view(), options, pool); });
  const double flops = 2.0 * static_cast<double>(rows) * static_cast<double>(rows) * static_cast<double>(columns + 1);
  report.time("all neighbours", seconds, 1, "s");
  report.flops("all neighbours, counting the products alone", flops, seconds, pool.threads());
}

}  // namespace

int main(int count, char** values) {
  return bench::run_probe(count, values,
                          {.program = "neighbours",
                           .idea = "the exact nearest neighbours of normal rows among themselves",
                           .arguments = {{"--rows", "50000", ""},
                                         {"--columns", "30", ""},
                                         {"--k", "15", "neighbours of each row"},
                                         {"--threads", "2", ""}}},
                          run);
}
