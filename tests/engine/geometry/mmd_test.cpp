#include "engine/geometry/mmd.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

#include "tests/engine/geometry/point_sets.hpp"
#include "tests/engine/geometry/refusal.hpp"

using ballast::check_refusal;
using ballast::numeric::ThreadPool;
using namespace ballast::geometry;

BOOST_AUTO_TEST_SUITE(mmd_test)

// numpy, on the first and last 20 of the 40 curve points, K(u, v) = exp(-g |u_i - v_j|^2):
//   biased   = Kxx.mean() + Kyy.mean() - 2 Kxy.mean()
//   unbiased = (Kxx.sum() - 20) / 380 + (Kyy.sum() - 20) / 380 - 2 Kxy.mean(),     g in np.linspace(.01, 3, 15)
BOOST_AUTO_TEST_CASE(the_ladder_is_that_of_numpy) {
  ThreadPool pool(1);
  const auto points = curve_points(40);
  const auto estimates = mmd(points.view().row_block(0, 20), points.view().row_block(20, 20), {}, pool);
  BOOST_TEST_REQUIRE(estimates.size() == 15u);
  constexpr double kRounding = 1e-14;
  const auto check = [&](std::size_t step, double gamma, double biased, double unbiased) {
    BOOST_TEST(std::fabs(estimates[step].gamma - gamma) < kRounding);
    BOOST_TEST(std::fabs(estimates[step].biased - biased) < kRounding);
    BOOST_TEST(std::fabs(estimates[step].unbiased - unbiased) < kRounding);
  };
  check(0, 0.01, 0.0003534962470770342, -0.005779400895506548);
  check(7, 1.505, 0.0698916115426674, -0.025825007407917502);
  check(14, 3.0, 0.08500842993172131, -0.013555554321292827);
}

BOOST_AUTO_TEST_CASE(it_equals_its_slow_twin_at_awkward_sizes) {
  ThreadPool pool(2);
  for (const auto& [n, m, columns] : {std::array<std::size_t, 3>{2, 2, 1}, {33, 64, 5}, {65, 129, 29}, {200, 3, 2}}) {
    const auto x = blobs(n, columns, 3, 2, 5), y = blobs(m, columns, 2, 1, 6);
    const auto fast = mmd(x.view(), y.view(), {}, pool), slow = mmd_reference(x.view(), y.view(), {});
    for (std::size_t s = 0; s < slow.size(); ++s) {
      constexpr double kRounding = 1e-13;  // the order of summation, and 14 multiplications instead of an exponential
      BOOST_TEST(std::fabs(fast[s].biased - slow[s].biased) < kRounding);
      BOOST_TEST(std::fabs(fast[s].unbiased - slow[s].unbiased) < kRounding);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_sample_has_no_discrepancy_to_itself_and_a_moved_one_has) {
  ThreadPool pool(2);
  const auto x = blobs(300, 2, 1, 0), same = blobs(300, 2, 1, 0, 2), moved = blobs(300, 2, 1, 0, 3);
  auto far = moved.view();
  ballast::numeric::Matrix<float> shifted(300, 2);
  for (std::size_t i = 0; i < 300; ++i) {
    for (std::size_t d = 0; d < 2; ++d) shifted(i, d) = far(i, d) + 1.0f;
  }
  BOOST_TEST(std::fabs(largest_mmd(x.view(), x.view(), {}, pool).biased) < 1e-14);
  const auto equal = largest_mmd(x.view(), same.view(), {}, pool);
  const auto unequal = largest_mmd(x.view(), shifted.view(), {}, pool);
  BOOST_TEST(std::fabs(equal.unbiased) < 0.01);  // a few standard deviations of about 1 / 300
  BOOST_TEST(unequal.unbiased > 0.1);
  BOOST_TEST(equal.biased > equal.unbiased);
}

BOOST_AUTO_TEST_CASE(two_points_give_the_value_of_the_formula) {
  ThreadPool pool(1);
  ballast::numeric::Matrix<float> x(2, 1), y(2, 1);
  y(0, 0) = y(1, 0) = 2;  // two points at 0, two at 2: 1 + 1 - 2 exp(-4 gamma)
  const auto single = mmd(x.view(), y.view(), {0.25, 0.25, 1}, pool);
  BOOST_TEST(single.size() == 1u);
  BOOST_TEST(std::fabs(single[0].biased - (2 - 2 * std::exp(-1.0))) < 1e-15);
  BOOST_TEST(std::fabs(single[0].unbiased - (2 - 2 * std::exp(-1.0))) < 1e-15);
}

BOOST_AUTO_TEST_CASE(bits_do_not_depend_on_threads) {
  const auto x = blobs(333, 7, 3, 2, 5), y = blobs(222, 7, 2, 1, 6);
  ThreadPool one(1), two(2), three(3);
  const auto expected = mmd(x.view(), y.view(), {}, one);
  for (ThreadPool* pool : {&two, &three}) {
    const auto got = mmd(x.view(), y.view(), {}, *pool);
    for (std::size_t s = 0; s < expected.size(); ++s) {
      BOOST_TEST(got[s].biased == expected[s].biased);
      BOOST_TEST(got[s].unbiased == expected[s].unbiased);
    }
  }
}

BOOST_AUTO_TEST_CASE(samples_that_cannot_be_compared_are_refused) {
  ThreadPool pool(1);
  const auto x = blobs(5, 3, 1, 0), narrow = blobs(5, 2, 1, 0), single = blobs(1, 3, 1, 0);
  check_refusal([&] { mmd(x.view(), single.view(), {}, pool); }, "two rows of each");
  check_refusal([&] { mmd(x.view(), narrow.view(), {}, pool); }, "different columns");
  check_refusal([&] { mmd(x.view(), x.view(), {0.1, 1, 0}, pool); }, "at least 1 step");
  check_refusal([&] { mmd(x.view(), x.view(), {0, 1, 3}, pool); }, "must be positive and rise");
  check_refusal([&] { mmd(x.view(), x.view(), {2, 1, 3}, pool); }, "must be positive and rise");
}

BOOST_AUTO_TEST_SUITE_END()
