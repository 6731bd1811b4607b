#include "diffusion/process/forward_process.hpp"

#include <boost/test/unit_test.hpp>
#include <vector>

#include "engine/numeric/random.hpp"

using namespace ballast::diffusion;
using ballast::numeric::RandomStream;

namespace {

std::vector<double> normals(RandomStream& stream, std::size_t count) {
  std::vector<double> out(count);
  for (double& value : out) value = stream.normal();
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(forward_process_test)

// Given the same noises, recursion and closed form are the same numbers, at every step and over random schedules: of 1
// to 300 steps, with variances of any size from 1e-6 to nearly 1 between two random ends.
BOOST_AUTO_TEST_CASE(recursion_and_closed_form_are_equal_given_the_same_noise) {
  constexpr double kRounding = 1e-12;  // 300 steps of a few roundings of numbers of size 1 to 3
  constexpr std::size_t kColumns = 7;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    RandomStream stream(seed, ballast::numeric::Purpose::kGeneral);
    std::vector<double> variances(1 + static_cast<std::size_t>(stream.below(300)));
    const double low = -6 + 5 * stream.uniform(), high = low + (-0.01 - low) * stream.uniform();  // powers of ten
    for (double& variance : variances) variance = std::pow(10.0, low + (high - low) * stream.uniform());
    const NoiseSchedule schedule(variances);
    const std::vector<double> x_0 = normals(stream, kColumns);
    std::vector<double> x = x_0, eps(kColumns, 0.0), direct(kColumns);
    for (std::size_t n = 1; n <= schedule.steps(); ++n) {
      const std::vector<double> z = normals(stream, kColumns);
      forward_step<double>(x, z, schedule.dt(n), x);
      accumulated_noise<double>(eps, z, schedule.t(n - 1), schedule.dt(n), eps);
      forward_closed_form<double>(x_0, eps, schedule.t(n), direct);
      for (std::size_t d = 0; d < kColumns; ++d) BOOST_TEST_REQUIRE(std::abs(x[d] - direct[d]) < kRounding);
    }
  }
}

// With independent noises they agree in distribution: mean g(t) x_0, variance b(t)^2, over many walks.
BOOST_AUTO_TEST_CASE(recursion_and_closed_form_agree_in_distribution) {
  constexpr std::size_t kWalks = 40000, kSteps = 60;
  const NoiseSchedule schedule = linear_schedule(kSteps, 1e-3, 0.05);
  const std::vector<double> x_0(kWalks, 1.3);
  RandomStream stream(7, ballast::numeric::Purpose::kGeneral);
  std::vector<double> walked = x_0, direct(kWalks);
  for (std::size_t n = 1; n <= kSteps; ++n) {
    forward_step<double>(walked, normals(stream, kWalks), schedule.dt(n), walked);
  }
  const double t = schedule.end();
  forward_closed_form<double>(x_0, normals(stream, kWalks), t, direct);
  for (const auto* rows : {&walked, &direct}) {
    double mean = 0.0, variance = 0.0;
    for (const double x : *rows) mean += x / kWalks;
    for (const double x : *rows) variance += (x - mean) * (x - mean) / kWalks;
    // Four standard errors: b / sqrt(walks) of a mean, b^2 sqrt(2 / walks) of a variance.
    BOOST_TEST(std::abs(mean - g(t) * 1.3) < 4.0 * b(t) / 200.0);
    BOOST_TEST(std::abs(variance - b(t) * b(t)) < 4.0 * b(t) * b(t) * std::sqrt(2.0) / 200.0);
  }
}

BOOST_AUTO_TEST_CASE(accumulated_noise_stays_standard_normal) {
  // The two factors are a point on the unit circle, so independent unit variances give a unit variance.
  const NoiseSchedule schedule = linear_schedule(800);
  for (std::size_t n = 1; n <= 800; n += 47) {
    std::vector<double> keep{0.0}, add{0.0};
    const std::vector<double> one{1.0}, zero{0.0};
    accumulated_noise<double>(one, zero, schedule.t(n - 1), schedule.dt(n), keep);
    accumulated_noise<double>(zero, one, schedule.t(n - 1), schedule.dt(n), add);
    BOOST_TEST(std::abs(keep[0] * keep[0] + add[0] * add[0] - 1.0) < 1e-12);
  }
}

BOOST_AUTO_TEST_SUITE_END()
