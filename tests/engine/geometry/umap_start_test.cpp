#include "engine/geometry/umap_start.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

#include "engine/geometry/neighbours.hpp"
#include "tests/engine/geometry/point_sets.hpp"

using ballast::numeric::Matrix;
using ballast::numeric::ThreadPool;
using namespace ballast::geometry;

namespace {

SparseGraph graph_of(const Matrix<float>& rows, std::size_t k) {
  Neighbours found = nearest_neighbours_twin<float>(rows.view(), rows.view(), {.k = k, .exclude_self = true});
  for (double& distance : found.squared_distances.values()) distance = std::sqrt(distance);
  return fuzzy_graph(found.rows.view(), found.squared_distances.view());
}

bool equal(const Matrix<float>& a, const Matrix<float>& b) {
  return std::equal(a.values().begin(), a.values().end(), b.values().begin(), b.values().end());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(umap_start_test)

// numpy on the 40 curve points, with the U of fuzzy_graph_test:
//   deg = U.sum(1); w, v = np.linalg.eigh(U / np.sqrt(np.outer(deg, deg))); v[:, -2], v[:, -3], largest entry positive
BOOST_AUTO_TEST_CASE(spectral_coordinates_are_those_of_numpy) {
  ThreadPool pool(1);
  const auto found = spectral_embedding(graph_of(curve_points(40), 6), 2, pool);
  constexpr double kLanczos = 1e-4;  // it stops at a residual of 1e-5 of the eigenvalue
  const double first[] = {0.01038753, -0.09164781, -0.13137923, -0.19741261};
  const double second[] = {-0.20086118, 0.2665278, 0.22446197, -0.12274653};
  for (std::size_t i = 0; i < 4; ++i) {
    BOOST_TEST(std::fabs(static_cast<double>(found(i, 0)) - first[i]) < kLanczos);
    BOOST_TEST(std::fabs(static_cast<double>(found(i, 1)) - second[i]) < kLanczos);
  }
}

// numpy: c = p - p.mean(0); u, s, vt = np.linalg.svd(c, full_matrices=False); c @ vt[e], largest entry of vt positive
BOOST_AUTO_TEST_CASE(principal_components_are_those_of_numpy) {
  ThreadPool pool(1);
  const auto found = principal_components(curve_points(40).view(), 2, pool);
  const double first[] = {-0.03102913, 0.55158387, 1.08299298}, second[] = {0.79277737, -0.61689118, -1.30998036};
  for (std::size_t i = 0; i < 3; ++i) {
    BOOST_TEST(std::fabs(static_cast<double>(found(i, 0)) - first[i]) < 1e-6);
    BOOST_TEST(std::fabs(static_cast<double>(found(i, 1)) - second[i]) < 1e-6);
  }
}

BOOST_AUTO_TEST_CASE(components_beyond_the_columns_are_zero) {
  ThreadPool pool(1);
  const auto found = principal_components(blobs(20, 1, 1, 0).view(), 2, pool);
  for (std::size_t i = 0; i < 20; ++i) {
    BOOST_TEST(found(i, 0) != 0.0f);
    BOOST_TEST(found(i, 1) == 0.0f);
  }
}

BOOST_AUTO_TEST_CASE(a_start_spans_ten_units_and_parts_copies) {
  Matrix<float> start(50, 2);
  for (std::size_t i = 0; i < 50; ++i) start(i, 0) = static_cast<float>(i / 2) * 3.0f + 100.0f;  // pairs of copies
  scale_start(start.view(), 42);
  constexpr double kNoise = 1e-3;  // ten standard deviations
  BOOST_TEST(std::fabs(static_cast<double>(start(0, 0)) + 5) < kNoise);
  BOOST_TEST(std::fabs(static_cast<double>(start(49, 0)) - 5) < kNoise);
  BOOST_TEST(start(0, 0) != start(1, 0));
  BOOST_TEST(std::fabs(static_cast<double>(start(7, 1))) < kNoise);  // a constant column stays where it is
}

BOOST_AUTO_TEST_CASE(bits_do_not_depend_on_threads) {
  ThreadPool one(1), two(2), three(3);
  const auto rows = blobs(1500, 9, 2, 2);
  const auto graph = graph_of(rows, 10);
  const auto spectral = spectral_embedding(graph, 2, one), principal = principal_components(rows.view(), 2, one);
  for (ThreadPool* pool : {&two, &three}) {
    BOOST_TEST(equal(spectral_embedding(graph, 2, *pool), spectral));
    BOOST_TEST(equal(principal_components(rows.view(), 2, *pool), principal));
  }
}

BOOST_AUTO_TEST_SUITE_END()
