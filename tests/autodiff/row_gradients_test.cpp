// Gradients row by row: what a graph says of a row's part is what a graph of that row alone computes, and what is
// summed is the clipped parts.
#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <stdexcept>
#include <vector>

#include "autodiff/graph.hpp"
#include "engine/numeric/random.hpp"

using namespace ballast;
using autodiff::Activation;
using autodiff::Graph;
using autodiff::Index;
using autodiff::Node;
using autodiff::Parameter;

namespace {

constexpr double kRounding = 1e-12;                       // of sums of some hundred doubles, relative
constexpr double kFloatRounding = 2e-4;                   // the same in float
constexpr std::size_t kRows = 70;                         // three row blocks, the last one short
constexpr std::array<std::size_t, 4> kFirst{0, 3, 4, 9};  // heads of 3, 1 and 5 codes
constexpr std::size_t kCodes = 12, kWidth = 7, kInner = 6, kParameters = 2000;

struct Cells {
  std::vector<std::uint32_t> codes, targets;
  std::vector<double> weights;  // three of each a row; some rows ask for no head, some name a code twice
};

Cells drawn_cells() {
  Cells out;
  numeric::RandomStream stream(5, numeric::Purpose::kGeneral);
  for (std::size_t i = 0; i < 3 * kRows; ++i) {
    out.codes.push_back(static_cast<std::uint32_t>(stream.below(kCodes)));
    out.targets.push_back(static_cast<std::uint32_t>(stream.below(kFirst[i % 3 + 1] - kFirst[i % 3])));
    out.weights.push_back(static_cast<double>(stream.below(3)) * 0.75);
  }
  return out;
}

// Embedding, norm, a residual block and three heads on rows first .. first + graph.rows() - 1 of the cells.
template <class T>
struct Network {
  Network(const Cells& cells, std::size_t first, std::size_t rows) : graph(rows) {
    numeric::RandomStream stream(3, numeric::Purpose::kGeneral);
    for (T& value : values) value = static_cast<T>(0.5 * stream.normal());
    const Index codes = graph.index(3), targets = graph.index(3);
    const Node weights = graph.input(3);
    for (std::size_t i = 0; i < 3 * rows; ++i) {
      graph.indices(codes)[i] = cells.codes[3 * first + i];
      graph.indices(targets)[i] = cells.targets[3 * first + i];
      graph.values(weights)(i / 3, i % 3) = static_cast<T>(cells.weights[3 * first + i]);
    }
    const Node h = graph.embedding_sum(take(kCodes, kWidth), codes);
    const Node inner = graph.linear(graph.layer_norm(h), take(kWidth, kInner), take(1, kInner), Activation::gelu);
    const Node sum = graph.linear(inner, take(kInner, kWidth), take(1, kWidth), Activation::identity, h);
    const Parameter<T> weight = take(kWidth, kFirst.back()), bias = take(1, kFirst.back());
    graph.masked_cross_entropy(graph.layer_norm(sum), weight, bias, kFirst, targets, weights);
  }
  Parameter<T> take(std::size_t rows, std::size_t columns) {
    const std::size_t offset = used;
    used += rows * columns;
    return {{values.data() + offset, rows, columns}, {gradients.data() + offset, rows, columns}};
  }

