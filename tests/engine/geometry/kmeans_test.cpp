#include "engine/geometry/kmeans.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <limits>
#include <set>

#include "engine/geometry/distance.hpp"
#include "tests/engine/geometry/point_sets.hpp"
#include "tests/engine/geometry/refusal.hpp"

using ballast::check_refusal;
using ballast::numeric::Matrix;
using ballast::numeric::MatrixView;
using ballast::numeric::ThreadPool;
using namespace ballast::geometry;

namespace {

// Inertia of the partition in which bit i of `code` is the cluster of row i.
double inertia_of(MatrixView<const float> rows, unsigned code) {
  double total = 0;
  for (unsigned cluster = 0; cluster < 2; ++cluster) {
    for (std::size_t d = 0; d < rows.columns(); ++d) {
      double sum = 0, squares = 0, count = 0;
      for (std::size_t i = 0; i < rows.rows(); ++i) {
        if ((code >> i & 1) != cluster) continue;
        const auto value = static_cast<double>(rows(i, d));
        sum += value;
        squares += value * value;
        count += 1;
      }
      if (count > 0) total += squares - sum * sum / count;
    }
  }
  return total;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(kmeans_test)

BOOST_AUTO_TEST_CASE(restarts_find_the_best_of_all_partitions_of_a_small_set) {
  ThreadPool pool(1);
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const auto rows = blobs(11, 3, 2, 2, seed);
    double best = std::numeric_limits<double>::infinity();
    for (unsigned code = 1; code < 1024; ++code) best = std::min(best, inertia_of(rows.view(), code));
    const auto found = kmeans(rows.view(), {.clusters = 2, .restarts = 30}, pool);
    constexpr double kRounding = 1e-9;
    BOOST_TEST(std::fabs(found.inertia - best) < kRounding);
  }
}

BOOST_AUTO_TEST_CASE(separate_blobs_are_found_with_one_start) {
  ThreadPool pool(2);
  const auto rows = blobs(300, 5, 4, 50);
  const auto found = kmeans(rows.view(), {.clusters = 4, .restarts = 1}, pool);
  for (std::size_t i = 4; i < 300; ++i) BOOST_TEST_REQUIRE(found.assignment[i] == found.assignment[i % 4]);
  BOOST_TEST(std::set<std::uint32_t>(found.assignment.begin(), found.assignment.end()).size() == 4u);
  BOOST_TEST(found.iterations <= 3u);
}

BOOST_AUTO_TEST_CASE(it_stops_at_a_fixed_point_that_the_slow_twin_agrees_with) {
  ThreadPool pool(2);
  const auto rows = blobs(1300, 6, 3, 2);
  const auto found = kmeans(rows.view(), {.clusters = 5, .restarts = 2}, pool);
  const auto twin = lloyd_reference(rows.view(), found.centres.view(), 100);
  BOOST_TEST(twin.iterations <= 2u);
  BOOST_TEST(twin.assignment == found.assignment, boost::test_tools::per_element());
  constexpr double kRounding = 1e-8;
  BOOST_TEST(std::fabs(twin.inertia - found.inertia) < kRounding);
}

BOOST_AUTO_TEST_CASE(clusters_are_numbered_by_falling_size_and_none_is_empty) {
  ThreadPool pool(1);
  auto rows = blobs(60, 2, 1, 0);
  for (std::size_t i = 0; i < 60; ++i) rows(i, 0) += i < 10 ? 100.0f : i < 30 ? 200.0f : 0.0f;
  const auto found = kmeans(rows.view(), {.clusters = 3}, pool);
  BOOST_TEST(found.assignment[59] == 0u);
  BOOST_TEST(found.assignment[29] == 1u);
  BOOST_TEST(found.assignment[0] == 2u);
}

BOOST_AUTO_TEST_CASE(as_many_clusters_as_distinct_rows_leave_nothing) {
  ThreadPool pool(1);
  Matrix<float> rows(40, 1);
  for (std::size_t i = 0; i < 40; ++i) rows(i, 0) = static_cast<float>(i % 8);
  const auto found = kmeans(rows.view(), {.clusters = 8, .restarts = 1}, pool);
  BOOST_TEST(found.inertia == 0.0);
  BOOST_TEST(std::set<std::uint32_t>(found.assignment.begin(), found.assignment.end()).size() == 8u);
}

// Over many small sets with many clusters Lloyd empties a cluster now and then; it must be filled again.
BOOST_AUTO_TEST_CASE(no_cluster_stays_empty) {
  ThreadPool pool(1);
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    auto rows = blobs(30, 2, 1, 0, seed);
    for (float& value : rows.values()) value = std::round(value * 2);
    const auto found = kmeans(rows.view(), {.clusters = 10, .restarts = 1, .seed = seed}, pool);
    BOOST_TEST_REQUIRE(std::set<std::uint32_t>(found.assignment.begin(), found.assignment.end()).size() == 10u);
  }
}

BOOST_AUTO_TEST_CASE(bits_do_not_depend_on_threads) {
  const auto rows = blobs(2100, 4, 3, 2);
  ThreadPool one(1), two(2), three(3);
  const auto expected = kmeans(rows.view(), {.clusters = 6, .restarts = 3}, one);
  for (ThreadPool* pool : {&two, &three}) {
    const auto got = kmeans(rows.view(), {.clusters = 6, .restarts = 3}, *pool);
    BOOST_TEST(got.inertia == expected.inertia);
    BOOST_TEST(got.assignment == expected.assignment, boost::test_tools::per_element());
    BOOST_TEST(std::equal(got.centres.values().begin(), got.centres.values().end(), expected.centres.values().begin()));
  }
}

BOOST_AUTO_TEST_CASE(what_cannot_be_clustered_is_refused) {
  ThreadPool pool(1);
  auto rows = blobs(10, 2, 1, 0);
  check_refusal([&] { kmeans(rows.view(), {.clusters = 0}, pool); }, "at least 1 cluster");
  check_refusal([&] { kmeans(rows.view(), {.clusters = 2, .restarts = 0}, pool); }, "at least 1 restart");
  check_refusal([&] { kmeans(rows.view(), {.clusters = 2, .max_iterations = 0}, pool); }, "needs an iteration");
  check_refusal([&] { kmeans(rows.view(), {.clusters = 11}, pool); }, "at most 10 clusters");
  const Matrix<float> copies(10, 2);
  check_refusal([&] { kmeans(copies.view(), {.clusters = 2}, pool); }, "more clusters than distinct rows");
  rows(3, 1) = std::numeric_limits<float>::quiet_NaN();
  check_refusal([&] { kmeans(rows.view(), {.clusters = 2}, pool); }, "row 3");
}

BOOST_AUTO_TEST_SUITE_END()
