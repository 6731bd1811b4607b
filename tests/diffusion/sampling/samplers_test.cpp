#include "diffusion/sampling/samplers.hpp"

#include <boost/test/unit_test.hpp>
#include <numeric>
#include <string>
#include <vector>

#include "diffusion/process/exact_score.hpp"
#include "diffusion/process/posterior.hpp"
#include "diffusion/sample_rows.hpp"
#include "diffusion/sampling/network_noise.hpp"
#include "engine/error.hpp"
#include "tests/allocations.hpp"

using namespace ballast::diffusion;
using ballast::Observer;
using ballast::numeric::Matrix;
using ballast::numeric::MatrixView;
using ballast::numeric::ThreadPool;

namespace {

// The exact noise of normal data, N(mean, sd^2) in each coordinate: X_t is normal too, with variance g^2 sd^2 + b^2.
class GaussianScore final : public NoiseModel {
 public:
  GaussianScore(const NoiseSchedule& schedule, double mean, double sd) : schedule_(schedule), mean_(mean), sd_(sd) {}
  double noise(double x, std::size_t n) const {
    const double g_n = g(schedule_.t(n)), b_n = b(schedule_.t(n));
    return b_n * (x - g_n * mean_) / (g_n * g_n * sd_ * sd_ + b_n * b_n);
  }
  std::size_t columns() const override { return 2; }
  std::size_t scratch_bytes() const override { return 0; }
  void predict(MatrixView<const float> x, std::size_t n, MatrixView<float> eps,
               ballast::numeric::Workspace&) const override {
    for (std::size_t i = 0; i < x.rows(); ++i) {
      for (std::size_t d = 0; d < x.columns(); ++d) eps(i, d) = static_cast<float>(noise(x(i, d), n));
    }
  }