  std::vector<T> values = std::vector<T>(kParameters), gradients = std::vector<T>(kParameters);
  std::size_t used = 0;
  Graph<T> graph;
};

double squared_norm(const std::vector<double>& gradient) {
  double sum = 0;
  for (const double value : gradient) sum += value * value;
  return sum;
}

// Of each row, by a graph of that row alone.
std::vector<std::vector<double>> parts_of_rows(const Cells& cells) {
  numeric::ThreadPool pool(1);
  std::vector<std::vector<double>> out;
  for (std::size_t i = 0; i < kRows; ++i) {
    Network<double> one(cells, i, 1);
    one.graph.forward_backward(pool);
    out.push_back(one.gradients);
  }
  return out;
}

// Writes the clipped gradient of all rows beside the sum of the rows' own, cut to `longest` one by one.
template <class T>
double largest_difference(const Cells& cells, double longest) {
  numeric::ThreadPool pool(2);
  Network<T> all(cells, 0, kRows);
  all.graph.forward_backward_clipped(pool, longest / kRows);
  std::vector<double> sum(kParameters);
  for (const std::vector<double>& part : parts_of_rows(cells)) {
    const double factor = std::min(1.0, longest / std::sqrt(squared_norm(part) + 1e-300));
    for (std::size_t k = 0; k < kParameters; ++k) sum[k] += factor * part[k] / kRows;
  }
  double worst = 0, scale = 0;
  for (std::size_t k = 0; k < kParameters; ++k) {
    worst = std::max(worst, std::abs(static_cast<double>(all.gradients[k]) - sum[k]));
    scale = std::max(scale, std::abs(sum[k]));
  }
  return worst / scale;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(row_gradients_test)

BOOST_AUTO_TEST_CASE(the_norm_of_a_row_is_that_of_its_gradient_alone) {
  const Cells cells = drawn_cells();
  const std::vector<std::vector<double>> parts = parts_of_rows(cells);
  numeric::ThreadPool pool(2);
  Network<double> all(cells, 0, kRows);
  all.graph.forward_backward_clipped(pool, 1e9);
  for (std::size_t i = 0; i < kRows; ++i) {
    const double wanted = squared_norm(parts[i]), got = all.graph.squared_norms()[i] * kRows * kRows;
    BOOST_TEST(std::abs(got - wanted) <= kRounding * std::max(1.0, wanted),
               "row " << i << ": " << got << ", " << wanted);
  }
}

BOOST_AUTO_TEST_CASE(the_gradient_is_the_sum_of_the_clipped_parts) {
  const Cells cells = drawn_cells();
  for (const double longest : {1e9, 3.0, 1.0, 0.01}) {
    BOOST_TEST(largest_difference<double>(cells, longest) < kRounding, longest);
    BOOST_TEST(largest_difference<float>(cells, longest) < kFloatRounding, longest);
  }
}

BOOST_AUTO_TEST_CASE(clipped_gradients_add_up_over_calls) {
  const Cells cells = drawn_cells();
  numeric::ThreadPool pool(1);
  Network<double> once(cells, 0, kRows), twice(cells, 0, kRows);
  once.graph.forward_backward_clipped(pool, 1);
  twice.graph.forward_backward_clipped(pool, 1);
  twice.graph.forward_backward_clipped(pool, 1, true);
  for (std::size_t k = 0; k < kParameters; ++k) {
    BOOST_TEST(std::abs(twice.gradients[k] - 2 * once.gradients[k]) < kRounding);
  }
}

BOOST_AUTO_TEST_CASE(a_row_whose_norm_is_not_finite_is_left_out) {
  Cells cells = drawn_cells(), without = cells;
  for (std::size_t j = 0; j < 3; ++j) cells.weights[9 + j] = 1e200, without.weights[9 + j] = 0;
  numeric::ThreadPool pool(1);
  Network<double> all(cells, 0, kRows), rest(without, 0, kRows);
  all.graph.forward_backward_clipped(pool, .01);
  rest.graph.forward_backward_clipped(pool, .01);
  BOOST_TEST(!std::isfinite(all.graph.squared_norms()[3]));
  for (std::size_t k = 0; k < kParameters; ++k) {
    BOOST_TEST(std::abs(all.gradients[k] - rest.gradients[k]) < kRounding);
  }
}

BOOST_AUTO_TEST_CASE(bits_do_not_depend_on_the_number_of_threads) {
  const Cells cells = drawn_cells();
  std::vector<std::vector<float>> seen;
  for (const std::size_t threads : {1U, 2U, 3U}) {
    Network<float> all(cells, 0, kRows);
    numeric::ThreadPool pool(threads);
    all.graph.forward_backward_clipped(pool, 1.0 / kRows);
    seen.push_back(all.gradients);
  }
  BOOST_TEST((seen[0] == seen[1]));
  BOOST_TEST((seen[0] == seen[2]));
}

// A parameter whose gradient nobody bounds would be a hole in the promise.
BOOST_AUTO_TEST_CASE(an_op_that_cannot_tell_rows_apart_is_refused) {
  std::vector<double> width(1), gradient(1);
  Graph<double> graph(4);
  const Node x = graph.input(1), y = graph.input(1);
  graph.gaussian_nll(x, {{width.data(), 1, 1}, {gradient.data(), 1, 1}}, y);
  numeric::ThreadPool pool(1);
  BOOST_CHECK_THROW(graph.forward_backward_clipped(pool, 1), std::logic_error);
}

BOOST_AUTO_TEST_SUITE_END()
