#include "app/experiments/toy/point_sets.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <limits>

#include "app/experiments/toy/dinosaur.hpp"
#include "engine/error.hpp"

using namespace ballast;
using namespace ballast::app;

BOOST_AUTO_TEST_SUITE(point_sets_test)

// Standard errors at 40,000 points: 0.005 of a mean, 0.004 of a standard deviation; five of them.
BOOST_AUTO_TEST_CASE(every_set_has_mean_zero_and_unit_variance_in_every_coordinate) {
  constexpr std::size_t kCount = 40000;
  constexpr double kTolerance = 0.025;
  for (const std::string& name : point_set_names()) {
    const PointSample sample = draw_points(point_set(name), kCount, 3, 0);
    for (std::size_t d = 0; d < sample.points.columns(); ++d) {
      double sum = 0, squares = 0;
      for (std::size_t k = 0; k < kCount; ++k) {
        sum += double{sample.points(k, d)};
        squares += double{sample.points(k, d)} * double{sample.points(k, d)};
      }
      const double mean = sum / kCount, sd = std::sqrt(squares / kCount - mean * mean);
      // The spiral is scaled by its radius, not by its coordinates.
      BOOST_TEST(std::abs(mean) < kTolerance, name << " mean " << mean);
      BOOST_TEST(std::abs(sd - 1) < (name == "spiral" ? 0.08 : kTolerance), name << " sd " << sd);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_point_is_a_function_of_seed_sample_and_number) {
  const PointSet& set = point_set("spiral");
  const PointSample few = draw_points(set, 10, 7, 1), many = draw_points(set, 500, 7, 1);
  BOOST_TEST(std::ranges::equal(few.points.values(), many.points.values().first(20)));
  BOOST_TEST(!std::ranges::equal(few.points.values(), draw_points(set, 10, 8, 1).points.values()));
  BOOST_TEST(!std::ranges::equal(few.points.values(), draw_points(set, 10, 7, 2).points.values()));
}

BOOST_AUTO_TEST_CASE(parts_tell_the_pieces_apart) {
  const PointSample diracs = draw_points(point_set("two-diracs"), 200, 1, 0);
  for (std::size_t k = 0; k < 200; ++k) BOOST_TEST(diracs.points(k, 0) == (diracs.parts[k] == 0 ? -1.0F : 1.0F));
  for (const std::string& name : point_set_names()) {
    const PointSample sample = draw_points(point_set(name), 2000, 1, 0);
    BOOST_TEST(*std::ranges::max_element(sample.parts) == point_set(name).parts - 1, name);
    BOOST_TEST(*std::ranges::min_element(sample.parts) == 0u, name);
  }
}

BOOST_AUTO_TEST_CASE(moons_lie_on_half_circles) {
  // Undo the standardisation: u in the plane of the formulas.
  const PointSample moons = draw_points(point_set("two-moons"), 2000, 5, 0);
  constexpr double kPi = 3.14159265358979, kNoise = 0.05;
  const double sd_x = std::sqrt(0.75 + kNoise * kNoise);
  const double sd_y = std::sqrt(0.5 - 4 / (kPi * kPi) + std::pow(2 / kPi - 0.25, 2) + kNoise * kNoise);
  for (std::size_t k = 0; k < 2000; ++k) {
    const double x = double{moons.points(k, 0)} * sd_x + 0.5, y = double{moons.points(k, 1)} * sd_y + 0.25;
    const double radius = moons.parts[k] == 0 ? std::hypot(x, y) : std::hypot(x - 1, y - 0.5);
    BOOST_TEST(std::abs(radius - 1) < 5 * kNoise);
  }
}

BOOST_AUTO_TEST_CASE(the_outline_of_the_dinosaur_never_crosses_itself) {
  const auto side = [](OutlinePoint a, OutlinePoint b, OutlinePoint c) {
    return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x) > 0;
  };
  const std::size_t n = kDinosaur.size();
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = i + 2; j < n; ++j) {
      if (i == 0 && j == n - 1) continue;  // neighbours
      const OutlinePoint a = kDinosaur[i], b = kDinosaur[i + 1], c = kDinosaur[j], d = kDinosaur[(j + 1) % n];
      BOOST_TEST(!(side(a, b, c) != side(a, b, d) && side(c, d, a) != side(c, d, b)), i << " and " << j);
    }
  }
}

BOOST_AUTO_TEST_CASE(an_unknown_set_is_refused_with_the_nearest_name) {
  try {
    point_set("two-moon");
    BOOST_FAIL("accepted");
  } catch (const Error& error) {
    BOOST_TEST(std::string(error.what()).find("did you mean 'two-moons'?") != std::string::npos);
    BOOST_TEST(std::string(error.what()).find("dinosaur") != std::string::npos);
  }
}

BOOST_AUTO_TEST_SUITE_END()
