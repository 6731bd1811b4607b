// The ops of the network over codes: each against six-point differences in double, values worked by hand, and the same
// bits at any number of threads.
#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <vector>

#include "autodiff/gradient_check.hpp"
#include "autodiff/graph.hpp"
#include "engine/numeric/random.hpp"

using namespace ballast;
using autodiff::Activation;
using autodiff::Graph;
using autodiff::Index;
using autodiff::Node;
using autodiff::Parameter;

namespace {

constexpr double kGradientTolerance = 1e-6;               // the house's bound
constexpr std::size_t kRows = 70;                         // three row blocks, the last one short
constexpr std::array<std::size_t, 4> kFirst{0, 3, 4, 9};  // heads of 3, 1 and 5 codes

template <class T>
struct Slab {
  std::vector<T> values = std::vector<T>(2000), gradients = std::vector<T>(2000);
  std::size_t used = 0;

  Slab() {
    numeric::RandomStream stream(3, numeric::Purpose::kGeneral);
    for (T& value : values) value = static_cast<T>(0.5 * stream.normal());
  }
  Parameter<T> take(std::size_t rows, std::size_t columns) {
    const std::size_t offset = used;
    used += rows * columns;
    return {{values.data() + offset, rows, columns}, {gradients.data() + offset, rows, columns}};
  }
};

// Embedding of 12 rows and width 7, a residual block, three heads; some rows ask for no head at all.
template <class T>
void record(Graph<T>& graph, Slab<T>& slab) {
  const Index codes = graph.index(3), targets = graph.index(3);
  const Node weights = graph.input(3);
  numeric::RandomStream stream(5, numeric::Purpose::kGeneral);
  for (std::size_t i = 0; i < graph.rows(); ++i) {
    for (std::size_t j = 0; j < 3; ++j) {
      graph.indices(codes)[3 * i + j] = static_cast<std::uint32_t>(stream.below(12));
      graph.indices(targets)[3 * i + j] = static_cast<std::uint32_t>(stream.below(kFirst[j + 1] - kFirst[j]));
      graph.values(weights)(i, j) = static_cast<T>(static_cast<double>(stream.below(3)) * 0.75);
    }
  }
  const Node h = graph.embedding_sum(slab.take(12, 7), codes);
  const Node inner = graph.linear(graph.layer_norm(h), slab.take(7, 6), slab.take(1, 6), Activation::gelu);
  const Node sum = graph.linear(inner, slab.take(6, 7), slab.take(1, 7), Activation::identity, h);
  const Parameter<T> weight = slab.take(7, kFirst.back()), bias = slab.take(1, kFirst.back());
  graph.masked_cross_entropy(graph.layer_norm(sum), weight, bias, kFirst, targets, weights);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(code_ops_test)

BOOST_AUTO_TEST_CASE(embeddings_norms_and_masked_heads_have_the_right_gradient) {
  Slab<double> slab;
  Graph<double> graph(kRows);
  record(graph, slab);
  numeric::ThreadPool pool(2);
  BOOST_TEST(autodiff::gradient_error(graph, std::span(slab.values).first(slab.used),
                                      std::span(slab.gradients).first(slab.used), pool) < kGradientTolerance);
}

// 65 columns are a task of 64 and one of a single column.
BOOST_AUTO_TEST_CASE(every_column_of_a_wide_embedding_learns) {
  Slab<double> slab;
  Graph<double> graph(kRows);
  const Index codes = graph.index(2);
  const Node target = graph.input(65);
  for (std::size_t i = 0; i < 2 * kRows; ++i) graph.indices(codes)[i] = static_cast<std::uint32_t>(i % 3);
  graph.mean_squared_error(graph.embedding_sum(slab.take(3, 65), codes), target);
  numeric::ThreadPool pool(2);
  BOOST_TEST(autodiff::gradient_error(graph, std::span(slab.values).first(slab.used),
                                      std::span(slab.gradients).first(slab.used), pool) < kGradientTolerance);
}

// Two heads on x = (1, 2): of two codes, logits (1, 2) + bias (0, 1); of three, logits (0, 0, 0), which nobody asks for
// in the second row.
BOOST_AUTO_TEST_CASE(the_masked_cross_entropy_is_its_formula) {
  constexpr double kRounding = 1e-12;
  constexpr std::array<std::size_t, 3> kTwoHeads{0, 2, 5};
  std::vector<double> weight{1, 0, 0, 0, 0, 0, 1, 0, 0, 0}, bias{0, 1, 0, 0, 0}, unused(15);
  Graph<double> graph(2);
  const Node x = graph.input(2), cells = graph.input(2);
  const Index codes = graph.index(2);
  graph.masked_cross_entropy(x, {{weight.data(), 2, 5}, {unused.data(), 2, 5}},
                             {{bias.data(), 1, 5}, {unused.data() + 10, 1, 5}}, kTwoHeads, codes, cells);
  for (std::size_t i = 0; i < 2; ++i) {
    graph.values(x)(i, 0) = 1;
    graph.values(x)(i, 1) = 2;
  }
  graph.values(cells)(0, 0) = 1;
  graph.values(cells)(0, 1) = 2;
  graph.values(cells)(1, 0) = 3;
  graph.indices(codes)[2] = 1;
  numeric::ThreadPool pool(1);
  graph.forward(pool);
  const double low = std::log(1 + std::exp(2.0)), high = std::log(1 + std::exp(-2.0));
  BOOST_TEST(std::abs(graph.loss() - (low + 2 * std::log(3.0) + 3 * high) / 2) < kRounding);
}

BOOST_AUTO_TEST_CASE(a_normalised_row_has_mean_0_and_variance_1) {
  Graph<double> graph(1);
  const Node x = graph.input(40), y = graph.layer_norm(x);
  for (std::size_t j = 0; j < 40; ++j) graph.values(x)(0, j) = static_cast<double>(j * j) - 7;
  const Node target = graph.input(40);
  graph.mean_squared_error(y, target);
  numeric::ThreadPool pool(1);
  graph.forward(pool);
  double sum = 0, squares = 0;
  for (const double value : graph.values(y).row(0)) {
    sum += value;
    squares += value * value;
  }
  BOOST_TEST(std::abs(sum) < 1e-12);
  BOOST_TEST(std::abs(squares / 40 - 1) < 1e-6);  // epsilon is in it
}

BOOST_AUTO_TEST_CASE(bits_do_not_depend_on_the_number_of_threads) {
  std::vector<std::vector<float>> seen;
  for (const std::size_t threads : {1U, 2U, 3U}) {
    Slab<float> slab;
    Graph<float> graph(300);
    record(graph, slab);
    numeric::ThreadPool pool(threads);
    graph.forward_backward(pool);
    seen.push_back(slab.gradients);
    seen.back().push_back(static_cast<float>(graph.loss()));
  }
  BOOST_TEST((seen[0] == seen[1]));
  BOOST_TEST((seen[0] == seen[2]));
}

BOOST_AUTO_TEST_SUITE_END()
