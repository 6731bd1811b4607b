#include "diffusion/process/exact_score.hpp"

#include <boost/test/unit_test.hpp>
#include <vector>

#include "diffusion/process/posterior.hpp"
#include "engine/numeric/random.hpp"

using namespace ballast::diffusion;
using ballast::numeric::Matrix;

namespace {

Matrix<float> three_rows() {
  Matrix<float> rows(3, 2);
  const float values[] = {-1.0F, 0.5F, 2.0F, -0.25F, 0.0F, 1.5F};
  std::copy(std::begin(values), std::end(values), rows.values().begin());
  return rows;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(exact_score_test)

BOOST_AUTO_TEST_CASE(one_row_is_the_answer_at_any_time) {
  const Matrix<float> rows = three_rows();
  const std::vector<float> x{0.3F, -4.0F};
  std::vector<double> out(2);
  for (const double t : {1e-4, 0.5, 4.0}) {
    expected_row(rows.view().row_block(1, 1), x, t, out);
    BOOST_TEST(out[0] == 2.0);
    BOOST_TEST(out[1] == -0.25);
  }
}

BOOST_AUTO_TEST_CASE(far_in_time_the_answer_is_the_mean_row) {
  std::vector<double> out(2);
  expected_row(three_rows().view(), std::vector<float>{0.3F, 0.1F}, 20.0, out);
  BOOST_TEST(std::abs(out[0] - 1.0 / 3.0) < 1e-7);  // g(20) = 2e-9 is all that the rows still weigh
  BOOST_TEST(std::abs(out[1] - 1.75 / 3.0) < 1e-7);
}

// Near t = 0 all weights but one are exp of minus millions: the shift keeps the softmax from being 0 / 0.
BOOST_AUTO_TEST_CASE(near_in_time_the_answer_is_the_nearest_row) {
  std::vector<double> out(2);
  expected_row(three_rows().view(), std::vector<float>{5.0F, -3.0F}, 1e-7, out);
  BOOST_TEST(out[0] == 2.0);
  BOOST_TEST(out[1] == -0.25);
}

// The score of X_t is -eps* / b(t): checked against six-point differences of the log density, in one coordinate each.
BOOST_AUTO_TEST_CASE(the_noise_is_the_gradient_of_the_log_density) {
  const Matrix<float> rows = three_rows();
  const double t = 0.4;
  const auto log_density = [&](double x, double y) {
    double density = 0.0;
    for (std::size_t i = 0; i < rows.rows(); ++i) {
      const double dx = x - g(t) * rows(i, 0), dy = y - g(t) * rows(i, 1);
      density += std::exp(-(dx * dx + dy * dy) / (2.0 * b(t) * b(t)));
    }
    return std::log(density);
  };
  const double x = 0.5, y = 0.25, h = 1e-2;  // both exact in float
  const auto slope = [&](auto&& f) {
    return (45.0 * (f(h) - f(-h)) - 9.0 * (f(2 * h) - f(-2 * h)) + (f(3 * h) - f(-3 * h))) / (60.0 * h);
  };
  std::vector<double> out(2);
  expected_row(rows.view(), std::vector<float>{0.5F, 0.25F}, t, out);
  constexpr double kDifferenceError = 1e-8;  // h^6 times the seventh derivative
  BOOST_TEST(std::abs(-noise_from_data(x, out[0], t) / b(t) - slope([&](double d) { return log_density(x + d, y); })) <
             kDifferenceError);
  BOOST_TEST(std::abs(-noise_from_data(y, out[1], t) / b(t) - slope([&](double d) { return log_density(x, y + d); })) <
             kDifferenceError);
}

BOOST_AUTO_TEST_CASE(predict_gives_the_noise_of_each_row) {
  const Matrix<float> rows = three_rows();
  const NoiseSchedule schedule = linear_schedule(50);
  const ExactScore oracle(rows.view(), schedule);
  Matrix<float> x(64, 2), eps(64, 2);
  fill_normal_rows({.seed = 1}, x.view());
  ballast::numeric::Workspace scratch(oracle.scratch_bytes());
  oracle.predict(x.view(), 20, eps.view(), scratch);
  std::vector<double> out(2);
  for (std::size_t i = 0; i < 64; ++i) {
    expected_row(rows.view(), x.row(i), schedule.t(20), out);
    for (std::size_t d = 0; d < 2; ++d) {
      BOOST_TEST(eps(i, d) == static_cast<float>(noise_from_data(x(i, d), out[d], schedule.t(20))));
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
