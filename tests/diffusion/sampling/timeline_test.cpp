#include "diffusion/sampling/timeline.hpp"

#include <algorithm>
#include <bit>
#include <boost/test/unit_test.hpp>
#include <cmath>

#include "diffusion/process/exact_score.hpp"
#include "engine/error.hpp"

using namespace ballast;
using namespace ballast::diffusion;

namespace {

numeric::Matrix<float> two_points() {
  numeric::Matrix<float> rows(2, 2);
  rows(0, 0) = -1, rows(0, 1) = 0.5F;
  rows(1, 0) = 1, rows(1, 1) = -0.5F;
  return rows;
}

std::vector<std::uint32_t> bits(const Denoising& run) {
  std::vector<std::uint32_t> out;
  const auto add = [&](std::span<const float> values) {
    for (const float value : values) out.push_back(std::bit_cast<std::uint32_t>(value));
  };
  add(run.points.values());
  for (const Snapshot& snapshot : run.snapshots) add(snapshot.points.values());
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(timeline_test)

BOOST_AUTO_TEST_CASE(labels_run_from_clean_to_noise_at_even_steps_of_the_noise) {
  const auto schedule = diffusion::linear_schedule(200);
  const auto labels = timeline_labels(schedule, 10);
  BOOST_TEST(labels.front() == 0u);
  BOOST_TEST(labels.back() == 200u);
  for (std::size_t i = 1; i < 10; ++i) {
    const double target = diffusion::b(schedule.end()) * static_cast<double>(i) / 9;
    BOOST_TEST(labels[i] > labels[i - 1]);
    BOOST_TEST(diffusion::b(schedule.t(labels[i])) >= target * (1 - 1e-12));
    BOOST_TEST(diffusion::b(schedule.t(labels[i] - 1)) < target);
  }
}

BOOST_AUTO_TEST_CASE(as_many_labels_as_steps_are_all_of_them) {
  const std::vector<std::size_t> all{0, 1, 2, 3, 4};
  BOOST_TEST(timeline_labels(diffusion::linear_schedule(4), 5) == all);
}

BOOST_AUTO_TEST_CASE(noising_starts_at_the_points_and_ends_as_the_closed_form_says) {
  constexpr std::size_t kRows = 20000;
  constexpr double kTolerance = 0.035;  // five standard errors of a mean or variance over 20,000 rows
  numeric::Matrix<float> ones(kRows, 1);
  std::ranges::fill(ones.values(), 1.0F);
  const auto schedule = diffusion::linear_schedule(100);
  const auto snapshots = noising_timeline(ones.view(), schedule, {0, 50, 100}, 11);
  BOOST_TEST(std::ranges::equal(snapshots[0].points.values(), ones.values()));
  for (const Snapshot& snapshot : snapshots) {
    double sum = 0, squares = 0;
    for (const float x : snapshot.points.values()) sum += double{x}, squares += double{x} * double{x};
    const double mean = sum / kRows, variance = squares / kRows - mean * mean;
    BOOST_TEST(std::abs(mean - diffusion::g(snapshot.t)) < kTolerance);
    BOOST_TEST(std::abs(variance - std::pow(diffusion::b(snapshot.t), 2)) < kTolerance);
  }
}

BOOST_AUTO_TEST_CASE(denoising_by_the_oracle_of_two_points_ends_at_them) {
  const numeric::Matrix<float> rows = two_points();
  const auto schedule = diffusion::linear_schedule(300);
  const diffusion::ExactScore oracle(rows.view(), schedule);
  numeric::ThreadPool pool(2);
  Observer observer;
  const auto run = denoising_timeline(oracle, schedule, "ancestral", 100, 80, {0, 150, 300}, 5, pool, observer);
  for (std::size_t k = 0; k < 100; ++k) {
    const std::size_t nearest = run.points(k, 0) < 0 ? 0 : 1;
    for (std::size_t d = 0; d < 2; ++d) BOOST_TEST(std::abs(run.points(k, d) - rows(nearest, d)) < 1e-3);
  }
  BOOST_TEST(std::ranges::equal(run.snapshots[0].points.values(), run.points.values().first(160)));
  double squares = 0;  // the start is standard normal: 160 squares have mean 1 and sd 0.11
  for (const float x : run.snapshots[2].points.values()) squares += double{x} * double{x} / 160;
  BOOST_TEST(std::abs(squares - 1) < 0.55);
}

BOOST_AUTO_TEST_CASE(denoising_has_the_same_bits_at_any_number_of_threads) {
  const numeric::Matrix<float> rows = two_points();
  const auto schedule = diffusion::linear_schedule(30);
  const diffusion::ExactScore oracle(rows.view(), schedule);
  Observer observer;
  std::vector<std::vector<std::uint32_t>> runs;
  for (const std::size_t threads : {std::size_t{1}, std::size_t{2}, std::size_t{3}}) {
    numeric::ThreadPool pool(threads);
    runs.push_back(bits(denoising_timeline(oracle, schedule, "ddim", 300, 200, {0, 10, 30}, 5, pool, observer)));
  }
  BOOST_TEST((runs[0] == runs[1] && runs[0] == runs[2]));
}

BOOST_AUTO_TEST_CASE(an_unknown_sampler_is_refused) {
  const numeric::Matrix<float> rows = two_points();
  const auto schedule = diffusion::linear_schedule(30);
  const diffusion::ExactScore oracle(rows.view(), schedule);
  numeric::ThreadPool pool(1);
  Observer observer;
  BOOST_CHECK_THROW(denoising_timeline(oracle, schedule, "magic", 64, 64, {0, 30}, 5, pool, observer), Error);
}

BOOST_AUTO_TEST_SUITE_END()
