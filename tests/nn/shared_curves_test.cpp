// Curves that codes share: sums as they are defined, and a gradient that is the adjoint of them.
#include "nn/shared_curves.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

#include "engine/numeric/random.hpp"

using namespace ballast;
using nn::CodeNetwork;
using nn::SharedCurves;

namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kHidden = 4;

// A column of labels, one of numbers with a missing code, another of numbers, and labels again.
struct Bench {
  std::vector<double> rank{kNone, kNone, 0.1, 0.4, 0.9, kNone, 0.25, 0.75, kNone, kNone};
  CodeNetwork<double> network{{{2, 4, 2, 2}, kHidden, 1}};
  numeric::ThreadPool pool{2};

  Bench() { network.draw(std::vector<double>(10, 0.1), 3); }
};

std::vector<double> drawn(std::size_t count, std::uint64_t seed) {
  numeric::RandomStream stream(seed, numeric::Purpose::kGeneral);
  std::vector<double> out(count);
  for (double& value : out) value = stream.normal();
  return out;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(shared_curves_test, Bench)

BOOST_AUTO_TEST_CASE(a_code_is_its_own_part_and_the_curve_at_its_rank) {
  const SharedCurves<double> curves(network, rank);
  const std::size_t own = network.parameters().size(), curve = nn::kRankFunctions * kHidden;
  BOOST_REQUIRE(curves.size() == own + 4 * curve);
  std::vector<double> learned = drawn(curves.size(), 5), sums(own);
  curves.add_up(learned, sums, pool);
  // Code 1 of column 1, of rank 0.4: W is the first curve behind the network's own values, V the second.
  const std::array<double, nn::kRankFunctions> f = nn::rank_waves(0.4);
  for (std::size_t h = 0; h < kHidden; ++h) {
    double embedding = network.table(1, std::span(learned).first(own))(1, h),
           head = network.head(1, std::span(learned).first(own))(h, 1);
    for (std::size_t k = 0; k < f.size(); ++k) {
      embedding += f[k] * learned[own + k * kHidden + h];
      head += f[k] * learned[own + curve + h * f.size() + k];
    }
    BOOST_TEST(network.table(1, std::span(sums))(1, h) == embedding, boost::test_tools::tolerance(1e-12));
    BOOST_TEST(network.head(1, std::span(sums))(h, 1) == head, boost::test_tools::tolerance(1e-12));
  }
  // Code 1 of column 2, of rank 0.75, by the second pair of curves.
  const std::array<double, nn::kRankFunctions> g = nn::rank_waves(0.75);
  double embedding = network.table(2, std::span(learned).first(own))(1, 0);
  for (std::size_t k = 0; k < g.size(); ++k) embedding += g[k] * learned[own + 2 * curve + k * kHidden];
  BOOST_TEST(network.table(2, std::span(sums))(1, 0) == embedding, boost::test_tools::tolerance(1e-12));
  // Labels and missing cells have no curve.
  for (std::size_t h = 0; h < kHidden; ++h) {
    BOOST_TEST(network.table(0, std::span(sums))(1, h) == network.table(0, std::span(learned).first(own))(1, h));
    BOOST_TEST(network.head(1, std::span(sums))(h, 3) == network.head(1, std::span(learned).first(own))(h, 3));
  }
}

// <add_up(x), g> = <x, pull_back(g)> for any x and g.
BOOST_AUTO_TEST_CASE(the_gradient_is_the_adjoint) {
  const SharedCurves<double> curves(network, rank);
  const std::size_t own = network.parameters().size();
  const std::vector<double> x = drawn(curves.size(), 5), g = drawn(own, 6);
  std::vector<double> sums(own), pulled(curves.size(), 99.0);
  curves.add_up(x, sums, pool);
  std::ranges::copy(g, pulled.begin());
  curves.pull_back(pulled, pool);
  BOOST_TEST(std::inner_product(sums.begin(), sums.end(), g.begin(), 0.0) ==
                 std::inner_product(x.begin(), x.end(), pulled.begin(), 0.0),
             boost::test_tools::tolerance(1e-12));
}

BOOST_AUTO_TEST_SUITE_END()
