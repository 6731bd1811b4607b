// The example op of autodiff/README.md: held against six-point differences in a graph, and against the scalar tape.
#include <boost/test/unit_test.hpp>

#include <cmath>
#include <memory>
#include <vector>

#include "autodiff/gradient_check.hpp"
#include "autodiff/graph.hpp"
#include "autodiff/scalar_tape.hpp"
#include "engine/numeric/random.hpp"
#include "tests/autodiff/example/tanh_op.hpp"

using namespace ballast;
using autodiff::Graph;
using autodiff::Node;

namespace {

constexpr double kGradientTolerance = 1e-6;  // the house's bound; six-point differences carry about 1e-10
constexpr double kTwinTolerance = 1e-12;     // sums in other orders, in double

Node tanh(Graph<double>& graph, Node x) {
  return graph.custom(x, graph.columns(x),
                      [](auto* in, auto* out) { return std::make_unique<autodiff::TanhOp<double>>(in, out); });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(tanh_op_test)

// tanh(x W) is used twice, so that its gradient is written by one use and added to by the other.
BOOST_AUTO_TEST_CASE(an_op_that_the_graph_does_not_know_has_the_right_gradient) {
  constexpr std::size_t kRows = 70, kColumns = 3;  // three row blocks, the last one short
  numeric::RandomStream stream(7, numeric::Purpose::kGeneral);
  std::vector<double> values(kColumns * kColumns), gradients(values.size());
  for (double& value : values) value = stream.normal();
  Graph<double> graph(kRows);
  const Node x = graph.input(kColumns), target = graph.input(kColumns);
  for (std::size_t i = 0; i < kRows; ++i) {
    for (double& value : graph.values(x).row(i)) value = stream.normal();
  }
  const autodiff::Parameter<double> weight{{values.data(), kColumns, kColumns}, {gradients.data(), kColumns, kColumns}};
  const Node pre = graph.linear(x, weight, {});
  graph.mean_squared_error(graph.add(tanh(graph, pre), tanh(graph, pre)), target);
  numeric::ThreadPool pool(2);
  BOOST_TEST(autodiff::gradient_error(graph, values, gradients, pool) < kGradientTolerance);
}

BOOST_AUTO_TEST_CASE(it_agrees_with_the_scalar_tape) {
  double weight = 0.8, gradient = 0;
  Graph<double> graph(1);
  const Node x = graph.input(1), target = graph.input(1);
  graph.values(x)(0, 0) = 1.7;
  graph.values(target)(0, 0) = 0.2;
  graph.mean_squared_error(tanh(graph, graph.linear(x, {{&weight, 1, 1}, {&gradient, 1, 1}}, {})), target);
  numeric::ThreadPool pool(1);
  graph.forward_backward(pool);

  autodiff::ScalarTape tape;
  const autodiff::Scalar w = tape.leaf(weight), off = autodiff::tanh(1.7 * w) - tape.leaf(0.2), loss = off * off;
  tape.backward(loss);
  BOOST_TEST(std::fabs(graph.loss() - loss.value()) < kTwinTolerance);
  BOOST_TEST(std::fabs(gradient - w.gradient()) < kTwinTolerance);
}

BOOST_AUTO_TEST_SUITE_END()
