// Defects of the paper's published code, as far as they concern algorithms: what we do, and what the wrong way costs.
// The off-by-ones of its sampler are in samplers_test.cpp; its leak and its mixed scales in tests/app.
#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <numeric>
#include <vector>

#include "diffusion/process/exact_score.hpp"
#include "diffusion/process/forward_process.hpp"
#include "diffusion/process/posterior.hpp"
#include "diffusion/sample_rows.hpp"
#include "diffusion/training/training_batches.hpp"
#include "engine/numeric/random.hpp"
#include "nn/training/optimiser.hpp"

using namespace ballast::diffusion;
using ballast::Observer;
using ballast::numeric::Matrix;
using ballast::numeric::ThreadPool;

namespace {

// Adam from 0 toward 1 on (value - 1)^2 / 2, with one bad batch whose gradient is 10,000 times too long.
double value_after_a_bad_batch(double clip_norm) {
  constexpr std::size_t kUpdates = 300, kBad = 20;
  ThreadPool pool(1);
  std::vector<double> value{0.0};
  ballast::nn::Optimiser<double> optimiser(value, {.clip_norm = clip_norm});
  for (std::size_t k = 0; k < kUpdates; ++k) {
    optimiser.gradients()[0] = (value[0] - 1.0) * (k == kBad ? 1e4 : 1.0);
    optimiser.update(value, 0.01, pool);
  }
  return value[0];
}

double mean_square(std::span<const float> values) {
  double sum = 0.0;
  for (const float value : values) sum += double{value} * double{value};
  return sum / static_cast<double>(values.size());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(published_defects_test)

// The published code clips before it computes the gradients, so it clips zeros and the gradients pass as they are. Then
// one bad batch fills Adam's second moment, and learning stands still for as long as that remembers it.
BOOST_AUTO_TEST_CASE(clipping_after_the_backward_pass_survives_a_bad_batch_and_clipping_zeros_does_not) {
  BOOST_TEST(std::abs(value_after_a_bad_batch(1.0) - 1.0) < 0.05);
  BOOST_TEST(std::abs(value_after_a_bad_batch(0.0) - 1.0) > 0.5);
}

// The published forward simulation keeps the clean row at its first place and calls that the first level. Read with
// that level's b, the "noise" to learn there is next to nothing, where the process has noise of variance 1.
BOOST_AUTO_TEST_CASE(the_first_level_of_a_trajectory_is_noised_and_not_the_clean_row) {
  const NoiseSchedule schedule = linear_schedule(20);
  Matrix<float> data(4, 2), x(2000, 2), eps(2000, 2), weights(2000, 1);
  fill_normal_rows({.seed = 1}, data.view());
  std::vector<std::uint32_t> steps(2000);
  ThreadPool pool(1);
  const auto batches = trajectories(data.view(), schedule, Parametrisation::noise, 2000, 5);
  BOOST_REQUIRE_EQUAL(batches->rows(), 2000u);  // one level a part
  batches->fill(0, 0, {x.view(), steps, eps.view(), weights.view()}, pool);
  BOOST_TEST(steps[0] == 1u);
  // Four standard errors of the variance of 4,000 normals.
  BOOST_TEST(std::abs(mean_square(eps.values()) - 1.0) < 4.0 * std::sqrt(2.0 / 4000.0));
  std::vector<float> published;
  for (const float x_0 : data.values()) {
    published.push_back(static_cast<float>(noise_from_data(x_0, x_0, schedule.t(1))));
  }
  BOOST_TEST(mean_square(published) < 1e-3);
}

// The published sampler draws its start before it sets its seed, so the same seed gives other rows each time. Ours
// addresses the start by the seed, and whatever was drawn before makes no difference.
BOOST_AUTO_TEST_CASE(the_start_of_sampling_belongs_to_the_seed) {
  Matrix<float> data(6, 2);
  fill_normal_rows({.seed = 3}, data.view());
  const NoiseSchedule schedule = linear_schedule(20);
  const ExactScore oracle(data.view(), schedule);
  ThreadPool pool(2);
  Observer observer;
  std::vector<std::uint64_t> rows(100);
  std::iota(rows.begin(), rows.end(), std::uint64_t{0});
  const auto sample = [&](std::uint64_t seed) {
    Matrix<float> out(rows.size(), 2);
    sample_rows(oracle, schedule, {"ddim", 0}, rows, seed, out.view(), pool, observer);  // its start is all its chance
    return out;
  };
  const Matrix<float> first = sample(7), other = sample(8), again = sample(7);
  BOOST_TEST(std::ranges::equal(first.values(), again.values()));
  BOOST_TEST(!std::ranges::equal(first.values(), other.values()));
}

BOOST_AUTO_TEST_SUITE_END()
