// The ops of the generators beside diffusion: each against six-point differences in double, and against values worked
// by hand.
#include <boost/test/unit_test.hpp>

#include <cmath>
#include <vector>

#include "autodiff/gradient_check.hpp"
#include "autodiff/graph.hpp"
#include "engine/numeric/random.hpp"

using namespace ballast;
using autodiff::Activation;
using autodiff::Graph;
using autodiff::Node;
using autodiff::Parameter;

namespace {

constexpr double kGradientTolerance = 1e-6;  // the house's bound; six-point differences carry about 1e-10
constexpr std::size_t kRows = 70;            // three row blocks, the last one short

void fill(numeric::MatrixView<double> values, std::uint64_t seed) {
  numeric::RandomStream stream(seed, numeric::Purpose::kGeneral);
  for (std::size_t i = 0; i < values.rows(); ++i) {
    for (double& value : values.row(i)) value = 0.5 * stream.normal();
  }
}

// Parameters for one small graph, handed out one after the other.
struct Slab {
  std::vector<double> values = std::vector<double>(500), gradients = std::vector<double>(500);
  std::size_t used = 0;

  Slab() { fill({values.data(), 1, values.size()}, 3); }
  Parameter<double> take(std::size_t rows, std::size_t columns) {
    const std::size_t offset = used;
    used += rows * columns;
    return {{values.data() + offset, rows, columns}, {gradients.data() + offset, rows, columns}};
  }
};

double error_of(Graph<double>& graph, Slab& slab) {
  numeric::ThreadPool pool(2);
  BOOST_TEST(slab.used > 0U);
  return autodiff::gradient_error(graph, std::span(slab.values).first(slab.used),
                                  std::span(slab.gradients).first(slab.used), pool);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(losses_test)

// A variational autoencoder in small: both of its losses look at the moments, one of them through the draw.
BOOST_AUTO_TEST_CASE(draws_and_both_losses_of_an_autoencoder_have_the_right_gradient) {
  Slab slab;
  Graph<double> graph(kRows);
  const Node x = graph.input(5), noise = graph.input(2), weight = graph.input(1);
  fill(graph.values(x), 1);
  fill(graph.values(noise), 2);
  for (std::size_t i = 0; i < kRows; ++i) graph.values(weight)(i, 0) = static_cast<double>(i % 4);
  const Node moments = graph.linear(x, slab.take(5, 4), slab.take(1, 4));
  const Node z = graph.reparametrise(moments, noise);
  const Node mean = graph.linear(z, slab.take(2, 5), slab.take(1, 5), Activation::silu);
  graph.kl_divergence(moments, weight);
  graph.gaussian_nll(mean, slab.take(1, 5), x);
  BOOST_TEST(error_of(graph, slab) < kGradientTolerance);
}

BOOST_AUTO_TEST_CASE(the_likelihood_alone_and_the_divergence_first_have_the_right_gradient) {
  Slab slab;
  Graph<double> graph(kRows);
  const Node x = graph.input(4), weight = graph.input(1);
  fill(graph.values(x), 1);
  for (std::size_t i = 0; i < kRows; ++i) graph.values(weight)(i, 0) = 0.7;
  const Node moments = graph.linear(x, slab.take(4, 4), slab.take(1, 4), Activation::gelu);
  graph.gaussian_nll(moments, slab.take(1, 4), x);
  graph.kl_divergence(moments, weight);
  BOOST_TEST(error_of(graph, slab) < kGradientTolerance);
}

BOOST_AUTO_TEST_CASE(the_bce_with_logits_has_the_right_gradient) {
  Slab slab;
  Graph<double> graph(kRows);
  const Node x = graph.input(3), sign = graph.input(1);
  fill(graph.values(x), 1);
  for (std::size_t i = 0; i < kRows; ++i) graph.values(sign)(i, 0) = i % 3 == 0 ? 1.0 : -1.0;
  const Node h = graph.linear(x, slab.take(3, 4), slab.take(1, 4), Activation::silu);
  graph.bce_with_logits(graph.linear(h, slab.take(4, 1), slab.take(1, 1)), sign);
  BOOST_TEST(error_of(graph, slab) < kGradientTolerance);
}

// Two rows: mu = 3, log variance = log 4; mu = 0, log variance = 0.
BOOST_AUTO_TEST_CASE(values_are_those_of_the_formulas) {
  numeric::ThreadPool pool(1);
  constexpr double kRounding = 1e-12;
  Graph<double> divergence(2);
  const Node moments = divergence.input(2), weight = divergence.input(1), noise = divergence.input(1);
  const Node z = divergence.reparametrise(moments, noise);
  divergence.kl_divergence(moments, weight);
  divergence.values(moments)(0, 0) = 3;
  divergence.values(moments)(0, 1) = std::log(4.0);
  divergence.values(weight)(0, 0) = divergence.values(weight)(1, 0) = 1;
  divergence.values(noise)(0, 0) = -0.5;
  divergence.values(noise)(1, 0) = 1.5;
  divergence.forward(pool);
  BOOST_TEST(std::abs(divergence.loss() - (9 + 4 - 1 - std::log(4.0)) / 4) < kRounding);
  BOOST_TEST(std::abs(divergence.values(z)(0, 0) - 2.0) < kRounding);
  BOOST_TEST(std::abs(divergence.values(z)(1, 0) - 1.5) < kRounding);

  Slab slab;
  Graph<double> likelihood(1);
  const Node mean = likelihood.input(1), target = likelihood.input(1);
  const Parameter<double> log_width = slab.take(1, 1);
  slab.values[0] = std::log(2.0);
  likelihood.gaussian_nll(mean, log_width, target);
  likelihood.values(target)(0, 0) = 3;
  likelihood.forward(pool);
  BOOST_TEST(std::abs(likelihood.loss() - (9.0 / 8 + std::log(2.0))) < kRounding);

  Graph<float> logistic(2);
  const Node logit = logistic.input(1), sign = logistic.input(1);
  logistic.bce_with_logits(logit, sign);
  logistic.values(logit)(0, 0) = logistic.values(logit)(1, 0) = 200;  // exp overflows a float
  logistic.values(sign)(0, 0) = 1;
  logistic.values(sign)(1, 0) = -1;
  logistic.forward(pool);
  BOOST_TEST(std::abs(logistic.loss() - 100) < 1e-4);
}

BOOST_AUTO_TEST_SUITE_END()
