#include "diffusion/process/parametrisation.hpp"

#include <array>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <string>

#include "diffusion/process/posterior.hpp"
#include "engine/error.hpp"

using namespace ballast::diffusion;

namespace {

constexpr std::array kAll{Parametrisation::noise, Parametrisation::v, Parametrisation::data, Parametrisation::mean};
constexpr double kX0 = -0.8, kEps = 1.3;

double noised(const NoiseSchedule& schedule, std::size_t n) {
  return g(schedule.t(n)) * kX0 + b(schedule.t(n)) * kEps;
}

double target(Parametrisation kind, const NoiseSchedule& schedule, std::size_t n) {
  const Target mix = target_of(kind, schedule, n);
  return mix.data * kX0 + mix.noise * kEps;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(parametrisation_test)

// Reading the noise from a perfect answer gives the noise back, whatever the answer stands for. The mean differs from
// x_n by b^2(dt) of noise only, so reading it back loses four digits or so in small steps.
BOOST_AUTO_TEST_CASE(the_noise_is_read_back_from_a_perfect_answer) {
  for (const NoiseSchedule& schedule : {linear_schedule(800), cosine_schedule(100)}) {
    for (const Parametrisation kind : kAll) {
      for (std::size_t n = 1; n <= schedule.steps(); ++n) {
        const NoiseReading reading = noise_reading(kind, schedule, n);
        const double eps = reading.row * noised(schedule, n) + reading.output * target(kind, schedule, n);
        BOOST_TEST_REQUIRE(std::abs(eps - kEps) < 1e-10);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(targets_are_what_their_names_say) {
  const NoiseSchedule schedule = linear_schedule(800);
  for (const std::size_t n : {1u, 2u, 100u, 800u}) {
    const double t_n = schedule.t(n), t_m = schedule.t(n - 1);
    BOOST_TEST(target(Parametrisation::noise, schedule, n) == kEps);
    BOOST_TEST(target(Parametrisation::data, schedule, n) == kX0);
    BOOST_TEST(std::abs(target(Parametrisation::v, schedule, n) - (g(t_n) * kEps - b(t_n) * kX0)) < 1e-14);
    const double mean = posterior_mean(noised(schedule, n), kX0, t_m, t_n);
    BOOST_TEST(std::abs(target(Parametrisation::mean, schedule, n) - mean) < 1e-12);
  }
}

// For standard normal data E[eps | x_n] = b x_n: an answer of 0 means that under v, and v alone.
BOOST_AUTO_TEST_CASE(zero_as_v_is_the_best_linear_answer_for_standard_normal_data) {
  const NoiseSchedule schedule = linear_schedule(800);
  BOOST_TEST(noise_reading(Parametrisation::v, schedule, 300).row == b(schedule.t(300)));
  BOOST_TEST(noise_reading(Parametrisation::noise, schedule, 300).row == 0.0);
}

BOOST_AUTO_TEST_CASE(names_lead_there_and_back_and_others_are_refused) {
  for (const Parametrisation kind : kAll) BOOST_TEST((parametrisation_of(to_string(kind)) == kind));
  BOOST_CHECK_EXCEPTION(parametrisation_of("nois"), ballast::Error, [](const ballast::Error& error) {
    return std::string(error.what()) ==
           "unknown parametrisation of the network; expected noise, v, data or mean, got 'nois' (hint: did you mean "
           "'noise'?)";
  });
}

BOOST_AUTO_TEST_SUITE_END()
