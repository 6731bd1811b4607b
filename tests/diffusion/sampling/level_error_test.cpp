#include "diffusion/sampling/level_error.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <string>

#include "diffusion/process/exact_score.hpp"
#include "diffusion/process/posterior.hpp"
#include "engine/numeric/random.hpp"

using namespace ballast;
using namespace ballast::diffusion;

BOOST_AUTO_TEST_SUITE(level_error_test)

BOOST_AUTO_TEST_CASE(the_oracle_of_one_point_knows_all_noise_and_ignorance_costs_one) {
  struct Ignorant final : NoiseModel {
    std::size_t columns() const override { return 1; }
    std::size_t scratch_bytes() const override { return 0; }
    void predict(numeric::MatrixView<const float>, std::size_t, numeric::MatrixView<float> eps,
                 numeric::Workspace&) const override {
      for (std::size_t k = 0; k < eps.rows(); ++k) eps(k, 0) = 0;
    }
  };
  const numeric::Matrix<float> origin(1, 1), rows(4000, 1);
  const auto schedule = linear_schedule(200);
  const ExactScore oracle(origin.view(), schedule);
  numeric::ThreadPool pool(2);
  const auto known = level_errors(oracle, schedule, rows.view(), levels_by_ratio(schedule, 5), 3, pool);
  const auto unknown = level_errors(Ignorant(), schedule, rows.view(), levels_by_ratio(schedule, 5), 3, pool);
  BOOST_TEST(known.size() >= 4u);
  BOOST_TEST(known.size() <= 5u);
  BOOST_TEST(known.front().n == 1u);
  BOOST_TEST(known.back().n == 200u);
  for (const LevelError& level : known) BOOST_TEST(level.error < 1e-8);
  // The mean of 4,000 squared normals: sd sqrt(2 / 4000) = 0.022; five of them.
  for (const LevelError& level : unknown) BOOST_TEST(std::abs(level.error - 1) < 0.12);
}

BOOST_AUTO_TEST_CASE(any_number_of_rows_gets_the_answers_of_whole_blocks) {
  numeric::Matrix<float> data(7, 3), rows(130, 3);
  numeric::fill_normal_rows({.seed = 1}, data.view());
  numeric::fill_normal_rows({.seed = 2}, rows.view());
  const auto schedule = linear_schedule(50);
  const ExactScore oracle(data.view(), schedule);
  const auto eps = predict_noise(oracle, 20, rows.view());
  std::vector<double> x_0(3);
  for (std::size_t k = 0; k < rows.rows(); ++k) {
    expected_row(data.view(), rows.row(k), schedule.t(20), x_0);
    for (std::size_t d = 0; d < 3; ++d) {
      BOOST_TEST(eps(k, d) == static_cast<float>(noise_from_data(rows(k, d), x_0[d], schedule.t(20))));
    }
  }
}

BOOST_AUTO_TEST_CASE(errors_are_the_same_at_any_number_of_threads) {
  numeric::Matrix<float> data(20, 2);
  numeric::fill_normal_rows({.seed = 1}, data.view());
  const auto schedule = linear_schedule(50);
  const ExactScore oracle(data.view().row_block(0, 10), schedule);
  numeric::ThreadPool one(1), three(3);
  const auto a = level_errors(oracle, schedule, data.view(), {1, 9, 50}, 3, one);
  const auto b = level_errors(oracle, schedule, data.view(), {1, 9, 50}, 3, three);
  for (std::size_t i = 0; i < 3; ++i) BOOST_TEST(a[i].error == b[i].error);
}

BOOST_AUTO_TEST_SUITE_END()
