#include "app/experiments/toy/score_field.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

#include "diffusion/process/exact_score.hpp"

using namespace ballast;
using namespace ballast::app;

BOOST_AUTO_TEST_SUITE(score_field_test)

BOOST_AUTO_TEST_CASE(labels_are_found_by_their_noise) {
  const auto schedule = diffusion::linear_schedule(200);
  for (const std::size_t n : {std::size_t{1}, std::size_t{17}, std::size_t{200}}) {
    BOOST_TEST(label_of_noise(schedule, diffusion::b(schedule.t(n))) == n);
  }
  BOOST_TEST(label_of_noise(schedule, 5) == 200u);
}

BOOST_AUTO_TEST_CASE(a_grid_runs_from_edge_to_edge) {
  const auto line = square_grid(1, 2, 5);
  BOOST_TEST(line.rows() == 5u);
  BOOST_TEST(line(0, 0) == -2);
  BOOST_TEST(line(3, 0) == 1);
  const auto plane = square_grid(2, 1, 3);
  BOOST_TEST(plane.rows() == 9u);
  BOOST_TEST((plane(1, 0) == 0 && plane(1, 1) == -1));
  BOOST_TEST((plane(8, 0) == 1 && plane(8, 1) == 1));
}

// Of a single point at the origin, X_t is N(0, b^2): its score is -x / b^2.
BOOST_AUTO_TEST_CASE(the_score_of_one_point_is_that_of_a_normal) {
  const numeric::Matrix<float> origin(1, 2);
  const auto schedule = diffusion::linear_schedule(200);
  const diffusion::ExactScore oracle(origin.view(), schedule);
  const auto grid = square_grid(2, 2, 9);
  const auto score = score_at(oracle, schedule, 120, grid.view());
  const double variance = std::pow(diffusion::b(schedule.t(120)), 2);
  for (std::size_t k = 0; k < grid.rows(); ++k) {
    for (std::size_t d = 0; d < 2; ++d) {
      BOOST_TEST(std::abs(double{score(k, d)} + double{grid(k, d)} / variance) < 1e-5 / variance);
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
