// Walks, batches and the search of codes against their slow twins.
#include "classifiers/trees/predictor.hpp"

#include <boost/test/unit_test.hpp>
#include <limits>
#include <vector>

#include "classifiers/bins/code_search.hpp"
#include "classifiers/bins/edge_lanes.hpp"
#include "classifiers/boosting/boosting.hpp"
#include "classifiers/forest/forest.hpp"
#include "engine/numeric/random.hpp"
#include "tests/classifiers/random_data.hpp"

using namespace ballast;
using namespace ballast::classifiers;

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

// Sums over all trees, by the compiled walk of rows through a tree, of a row through trees, and by the slow walk.
template <class Number, class Link>
std::size_t wrong_sums(std::span<const DecisionTree> trees, std::size_t outputs, numeric::MatrixView<const double> x) {
  const TreeWalk<Number, Link> walk(trees, x.columns(), outputs, 1);
  numeric::Matrix<float> together(x.rows(), outputs), alone(x.rows(), outputs), slow(x.rows(), outputs);
  for (auto* sums : {&together, &alone, &slow}) std::ranges::fill(sums->values(), 0.0f);
  for (std::size_t t = 0; t < trees.size(); ++t) {
    walk.add_rows(t, x, together.view(), true);
    for (std::size_t row = 0; row < x.rows(); ++row) {
      const float* const values = trees[t].values.data() + leaf_of(trees[t], x.row(row)).value * outputs;
      for (std::size_t k = 0; k < outputs; ++k) slow(row, k) += values[k];
    }
  }
  std::size_t wrong = 0;
  for (std::size_t row = 0; row < x.rows(); ++row) {
    walk.add_row(x.row(row), alone.view().row(row), true);
    for (std::size_t k = 0; k < outputs; ++k) {
      wrong += together(row, k) != slow(row, k) || alone(row, k) != slow(row, k) ? 1 : 0;
    }
  }
  return wrong;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(predictor_test)

BOOST_AUTO_TEST_CASE(links_of_32_and_of_64_bits_and_both_kinds_of_numbers_lead_where_the_slow_walk_does) {
  numeric::ThreadPool pool(2);
  Observer quiet;
  for (const std::size_t classes : {2u, 4u}) {
    const test::RandomData data = test::random_data(700, 9, classes, 21);
    const Forest forest = train_forest(data.set(), {.trees = 19}, pool, quiet);
    const std::size_t outputs = classes == 2 ? 1 : classes;
    BOOST_TEST((wrong_sums<float, std::uint32_t>(forest.trees(), outputs, data.x.view())) == 0u);
    BOOST_TEST((wrong_sums<float, std::uint64_t>(forest.trees(), outputs, data.x.view())) == 0u);
    BOOST_TEST((wrong_sums<double, std::uint64_t>(forest.trees(), outputs, data.x.view())) == 0u);
  }
}

BOOST_AUTO_TEST_CASE(a_link_of_32_bits_is_refused_where_numbers_do_not_fit) {
  std::vector<DecisionTree> trees(1);
  trees[0].nodes.resize(1 << 12);
  BOOST_TEST((TreeWalk<float, std::uint32_t>::fits(trees, 28)));
  BOOST_TEST((TreeWalk<float, std::uint32_t>::fits(trees, 1u << 16)));
  BOOST_TEST(!(TreeWalk<float, std::uint32_t>::fits(trees, 1u << 20)));
  BOOST_TEST((TreeWalk<float, std::uint64_t>::fits(trees, 1u << 20)));
  trees[0].nodes[7].exact = true;
  BOOST_TEST(!(TreeWalk<float, std::uint64_t>::fits(trees, 28)));
  BOOST_TEST((TreeWalk<double, std::uint64_t>::fits(trees, 28)));
}

BOOST_AUTO_TEST_CASE(long_blocks_of_rows_give_the_bits_of_short_ones) {
  numeric::ThreadPool pool(3);
  Observer quiet;
  const test::RandomData data = test::random_data(6000, 9, 2, 22);
  const Forest forest = train_forest(data.set(), {.trees = 40}, pool, quiet);
  const TreePredictor predictor(forest.trees(), data.x.columns(), 1, 1);
  numeric::Matrix<float> all(6000, 1), parts(6000, 1);
  std::ranges::fill(all.values(), 0.0f);
  std::ranges::fill(parts.values(), 0.0f);
  predictor.add(data.x.view(), all.view(), pool);
  for (std::size_t row = 0; row < 6000; row += 40) {
    predictor.add(data.x.view().row_block(row, 40), parts.view().row_block(row, 40));
  }
  BOOST_TEST(std::ranges::equal(all.values(), parts.values()));
}

BOOST_AUTO_TEST_CASE(codes_count_the_edges_up_to_a_value) {
  numeric::RandomStream random(4, numeric::Purpose::kGeneral);
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  for (const std::size_t count : {0u, 1u, 15u, 16u, 17u, 200u, 255u}) {
    std::vector<double> edges(count);
    for (double& edge : edges) edge = static_cast<double>(random.below(1000)) / 8 - 50;
    std::ranges::sort(edges);
    const CodeSearch search(edges, 77);
    for (int i = 0; i < 500; ++i) {
      double x = static_cast<double>(random.below(1200)) / 8 - 60;
      if (i < 4) x = std::array{-kInfinity, kInfinity, -0.0, kNaN}[static_cast<std::size_t>(i)];
      const auto slow = std::ranges::count_if(edges, [&](double edge) { return edge <= x; });
      std::uint8_t code = 0;
      search(&x, 1, 1, &code);
      BOOST_TEST(code == (x != x ? 77 : slow));
    }
  }
}

BOOST_AUTO_TEST_CASE(vector_comparison_and_plain_loop_count_alike) {
  alignas(64) double edges[kEdgeLanes];
  for (std::size_t i = 0; i < kEdgeLanes; ++i) edges[i] = i < 12 ? static_cast<double>(i) : kNaN;
  for (const double x : {-1.0, 0.0, 0.5, 7.0, 11.0, 1e30, kNaN}) {
    BOOST_TEST(edges_up_to(edges, x) == edges_up_to_slowly(edges, x));
  }
}

BOOST_AUTO_TEST_SUITE_END()
