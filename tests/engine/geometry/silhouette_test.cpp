#include "engine/geometry/silhouette.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

#include "tests/engine/geometry/point_sets.hpp"
#include "tests/engine/geometry/refusal.hpp"

using ballast::check_refusal;
using ballast::numeric::Matrix;
using ballast::numeric::ThreadPool;
using namespace ballast::geometry;

namespace {

std::vector<std::uint32_t> by_turns(std::size_t rows, std::uint32_t clusters) {
  std::vector<std::uint32_t> out;
  for (std::uint32_t i = 0; i < rows; ++i) out.push_back(i % clusters);
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(silhouette_test)

// sklearn 1.2.1: silhouette_samples(p, np.arange(40) % 3) for the 40 curve points p in double.
BOOST_AUTO_TEST_CASE(it_is_that_of_scikit_learn) {
  ThreadPool pool(1);
  const auto points = curve_points(40);
  const auto clusters = by_turns(40, 3);
  const auto values = silhouettes(points.view(), clusters, pool);
  constexpr double kPrinted = 1e-8;
  BOOST_TEST(std::fabs(values[0] + 0.09715894) < kPrinted);
  BOOST_TEST(std::fabs(values[1] + 0.02044416) < kPrinted);
  BOOST_TEST(std::fabs(values[2] + 0.08030498) < kPrinted);
  BOOST_TEST(std::fabs(values[3] + 0.13998799) < kPrinted);
  BOOST_TEST(std::fabs(mean_silhouette(points.view(), clusters, {}, pool) + 0.06651735644032088) < 1e-14);
}

// Points 0, 1 | 10: s(0) = (10 - 1) / 10, s(1) = (9 - 1) / 9, and a row alone counts 0.
BOOST_AUTO_TEST_CASE(three_points_on_a_line_by_hand) {
  ThreadPool pool(1);
  Matrix<float> rows(3, 1);
  rows(1, 0) = 1;
  rows(2, 0) = 10;
  const std::vector<std::uint32_t> clusters{0, 0, 2};  // cluster 1 has no rows and does not count
  const auto values = silhouettes(rows.view(), clusters, pool);
  BOOST_TEST(values[0] == 0.9);
  BOOST_TEST(values[1] == 8.0 / 9.0);
  BOOST_TEST(values[2] == 0.0);
}

BOOST_AUTO_TEST_CASE(a_sample_stands_for_all) {
  ThreadPool pool(2);
  const auto rows = blobs(1500, 4, 3, 4);
  const auto clusters = by_turns(1500, 3);
  const double exact = mean_silhouette(rows.view(), clusters, {}, pool);
  const double sampled = mean_silhouette(rows.view(), clusters, {.largest_exact = 400, .seed = 7}, pool);
  BOOST_TEST(sampled != exact);
  constexpr double kSampling = 0.03;  // the standard deviation over seeds is about 0.007
  BOOST_TEST(std::fabs(sampled - exact) < kSampling);
}

BOOST_AUTO_TEST_CASE(the_number_of_blobs_is_found) {
  ThreadPool pool(2);
  for (const std::size_t count : {2u, 3u, 5u}) {
    const auto rows = blobs(60 * count, 6, count, 15);
    const auto choice = choose_clusters(rows.view(), {}, {}, pool);
    BOOST_TEST(choice.clusters == count);
    BOOST_TEST(choice.result.centres.rows() == count);
    BOOST_TEST(choice.mean_silhouettes.size() == 7u);
    BOOST_TEST(choice.mean_silhouettes[count - 2] > 0.7);
  }
}

BOOST_AUTO_TEST_CASE(one_blob_stays_one_cluster) {
  ThreadPool pool(2);
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    const auto rows = blobs(400, 2, 1, 0, seed);
    const auto choice = choose_clusters(rows.view(), {}, {.restarts = 3}, pool);
    BOOST_TEST(choice.clusters == 1u);
    BOOST_TEST(choice.result.assignment == std::vector<std::uint32_t>(400, 0), boost::test_tools::per_element());
  }
}

BOOST_AUTO_TEST_CASE(few_distinct_rows_limit_the_range) {
  ThreadPool pool(1);
  Matrix<float> rows(12, 1);
  for (std::size_t i = 0; i < 12; ++i) rows(i, 0) = static_cast<float>(i % 3 * i % 3);
  const auto choice = choose_clusters(rows.view(), {.fewest = 2, .most = 8}, {}, pool);
  BOOST_TEST(choice.mean_silhouettes.size() <= 2u);
  BOOST_TEST(choose_clusters(Matrix<float>(5, 2).view(), {}, {}, pool).clusters == 1u);
}

BOOST_AUTO_TEST_CASE(bits_do_not_depend_on_threads) {
  const auto rows = blobs(700, 4, 3, 3);
  const auto clusters = by_turns(700, 3);
  ThreadPool one(1), two(2), three(3);
  const auto expected = silhouettes(rows.view(), clusters, one);
  BOOST_TEST(silhouettes(rows.view(), clusters, two) == expected, boost::test_tools::per_element());
  BOOST_TEST(silhouettes(rows.view(), clusters, three) == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(one_cluster_other_lengths_and_empty_ranges_are_refused) {
  ThreadPool pool(1);
  const auto rows = blobs(10, 2, 1, 0);
  check_refusal([&] { silhouettes(rows.view(), by_turns(10, 1), pool); }, "at least 2 clusters");
  check_refusal([&] { silhouettes(rows.view(), by_turns(9, 2), pool); }, "10 assignments");
  check_refusal([&] { choose_clusters(rows.view(), {.fewest = 1, .most = 4}, {}, pool); }, "2 <= fewest <= most");
  check_refusal([&] { choose_clusters(rows.view(), {.fewest = 4, .most = 3}, {}, pool); }, "4 .. 3");
}

BOOST_AUTO_TEST_SUITE_END()
