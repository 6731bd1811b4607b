// Sums over ranks: verifies them against sums made by hand, then reports how long one takes and how many bytes a second
// that is, from one number to as many as a level of a tree has. Run by mpirun, or alone; the first rank reports.
#include <cstdint>
#include <vector>

#include "bench/probe.hpp"
#include "engine/ranks/start.hpp"

using namespace ballast;

namespace {

// Numbers that tell ranks and places apart.
std::vector<std::int64_t> numbers_of(std::size_t rank, std::size_t count) {
  std::vector<std::int64_t> out(count);
  for (std::size_t i = 0; i < count; ++i)
    out[i] = static_cast<std::int64_t>((rank + 1) << 40) - static_cast<std::int64_t>(i);
  return out;
}

bool sums_are_right(ranks::Ranks& ranks, std::size_t count) {
  Observer quiet;
  std::vector<std::int64_t> values = numbers_of(ranks.rank(), count), wanted(count);
  for (std::size_t rank = 0; rank < ranks.size(); ++rank) {
    const std::vector<std::int64_t> own = numbers_of(rank, count);
    for (std::size_t i = 0; i < count; ++i) wanted[i] += own[i];
  }
  ranks.sum(values, quiet);
  return values == wanted;
}

void run(ranks::Ranks& ranks, const bench::Arguments& arguments, bench::Report& report) {
  Observer quiet;
  report.value("ranks", static_cast<double>(ranks.size()));
  for (const std::size_t count : {std::size_t{1}, std::size_t{1} << 10, std::size_t{1} << 14, std::size_t{1} << 16,
                                  std::size_t{1} << 18, std::size_t{1} << 20}) {
    bench::require(sums_are_right(ranks, count), "a sum over the ranks is wrong");
    std::vector<std::int64_t> values(count);
    const std::size_t calls = std::max<std::size_t>(1, (std::size_t{1} << 16) / count / 64);
    bench::Spread seconds = bench::time_of(arguments.number("--repeats"), [&] {
      for (std::size_t call = 0; call < calls; ++call) ranks.sum(values, quiet);
    });
    for (double* const part : {&seconds.min, &seconds.median, &seconds.max}) *part /= static_cast<double>(calls);
    const double bytes = static_cast<double>(count * sizeof(std::int64_t));
    report.time("a sum of " + std::to_string(8 * count) + " bytes", seconds, 1e6, "us");
    if (count > 1) report.rate("bytes of it a second", bytes * 1e-6, "MB/s", seconds);
  }
}

}  // namespace

int main(int count, char** values) {
  app::choose_blas_kernel(values);
  const auto ranks = ranks::start(count, values);
  if (!ranks->is_first() && std::freopen("/dev/null", "w", stdout) == nullptr) return 1;
  return bench::run_probe(
      count, values,
      {.program = "ranks", .idea = "how long sums over ranks take", .arguments = {{"--repeats", "15", "of each size"}}},
      [&](const bench::Arguments& arguments, bench::Report& report) { run(*ranks, arguments, report); });
}
