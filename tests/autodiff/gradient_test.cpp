// Every op against six-point differences in double, and the replay of a graph at several thread counts.
#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <functional>
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

// Six-point differences at h = 1e-3 carry about 1e-10 of rounding and truncation; 1e-6 is the house's bound.
constexpr double kGradientTolerance = 1e-6;

void fill(numeric::MatrixView<double> values, std::uint64_t seed) {
  numeric::RandomStream stream(seed, numeric::Purpose::kGeneral);
  for (std::size_t i = 0; i < values.rows(); ++i) {
    for (double& value : values.row(i)) value = stream.normal();
  }
}

// Parameters for one small graph, handed out one after the other.
struct Slab {
  std::vector<double> values = std::vector<double>(2000), gradients = std::vector<double>(2000);
  std::size_t used = 0;

  Slab() { fill({values.data(), 1, values.size()}, 3); }
  Parameter<double> take(std::size_t rows, std::size_t columns) {
    const std::size_t offset = used;
    used += rows * columns;
    return {{values.data() + offset, rows, columns}, {gradients.data() + offset, rows, columns}};
  }
};

// `record` makes a prediction of three columns from x (5 columns); the batch has three row blocks, the last one short.
double check_op(const std::function<Node(Graph<double>&, Slab&, Node, autodiff::Index)>& record) {
  numeric::ThreadPool pool(2);
  Slab slab;
  Graph<double> graph(70);
  const Node x = graph.input(5), target = graph.input(3), weight = graph.input(1);
  const autodiff::Index index = graph.index();
  fill(graph.values(x), 1);
  fill(graph.values(target), 2);
  for (std::size_t i = 0; i < 70; ++i) {
    graph.values(weight)(i, 0) = static_cast<double>(i % 4);
    graph.indices(index)[i] = static_cast<std::uint32_t>(i * 7 % 6);
  }
  graph.mean_squared_error(record(graph, slab, x, index), target, weight);
  const std::span parameters(slab.values.data(), slab.used);
  const std::span gradients(slab.gradients.data(), slab.used);
  BOOST_TEST(slab.used > 0U);
  return autodiff::gradient_error(graph, parameters, gradients, pool);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(gradient_test)

BOOST_AUTO_TEST_CASE(linear_with_each_activation_has_the_right_gradient) {
  for (const Activation activation : {Activation::identity, Activation::gelu, Activation::silu}) {
    const double error = check_op([&](Graph<double>& graph, Slab& slab, Node x, autodiff::Index) {
      const Node h = graph.linear(x, slab.take(5, 4), slab.take(1, 4), activation);
      return graph.linear(h, slab.take(4, 3), slab.take(1, 3), activation);
    });
    BOOST_TEST(error < kGradientTolerance);
  }
}

// Weights are packed 128 columns at a time, transposed as well: 131 inputs are a tile and three more.
BOOST_AUTO_TEST_CASE(linear_of_more_inputs_than_a_tile_has_the_right_gradient) {
  const double error = check_op([](Graph<double>& graph, Slab& slab, Node x, autodiff::Index) {
    const Node h = graph.linear(x, slab.take(5, 131), slab.take(1, 131), Activation::silu);
    return graph.linear(h, slab.take(131, 3), slab.take(1, 3), Activation::identity);
  });
  BOOST_TEST(error < kGradientTolerance);
}

BOOST_AUTO_TEST_CASE(linear_without_a_bias_and_with_an_added_input_has_the_right_gradient) {
  const double error = check_op([](Graph<double>& graph, Slab& slab, Node x, autodiff::Index) {
    const Node added = graph.linear(x, slab.take(5, 3), {}, Activation::silu);
    return graph.linear(x, slab.take(5, 3), {}, Activation::gelu, added);
  });
  BOOST_TEST(error < kGradientTolerance);
}

BOOST_AUTO_TEST_CASE(add_sums_the_gradients_of_both_paths) {
  const double error = check_op([](Graph<double>& graph, Slab& slab, Node x, autodiff::Index) {
    Node h = graph.linear(x, slab.take(5, 3), slab.take(1, 3), Activation::gelu);
    for (int layer = 0; layer < 3; ++layer) {
      h = graph.add(h, graph.linear(h, slab.take(3, 3), slab.take(1, 3), Activation::gelu));
    }
    return graph.add(h, h);
  });
  BOOST_TEST(error < kGradientTolerance);
}

BOOST_AUTO_TEST_CASE(concatenate_hands_each_part_its_columns) {
  const double error = check_op([](Graph<double>& graph, Slab& slab, Node x, autodiff::Index) {
    const Node a = graph.linear(x, slab.take(5, 2), slab.take(1, 2), Activation::silu);
    const std::array parts = {a, x, graph.linear(a, slab.take(2, 4), slab.take(1, 4), Activation::silu), a};
    return graph.linear(graph.concatenate(parts), slab.take(13, 3), slab.take(1, 3));
  });
  BOOST_TEST(error < kGradientTolerance);
}

BOOST_AUTO_TEST_CASE(gathered_projections_sum_the_rows_that_share_a_step) {
  numeric::Matrix<double> table(6, 4);
  fill(table.view(), 9);
  const double error = check_op([&](Graph<double>& graph, Slab& slab, Node x, autodiff::Index index) {
    const Node projected = graph.gather_projection(table.view(), slab.take(4, 3), index);
    const std::array parts = {x, graph.gather(table.view(), index)};
    return graph.linear(graph.concatenate(parts), slab.take(9, 3), slab.take(1, 3), Activation::silu, projected);
  });
  BOOST_TEST(error < kGradientTolerance);
}

BOOST_AUTO_TEST_CASE(scaled_columns_and_sinusoids_pass_the_check) {
  const std::vector<double> factors = {2, -0.5, 3}, frequencies = {0.1, 0.03};
  const std::vector<std::size_t> embedded = {1, 4};
  const double error = check_op([&](Graph<double>& graph, Slab& slab, Node x, autodiff::Index) {
    const Node features = graph.sinusoidal(x, embedded, frequencies);
    const Node h = graph.linear(features, slab.take(11, 3), slab.take(1, 3), Activation::gelu);
    return graph.add(graph.scale_columns(h, factors), h);
  });
  BOOST_TEST(error < kGradientTolerance);
}

BOOST_AUTO_TEST_CASE(sinusoids_are_cosines_then_sines_after_the_raw_columns) {
  numeric::ThreadPool pool(1);
  Graph<double> graph(1);
  const Node x = graph.input(2);
  const std::vector<double> frequencies = {0.25, 1.0};
  const std::vector<std::size_t> embedded = {0};
  const Node y = graph.sinusoidal(x, embedded, frequencies);
  graph.values(x)(0, 0) = 1;
  graph.values(x)(0, 1) = 7;
  graph.forward(pool);
  const std::vector<double> expected = {7, 0, 1, 1, 0};  // a quarter turn and a whole one
  for (std::size_t j = 0; j < 5; ++j) BOOST_TEST(std::fabs(graph.values(y)(0, j) - expected[j]) < 1e-15);
}

BOOST_AUTO_TEST_CASE(the_loss_is_a_weighted_mean_over_all_cells) {
  numeric::ThreadPool pool(1);
  Graph<float> graph(2);
  const Node p = graph.input(2), target = graph.input(2), weight = graph.input(1);
  graph.mean_squared_error(p, target, weight);
  graph.values(p)(0, 0) = 3;   // weight 1
  graph.values(p)(1, 1) = -1;  // weight 2
  graph.values(weight)(0, 0) = 1;
  graph.values(weight)(1, 0) = 2;
  graph.forward(pool);
  BOOST_TEST(graph.loss() == (9.0 + 2.0) / 4);
}

BOOST_AUTO_TEST_CASE(backward_with_add_accumulates_over_replays) {
  numeric::ThreadPool pool(1);
  Slab slab;
  Graph<double> graph(40);
  const Node x = graph.input(5), target = graph.input(3);
  fill(graph.values(x), 1);
  graph.mean_squared_error(graph.linear(x, slab.take(5, 3), slab.take(1, 3), Activation::silu), target);
  graph.forward_backward(pool);
  const std::vector<double> once = slab.gradients;
  graph.forward_backward(pool, true);
  constexpr double kRounding = 1e-13;  // the second sum goes on where the first ended
  for (std::size_t i = 0; i < slab.used; ++i) BOOST_TEST(std::fabs(slab.gradients[i] - 2 * once[i]) < kRounding);
  graph.forward_backward(pool);
  BOOST_TEST(slab.gradients == once, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
