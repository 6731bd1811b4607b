// The network over codes: recorded and packed it is the same function, and learning allocates nothing.
#include <boost/test/unit_test.hpp>

#include <cmath>
#include <vector>

#include "engine/error.hpp"
#include "nn/code_network.hpp"
#include "nn/training/optimiser.hpp"
#include "tests/allocations.hpp"

using namespace ballast;
using autodiff::Graph;
using autodiff::Index;
using autodiff::Node;

namespace {

const nn::CodeNetworkShape kShape{{4, 3}, 24, 2};
const std::vector<double> kShares{0.4, 0.3, 0.2, 0.1, 0.5, 0.25, 0.25};

struct Recorded {
  Graph<float> graph{100};
  Index codes = graph.index(2), targets = graph.index(2);
  Node weights = graph.input(2);
};

}  // namespace

BOOST_AUTO_TEST_SUITE(code_network_test)

// The loss of one cell is minus the logarithm of the packed network's probability.
BOOST_AUTO_TEST_CASE(packed_and_recorded_networks_agree) {
  nn::CodeNetwork<float> network(kShape);
  network.draw(kShares, 7);
  std::vector<float> gradients(network.parameters().size());
  Graph<float> graph(1);
  const Index codes = graph.index(2), targets = graph.index(2);
  const Node weights = graph.input(2);
  network.record(graph, codes, targets, weights, gradients);
  graph.indices(codes)[0] = network.embedding_row(0, 2);
  graph.indices(codes)[1] = network.hidden_row(1);
  graph.indices(targets)[1] = 2;
  graph.values(weights)(0, 1) = 1;
  numeric::ThreadPool pool(1);
  graph.forward(pool);

  const nn::CodePredictor<float> predictor = network.predictor();
  numeric::Matrix<float> h(1, 24), trunk(1, 24), p(1, 3);
  for (std::size_t k = 0; k < 24; ++k) {
    h(0, k) = predictor.embedding(network.embedding_row(0, 2))[k] + predictor.embedding(network.hidden_row(1))[k];
  }
  numeric::Workspace scratch(predictor.scratch_bytes());
  predictor.trunk(h.view(), trunk.view(), scratch);
  predictor.distribution(1, trunk.view(), p.view());
  BOOST_TEST(std::abs(std::log(p(0, 2)) + graph.loss()) < 1e-5);
  BOOST_TEST(std::abs(p(0, 0) + p(0, 1) + p(0, 2) - 1) < 1e-6);
}

BOOST_AUTO_TEST_CASE(a_training_step_does_not_allocate_after_the_first) {
  nn::CodeNetwork<float> network(kShape);
  network.draw(kShares, 7);
  nn::Optimiser<float> optimiser(network.parameters().values(), {});
  Recorded at;
  network.record(at.graph, at.codes, at.targets, at.weights, optimiser.gradients());
  for (std::size_t i = 0; i < 100; ++i) {
    at.graph.indices(at.codes)[2 * i] = network.hidden_row(0);
    at.graph.indices(at.codes)[2 * i + 1] = network.embedding_row(1, static_cast<std::uint32_t>(i % 3));
    at.graph.values(at.weights)(i, 0) = 2;
  }
  numeric::ThreadPool pool(2);
  const auto step = [&] {
    at.graph.forward_backward(pool);
    optimiser.update(network.parameters().values(), 1e-2, pool);
    return at.graph.loss();
  };
  const double before_learning = step();
  const std::size_t before = testing::allocations();
  double loss = 0;
  for (int k = 0; k < 20; ++k) loss = step();
  BOOST_TEST(testing::allocations() == before);
  BOOST_TEST(loss < before_learning / 2);  // the code is always 0
}

BOOST_AUTO_TEST_CASE(impossible_shapes_are_refused) {
  for (const nn::CodeNetworkShape& shape :
       {nn::CodeNetworkShape{{}, 8, 1}, nn::CodeNetworkShape{{3, 0}, 8, 1}, nn::CodeNetworkShape{{3}, 0, 1},
        nn::CodeNetworkShape{{4'000'000}, 16384, 1}}) {
    BOOST_CHECK_THROW(nn::CodeNetwork<float>{shape}, Error);
  }
  BOOST_CHECK_NO_THROW((nn::CodeNetwork<float>{{{3}, 1, 64}}));
  BOOST_CHECK_THROW((nn::CodeNetwork<float>{{{3}, 1, 65}}), Error);
}

BOOST_AUTO_TEST_SUITE_END()
