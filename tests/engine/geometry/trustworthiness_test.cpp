#include "engine/geometry/trustworthiness.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/engine/geometry/point_sets.hpp"
#include "tests/engine/geometry/refusal.hpp"

using ballast::check_refusal;
using ballast::numeric::Matrix;
using ballast::numeric::ThreadPool;
using namespace ballast::geometry;

BOOST_AUTO_TEST_SUITE(trustworthiness_test)

// sklearn 1.2.1: trustworthiness(p, p[:, :2], n_neighbors=k) for the 40 curve points p in double.
BOOST_AUTO_TEST_CASE(it_is_that_of_scikit_learn) {
  ThreadPool pool(1);
  const auto points = curve_points(40);
  constexpr double kRounding = 1e-14;
  BOOST_TEST(std::abs(trustworthiness(points.view(), first_columns(points, 2), 1, pool) - 0.5092105263157896) <
             kRounding);
  BOOST_TEST(std::abs(trustworthiness(points.view(), first_columns(points, 2), 5, pool) - 0.64453125) < kRounding);
  BOOST_TEST(std::abs(trustworthiness(points.view(), first_columns(points, 2), 15, pool) - 0.6701960784313725) <
             kRounding);
}

BOOST_AUTO_TEST_CASE(it_equals_its_slow_twin_also_with_ties_and_copies) {
  ThreadPool pool(2);
  auto rows = blobs(151, 6, 3, 4);
  for (float& value : rows.values()) value = std::round(2 * value);  // many equal distances
  const auto shadow = first_columns(rows, 2);                        // and many equal points
  for (const std::size_t k : {1u, 4u, 15u, 75u}) {
    BOOST_TEST(trustworthiness(rows.view(), shadow, k, pool) == trustworthiness_reference(rows.view(), shadow, k));
  }
}

BOOST_AUTO_TEST_CASE(a_faithful_embedding_scores_one_and_a_random_one_a_half) {
  ThreadPool pool(2);
  const auto rows = blobs(400, 5, 1, 0), unrelated = blobs(400, 2, 1, 0, 99);
  BOOST_TEST(trustworthiness(rows.view(), rows.view(), 15, pool) == 1.0);
  constexpr double kChance = 0.04;  // about four standard deviations over seeds
  BOOST_TEST(std::abs(trustworthiness(rows.view(), unrelated.view(), 15, pool) - 0.5) < kChance);
}

BOOST_AUTO_TEST_CASE(bits_do_not_depend_on_threads) {
  const auto rows = blobs(203, 6, 3, 2);
  ThreadPool one(1), two(2), three(3);
  const double expected = trustworthiness(rows.view(), first_columns(rows, 2), 15, one);
  BOOST_TEST(trustworthiness(rows.view(), first_columns(rows, 2), 15, two) == expected);
  BOOST_TEST(trustworthiness(rows.view(), first_columns(rows, 2), 15, three) == expected);
}

BOOST_AUTO_TEST_CASE(too_many_neighbours_and_another_number_of_rows_are_refused) {
  ThreadPool pool(1);
  const auto rows = blobs(30, 3, 1, 0), fewer = blobs(29, 3, 1, 0);
  check_refusal([&] { trustworthiness(rows.view(), rows.view(), 15, pool); }, "1 <= k < 30 / 2");
  check_refusal([&] { trustworthiness(rows.view(), rows.view(), 0, pool); }, "got '0'");
  check_refusal([&] { trustworthiness(rows.view(), fewer.view(), 5, pool); }, "does not belong to the rows");
}

BOOST_AUTO_TEST_SUITE_END()
