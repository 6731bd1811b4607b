#include "diffusion/memorisation.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <vector>

#include "diffusion/process/exact_score.hpp"
#include "diffusion/process/gaussian_score.hpp"
#include "diffusion/sampling/network_noise.hpp"
#include "diffusion/training/training.hpp"
#include "engine/numeric/random.hpp"

using namespace ballast::diffusion;
using ballast::numeric::Matrix;
using ballast::numeric::MatrixView;
using ballast::numeric::ThreadPool;

namespace {

constexpr std::size_t kFew = 12;

Matrix<float> normal_rows(std::size_t count, std::uint64_t seed) {
  Matrix<float> rows(count, 2);
  fill_normal_rows({.seed = seed}, rows.view());
  return rows;
}

struct Setting {
  Matrix<float> train = normal_rows(kFew, 1), held_out = normal_rows(400, 2);
  NoiseSchedule schedule = linear_schedule(100, 1e-4, 0.1);
  ThreadPool pool{2};

  std::vector<MemorisationLevel> measure(const NoiseModel& model, std::size_t levels = 8) {
    return measure_memorisation(model, schedule, train.view(), held_out.view(), {.levels = levels}, 5, pool);
  }
};

// Half way between two others.
class Between final : public NoiseModel {
 public:
  Between(const NoiseModel& a, const NoiseModel& b) : a_(a), b_(b) {}
  std::size_t columns() const override { return a_.columns(); }
  std::size_t scratch_bytes() const override { return a_.scratch_bytes() + b_.scratch_bytes(); }
  void predict(MatrixView<const float> x, std::size_t n, MatrixView<float> eps,
               ballast::numeric::Workspace& scratch) const override {
    Matrix<float> other(x.rows(), x.columns());
    a_.predict(x, n, eps, scratch);
    b_.predict(x, n, other.view(), scratch);
    for (std::size_t i = 0; i < x.rows(); ++i) {
      for (std::size_t d = 0; d < x.columns(); ++d) eps(i, d) = 0.5F * (eps(i, d) + other(i, d));
    }
  }

 private:
  const NoiseModel &a_, &b_;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(memorisation_test)

BOOST_AUTO_TEST_CASE(the_oracle_measures_one_the_gaussian_nothing_and_half_way_a_half) {
  Setting s;
  const ExactScore copy(s.train.view(), s.schedule);
  const GaussianScore smooth(s.train.view(), s.schedule);
  const auto copied = s.measure(copy), smoothed = s.measure(smooth), between = s.measure(Between(copy, smooth));
  BOOST_TEST(copied.size() == 8u);
  for (std::size_t i = 0; i < copied.size(); ++i) {
    BOOST_TEST(copied[i].apart > 0.0);
    BOOST_TEST(copied[i].copied == 1.0);
    BOOST_TEST(smoothed[i].copied == 0.0);
    BOOST_TEST(std::abs(between[i].copied - 0.5) < 1e-4);  // answers are rounded to float
  }
  BOOST_TEST(copied.front().n == 1u);
  BOOST_TEST(copied.back().n == 100u);
}

// The oracle knows each training row at little noise, and is lost on others; the Gaussian treats them nearly alike.
BOOST_AUTO_TEST_CASE(the_gap_tells_rows_that_were_learned_from_rows_that_were_not) {
  Setting s;
  const ExactScore copy(s.train.view(), s.schedule);
  const MemorisationLevel first = s.measure(copy).front();
  BOOST_TEST(first.copy.train < 1e-3);
  BOOST_TEST(first.copy.held_out > 10.0);
  BOOST_TEST(std::abs(first.smooth.gap()) < 0.3);
  BOOST_TEST(first.model.gap() == first.copy.gap());
  BOOST_TEST(first.copy.gap_share() > 0.99);
}

// A small network trained long on a dozen rows learns the rows themselves; trained briefly it has not got there.
BOOST_AUTO_TEST_CASE(training_too_long_moves_a_network_toward_copy_at_low_noise) {
  Setting s;
  ballast::nn::DenoiserConfig config;
  config.columns = 2;
  config.steps = s.schedule.steps();
  config.hidden = 64;
  config.embedding = 16;
  ballast::Observer observer;
  const auto measure_after = [&](std::size_t updates) {
    const auto network = ballast::nn::make_denoiser<float>(config, 3);
    TrainingOptions options;
    options.batch = 64;
    options.updates = updates;
    options.learning_rate = 4e-3;
    const TrainedNetwork trained = train(*network, s.train.view(), s.schedule, options, 8, s.pool, observer);
    return s.measure(NetworkNoise(*trained.network, s.schedule, options.parametrisation), 6);
  };
  const auto brief = measure_after(60), lengthy = measure_after(10000);
  for (const std::size_t low : {2u, 3u}) {  // b(t) = 0.1 and 0.26: below the distance of the rows
    BOOST_TEST_MESSAGE("t " << brief[low].t << ": copied " << brief[low].copied << " -> " << lengthy[low].copied
                            << ", gap share " << brief[low].model.gap_share() << " -> "
                            << lengthy[low].model.gap_share());
    BOOST_TEST(brief[low].copied < 0.2);
    BOOST_TEST(lengthy[low].copied > brief[low].copied + 0.2);
    BOOST_TEST(lengthy[low].model.gap_share() > brief[low].model.gap_share() + 0.3);
  }
  BOOST_TEST(lengthy[3].copied > 0.8);
}

BOOST_AUTO_TEST_CASE(the_measure_is_the_same_at_any_number_of_threads) {
  Setting s;
  const ExactScore half(s.train.view().row_block(0, kFew / 2), s.schedule);
  ThreadPool one(1);
  const auto a = s.measure(half);
  const auto b = measure_memorisation(half, s.schedule, s.train.view(), s.held_out.view(), {}, 5, one);
  for (std::size_t i = 0; i < a.size(); ++i) {
    BOOST_TEST(a[i].copied == b[i].copied);
    BOOST_TEST(a[i].model.held_out == b[i].model.held_out);
  }
}

BOOST_AUTO_TEST_SUITE_END()
