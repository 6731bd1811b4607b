#include "engine/geometry/neighbours.hpp"

#include <algorithm>
#include <array>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <vector>

#include "engine/numeric/random.hpp"

using namespace ballast::geometry;
using namespace ballast::numeric;

namespace {

Matrix<float> cloud(std::size_t rows, std::size_t columns, std::uint64_t seed) {
  Matrix<float> x(rows, columns);
  fill_normal_rows({seed, Purpose::kGeneral, 0, 0}, x.view());
  return x;
}

Matrix<double> cloud_in_double(std::size_t rows, std::size_t columns, double scale, double offset, std::uint64_t seed) {
  Matrix<double> x(rows, columns);
  RandomStream stream(seed, Purpose::kGeneral);
  for (double& v : x.values()) v = offset + scale * stream.normal();
  return x;
}

template <class T>
void check_against_twin(MatrixView<const T> queries, MatrixView<const T> points, const NeighbourOptions& options) {
  const Neighbours slow = nearest_neighbours_twin<T>(queries, points, options);
  for (const std::size_t threads : {1u, 3u}) {
    ThreadPool pool(threads);
    const Neighbours fast = nearest_neighbours<T>(queries, points, options, pool);
    BOOST_TEST_REQUIRE(fast.rows.columns() == slow.rows.columns());
    BOOST_TEST(std::ranges::equal(fast.rows.values(), slow.rows.values()));
    BOOST_TEST(std::ranges::equal(fast.squared_distances.values(), slow.squared_distances.values()));
  }
}

template <class T>
void check_self(const Matrix<T>& x, std::size_t k) {
  check_against_twin<T>(x.view(), x.view(), {k, true});
}

}  // namespace

BOOST_AUTO_TEST_SUITE(neighbours_test)

BOOST_AUTO_TEST_CASE(neighbours_on_a_line_are_the_ones_next_door) {
  Matrix<double> x(5, 1);
  const double at[] = {0, 1, 3, 7, 7};
  std::ranges::copy(at, x.values().begin());
  ThreadPool pool(1);
  const Neighbours near = nearest_neighbours<double>(x.view(), x.view(), {2, true}, pool);
  const std::uint32_t want[] = {1, 2, 0, 2, 1, 0, 4, 2, 3, 2};
  BOOST_CHECK_EQUAL_COLLECTIONS(near.rows.values().begin(), near.rows.values().end(), want, want + 10);
  BOOST_TEST(near.squared_distances(0, 1) == 9.0);
  BOOST_TEST(near.squared_distances(3, 0) == 0.0);
}

BOOST_AUTO_TEST_CASE(sizes_around_the_blocks_agree_with_brute_force) {
  using Sizes = std::array<std::size_t, 3>;
  for (const auto& [queries, points, columns] : {Sizes{1, 1, 1}, Sizes{3, 100, 2}, Sizes{64, 1024, 8},
                                                 Sizes{65, 1025, 30}, Sizes{130, 2100, 5}, Sizes{70, 40, 300}}) {
    const Matrix<float> q = cloud(queries, columns, 1), p = cloud(points, columns, 2);
    for (const std::size_t k : {1u, 5u, 70u}) check_against_twin<float>(q.view(), p.view(), {k, false});
  }
}

BOOST_AUTO_TEST_CASE(without_oneself_and_in_double) {
  check_self(cloud(700, 6, 3), 5);
  check_self(cloud_in_double(700, 6, 1, 0, 4), 5);
}

BOOST_AUTO_TEST_CASE(k_beyond_the_points_gives_all_of_them) {
  const Matrix<float> x = cloud(20, 3, 5);
  check_self(x, 19);
  check_self(x, 20);
  check_self(x, 1000);
  check_against_twin<float>(x.view(), x.view(), {1000, false});
}

BOOST_AUTO_TEST_CASE(one_point_no_points_and_k_zero_give_empty_rows) {
  ThreadPool pool(2);
  const Matrix<float> one = cloud(1, 3, 6);
  const MatrixView<const float> none(nullptr, 0, 3);
  BOOST_TEST(nearest_neighbours<float>(one.view(), one.view(), {4, true}, pool).rows.columns() == 0u);
  BOOST_TEST(nearest_neighbours<float>(one.view(), none, {4, false}, pool).rows.columns() == 0u);
  BOOST_TEST(nearest_neighbours<float>(one.view(), one.view(), {0, false}, pool).rows.columns() == 0u);
  BOOST_TEST(nearest_neighbours<float>(none, one.view(), {1, false}, pool).rows.rows() == 0u);
}

BOOST_AUTO_TEST_CASE(duplicates_come_in_the_order_of_their_rows) {
  Matrix<float> x = cloud(1500, 4, 7);
  for (float& v : x.values()) v = std::round(v);  // few distinct rows
  check_self(x, 10);
  Matrix<float> same(300, 4);
  std::ranges::fill(same.values(), 3.25f);
  check_self(same, 3);
}

// At 1e9 from the origin |x|^2 is 1e18: in float, and without centring in double, the formula has no digits left.
BOOST_AUTO_TEST_CASE(far_from_the_origin_the_result_is_still_exact) {
  check_self(cloud_in_double(600, 7, 1, 1e9, 8), 6);
  check_self(cloud_in_double(600, 7, 1e-3, -1e6, 9), 6);
}

// Two clouds far apart, each much smaller than the gap: no centre is good for both.
BOOST_AUTO_TEST_CASE(two_tight_clouds_far_apart_are_told_apart_inside) {
  Matrix<double> x = cloud_in_double(800, 5, 1e-4, 0, 10);
  for (std::size_t i = 0; i < x.rows(); i += 2) {
    for (double& v : x.row(i)) v += 1000;
  }
  check_self(x, 5);
}

BOOST_AUTO_TEST_CASE(one_wild_outlier_and_wild_scales_do_no_harm) {
  Matrix<double> x = cloud_in_double(600, 5, 1, 0, 11);
  x(17, 2) = 1e25;
  check_self(x, 5);
  check_self(cloud_in_double(300, 5, 1e-40, 0, 12), 5);
  check_self(cloud_in_double(300, 5, 1e60, 0, 13), 5);
  x(17, 2) = 1e140;  // beside it all else underflows in the proposal
  check_self(x, 5);
}

BOOST_AUTO_TEST_SUITE_END()
