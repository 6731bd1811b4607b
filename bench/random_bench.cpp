// Random numbers in bulk, one core: verifies each fill against its one-at-a-time twin, then reports nanoseconds per
// number, beside the standard library.
#include <cmath>
#include <random>
#include <vector>

#include "bench/probe.hpp"
#include "engine/numeric/random.hpp"

using namespace ballast;
using numeric::Purpose;
using numeric::StreamName;

namespace {

constexpr std::size_t kCount = 16384;
constexpr StreamName kName{42, Purpose::kGeneral, 3, 0};

bool fills_are_right() {
  std::vector<float> uniform(kCount), normal(kCount);
  numeric::fill_uniform(kName, uniform);
  numeric::fill_normal(kName, normal);
  for (std::size_t i = 0; i < kCount; ++i) {
    if (uniform[i] != numeric::uniform_at(kName, i)) return false;
    if (std::fabs(static_cast<double>(normal[i]) - numeric::normal_at(kName, i)) > 2e-6) return false;
  }
  return true;
}

void run(const bench::Arguments&, bench::Report& report) {
  bench::require(fills_are_right(), "a fill disagrees with its twin");
  const auto time = [&](const char* what, std::size_t numbers, auto&& work) {
    report.time(what, bench::core_time_of(15, work), 1e9 / static_cast<double>(numbers), "ns");
  };
  std::vector<float> out(kCount);
  numeric::Matrix<float> rows(512, 29);
  time("uniform, one long row", kCount, [&] { numeric::fill_uniform(kName, out); });
  time("normal, one long row", kCount, [&] { numeric::fill_normal(kName, out); });
  time("normal, 512 rows of 29", 512 * 29, [&] { numeric::fill_normal_rows(kName, rows.view()); });
  time("normal, one at a time (twin)", kCount, [&] {
    for (std::size_t i = 0; i < kCount; ++i) out[i] = static_cast<float>(numeric::normal_at(kName, i));
  });
  numeric::RandomStream stream(kName);
  time("sequential integer below n", kCount, [&] {
    for (float& v : out) v = static_cast<float>(stream.below(1000));
  });
  std::mt19937 engine(42);
  std::normal_distribution<float> normal;
  time("std::mt19937, std::normal", kCount, [&] {
    for (float& v : out) v = normal(engine);
  });
}

}  // namespace

int main(int count, char** values) {
  return bench::run_probe(count, values,
                          {.program = "random", .idea = "nanoseconds per random number in bulk, one core"}, run);
}
