// The scalar tape against derivatives known by heart, and the graph against the tape: the same small network, the same
// loss, every gradient.
#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <vector>

#include "autodiff/graph.hpp"
#include "autodiff/scalar_tape.hpp"
#include "engine/numeric/random.hpp"

using namespace ballast;
using autodiff::Activation;
using autodiff::Graph;
using autodiff::Node;
using autodiff::Parameter;
using autodiff::Scalar;
using autodiff::ScalarTape;

namespace {

constexpr double kDigits = 1e-14;  // a few roundings of double
// Both sides are double; sums of 40 rows in other orders and the polynomials of simd_math differ by some 1e-14.
constexpr double kTwinTolerance = 1e-12;

std::vector<double> normals(std::size_t count, std::uint64_t seed) {
  numeric::RandomStream stream(seed, numeric::Purpose::kGeneral);
  std::vector<double> values(count);
  for (double& value : values) value = stream.normal();
  return values;
}

Scalar silu(Scalar x) {
  return x / (1.0 + exp(-x));
}
Scalar softplus(Scalar x) {
  return log(1.0 + exp(x));
}

// B rows of D columns -> H, SiLU -> 1: W1 (D x H) | b1 | W2 (H x 1) | b2 in one array, as a row-major slab.
constexpr std::size_t B = 40, D = 3, H = 4;
constexpr std::size_t kB1 = D * H, kW2 = kB1 + H, kB2 = kW2 + H, kCount = kB2 + 1;

struct LossAndGradient {
  double loss;
  std::vector<double> gradient;
};

// One row of the network on the tape.
Scalar network(const std::vector<Scalar>& p, std::span<const Scalar> x) {
  Scalar y = p[kB2];
  for (std::size_t h = 0; h < H; ++h) {
    Scalar pre = p[kB1 + h];
    for (std::size_t d = 0; d < D; ++d) pre = pre + x[d] * p[d * H + h];
    y = y + silu(pre) * p[kW2 + h];
  }
  return y;
}

template <class RowLoss>
LossAndGradient on_the_tape(const std::vector<double>& parameters, const std::vector<double>& x, RowLoss row_loss) {
  ScalarTape tape;
  std::vector<Scalar> p;
  for (const double value : parameters) p.push_back(tape.leaf(value));
  Scalar sum = tape.leaf(0.0);
  for (std::size_t i = 0; i < B; ++i) {
    std::vector<Scalar> row;
    for (std::size_t d = 0; d < D; ++d) row.push_back(tape.leaf(x[i * D + d]));
    sum = sum + row_loss(network(p, row), i);
  }
  const Scalar loss = (1.0 / static_cast<double>(B)) * sum;
  tape.backward(loss);
  LossAndGradient result{loss.value(), {}};
  for (const Scalar& parameter : p) result.gradient.push_back(parameter.gradient());
  return result;
}

template <class RecordLoss>
LossAndGradient on_the_graph(const std::vector<double>& parameters, const std::vector<double>& x,
                             const std::vector<double>& target, RecordLoss record_loss) {
  LossAndGradient result{0.0, std::vector<double>(kCount)};
  const auto parameter = [&](std::size_t first, std::size_t rows, std::size_t columns) {
    return Parameter<double>{{parameters.data() + first, rows, columns},
                             {result.gradient.data() + first, rows, columns}};
  };
  Graph<double> graph(B);
  const Node in = graph.input(D), wanted = graph.input(1);
  for (std::size_t i = 0; i < B; ++i) {
    for (std::size_t d = 0; d < D; ++d) graph.values(in)(i, d) = x[i * D + d];
    graph.values(wanted)(i, 0) = target[i];
  }
  const Node hidden = graph.linear(in, parameter(0, D, H), parameter(kB1, 1, H), Activation::silu);
  record_loss(graph, graph.linear(hidden, parameter(kW2, H, 1), parameter(kB2, 1, 1)), wanted);
  numeric::ThreadPool pool(2);
  graph.forward_backward(pool);
  result.loss = graph.loss();
  return result;
}

void check_same(const LossAndGradient& graph, const LossAndGradient& tape) {
  double largest = 0;
  for (const double gradient : tape.gradient) largest = std::max(largest, std::fabs(gradient));
  BOOST_TEST(largest > 0.01);  // there is something to compare
  BOOST_TEST(std::fabs(graph.loss - tape.loss) < kTwinTolerance * tape.loss);
  for (std::size_t i = 0; i < kCount; ++i) {
    BOOST_TEST(std::fabs(graph.gradient[i] - tape.gradient[i]) < kTwinTolerance * largest, "parameter " << i);
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(scalar_tape_test)

BOOST_AUTO_TEST_CASE(each_operation_has_the_slope_known_by_heart) {
  const double u = 0.7, v = -1.3;
  const auto slopes = [&](auto f) {
    ScalarTape tape;
    const Scalar a = tape.leaf(u), b = tape.leaf(v);
    tape.backward(f(a, b));
    return std::array{a.gradient(), b.gradient()};
  };
  const auto check = [&](auto f, double by_u, double by_v) {
    const std::array<double, 2> found = slopes(f);
    BOOST_TEST(std::fabs(found[0] - by_u) < kDigits);
    BOOST_TEST(std::fabs(found[1] - by_v) < kDigits);
  };
  check([](Scalar a, Scalar b) { return a + b; }, 1, 1);
  check([](Scalar a, Scalar b) { return a - b; }, 1, -1);
  check([](Scalar a, Scalar b) { return a * b; }, v, u);
  check([](Scalar a, Scalar b) { return a / b; }, 1 / v, -u / (v * v));
  check([](Scalar a, Scalar) { return 2.0 + 3.0 * -a; }, -3, 0);
  check([](Scalar a, Scalar) { return exp(a); }, std::exp(u), 0);
  check([](Scalar a, Scalar) { return log(a); }, 1 / u, 0);
  check([](Scalar a, Scalar) { return tanh(a); }, 1 / (std::cosh(u) * std::cosh(u)), 0);
  check([](Scalar a, Scalar b) { return max(a, 0.0) + max(b, 0.0); }, 1, 0);
}

// x is used three times and through a shared middle: each use adds its part.
BOOST_AUTO_TEST_CASE(the_parts_of_all_uses_of_a_number_add_up) {
  ScalarTape tape;
  const Scalar x = tape.leaf(1.5), square = x * x;
  const Scalar y = square * x + square;  // x^3 + x^2
  tape.backward(y);
  BOOST_TEST(std::fabs(y.value() - (1.5 * 1.5 * 1.5 + 1.5 * 1.5)) < kDigits);
  BOOST_TEST(std::fabs(x.gradient() - (3 * 1.5 * 1.5 + 2 * 1.5)) < kDigits);
  tape.backward(square);  // of another number on the same tape, from zero again
  BOOST_TEST(std::fabs(x.gradient() - 3.0) < kDigits);
}

BOOST_AUTO_TEST_CASE(the_graph_agrees_with_the_tape_on_a_network_and_its_squared_error) {
  const std::vector<double> parameters = normals(kCount, 1), x = normals(B * D, 2), target = normals(B, 3);
  const LossAndGradient tape = on_the_tape(parameters, x, [&](Scalar y, std::size_t i) {
    const Scalar off = y - y.tape().leaf(target[i]);
    return off * off;
  });
  const LossAndGradient graph = on_the_graph(
      parameters, x, target, [](Graph<double>& g, Node y, Node wanted) { g.mean_squared_error(y, wanted); });
  check_same(graph, tape);
}

BOOST_AUTO_TEST_CASE(the_graph_agrees_with_the_tape_on_a_network_and_its_cross_entropy) {
  const std::vector<double> parameters = normals(kCount, 4), x = normals(B * D, 5);
  std::vector<double> signs(B);
  for (std::size_t i = 0; i < B; ++i) signs[i] = i % 3 == 0 ? 1.0 : -1.0;
  const LossAndGradient tape =
      on_the_tape(parameters, x, [&](Scalar y, std::size_t i) { return softplus(-signs[i] * y); });
  const LossAndGradient graph =
      on_the_graph(parameters, x, signs, [](Graph<double>& g, Node y, Node sign) { g.bce_with_logits(y, sign); });
  check_same(graph, tape);
}

BOOST_AUTO_TEST_SUITE_END()
