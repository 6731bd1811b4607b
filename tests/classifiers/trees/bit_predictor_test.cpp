// BitPredictor: the scoring of batches without a walk, against the slow walk and the plain loops of bit_lanes.hpp.
#include "classifiers/trees/bit_predictor.hpp"

#include <boost/test/unit_test.hpp>
#include <limits>
#include <vector>

#include "classifiers/boosting/boosting.hpp"
#include "classifiers/trees/bit_lanes.hpp"
#include "engine/numeric/random.hpp"
#include "tests/classifiers/random_data.hpp"

using namespace ballast;
using namespace ballast::classifiers;

namespace {

std::vector<DecisionTree> boosted_trees(const test::RandomData& data, std::size_t max_depth,
                                        std::size_t max_leaves = 0) {
  BoostingOptions options;
  options.rounds = 20;
  options.max_depth = max_depth;
  options.max_leaves = max_leaves;
  numeric::ThreadPool pool(2);
  Observer quiet;
  return train_boosting(data.set(), options, pool, quiet).trees();
}

// Rows whose sum differs from that of the slow walk.
std::size_t wrong_rows(std::span<const DecisionTree> trees, std::size_t groups, numeric::MatrixView<const double> x) {
  numeric::Matrix<float> sums(x.rows(), groups);
  for (float& sum : sums.values()) sum = 0.25f;
  BitPredictor(trees, groups).add(x, sums.view());
  std::size_t wrong = 0;
  for (std::size_t row = 0; row < x.rows(); ++row) {
    std::vector<float> slow(groups, 0.25f);
    for (std::size_t t = 0; t < trees.size(); ++t) {
      slow[t % groups] += trees[t].values[leaf_of(trees[t], x.row(row)).value];
    }
    for (std::size_t group = 0; group < groups; ++group) wrong += slow[group] != sums(row, group) ? 1 : 0;
  }
  return wrong;
}

DecisionTree cut_at(float threshold, bool missing_left) {
  DecisionTree tree;
  tree.nodes = {{.feature = 0, .threshold = threshold, .left = 1, .missing_left = missing_left}, {}, {.value = 1}};
  tree.values = {1, 2};
  return tree;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(bit_predictor_test)

BOOST_AUTO_TEST_CASE(gives_the_bits_of_the_slow_walk_at_every_depth_number_of_rows_and_of_classes) {
  for (const std::size_t classes : {2u, 3u}) {
    const test::RandomData data = test::random_data(700, 9, classes, 5);
    for (const std::size_t depth : {1u, 2u, 3u, 6u}) {
      const std::vector<DecisionTree> trees = boosted_trees(data, depth);
      BOOST_TEST_REQUIRE(!BitPredictor(trees, classes == 2 ? 1 : classes).empty());
      for (const std::size_t rows : {1u, 63u, 64u, 65u, 700u}) {
        BOOST_TEST(wrong_rows(trees, classes == 2 ? 1 : classes, data.x.view().row_block(0, rows)) == 0u);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(uneven_trees_and_lone_leaves_fit_too) {
  const test::RandomData data = test::random_data(500, 9, 2, 6);
  std::vector<DecisionTree> trees = boosted_trees(data, 6, 9);
  DecisionTree leaf;
  leaf.nodes.resize(1);
  leaf.values = {0.5f};
  trees.push_back(leaf);
  BOOST_TEST(!BitPredictor(trees, 1).empty());
  BOOST_TEST(wrong_rows(trees, 1, data.x.view()) == 0u);
}

BOOST_AUTO_TEST_CASE(missing_infinite_and_zero_values_go_where_the_walk_sends_them) {
  constexpr float kInfinity = std::numeric_limits<float>::infinity();
  const float values[] = {std::numeric_limits<float>::quiet_NaN(), kInfinity, -kInfinity, -0.0f, 0.0f, 1.0f, 3.4e38f};
  std::vector<DecisionTree> trees;
  for (int i = 0; i < 255; ++i) {
    const float threshold = i == 0 ? 0.0f : i == 254 ? std::numeric_limits<float>::max() : static_cast<float>(i) / 8;
    for (const bool missing_left : {false, true}) trees.push_back(cut_at(threshold, missing_left));
  }
  numeric::Matrix<double> x(std::size(values), 1);
  std::ranges::copy(values, x.data());
  BOOST_TEST(!BitPredictor(trees, 1).empty());
  BOOST_TEST(wrong_rows(trees, 1, x.view()) == 0u);
}

BOOST_AUTO_TEST_CASE(what_does_not_fit_is_left_to_the_walk) {
  const test::RandomData data = test::random_data(900, 9, 2, 7);
  BOOST_TEST(BitPredictor(boosted_trees(data, 7), 1).empty());
  std::vector<DecisionTree> many;  // 256 thresholds are one too many for a byte
  for (int i = 0; i < 256; ++i) many.push_back(cut_at(static_cast<float>(i), false));
  BOOST_TEST(BitPredictor(many, 1).empty());
  many.pop_back();
  BOOST_TEST(!BitPredictor(many, 1).empty());
  many[0].sets.resize(1);
  BOOST_TEST(BitPredictor(many, 1).empty());
}

BOOST_AUTO_TEST_CASE(vector_registers_and_plain_loops_agree) {
  numeric::RandomStream random(3, numeric::Purpose::kGeneral);
  for (int round = 0; round < 50; ++round) {
    std::uint8_t codes[kBitRows];
    std::uint64_t path[kBitLevels] = {};
    float values[kBitLeaves], sums[kBitRows], slow_sums[kBitRows];
    for (std::size_t r = 0; r < kBitRows; ++r) {
      codes[r] = static_cast<std::uint8_t>(random.below(256));
      values[r] = static_cast<float>(random.normal());
      sums[r] = slow_sums[r] = static_cast<float>(random.normal());
      for (std::uint64_t& word : path) word |= std::uint64_t{random.below(2)} << r;
    }
    for (const int limit : {0, 7, 127, 128, 254, 255}) {
      BOOST_TEST(above(codes, static_cast<std::uint8_t>(limit)) ==
                 above_slowly(codes, static_cast<std::uint8_t>(limit)));
    }
    for (std::size_t levels = 0; levels <= kBitLevels; ++levels) {
      add_values(path, levels, values, sums);
      add_values_slowly(path, levels, values, slow_sums);
      BOOST_TEST(std::ranges::equal(sums, slow_sums));
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
