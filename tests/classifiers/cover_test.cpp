// What trees remember of the training rows: the weight that came to each node, and what each split bought.
#include <boost/test/unit_test.hpp>
#include <numeric>

#include "classifiers/boosting/boosting.hpp"
#include "classifiers/forest/forest.hpp"
#include "engine/error.hpp"
#include "tests/classifiers/random_data.hpp"

using namespace ballast;
using namespace ballast::classifiers;

namespace {

struct Grown {
  test::RandomData data = test::random_data(600, 5, 2, 17);
  numeric::ThreadPool pool{2};
  Observer quiet;
  using Trees = std::vector<DecisionTree>;
  Trees forest(bool weighted) { return train_forest(data.set(weighted), {.trees = 6}, pool, quiet).trees(); }
  Trees boosting() { return train_boosting(data.set(), {.rounds = 3}, pool, quiet).trees(); }
};

// One split with two leaves, as a file: with covers and gains unless they are empty.
std::vector<DecisionTree> load(const std::vector<float>& cover, const std::vector<float>& gain) {
  files::ArchiveWriter out("classifier");
  out.array<std::uint32_t>("nodes", std::vector<std::uint32_t>{3});
  out.array<std::int32_t>("feature", std::vector<std::int32_t>{0, -1, -1});
  out.array<float>("threshold", std::vector<float>{0.5f});
  out.array<std::uint8_t>("missing_left", std::vector<std::uint8_t>{0});
  out.array<float>("values", std::vector<float>{1, 2});
  if (!cover.empty()) {
    out.array<float>("cover", cover);
    out.array<float>("gain", gain);
  }
  return load_trees(files::ArchiveReader::from_bytes(out.bytes(), "model"), 1, 1);
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(cover_test, Grown)

BOOST_AUTO_TEST_CASE(a_forest_covers_its_draws) {
  for (const DecisionTree& tree : forest(false)) BOOST_TEST(tree.nodes[0].cover == 600.0f);
}

BOOST_AUTO_TEST_CASE(with_row_weights_a_forest_covers_about_their_sum) {
  const float sum = std::accumulate(data.weight.begin(), data.weight.end(), 0.0f);
  constexpr float kBootstrap = 0.1f;  // some four standard errors of a resampled sum
  for (const DecisionTree& tree : forest(true)) {
    BOOST_TEST(std::fabs(tree.nodes[0].cover / sum - 1) < kBootstrap);
  }
}

BOOST_AUTO_TEST_CASE(boosting_covers_a_quarter_of_the_rows_at_first_as_p_is_one_half) {
  constexpr float kFixedPoint = 1e-4f;
  BOOST_TEST(std::fabs(boosting()[0].nodes[0].cover - 150) < kFixedPoint);
}

BOOST_AUTO_TEST_CASE(a_split_covers_what_its_children_cover_and_gains) {
  for (const auto& trees : {forest(false), forest(true), boosting()}) {
    for (const DecisionTree& tree : trees) {
      for (const TreeNode& node : tree.nodes) {
        BOOST_TEST(node.cover > 0);
        if (node.is_leaf()) continue;
        BOOST_TEST(node.cover == tree.nodes[node.left].cover + tree.nodes[node.left + 1].cover);
        BOOST_TEST(node.gain >= 0);
      }
      BOOST_TEST(tree.nodes[0].gain > 0);
    }
  }
}

// Of the root of a forest's tree, by the definition of the Gini impurity.
BOOST_AUTO_TEST_CASE(gain_is_the_fall_of_the_impurity_times_the_weight) {
  const Trees grown = forest(false);
  const auto positives = [](const DecisionTree& tree, std::size_t from) {
    double sum = 0;
    std::vector<std::size_t> open{from};
    while (!open.empty()) {
      const TreeNode& node = tree.nodes[open.back()];
      open.pop_back();
      if (node.is_leaf()) {
        sum += static_cast<double>(tree.values[node.value]) * static_cast<double>(node.cover);
      } else {
        open.insert(open.end(), {node.left, node.left + 1});
      }
    }
    return sum;
  };
  for (const DecisionTree& tree : grown) {
    const auto impurity = [&](std::size_t node) {
      const double weight = static_cast<double>(tree.nodes[node].cover), p = positives(tree, node) / weight;
      return weight * 2 * p * (1 - p);
    };
    const std::size_t left = tree.nodes[0].left;
    constexpr double kFloat = 1e-3;  // leaf shares and gains are float32, the sums some hundreds
    BOOST_TEST(std::fabs(impurity(0) - impurity(left) - impurity(left + 1) - static_cast<double>(tree.nodes[0].gain)) <
               kFloat);
  }
}

BOOST_AUTO_TEST_CASE(files_without_covers_load_and_files_with_bad_ones_do_not) {
  BOOST_TEST(!load({}, {})[0].has_cover());
  BOOST_TEST(load({2, 3}, {7})[0].nodes[0].cover == 5.0f);
  const auto refuses = [](const char* text, const std::vector<float>& cover, const std::vector<float>& gain) {
    BOOST_CHECK_EXCEPTION(load(cover, gain), Error, [&](const Error& error) {
      return std::string_view(error.what()).find(text) != std::string_view::npos;
    });
  };
  const float infinity = std::numeric_limits<float>::infinity();
  refuses("bad cover", {2, -1}, {7});
  refuses("bad cover", {2, infinity}, {7});
  refuses("bad gain", {2, 3}, {-1});
  refuses("lacks covers", {2}, {7});
  refuses("inconsistent length", {2, 3, 4}, {7});
  refuses("gain", {2, 3}, {7, 8});
}

BOOST_AUTO_TEST_SUITE_END()
