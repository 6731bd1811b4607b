// What the trained rivals (VAE, GAN) have in common, checked in both of their suites.
#pragma once

#include <array>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "diffusion/generator.hpp"
#include "engine/error.hpp"
#include "engine/files/archive.hpp"
#include "tests/allocations.hpp"
#include "tests/diffusion/tables.hpp"
#include "tests/refusals.hpp"

namespace ballast::test {

// Small enough to train in a moment.
template <class Options>
Options tiny_rival(std::size_t updates = 30) {
  Options options;
  options.latent = 4;
  options.hidden = 16;
  options.batch = 64;
  options.updates = updates;
  return options;
}

// The archive of a generator fitted on 40 rows.
template <class AnyGenerator>
std::vector<std::byte> archive_at(AnyGenerator&& generator, std::size_t threads) {
  numeric::ThreadPool pool(threads);
  Observer observer;
  generator.fit(mixed_table(40), 1, pool, observer);
  files::ArchiveWriter out("generator");
  generator.save(out);
  return out.bytes();
}

// Says stop at the third report of `phase`; notes what was allocated between the last two.
class StopsEarly final : public Observer {
 public:
  explicit StopsEarly(std::string_view phase) : phase_(phase) {}
  bool report(const Progress& progress) override {
    if (progress.phase != phase_) return true;
    allocated = testing::allocations() - before_;
    before_ = testing::allocations();
    return ++reports < 3;
  }
  std::size_t reports = 0, allocated = 0;

 private:
  std::string_view phase_;
  std::size_t before_ = 0;
};

// Mean of column a, and its covariance with column b.
inline std::array<double, 2> column_moments(const tabular::Table& table, std::size_t a, std::size_t b) {
  const auto x = table.column(a), y = table.column(b);
  const double n = static_cast<double>(x.size());
  double mx = 0, my = 0, sxy = 0;
  for (std::size_t i = 0; i < x.size(); ++i) mx += x[i] / n, my += y[i] / n;
  for (std::size_t i = 0; i < x.size(); ++i) sxy += (x[i] - mx) * (y[i] - my) / n;
  return {mx, sxy};
}

// Fits one cloud of correlated normal rows of unit variance and holds the moments of 2,000 made rows against it.
inline void check_learns_moments(diffusion::Generator&& generator) {
  constexpr double kFar = 0.25;  // in standard deviations; 0.02 is sampling error
  const tabular::Table real = numeric_table(200, 3);
  numeric::ThreadPool pool(2);
  Observer observer;
  generator.fit(real, 1, pool, observer);
  const tabular::Table rows = generator.sample(0, 2000, 2, pool, observer);
  for (std::size_t a = 0; a < 3; ++a) {
    for (std::size_t b = a; b < 3; ++b) {
      const auto want = column_moments(real, a, b), got = column_moments(rows, a, b);
      BOOST_TEST(std::abs(got[0] - want[0]) < kFar);
      BOOST_TEST(std::abs(got[1] - want[1]) < kFar);
    }
  }
}

}  // namespace ballast::test
