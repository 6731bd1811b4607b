#include "engine/geometry/fuzzy_graph.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <numeric>

#include "engine/geometry/neighbours.hpp"
#include "tests/engine/geometry/point_sets.hpp"

using ballast::numeric::Matrix;
using ballast::numeric::ThreadPool;
using namespace ballast::geometry;

namespace {

struct Near {
  Matrix<std::uint32_t> rows;
  Matrix<double> distances;
};

Near near(const Matrix<float>& rows, std::size_t k) {
  ThreadPool pool(1);
  Neighbours found = nearest_neighbours_twin<float>(rows.view(), rows.view(), {.k = k, .exclude_self = true});
  for (double& distance : found.squared_distances.values()) distance = std::sqrt(distance);
  return {std::move(found.rows), std::move(found.squared_distances)};
}

float weight_of(const SparseGraph& graph, std::size_t from, std::size_t to) {
  for (std::size_t e = graph.offsets[from]; e < graph.offsets[from + 1]; ++e) {
    if (graph.to[e] == to) return graph.weight[e];
  }
  return 0;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(fuzzy_graph_test)

// numpy and scipy, on the 40 curve points with their k = 6 nearest: rho = d[0] and sigma the root (brentq) of
//   np.exp(-np.maximum(0, d - rho) / sigma).sum() - np.log2(6)
BOOST_AUTO_TEST_CASE(rho_and_sigma_solve_the_equation_of_algorithm_3) {
  const Near found = near(curve_points(40), 6);
  const auto smooth = smooth_knn_distances(found.distances.view(), LocalConnectivity::nearest);
  constexpr double kBisection = 1e-4;  // what 1e-5 on the sum allows
  BOOST_TEST(std::fabs(smooth.rho[0] - 0.6247254424386611) < 1e-7);
  BOOST_TEST(std::fabs(smooth.sigma[0] - 0.5389505009311452) < kBisection);
  BOOST_TEST(std::fabs(smooth.rho[7] - 0.3473190045821589) < 1e-7);
  BOOST_TEST(std::fabs(smooth.sigma[7] - 0.45513554687786556) < kBisection);
}

BOOST_AUTO_TEST_CASE(memberships_sum_to_log2_k) {
  for (const auto connectivity : {LocalConnectivity::nearest, LocalConnectivity::none}) {
    const Near found = near(blobs(90, 5, 3, 3), 12);
    const auto smooth = smooth_knn_distances(found.distances.view(), connectivity);
    const auto graph = directed_memberships(found.rows.view(), found.distances.view(), smooth);
    for (std::size_t i = 0; i < graph.rows(); ++i) {
      double sum = 0;
      for (std::size_t e = graph.offsets[i]; e < graph.offsets[i + 1]; ++e) sum += static_cast<double>(graph.weight[e]);
      BOOST_TEST(std::fabs(sum - std::log2(12.0)) < 2e-5);
    }
  }
}

// The same in numpy for all rows: W[i, nb] = np.exp(-np.maximum(0, d - rho) / sigma); U = W + W.T - W * W.T
BOOST_AUTO_TEST_CASE(the_union_is_that_of_numpy) {
  const Near found = near(curve_points(40), 6);
  const auto graph = fuzzy_graph(found.rows.view(), found.distances.view());
  constexpr double kBisection = 2e-5;
  BOOST_TEST(graph.edges() == 288u);
  BOOST_TEST(std::fabs(std::accumulate(graph.weight.begin(), graph.weight.end(), 0.0) - 147.2955055913965) < 1e-3);
  BOOST_TEST(std::fabs(weight_of(graph, 0, 10) - 0.2308584) < kBisection);
  BOOST_TEST(std::fabs(weight_of(graph, 0, 19) - 0.36343441) < kBisection);
  BOOST_TEST(std::fabs(weight_of(graph, 0, 30) - 0.27923164) < kBisection);
  BOOST_TEST(weight_of(graph, 0, 11) == 1.0f);
  BOOST_TEST(weight_of(graph, 0, 22) == 1.0f);
  BOOST_TEST(weight_of(graph, 0, 1) == 0.0f);
}

BOOST_AUTO_TEST_CASE(the_union_is_symmetric_to_the_bit_sorted_and_within_bounds) {
  const Near found = near(blobs(150, 4, 2, 2), 9);
  const auto graph = fuzzy_graph(found.rows.view(), found.distances.view());
  for (std::size_t i = 0; i < graph.rows(); ++i) {
    BOOST_TEST_REQUIRE(graph.offsets[i + 1] >= graph.offsets[i] + 9);
    for (std::size_t e = graph.offsets[i]; e < graph.offsets[i + 1]; ++e) {
      BOOST_TEST_REQUIRE((graph.weight[e] > 0 && graph.weight[e] <= 1));
      BOOST_TEST_REQUIRE(weight_of(graph, graph.to[e], i) == graph.weight[e]);
      if (e > graph.offsets[i]) BOOST_TEST_REQUIRE(graph.to[e - 1] < graph.to[e]);
    }
  }
}

BOOST_AUTO_TEST_CASE(copies_of_a_row_leave_sigma_positive) {
  Matrix<float> rows(12, 1);
  for (std::size_t i = 8; i < 12; ++i) rows(i, 0) = static_cast<float>(i);
  const Near found = near(rows, 5);
  const auto smooth = smooth_knn_distances(found.distances.view(), LocalConnectivity::nearest);
  BOOST_TEST(smooth.rho[0] == 0.0);  // its five nearest are copies
  for (const double sigma : smooth.sigma) BOOST_TEST((sigma > 0 && std::isfinite(sigma)));
  const auto graph = fuzzy_graph(found.rows.view(), found.distances.view());
  for (const float weight : graph.weight) BOOST_TEST((weight > 0 && weight <= 1));
}

BOOST_AUTO_TEST_CASE(pieces_are_counted) {
  const Near apart = near(blobs(60, 3, 3, 1000), 5), together = near(blobs(60, 3, 1, 0), 10);
  BOOST_TEST(connected_components(fuzzy_graph(apart.rows.view(), apart.distances.view())) == 3u);
  BOOST_TEST(connected_components(fuzzy_graph(together.rows.view(), together.distances.view())) == 1u);
}

BOOST_AUTO_TEST_SUITE_END()