 private:
  const NoiseSchedule& schedule_;
  double mean_, sd_;
};

std::vector<std::uint64_t> numbers(std::uint64_t first, std::size_t count) {
  std::vector<std::uint64_t> rows(count);
  std::iota(rows.begin(), rows.end(), first);
  return rows;
}

Matrix<float> sample(const NoiseModel& model, const NoiseSchedule& schedule, const SamplingOptions& options,
                     const std::vector<std::uint64_t>& rows, std::size_t threads = 1) {
  ThreadPool pool(threads);
  Observer observer;
  Matrix<float> out(rows.size(), model.columns());
  sample_rows(model, schedule, options, rows, 5, out.view(), pool, observer);
  return out;
}

struct Moments {
  double mean = 0, sd = 0;
};
Moments moments(std::span<const float> values) {
  Moments m;
  for (const float v : values) m.mean += v / static_cast<double>(values.size());
  for (const float v : values) m.sd += (v - m.mean) * (v - m.mean) / static_cast<double>(values.size());
  m.sd = std::sqrt(m.sd);
  return m;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(samplers_test)

// With the exact noise of N(1.5, 0.4^2) every step is a linear map of a normal variable, so the law of the result is
// known but for the discretisation, which 800 steps make small.
BOOST_AUTO_TEST_CASE(samplers_return_normal_data_to_its_mean_and_width) {
  const NoiseSchedule schedule = linear_schedule(800);
  const GaussianScore model(schedule, 1.5, 0.4);
  for (const std::string& sampler : sampler_names()) {
    const Moments m = moments(sample(model, schedule, {sampler, 0}, numbers(0, 10000)).values());
    BOOST_TEST_CONTEXT(sampler) {
      BOOST_TEST(std::abs(m.mean - 1.5) < 0.012);  // 4 standard errors of 20,000 values
      BOOST_TEST(std::abs(m.sd - 0.4) < 0.012);    // the same, and the steps' own 1 %
    }
  }
}

// What the paper's reference code does: labels one too low, b(t_n + dt) in place of the
// posterior sigma, and noise in every step. On data that is a single point the right sampler returns the point itself.
BOOST_AUTO_TEST_CASE(the_off_by_ones_of_the_reference_code_leave_noise_and_the_right_labels_do_not) {
  const NoiseSchedule schedule = linear_schedule(800);
  const GaussianScore point(schedule, 1.5, 0.0);
  const Moments right = moments(sample(point, schedule, {"ancestral", 0}, numbers(0, 1000)).values());
  BOOST_TEST(std::abs(right.mean - 1.5) < 1e-5);  // float rounding
  BOOST_TEST(right.sd < 1e-5);

  std::vector<float> reference(2000);
  ballast::numeric::RandomStream stream(5, ballast::numeric::Purpose::kGeneral);
  for (float& out : reference) {
    double x = stream.normal();
    for (std::size_t n = 799; n >= 1; --n) {
      const double t_n = schedule.t(n), dt = schedule.dt(n);
      x = (x - b(dt) * b(dt) / b(t_n) * point.noise(x, n)) / g(dt) + b(dt) * b(t_n) / b(t_n + dt) * stream.normal();
    }
    out = static_cast<float>(x);
  }
  BOOST_TEST(moments(reference).sd > 0.005);  // b(dt_1) = 0.01 of fresh noise stays in the rows
}

// The oracle knows nothing but its rows, so the sampler must land on them, and on each about equally often.
BOOST_AUTO_TEST_CASE(ancestral_sampling_with_the_exact_score_returns_training_rows) {
  Matrix<float> rows(10, 3);
  fill_normal_rows({.seed = 11}, rows.view());
  const NoiseSchedule schedule = linear_schedule(400, 1e-4, 0.04);
  const ExactScore oracle(rows.view(), schedule);
  const std::size_t count = 1024;
  const Matrix<float> out = sample(oracle, schedule, {"ancestral", 0}, numbers(0, count));
  std::vector<std::size_t> hits(10, 0);
  for (std::size_t i = 0; i < count; ++i) {
    double nearest = 1e9;
    std::size_t which = 0;
    for (std::size_t j = 0; j < 10; ++j) {
      double distance = 0;
      for (std::size_t d = 0; d < 3; ++d) distance += std::abs(out(i, d) - rows(j, d));
      if (distance < nearest) nearest = distance, which = j;
    }
    BOOST_TEST_REQUIRE(nearest < 1e-4);  // float rounding over 400 steps
    ++hits[which];
  }
  // 102 each; 4 standard deviations of a binomial count are 38, and skipping from N(0, 1) costs a little more.
  for (const std::size_t hit : hits) BOOST_TEST((hit > 55 && hit < 150));
}

// Rows 20 apart stay apart when they are noised to b(t_n) = 0.3, so the oracle returns the row each started from: the
// one its stream names.
BOOST_AUTO_TEST_CASE(partial_noising_starts_row_k_from_the_real_row_of_its_stream) {
  Matrix<float> rows(5, 2);
  for (std::size_t i = 0; i < 5; ++i) rows(i, 0) = 20.0F * static_cast<float>(i);
  const NoiseSchedule schedule = linear_schedule(100);
  const ExactScore oracle(rows.view(), schedule);
  ThreadPool pool(2);
  Observer observer;
  const auto asked = numbers(1000, 300);
  for (const std::string& sampler : sampler_names()) {
    Matrix<float> out(asked.size(), 2);
    sample_rows(oracle, schedule, {sampler, 0}, asked, 5, out.view(), pool, observer, {rows.view(), 30});
    std::vector<int> used(5, 0);
    for (std::size_t i = 0; i < asked.size(); ++i) {
      ballast::numeric::RandomStream stream(5, ballast::numeric::Purpose::kStartingRow, asked[i]);
      const std::size_t base = stream.below(5);
      ++used[base];
      BOOST_TEST_REQUIRE(std::abs(out(i, 0) - rows(base, 0)) < 1e-3);  // float rounding at 80
      BOOST_TEST_REQUIRE(std::abs(out(i, 1)) < 1e-3);
    }
    for (const int times : used) BOOST_TEST((times > 30 && times < 90));  // 60; 4 binomial standard deviations are 28
  }
}

// The law of data that the model knows does not change when they are noised part of the way and denoised.
BOOST_AUTO_TEST_CASE(partial_noising_keeps_the_law_of_normal_data) {
  const NoiseSchedule schedule = linear_schedule(800);
  const GaussianScore model(schedule, 1.5, 0.4);
  Matrix<float> data(5000, 2);
  fill_normal_rows({.seed = 8}, data.view());
  for (float& value : data.values()) value = 1.5F + 0.4F * value;
  ThreadPool pool(2);
  Observer observer;
  Matrix<float> out(10000, 2);
  for (const std::size_t step : {1u, 80u, 400u}) {
    sample_rows(model, schedule, {"ddim", 0}, numbers(0, 10000), 5, out.view(), pool, observer, {data.view(), step});
    const Moments m = moments(out.values()), base = moments(data.values());
    BOOST_TEST(std::abs(m.mean - base.mean) < 0.016);  // 4 standard errors of 10,000 values
    BOOST_TEST(std::abs(m.sd - base.sd) < 0.016);
  }
}

// More steps than stops: the law must hold for labels that are skipped too.
BOOST_AUTO_TEST_CASE(skipping_labels_keeps_a_point_a_point) {
  const NoiseSchedule schedule = linear_schedule(800);
  const GaussianScore point(schedule, -0.7, 0.0);
  for (const std::string& sampler : sampler_names()) {
    for (const std::size_t steps : {1u, 2u, 17u, 100u}) {
      const Moments m = moments(sample(point, schedule, {sampler, steps}, numbers(0, 200)).values());
      BOOST_TEST(std::abs(m.mean + 0.7) < 1e-4);  // one step divides by g(T) = 0.017: rounding grows 60-fold
      BOOST_TEST(m.sd < 1e-4);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_row_is_the_same_alone_in_company_and_at_any_number_of_threads) {
  Matrix<float> data(6, 3);
  fill_normal_rows({.seed = 3}, data.view());
  const NoiseSchedule schedule = linear_schedule(20);
  const ExactScore oracle(data.view(), schedule);
  const Matrix<float> all = sample(oracle, schedule, {"ancestral", 0}, numbers(0, 700), 1);
  for (const std::size_t threads : {2u, 3u}) {
    const Matrix<float> again = sample(oracle, schedule, {"ancestral", 0}, numbers(0, 700), threads);
    BOOST_TEST(std::equal(all.values().begin(), all.values().end(), again.values().begin()));
  }
  const std::vector<std::uint64_t> some{3, 64, 67, 131, 699, 5};
  const Matrix<float> few = sample(oracle, schedule, {"ancestral", 0}, some);
  for (std::size_t i = 0; i < some.size(); ++i) {
    BOOST_TEST(std::ranges::equal(few.row(i), all.row(static_cast<std::size_t>(some[i]))));
  }
}

// The same with a network, whose matrix products must not care which rows share them.
BOOST_AUTO_TEST_CASE(a_row_made_by_a_network_has_the_same_bits_in_any_company) {
  const NoiseSchedule schedule = linear_schedule(30);
  const auto network = ballast::nn::make_denoiser<float>(
      {.kind = ballast::nn::DenoiserKind::plain_silu, .columns = 7, .steps = 30, .hidden = 24, .embedding = 8}, 3);
  const NetworkNoise model(*network, schedule, Parametrisation::v);
  const std::vector<std::uint64_t> some{699, 3, 64, 68, 131, 5, 600};
  for (const std::string& sampler : sampler_names()) {
    const Matrix<float> all = sample(model, schedule, {sampler, 9}, numbers(0, 700), 2);
    const Matrix<float> few = sample(model, schedule, {sampler, 9}, some);
    for (std::size_t i = 0; i < some.size(); ++i) {
      BOOST_TEST(std::ranges::equal(few.row(i), all.row(static_cast<std::size_t>(some[i]))), sampler << " " << some[i]);
    }
  }
}

// A schedule whose log(g / b) is even, so that respacing meets its points: from T = 4 (a little over 2 % of the data
// left) to t = 4e-7, where what the last step leaves out is below float rounding.
NoiseSchedule log_even_schedule(std::size_t steps) {
  const double first = 7.0, last = log_signal_to_noise(4.0);
  std::vector<double> variances;
  double before = 0.0;
  for (std::size_t n = 1; n <= steps; ++n) {
    const double l = first + (last - first) * static_cast<double>(n - 1) / static_cast<double>(steps - 1);
    const double t = 0.5 * std::log1p(std::exp(-2.0 * l));  // log(g / b) = l
    variances.push_back(b(t - before) * b(t - before));
    before = t;
  }
  return NoiseSchedule(variances);
}

// On normal data the flow keeps (x - its mean) / its width, so the exact end of every row is known.
double flow_error(const char* sampler, const NoiseSchedule& schedule, std::size_t stops) {
  const double mean = 1.5, sd = 0.4;
  const GaussianScore model(schedule, mean, sd);
  const auto rows = numbers(0, 200);
  Matrix<float> start(rows.size(), 2);
  fill_noise(5, ballast::numeric::Purpose::kSamplingStart, 0, rows, start.view());
  const std::size_t evaluations = evaluations_of(sampler, stops);
  BOOST_TEST(sampler_stops(sampler, schedule, schedule.steps(), evaluations).size() == stops);
  const Matrix<float> end = sample(model, schedule, {sampler, evaluations}, rows);
  const double g_T = g(schedule.end()), b_T = b(schedule.end()), width = std::sqrt(g_T * g_T * sd * sd + b_T * b_T);
  double squares = 0.0;
  for (std::size_t i = 0; i < 400; ++i) {
    const double exact = mean + sd * (start.values()[i] - g_T * mean) / width;
    squares += (end.values()[i] - exact) * (end.values()[i] - exact);
  }
  return std::sqrt(squares / 400.0);
}

BOOST_AUTO_TEST_CASE(halving_the_step_halves_the_error_of_ddim_and_quarters_that_of_the_second_order) {
  const NoiseSchedule schedule = log_even_schedule(1281);
  struct Order {
    const char* sampler;
    double least, most;
  };
  // For ddim, stops by label are stops by log(g / b) on this schedule.
  for (const Order& order : {Order{"ddim", 1.7, 2.3}, {"dpm++2m", 3.3, 5.0}, {"heun", 3.3, 5.0}}) {
    const double coarse = flow_error(order.sampler, schedule, 81), fine = flow_error(order.sampler, schedule, 161);
    BOOST_TEST_CONTEXT(order.sampler << ": " << coarse << " and " << fine) {
      BOOST_TEST(coarse / fine > order.least);
      BOOST_TEST(coarse / fine < order.most);
    }
  }
}

// Three solvers of one equation: the same noise ends in the same row, on data that are no bell: two points and a third.
BOOST_AUTO_TEST_CASE(the_solvers_of_the_flow_agree_when_steps_are_many) {
  Matrix<float> points(3, 2);
  points(0, 0) = 1.0F, points(1, 0) = -1.0F, points(2, 1) = 1.5F;
  const NoiseSchedule schedule = linear_schedule(800);
  const ExactScore oracle(points.view(), schedule);
  const auto rows = numbers(0, 300);
  const Matrix<float> ddim = sample(oracle, schedule, {"ddim", 0}, rows);
  for (const char* sampler : {"dpm++2m", "heun"}) {
    const Matrix<float> other = sample(oracle, schedule, {sampler, 0}, rows);
    std::size_t same = 0;
    for (std::size_t i = 0; i < rows.size(); ++i) same += std::abs(ddim(i, 0) - other(i, 0)) < 1e-3;
    BOOST_TEST(same >= 290u, sampler << " " << same);  // the others start within a step's error of a watershed
  }
}

BOOST_AUTO_TEST_CASE(evaluations_are_those_of_the_network) {
  class Counting final : public NoiseModel {
   public:
    explicit Counting(const NoiseSchedule& schedule) : inner_(schedule, 0.0, 1.0) {}
    std::size_t columns() const override { return 2; }
    std::size_t scratch_bytes() const override { return 0; }
    void predict(MatrixView<const float> x, std::size_t n, MatrixView<float> eps,
                 ballast::numeric::Workspace& scratch) const override {
      ++calls;
      inner_.predict(x, n, eps, scratch);
    }
    mutable std::size_t calls = 0;

   private:
    GaussianScore inner_;
  };
  const NoiseSchedule schedule = linear_schedule(50);
  for (const std::string& sampler : sampler_names()) {
    for (const std::size_t most : {1u, 2u, 7u, 10u, 1000u}) {
      const Counting model(schedule);
      sample(model, schedule, {sampler, most}, numbers(0, 3));
      BOOST_TEST(model.calls <= most);
      BOOST_TEST(model.calls == evaluations_of(sampler, sampler_stops(sampler, schedule, 50, most).size()));
    }
  }
  BOOST_TEST(evaluations_of("heun", 5) == 9u);
  BOOST_TEST(evaluations_of("dpm++2m", 5) == 5u);
}

// 4,096 rows are made between two reports.
BOOST_AUTO_TEST_CASE(rows_beyond_the_first_thousands_are_those_of_their_numbers) {
  const NoiseSchedule schedule = linear_schedule(20);
  const GaussianScore model(schedule, 0.0, 1.0);
  const Matrix<float> all = sample(model, schedule, {"ddim", 3}, numbers(0, 9000), 2);
  for (const std::uint64_t row : {4095U, 4096U, 4351U, 8192U, 8999U}) {
    const Matrix<float> one = sample(model, schedule, {"ddim", 3}, {row});
    BOOST_TEST(std::ranges::equal(one.row(0), all.row(row)), row);
  }
}

BOOST_AUTO_TEST_CASE(sampling_steps_do_not_allocate) {
  const NoiseSchedule schedule = linear_schedule(100);
  const GaussianScore model(schedule, 0.0, 1.0);
  const auto rows = numbers(0, 600);
  ThreadPool pool(2);
  Observer observer;
  Matrix<float> out(rows.size(), 2);
  const auto cost = [&](const std::string& sampler, std::size_t evaluations) {
    const std::size_t before = ballast::testing::allocations();
    sample_rows(model, schedule, {sampler, evaluations}, rows, 5, out.view(), pool, observer);
    return ballast::testing::allocations() - before;
  };
  for (const std::string& sampler : sampler_names()) BOOST_TEST(cost(sampler, 5) == cost(sampler, 99), sampler);
}

BOOST_AUTO_TEST_CASE(an_observer_can_stop_sampling_and_an_unknown_sampler_is_refused) {
  struct Stop : Observer {
    bool report(const ballast::Progress&) override { return false; }
  } stop;
  const NoiseSchedule schedule = linear_schedule(10);
  const GaussianScore model(schedule, 0.0, 1.0);
  ThreadPool pool(1);
  Matrix<float> out(1, 2);
  BOOST_CHECK_THROW(sample_rows(model, schedule, {}, numbers(0, 1), 5, out.view(), pool, stop), ballast::Stopped);
  try {
    make_sampler("ancestrall");
    BOOST_FAIL("accepted");
  } catch (const ballast::Error& error) {
    BOOST_TEST(std::string(error.what()) ==
               "unknown sampler; expected ancestral, ddim, dpm++2m or heun, got 'ancestrall' (hint: did you mean "
               "'ancestral'?)");
  }
}

BOOST_AUTO_TEST_CASE(every_sampler_in_the_list_can_be_made) {
  for (const std::string& name : sampler_names()) BOOST_TEST(make_sampler(name) != nullptr, name);
  BOOST_TEST(std::ranges::count(sampler_names(), "ancestral") == 1);
}

BOOST_AUTO_TEST_SUITE_END()
