#include "diffusion/process/noise_schedule.hpp"

#include <array>
#include <boost/test/unit_test.hpp>
#include <string>
#include <vector>

#include "engine/error.hpp"

using namespace ballast::diffusion;

BOOST_AUTO_TEST_SUITE(noise_schedule_test)

// Golden: the sum of -1/2 ln(1 - var_n) with Python's decimal module at 40 digits. The paper's figures
// print 4.047, 1.01.
BOOST_AUTO_TEST_CASE(the_linear_schedule_ends_where_the_paper_says) {
  constexpr double kRounding = 1e-12;  // 800 additions
  BOOST_TEST(std::abs(linear_schedule(800).end() - 4.047088792188235431573) < kRounding);
  BOOST_TEST(std::abs(linear_schedule(200).end() - 1.011784906018096181341) < kRounding);
  BOOST_TEST(std::abs(g(linear_schedule(800).end()) - 0.017473168692792021457) < kRounding);
}

BOOST_AUTO_TEST_CASE(each_step_adds_the_variance_it_was_made_from) {
  const std::size_t steps = 800;
  const NoiseSchedule schedule = linear_schedule(steps);
  BOOST_TEST(schedule.steps() == steps);
  BOOST_TEST(schedule.t(0) == 0.0);
  for (std::size_t n = 1; n <= steps; ++n) {
    const double variance = 1e-4 + (0.02 - 1e-4) * static_cast<double>(n - 1) / 799.0;
    BOOST_TEST(std::abs(b(schedule.dt(n)) * b(schedule.dt(n)) - variance) < 1e-15);
    BOOST_TEST(std::abs(schedule.t(n) - schedule.t(n - 1) - schedule.dt(n)) < 1e-15);
  }
}

// DDPM's product of (1 - var) and OU time are one schedule: g(t_n)^2 = prod (1 - var_i).
BOOST_AUTO_TEST_CASE(ou_time_is_ddpm_in_other_words) {
  const NoiseSchedule schedule = linear_schedule(800);
  double alpha_bar = 1.0;
  for (std::size_t n = 1; n <= 800; ++n) {
    alpha_bar *= 1.0 - (1e-4 + (0.02 - 1e-4) * static_cast<double>(n - 1) / 799.0);
    const double kept = g(schedule.t(n));
    BOOST_TEST(std::abs(kept * kept - alpha_bar) < 1e-13);
    BOOST_TEST(std::abs(kept * kept + b(schedule.t(n)) * b(schedule.t(n)) - 1.0) < 1e-14);
  }
}

BOOST_AUTO_TEST_CASE(b_keeps_its_digits_at_tiny_times) {
  // b(t)^2 = 2t - 2t^2 + ...; 1 - exp(-2t) would round to 0 here.
  BOOST_TEST(std::abs(b(1e-18) / std::sqrt(2e-18) - 1.0) < 1e-15);
}

BOOST_AUTO_TEST_CASE(the_cosine_schedule_follows_the_cosine) {
  const NoiseSchedule schedule = cosine_schedule(1000);
  const auto f = [](double s) { return std::pow(std::cos((s + 0.008) / 1.008 * std::acos(-1.0) / 2.0), 2); };
  for (const std::size_t n : {1u, 250u, 500u, 750u, 990u}) {
    const double kept = g(schedule.t(n));
    BOOST_TEST(std::abs(kept * kept - f(static_cast<double>(n) / 1000.0) / f(0.0)) < 1e-12);
  }
}

BOOST_AUTO_TEST_CASE(respaced_steps_keep_both_ends_and_never_repeat) {
  const auto by_label = [](std::size_t from, std::size_t count) {
    return respaced_steps(linear_schedule(20), from, count);
  };
  BOOST_TEST(by_label(5, 9) == (std::vector<std::size_t>{5, 4, 3, 2, 1}), boost::test_tools::per_element());
  BOOST_TEST(by_label(9, 3) == (std::vector<std::size_t>{9, 5, 1}), boost::test_tools::per_element());
  BOOST_TEST(by_label(9, 1) == (std::vector<std::size_t>{9}), boost::test_tools::per_element());
  const NoiseSchedule schedule = linear_schedule(40);
  for (const Spacing spacing : {Spacing::labels, Spacing::log_signal_to_noise}) {
    for (std::size_t from = 1; from <= 40; ++from) {
      for (std::size_t count = 2; count <= from; ++count) {
        const auto stops = respaced_steps(schedule, from, count, spacing);
        BOOST_TEST_REQUIRE(stops.size() == count);
        BOOST_TEST_REQUIRE(stops.front() == from);
        BOOST_TEST_REQUIRE(stops.back() == 1u);
        for (std::size_t i = 1; i < count; ++i) BOOST_TEST_REQUIRE(stops[i] < stops[i - 1]);
      }
    }
  }
}

// Where labels lie densely enough, neighbouring stops are the same ratio of g / b apart.
BOOST_AUTO_TEST_CASE(stops_by_signal_to_noise_are_even_in_its_logarithm) {
  const NoiseSchedule schedule = linear_schedule(20000, 1e-6, 1e-3);
  const auto stops = respaced_steps(schedule, 20000, 11, Spacing::log_signal_to_noise);
  const auto at = [&](std::size_t i) { return log_signal_to_noise(schedule.t(stops[i])); };
  BOOST_TEST(std::abs(std::exp(at(3)) - g(schedule.t(stops[3])) / b(schedule.t(stops[3]))) < 1e-9);
  const double even = (at(10) - at(0)) / 10.0;
  for (std::size_t i = 1; i + 1 < stops.size(); ++i)
    BOOST_TEST(std::abs(at(i) - at(0) - even * double(i)) < 0.05 * even);
}

BOOST_AUTO_TEST_CASE(a_bad_schedule_is_refused_in_words) {
  const auto message_of = [](auto&& make) -> std::string {
    try {
      make();
    } catch (const ballast::Error& error) {
      return error.what();
    }
    return "";
  };
  BOOST_TEST(message_of([] { linear_schedule(0); }).find("this many steps; expected 1 to 100000, got '0'") !=
             std::string::npos);
  BOOST_TEST(message_of([] {
               NoiseSchedule(std::array{0.1, 1.0});
             }).find("variance is out of range") != std::string::npos);
  BOOST_TEST(message_of([] { make_schedule("cosinus", 10); }).find("did you mean 'cosine'?") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
