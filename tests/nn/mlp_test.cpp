#include "nn/mlp.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <vector>

#include "autodiff/graph.hpp"
#include "engine/error.hpp"
#include "engine/numeric/random.hpp"
#include "nn/parameters_archive.hpp"
#include "tests/allocations.hpp"

using namespace ballast;

namespace {

struct Network {
  nn::Parameters<float> parameters;
  nn::Mlp<float> mlp;

  explicit Network(const nn::MlpShape& shape) : mlp(parameters, "net", shape) {
    parameters.allocate();
    parameters.draw(3);
  }
};

numeric::Matrix<float> noise(std::size_t rows, std::size_t columns) {
  numeric::Matrix<float> x(rows, columns);
  fill_normal_rows({5, numeric::Purpose::kGeneral, 0}, x.view());
  return x;
}

constexpr nn::MlpShape kShapes[] = {{4, 3, 16, 1}, {3, 7, 5, 3}};

}  // namespace

BOOST_AUTO_TEST_SUITE(mlp_test)

BOOST_AUTO_TEST_CASE(a_prediction_is_what_the_graph_computes_row_by_row_and_does_not_allocate) {
  for (const nn::MlpShape& shape : kShapes) {
    numeric::ThreadPool pool(1);
    const Network net(shape);
    std::vector<float> gradients(net.parameters.size());
    const auto x = noise(50, shape.in);
    autodiff::Graph<float> graph(50);
    const auto input = graph.input(shape.in);
    const auto out = net.mlp.record(graph, net.parameters, gradients, input);
    std::ranges::copy(x.values(), graph.values(input).data());
    graph.forward(pool);

    const auto predictor = net.mlp.predictor(net.parameters);
    numeric::Workspace scratch(predictor.scratch_bytes());
    numeric::Matrix<float> all(50, shape.out), alone(1, shape.out);
    const std::size_t before = testing::allocations();
    predictor.predict(x.view(), all.view(), scratch);
    BOOST_TEST(testing::allocations() == before);
    for (std::size_t i = 0; i < 50; ++i) {
      predictor.predict(x.view().row_block(i, 1), alone.view(), scratch);
      for (std::size_t c = 0; c < shape.out; ++c) {
        BOOST_TEST(all(i, c) == alone(0, c));
        BOOST_TEST(std::abs(all(i, c) - graph.values(out)(i, c)) < 1e-5F);  // products in another order
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(two_networks_share_one_slab_and_start_apart) {
  nn::Parameters<float> parameters;
  const nn::Mlp<float> a(parameters, "a", kShapes[0]), b(parameters, "b", kShapes[0]);
  parameters.allocate();
  parameters.draw(3);
  BOOST_TEST(parameters.size() == 2 * (4 * 16 + 16 + 16 * 3 + 3));
  BOOST_TEST(parameters.shapes()[0].name == "a.0.weight");
  BOOST_TEST(parameters.shapes()[7].name == "b.1.bias");
  BOOST_TEST(parameters.matrix(0)(0, 0) != parameters.matrix(4)(0, 0));
}

BOOST_AUTO_TEST_CASE(parameters_come_back_from_an_archive_and_impossible_ones_are_refused) {
  const Network net(kShapes[1]);
  files::ArchiveWriter out("network");
  nn::save_parameters(net.parameters, out.child("here"));
  const auto in = files::ArchiveReader::from_bytes(out.bytes(), "memory");
  nn::Parameters<float> same;
  const nn::Mlp<float> mlp(same, "net", kShapes[1]);
  nn::load_parameters(same, in.child("here"));
  BOOST_TEST(std::ranges::equal(same.values(), net.parameters.values()));

  nn::Parameters<float> other;
  const nn::Mlp<float> wider(other, "net", {3, 7, 6, 3});
  BOOST_CHECK_THROW(nn::load_parameters(other, in.child("here")), Error);

  Network broken(kShapes[1]);
  broken.parameters.matrix(2)(0, 0) = NAN;
  files::ArchiveWriter bad("network");
  nn::save_parameters(broken.parameters, bad);
  nn::Parameters<float> target;
  const nn::Mlp<float> declared(target, "net", kShapes[1]);
  BOOST_CHECK_EXCEPTION(
      nn::load_parameters(target, files::ArchiveReader::from_bytes(bad.bytes(), "memory")), Error, [](const Error& e) {
        return std::string(e.what()) == "memory: a parameter of the network is not finite; got 'net.1.weight'";
      });
}

BOOST_AUTO_TEST_SUITE_END()
