// The gradient of one loss, three ways: the scalar tape, the graph, and a difference. docs/maths.md, section 16.
#include <cmath>
#include <cstdio>

#include "autodiff/graph.hpp"
#include "autodiff/scalar_tape.hpp"

using namespace ballast;

namespace {

// log(1 + exp(-w x)): the loss of a positive row x under the logistic model of weight w.
double loss_at(double w, double x) {
  return std::log1p(std::exp(-w * x));
}

double by_tape(double w, double x) {
  autodiff::ScalarTape tape;
  const autodiff::Scalar weight = tape.leaf(w);
  const autodiff::Scalar loss = log(1.0 + exp(-x * weight));
  tape.backward(loss);
  return weight.gradient();
}

double by_graph(double w, double x) {
  double gradient = 0;
  autodiff::Graph<double> graph(1);  // one row
  const autodiff::Node in = graph.input(1), sign = graph.input(1);
  graph.values(in)(0, 0) = x;
  graph.values(sign)(0, 0) = 1;
  graph.bce_with_logits(graph.linear(in, {{&w, 1, 1}, {&gradient, 1, 1}}, {}), sign);
  numeric::ThreadPool pool(1);
  graph.forward_backward(pool);
  return gradient;
}

}  // namespace

int main() {
  const double w = 0.5, x = 2.0, h = 1e-5;
  const double tape = by_tape(w, x), graph = by_graph(w, x);
  const double difference = (loss_at(w + h, x) - loss_at(w - h, x)) / (2 * h);
  const double formula = -x / (1 + std::exp(w * x));  // -x sigmoid(-w x)
  std::printf("dloss/dw: tape %.12f, graph %.12f, difference %.12f, formula %.12f\n", tape, graph, difference, formula);
  const auto agrees = [&](double value, double tolerance) { return std::fabs(value - formula) < tolerance; };
  return agrees(tape, 1e-14) && agrees(graph, 1e-14) && agrees(difference, 1e-9) ? 0 : 1;
}
