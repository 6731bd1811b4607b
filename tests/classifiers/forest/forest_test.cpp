// Options of the forest: leaves, random cuts, balanced classes, out-of-bag figures; and what features are worth.
#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <string>
#include <vector>

#include "classifiers/boosting/boosting.hpp"
#include "classifiers/explain/importance.hpp"
#include "classifiers/forest/forest.hpp"
#include "classifiers/judge/metrics.hpp"
#include "classifiers/training_set.hpp"
#include "tests/classifiers/random_data.hpp"
#include "tests/classifiers/trained.hpp"

using namespace ballast;
using namespace ballast::classifiers;
using ballast::classifiers::test::file_of;

namespace {

Forest forest_of(const TrainingSet& data, const ForestOptions& options, std::size_t threads = 2,
                 ForestReport* report = nullptr) {
  numeric::ThreadPool pool(threads);
  Observer quiet;
  return train_forest(data, options, pool, quiet, report);
}

ForestOptions few_trees() {
  ForestOptions options;
  options.trees = 12;
  return options;
}

// 2 % positives, told by column 0.
test::RandomData rare_data(std::uint64_t seed) {
  test::RandomData data = test::random_data(3000, 6, 2, seed);
  for (std::size_t row = 0; row < 3000; ++row) {
    data.y[row] = row % 50 == 0 ? 1 : 0;
    if (data.y[row] == 1) data.x(row, 2) += 1.5f;
  }
  return data;
}

double mean_score(const Classifier& model, numeric::MatrixView<const double> x) {
  numeric::ThreadPool pool(2);
  double sum = 0;
  for (const float score : predict_positive(model, x, pool)) sum += static_cast<double>(score);
  return sum / static_cast<double>(x.rows());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(forest_test)

BOOST_AUTO_TEST_CASE(every_option_gives_the_same_bytes_and_figures_at_any_number_of_threads) {
  for (const std::size_t classes : {2u, 3u}) {
    const test::RandomData data = test::random_data(1500, 7, classes, 3);
    ForestOptions options = few_trees();
    options.max_leaves = 40;
    options.extra_random = options.balanced_weights = options.balanced_bootstrap = true;
    options.permutation_importance = true;
    ForestReport one, more;
    const auto bytes = file_of(forest_of(data.set(true), options, 1, &one));
    for (const std::size_t threads : {2u, 3u, 8u}) {
      BOOST_TEST((file_of(forest_of(data.set(true), options, threads, &more)) == bytes));
      BOOST_TEST(more.log_loss_rise == one.log_loss_rise);
      BOOST_TEST(more.out_of_bag_log_loss == one.out_of_bag_log_loss);
      more = {};
    }
  }
}

BOOST_AUTO_TEST_CASE(max_leaves_holds_and_the_first_splits_are_the_largest) {
  const test::RandomData data = test::random_data(4000, 5, 2, 4);
  ForestOptions options = few_trees();
  options.max_features = 5;  // all: no chance in the splits
  options.max_leaves = 10;
  const Forest small = forest_of(data.set(), options);
  options.max_leaves = 30;
  const Forest large = forest_of(data.set(), options);
  for (std::size_t t = 0; t < 12; ++t) {
    BOOST_TEST(small.trees()[t].leaves() == 10u);
    BOOST_TEST(large.trees()[t].leaves() == 30u);
    // The last split was the largest on offer: what the larger tree splits besides, of the nodes that were there by
    // then, gained no more.
    const std::vector<TreeNode>&few = small.trees()[t].nodes, &many = large.trees()[t].nodes;
    const auto last = std::ranges::find(few, few.size() - 2, &TreeNode::left);
    float later = 0;
    for (std::size_t i = 0; i + 2 < few.size(); ++i) {
      if (few[i].is_leaf() && !many[i].is_leaf()) later = std::max(later, many[i].gain);
    }
    BOOST_TEST(later > 0);
    BOOST_TEST(later <= last->gain);
  }
}

// Without a limit that binds, the order of splitting changes which random features a node draws, but with all features
// drawn there is nothing left to chance.
BOOST_AUTO_TEST_CASE(best_first_growth_without_a_binding_limit_predicts_the_same) {
  const test::RandomData data = test::random_data(800, 4, 2, 5);
  ForestOptions options = few_trees();
  options.max_features = 4;
  options.min_samples_leaf = 20;
  const double depth_first = mean_score(forest_of(data.set(), options), data.x.view());
  options.max_leaves = 100000;
  BOOST_TEST(std::fabs(mean_score(forest_of(data.set(), options), data.x.view()) - depth_first) < 1e-3);
}

BOOST_AUTO_TEST_CASE(random_cuts_differ_from_best_cuts_and_still_learn) {
  const test::RandomData train = test::random_data(3000, 6, 2, 6), fresh = test::random_data(3000, 6, 2, 7);
  ForestOptions options = few_trees();
  const Forest best = forest_of(train.set(), options);
  options.extra_random = true;
  const Forest random = forest_of(train.set(), options);
  BOOST_TEST((file_of(best) != file_of(random)));
  BOOST_TEST(random.trees()[0].leaves() > best.trees()[0].leaves());  // worse cuts, more of them
  numeric::ThreadPool pool(2);
  BOOST_TEST(roc_auc(predict_positive(random, fresh.x.view(), pool), fresh.y) > 0.75);
}

BOOST_AUTO_TEST_CASE(balanced_weights_give_every_class_the_same_sum) {
  test::RandomData data = test::random_data(500, 3, 3, 8);
  const std::vector<float> balanced = balanced_weights(data.set(true));
  std::vector<double> sums(3, 0.0);
  double whole = 0;
  for (std::size_t row = 0; row < 500; ++row) {
    sums[static_cast<std::size_t>(data.y[row])] += static_cast<double>(balanced[row]);
    whole += static_cast<double>(data.weight[row]);
  }
  constexpr double kFloatSums = 1e-4;
  for (const double sum : sums) BOOST_TEST(std::fabs(sum - whole / 3) < kFloatSums * whole);
}

BOOST_AUTO_TEST_CASE(balancing_lifts_the_scores_of_a_rare_class) {
  const test::RandomData data = rare_data(9);
  ForestOptions options = few_trees();
  options.min_samples_leaf = 20;
  const double plain = mean_score(forest_of(data.set(), options), data.x.view());
  BOOST_TEST(std::fabs(plain - 0.02) < 0.01);
  options.balanced_weights = true;
  BOOST_TEST(mean_score(forest_of(data.set(), options), data.x.view()) > 5 * plain);
  options.balanced_weights = false;
  options.balanced_bootstrap = true;
  BOOST_TEST(mean_score(forest_of(data.set(), options), data.x.view()) > 5 * plain);
}

// 60 positives: each tree draws 60 rows of either class.
BOOST_AUTO_TEST_CASE(a_balanced_bootstrap_draws_as_many_rows_of_each_class) {
  const test::RandomData data = rare_data(10);
  ForestOptions options = few_trees();
  options.balanced_bootstrap = true;
  const Forest forest = forest_of(data.set(), options);
  for (const DecisionTree& tree : forest.trees()) BOOST_TEST(tree.nodes[0].cover == 120.0f);
}

BOOST_AUTO_TEST_CASE(shuffling_costs_where_a_feature_tells_something) {
  const test::RandomData data = test::random_data(2000, 6, 2, 11);  // columns 0 and 1 tell, 5 is constant
  ForestOptions options = few_trees();
  options.trees = 30;
  options.permutation_importance = true;
  ForestReport report;
  forest_of(data.set(), options, 2, &report);
  BOOST_TEST_REQUIRE(report.log_loss_rise.size() == 6u);
  BOOST_TEST(report.pr_auc_fall[1] > 0.05);
  BOOST_TEST(report.pr_auc_fall[0] > 0.02);
  for (const std::size_t noise : {2u, 3u, 4u}) BOOST_TEST(std::fabs(report.pr_auc_fall[noise]) < 0.02);
  BOOST_TEST(report.log_loss_rise[5] == 0.0);
  BOOST_TEST(report.log_loss_rise[1] > report.log_loss_rise[2]);
}

BOOST_AUTO_TEST_CASE(importance_sums_what_the_splits_say) {
  const test::RandomData data = test::random_data(1000, 5, 2, 12);
  numeric::ThreadPool pool(2);
  Observer quiet;
  BoostingOptions options;
  options.rounds = 1;
  options.max_depth = 2;
  const Boosting model = train_boosting(data.set(), options, pool, quiet);
  const std::vector<FeatureImportance> importance = feature_importance(model);
  const DecisionTree& tree = model.trees()[0];
  std::size_t splits = 0;
  double gain = 0;
  for (const FeatureImportance& one : importance) {
    splits += one.splits;
    gain += one.gain;
  }
  BOOST_TEST(splits == tree.leaves() - 1);
  double expected = 0;
  for (const TreeNode& node : tree.nodes) expected += static_cast<double>(node.gain);
  BOOST_TEST(std::fabs(gain - expected) < 1e-6 * expected);
  constexpr float kRounding = 1e-3f;                             // of float32 to 20 bits
  BOOST_TEST(std::fabs(tree.nodes[0].cover - 250) < kRounding);  // 1,000 rows of hessian 1/4
  BOOST_TEST(importance[static_cast<std::size_t>(tree.nodes[0].feature)].cover >= 250 - 0.001);
  BOOST_TEST(feature_importance(forest_of(data.set(), few_trees()))[1].gain > 0);
}

BOOST_AUTO_TEST_CASE(a_model_without_covers_has_no_importance) {
  const test::RandomData data = test::random_data(300, 3, 2, 13);
  std::vector<DecisionTree> trees = forest_of(data.set(), few_trees()).trees();
  for (DecisionTree& tree : trees) {
    for (TreeNode& node : tree.nodes) node.cover = node.gain = 0;
  }
  BOOST_CHECK_EXCEPTION(feature_importance(Forest(trees, 3, 2)), Error, [](const Error& e) {
    return std::string(e.what()).find("before gains and covers were kept") != std::string::npos;
  });
}

BOOST_AUTO_TEST_CASE(a_single_leaf_is_no_limit) {
  ForestOptions options;
  options.max_leaves = 1;
  BOOST_CHECK_EXCEPTION(options.validate(), Error, [](const Error& e) {
    return std::string(e.what()).find("max_leaves is out of range") != std::string::npos;
  });
}

BOOST_AUTO_TEST_SUITE_END()
