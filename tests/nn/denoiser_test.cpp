// Properties of both denoisers: size, gradients, the path without a graph, independence of rows, files, refusals.
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "autodiff/gradient_check.hpp"
#include "engine/error.hpp"
#include "engine/numeric/random.hpp"
#include "nn/denoiser.hpp"
#include "nn/training/trainer.hpp"
#include "tests/refusals.hpp"

using namespace ballast;
using ballast::test::message_of;

namespace {

constexpr double kGradientTolerance = 1e-6;
constexpr double kPathTolerance = 1e-12;  // double; the two paths sum in another order

nn::DenoiserConfig residual(std::size_t columns, std::vector<std::size_t> embedded) {
  return {.columns = columns, .steps = 800, .embedded_columns = std::move(embedded)};
}
nn::DenoiserConfig plain(std::size_t columns, std::size_t hidden, std::size_t layers, std::size_t steps = 1000) {
  return {.kind = nn::DenoiserKind::plain_silu, .columns = columns, .steps = steps, .hidden = hidden, .layers = layers};
}
// Small ones of both kinds; the last has more rows than steps in a batch of 70, which takes the projected table.
std::vector<nn::DenoiserConfig> small_ones() {
  return {{.columns = 4, .steps = 90, .hidden = 12, .layers = 3, .embedding = 6, .embedded_columns = {1, 3}},
          {.kind = nn::DenoiserKind::plain_silu, .columns = 4, .steps = 90, .hidden = 12, .layers = 3, .embedding = 6},
          {.kind = nn::DenoiserKind::plain_silu, .columns = 4, .steps = 20, .hidden = 12, .layers = 2, .embedding = 6}};
}

template <class T>
void fill(numeric::MatrixView<T> values, std::uint64_t seed) {
  numeric::RandomStream stream(seed, numeric::Purpose::kGeneral);
  for (std::size_t i = 0; i < values.rows(); ++i) {
    for (T& value : values.row(i)) value = static_cast<T>(stream.normal());
  }
}

std::string refusal(const nn::DenoiserConfig& config) {
  return message_of([&] { nn::make_denoiser<float>(config, 1); });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(denoiser_test)

BOOST_AUTO_TEST_CASE(the_fraud_model_of_the_paper_has_56733_parameters) {
  BOOST_TEST(nn::make_denoiser<float>(residual(29, {28}), 1)->parameters().size() == 56733U);
  // Its toys: 384 -> 128 -> 128 -> 2 and 256 -> 128 -> 128 -> 1.
  BOOST_TEST(nn::make_denoiser<float>(residual(2, {0, 1}), 1)->parameters().size() ==
             385U * 128U + 129U * 128U + 129U * 2U);
  BOOST_TEST(nn::make_denoiser<float>(residual(1, {0}), 1)->parameters().size() ==
             257U * 128U + 129U * 128U + 129U * 1U);
}

BOOST_AUTO_TEST_CASE(both_denoisers_have_the_right_gradient) {
  for (const nn::DenoiserConfig& config : small_ones()) {
    numeric::ThreadPool pool(2);
    const auto denoiser = nn::make_denoiser<double>(config, 4);
    fill(numeric::MatrixView<double>(denoiser->parameters().matrix(1)), 8);  // a bias that is not zero
    std::vector<double> gradients(denoiser->parameters().size());
    autodiff::Graph<double> graph(70);
    const autodiff::Node x = graph.input(4), target = graph.input(4);
    const autodiff::Index step = graph.index();
    fill(graph.values(x), 1);
    fill(graph.values(target), 2);
    for (std::size_t i = 0; i < 70; ++i) graph.indices(step)[i] = static_cast<std::uint32_t>(i % (config.steps + 1));
    graph.mean_squared_error(denoiser->record(graph, x, step, gradients), target);
    const double error = autodiff::gradient_error(graph, denoiser->parameters().values(), gradients, pool);
    BOOST_TEST(error < kGradientTolerance);
  }
}

BOOST_AUTO_TEST_CASE(predict_agrees_with_the_graph) {
  for (const nn::DenoiserConfig& config : small_ones()) {
    numeric::ThreadPool pool(1);
    const auto denoiser = nn::make_denoiser<double>(config, 4);
    std::vector<double> gradients(denoiser->parameters().size());
    autodiff::Graph<double> graph(150);
    const autodiff::Node x = graph.input(4);
    const autodiff::Index step = graph.index();
    fill(graph.values(x), 1);
    std::ranges::fill(graph.indices(step), 17U);
    const autodiff::Node y = denoiser->record(graph, x, step, gradients);
    graph.forward(pool);
    const auto predictor = denoiser->predictor();
    numeric::Workspace scratch(predictor->scratch_bytes());
    numeric::Matrix<double> out(150, 4);
    predictor->predict(graph.values(x), 17, out.view(), scratch);
    double worst = 0;
    for (std::size_t i = 0; i < 150; ++i) {
      for (std::size_t j = 0; j < 4; ++j) worst = std::max(worst, std::fabs(out(i, j) - graph.values(y)(i, j)));
    }
    BOOST_TEST(worst < kPathTolerance);
    predictor->predict(graph.values(x), 17, graph.values(x), scratch);  // in place
    BOOST_TEST(std::ranges::equal(out.row(149), graph.values(x).row(149)));
    BOOST_TEST(std::ranges::equal(out.row(0), graph.values(x).row(0)));
  }
}

BOOST_AUTO_TEST_CASE(the_bits_of_a_row_do_not_depend_on_its_company) {
  for (const nn::DenoiserConfig& config : {residual(29, {28}), plain(30, 96, 3)}) {
    const auto denoiser = nn::make_denoiser<float>(config, 4);
    const auto predictor = denoiser->predictor();
    numeric::Workspace scratch(predictor->scratch_bytes());
    numeric::Matrix<float> x(150, config.columns), whole(150, config.columns), part(150, config.columns);
    fill(x.view(), 1);
    predictor->predict(x.view(), 300, whole.view(), scratch);
    for (const std::size_t count : {1U, 10U, 64U, 65U, 130U}) {
      predictor->predict(x.view().row_block(0, count), 300, part.view().row_block(0, count), scratch);
      for (std::size_t i = 0; i < count; ++i) BOOST_TEST(std::ranges::equal(part.row(i), whole.row(i)));
    }
    for (const std::size_t first : {1U, 7U, 64U, 130U}) {  // in another place
      predictor->predict(x.view().row_block(first, 20), 300, part.view().row_block(0, 20), scratch);
      for (std::size_t i = 0; i < 20; ++i) BOOST_TEST(std::ranges::equal(part.row(i), whole.row(first + i)));
    }
  }
}

BOOST_AUTO_TEST_CASE(starting_parameters_fill_their_bounds_and_follow_the_seed) {
  const auto a = nn::make_denoiser<float>(plain(30, 256, 4), 5), b = nn::make_denoiser<float>(plain(30, 256, 4), 5);
  const auto c = nn::make_denoiser<float>(plain(30, 256, 4), 6);
  BOOST_TEST(std::ranges::equal(a->parameters().values(), b->parameters().values()));
  BOOST_TEST(!std::ranges::equal(a->parameters().values(), c->parameters().values()));
  for (std::size_t k = 0; k < a->parameters().shapes().size(); ++k) {
    const nn::ParameterShape& shape = a->parameters().shapes()[k];
    double largest = 0;
    for (std::size_t i = 0; i < shape.rows; ++i) {
      for (const float value : std::as_const(*a).parameters().matrix(k).row(i)) {
        largest = std::max(largest, std::fabs(static_cast<double>(value)));
      }
    }
    BOOST_TEST(largest <= shape.bound * (1 + 1e-6));
    BOOST_TEST(largest >= 0.99 * shape.bound);
  }
}

// By the number of inputs of each layer: that of the first counts the row and the embedded step.
BOOST_AUTO_TEST_CASE(starting_parameters_are_as_large_as_their_layer_has_inputs) {
  const auto bound_of = [](const nn::DenoiserConfig& config, const std::string& name) {
    const auto denoiser = nn::make_denoiser<float>(config, 5);
    for (const nn::ParameterShape& shape : denoiser->parameters().shapes()) {
      if (shape.name == name) return shape.bound;
    }
    return -1.0;
  };
  nn::DenoiserConfig config = plain(30, 96, 3);
  const double first = std::sqrt(6.0 / static_cast<double>(30 + config.embedding));
  BOOST_TEST(bound_of(config, "in.weight") == first);
  BOOST_TEST(bound_of(config, "step.weight") == first);
  BOOST_TEST(bound_of(config, "in.bias") == 0);
  BOOST_TEST(bound_of(config, "hidden.1.weight") == std::sqrt(6.0 / 96));
  BOOST_TEST(bound_of(config, "out.weight") == std::sqrt(3.0 / 96));
  config = residual(29, {28});
  const double embedding = static_cast<double>(config.embedding), hidden = static_cast<double>(config.hidden);
  BOOST_TEST(bound_of(config, "first.weight") == std::sqrt(6.0 / (28 + 2 * embedding)));
  BOOST_TEST(bound_of(config, "out.weight") == std::sqrt(3.0 / hidden));
}

BOOST_AUTO_TEST_CASE(an_impossible_configuration_is_refused_with_what_was_expected) {
  BOOST_TEST(refusal({.columns = 0, .steps = 10}).find("1 to 65536 columns") != std::string::npos);
  BOOST_TEST(refusal({.columns = 2, .steps = 0}).find("diffusion steps") != std::string::npos);
  BOOST_TEST(refusal({.columns = 2, .steps = 9, .hidden = 0}).find("hidden units") != std::string::npos);
  BOOST_TEST(refusal({.columns = 2, .steps = 9, .layers = 0}).find("layers") != std::string::npos);
  BOOST_TEST(refusal({.columns = 2, .steps = 9, .embedding = 7}).find("even") != std::string::npos);
  BOOST_TEST(refusal({.columns = 2, .steps = 1000000, .embedding = 128}).find("33554432") != std::string::npos);
  BOOST_TEST(refusal({.columns = 2, .steps = 9, .embedded_columns = {1, 1}}).find("once") != std::string::npos);
  BOOST_TEST(refusal({.columns = 2, .steps = 9, .embedded_columns = {2}}).find("below") != std::string::npos);
  BOOST_TEST(refusal({.columns = 2, .steps = 9, .embedded_columns = {2, 0}}).find("below") != std::string::npos);
  BOOST_TEST(refusal({.columns = 2, .steps = 9, .embedded_columns = {}, .column_scale = 0}).find("scale") !=
             std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
