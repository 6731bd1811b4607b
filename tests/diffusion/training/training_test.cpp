#include "diffusion/training/training.hpp"

#include <boost/test/unit_test.hpp>
#include <map>
#include <string>
#include <vector>

#include "diffusion/process/exact_score.hpp"
#include "diffusion/process/forward_process.hpp"
#include "diffusion/process/posterior.hpp"
#include "diffusion/sampling/network_noise.hpp"
#include "diffusion/training/training_batches.hpp"
#include "engine/error.hpp"
#include "engine/numeric/random.hpp"
#include "tests/allocations.hpp"

using namespace ballast::diffusion;
using ballast::Observer;
using ballast::Progress;
using ballast::numeric::Matrix;
using ballast::numeric::ThreadPool;

namespace {

// Four points at the corners of a square: far enough apart for a small network to tell them.
Matrix<float> corners() {
  Matrix<float> data(4, 2);
  for (std::size_t i = 0; i < 4; ++i) {
    data(i, 0) = i % 2 == 0 ? -1.0F : 1.0F;
    data(i, 1) = i / 2 == 0 ? -1.0F : 1.0F;
  }
  return data;
}

ballast::nn::DenoiserConfig small_network(std::size_t steps) {
  ballast::nn::DenoiserConfig config;
  config.columns = 2;
  config.steps = steps;
  config.hidden = 32;
  config.embedding = 16;
  return config;
}

TrainedNetwork trained(const NoiseSchedule& schedule, const TrainingOptions& options, std::size_t threads,
                       Observer& observer) {
  const Matrix<float> data = corners();
  const auto network = ballast::nn::make_denoiser<float>(small_network(schedule.steps()), 3);
  ThreadPool pool(threads);
  return train(*network, data.view(), schedule, options, 8, pool, observer);
}

struct BatchMemory {
  Matrix<float> x, target, weights;
  std::vector<std::uint32_t> steps;
  explicit BatchMemory(std::size_t rows) : x(rows, 2), target(rows, 2), weights(rows, 1), steps(rows) {}
  TrainingBatch view() { return {x.view(), steps, target.view(), weights.view()}; }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(training_test)

// Every filled row must be on the forward process: x = g(t_n) x_0 + b(t_n) eps for one of the data rows.
BOOST_AUTO_TEST_CASE(batches_hold_noised_data_rows_and_their_noise) {
  const NoiseSchedule schedule = linear_schedule(30);
  const Matrix<float> data = corners();
  ThreadPool pool(2);
  for (const MakeBatches make : {random_steps, trajectories}) {
    const auto batches = make(data.view(), schedule, Parametrisation::noise, 70, 5);
    BatchMemory memory(batches->rows());
    double weight = 0.0;
    std::map<std::uint32_t, std::size_t> seen;
    for (std::size_t part = 0; part < batches->batches_per_update(); ++part) {
      batches->fill(2, part, memory.view(), pool);
      for (std::size_t i = 0; i < batches->rows(); ++i) {
        weight += memory.weights(i, 0) / static_cast<double>(batches->rows());
        if (memory.weights(i, 0) > 0.0F) ++seen[memory.steps[i]];
        const double t_n = schedule.t(memory.steps[i]);
        for (std::size_t d = 0; d < 2; ++d) {
          const double x_0 = data_from_noise(t_n)(memory.x(i, d), memory.target(i, d));
          BOOST_TEST_REQUIRE(std::abs(std::abs(x_0) - 1.0) < 1e-4);  // float rounding over at most 30 steps
        }
      }
    }
    BOOST_TEST(std::abs(weight - 1.0) < 1e-6);  // so the loss is a mean over rows and steps
    if (make == trajectories) {
      BOOST_TEST(seen.size() == 30u);
      for (const auto& [n, count] : seen) BOOST_TEST(count == 70u);
    }
  }
}

// Another parametrisation sees the same rows and noise, and regresses on their mix.
BOOST_AUTO_TEST_CASE(targets_are_the_mix_of_row_and_noise_that_was_asked_for) {
  const NoiseSchedule schedule = linear_schedule(30);
  const Matrix<float> data = corners();
  ThreadPool pool(1);
  for (const MakeBatches make : {random_steps, trajectories}) {
    for (const Parametrisation kind : {Parametrisation::v, Parametrisation::data, Parametrisation::mean}) {
      const auto plain = make(data.view(), schedule, Parametrisation::noise, 70, 5);
      const auto mixed = make(data.view(), schedule, kind, 70, 5);
      BatchMemory of_noise(plain->rows()), asked(mixed->rows());
      plain->fill(0, 0, of_noise.view(), pool);
      mixed->fill(0, 0, asked.view(), pool);
      for (std::size_t i = 0; i < plain->rows(); ++i) {
        const Target target = target_of(kind, schedule, asked.steps[i]);
        for (std::size_t d = 0; d < 2; ++d) {
          const double eps = of_noise.target(i, d);
          const double x_0 = data_from_noise(schedule.t(asked.steps[i]))(of_noise.x(i, d), eps);
          BOOST_TEST_REQUIRE(std::abs(asked.target(i, d) - (target.data * x_0 + target.noise * eps)) < 1e-4);
        }
      }
    }
  }
}

// Noise of mean 0 and variance 1 at every step, whichever way it was made; and all steps and rows are drawn.
BOOST_AUTO_TEST_CASE(targets_are_standard_normal_in_both_ways_of_training) {
  const NoiseSchedule schedule = linear_schedule(20);
  const Matrix<float> data = corners();
  ThreadPool pool(1);
  for (const MakeBatches make : {random_steps, trajectories}) {
    const auto batches = make(data.view(), schedule, Parametrisation::noise, 500, 5);
    BatchMemory memory(batches->rows());
    double sum = 0.0, squares = 0.0, count = 0.0;
    std::vector<std::size_t> steps(21, 0);
    for (std::size_t update = 0; update < 20; ++update) {
      for (std::size_t part = 0; part < batches->batches_per_update(); ++part) {
        batches->fill(update, part, memory.view(), pool);
        for (const float eps : memory.target.values()) sum += eps, squares += eps * eps, count += 1.0;
        for (const std::uint32_t n : memory.steps) ++steps[n];
      }
    }
    // Rows of one trajectory share their noise over 20 steps, so only 10,000 rows x 2 values are independent.
    BOOST_TEST(std::abs(sum / count) < 4.0 / std::sqrt(20000.0));
    BOOST_TEST(std::abs(squares / count - 1.0) < 4.0 * std::sqrt(2.0 / 20000.0));
    BOOST_TEST(steps[0] == 0u);
    for (std::size_t n = 1; n <= 20; ++n) BOOST_TEST((steps[n] > 390));  // 500 less 5 binomial deviations at least
  }
}

BOOST_AUTO_TEST_CASE(a_batch_is_the_same_at_any_number_of_threads) {
  const NoiseSchedule schedule = linear_schedule(30);
  const Matrix<float> data = corners();
  ThreadPool one(1), three(3);
  for (const MakeBatches make : {random_steps, trajectories}) {
    const auto a = make(data.view(), schedule, Parametrisation::v, 200, 5),
               b = make(data.view(), schedule, Parametrisation::v, 200, 5);
    BatchMemory in_a(a->rows()), in_b(b->rows());
    for (std::size_t part = 0; part < a->batches_per_update(); ++part) {
      a->fill(7, part, in_a.view(), one);
      b->fill(7, part, in_b.view(), three);
      BOOST_TEST(std::ranges::equal(in_a.x.values(), in_b.x.values()));
      BOOST_TEST(std::ranges::equal(in_a.target.values(), in_b.target.values()));
      BOOST_TEST(in_a.steps == in_b.steps, boost::test_tools::per_element());
    }
  }
}

BOOST_AUTO_TEST_CASE(a_trained_network_has_the_same_bits_at_any_number_of_threads) {
  const NoiseSchedule schedule = linear_schedule(30);
  TrainingOptions options;
  options.updates = 20;
  Observer observer;
  for (const char* method : {"random_steps", "trajectories"}) {
    options.method = method;
    const TrainedNetwork one = trained(schedule, options, 1, observer);
    for (const std::size_t threads : {2u, 3u}) {
      const TrainedNetwork more = trained(schedule, options, threads, observer);
      BOOST_TEST(std::ranges::equal(one.network->parameters().values(), more.network->parameters().values()));
      BOOST_TEST(one.loss == more.loss, boost::test_tools::per_element());
    }
  }
}

// The oracle is the best there is, so a network's excess error over it goes to zero with training. On four corners a
// network of 32 units comes within a tenth of what predicting no noise at all would leave.
BOOST_AUTO_TEST_CASE(a_small_network_approaches_the_oracle) {
  const NoiseSchedule schedule = linear_schedule(100, 1e-3, 0.1);
  const Matrix<float> data = corners();
  const ExactScore oracle(data.view(), schedule);
  TrainingOptions options;
  options.updates = 1500;
  options.learning_rate = 5e-3;
  Observer observer;
  const TrainedNetwork result = trained(schedule, options, 2, observer);
  const NetworkNoise network(*result.network, schedule, options.parametrisation);
  Matrix<float> x(64, 2), z(64, 2), exact(64, 2), learned(64, 2);
  ballast::numeric::Workspace scratch(std::max(oracle.scratch_bytes(), network.scratch_bytes()));
  double excess = 0.0, none = 0.0;
  for (std::size_t n = 5; n <= 100; n += 5) {
    fill_normal_rows({.seed = 77, .step = static_cast<std::uint32_t>(n)}, z.view());
    for (std::size_t i = 0; i < 64; ++i) {
      forward_closed_form<float>(data.row(i % 4), z.row(i), schedule.t(n), x.row(i));
    }
    oracle.predict(x.view(), n, exact.view(), scratch);
    network.predict(x.view(), n, learned.view(), scratch);
    for (std::size_t i = 0; i < x.values().size(); ++i) {
      excess += std::pow(learned.values()[i] - exact.values()[i], 2);
      none += std::pow(exact.values()[i], 2);
    }
  }
  BOOST_TEST_MESSAGE("excess " << excess / none);
  BOOST_TEST(excess / none < 0.1);
  BOOST_TEST(result.loss.back() < result.loss.front());
}

BOOST_AUTO_TEST_CASE(training_updates_do_not_allocate_after_the_first) {
  struct Counting : Observer {
    std::vector<std::size_t> counts;
    Counting() { counts.reserve(100'000); }
    bool report(const Progress&) override {
      counts.push_back(ballast::testing::allocations());
      return true;
    }
  };
  const NoiseSchedule schedule = linear_schedule(30);
  TrainingOptions options;
  options.updates = 300;
  for (const char* method : {"random_steps", "trajectories"}) {
    options.method = method;
    Counting observer;
    trained(schedule, options, 2, observer);
    BOOST_TEST_REQUIRE(observer.counts.size() >= 6);
    BOOST_TEST(observer.counts.back() == observer.counts[observer.counts.size() / 4]);
  }
}

BOOST_AUTO_TEST_CASE(progress_carries_the_loss_and_the_observer_can_stop) {
  struct StopAtTwo : Observer {
    std::vector<Progress> seen;
    bool report(const Progress& progress) override {
      seen.push_back(progress);
      return progress.done < 2 * kLossWindow;
    }
  } observer;
  TrainingOptions options;
  BOOST_CHECK_THROW(trained(linear_schedule(30), options, 1, observer), ballast::Stopped);
  BOOST_TEST(observer.seen.size() > 2 * kLossWindow);  // each update looks
  BOOST_TEST(std::isnan(observer.seen.front().loss));
  BOOST_TEST(observer.seen.back().done == 2 * kLossWindow);
  BOOST_TEST(observer.seen.back().total == options.updates);
  BOOST_TEST((observer.seen.back().loss > 0.0 && observer.seen.back().loss < 10.0));
}

BOOST_AUTO_TEST_CASE(training_that_blows_up_and_unknown_ways_are_refused) {
  TrainingOptions options;
  options.learning_rate = 1e30;
  options.clip_norm = 0.0;
  Observer observer;
  BOOST_CHECK_EXCEPTION(trained(linear_schedule(30), options, 1, observer), ballast::Error, [](const auto& error) {
    return std::string(error.what()).find("the loss is not finite") != std::string::npos;
  });
  options = {};
  options.method = "trajectory";
  BOOST_CHECK_EXCEPTION(trained(linear_schedule(30), options, 1, observer), ballast::Error, [](const auto& error) {
    return std::string(error.what()).find("did you mean 'trajectories'?") != std::string::npos;
  });
}

BOOST_AUTO_TEST_SUITE_END()
