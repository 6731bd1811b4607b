// Explanations against the definition, over all subsets of features, and what a reader may count on.
#include <boost/test/unit_test.hpp>
#include <cmath>

#include "classifiers/boosting/boosting.hpp"
#include "classifiers/explain/shap.hpp"
#include "classifiers/explain/shap_twin.hpp"
#include "classifiers/forest/forest.hpp"
#include "engine/error.hpp"
#include "tests/allocations.hpp"
#include "tests/classifiers/random_data.hpp"

using namespace ballast;
using namespace ballast::classifiers;

namespace {

constexpr std::size_t kFeatures = 6;

// Forests are grown to full depth, so that features come twice on a path; column 1 has missing cells.
struct Models {
  numeric::ThreadPool pool{2};
  Observer quiet;

  Forest forest(const test::RandomData& data) { return train_forest(data.set(true), {.trees = 4}, pool, quiet); }
  Boosting boosting(const test::RandomData& data) {
    return train_boosting(data.set(true), {.rounds = 4, .scale_pos_weight = data.classes == 2 ? 3.0 : 1.0}, pool,
                          quiet);
  }
  // Calls check(model, data) for both learners and two and four classes.
  template <class Check>
  void for_each_model(Check&& check) {
    for (const std::size_t classes : {2u, 4u}) {
      const test::RandomData data = test::random_data(120, kFeatures, classes, 23);
      const Forest a = forest(data);
      const Boosting b = boosting(data);
      check(static_cast<const Classifier&>(a), data);
      check(static_cast<const Classifier&>(b), data);
    }
  }
  numeric::Matrix<double> explain(const Classifier& model, numeric::MatrixView<const double> x,
                                  numeric::ThreadPool& on) {
    TreeShap shap(model);
    numeric::Matrix<double> values(x.rows(), shap.outputs() * shap.features());
    shap.explain(x, values.view(), on);
    return values;
  }
};

// One split at 0.5 on feature 0 whose left side saw three rows of four.
DecisionTree stump(float left, float right, float left_cover = 3, float right_cover = 1) {
  DecisionTree tree;
  tree.nodes = {{.feature = 0, .threshold = 0.5f, .left = 1},
                {.value = 0, .cover = left_cover},
                {.value = 1, .cover = right_cover}};
  tree.values = {left, right};
  sum_covers(tree);
  return tree;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(shap_test, Models)

// By hand: v({}) = 3/4 * 0 + 1/4 * 1, v({0}) = 1.
BOOST_AUTO_TEST_CASE(a_stump_gives_its_one_feature_all_that_the_row_differs_by) {
  const Boosting model({stump(0, 1)}, {0.5f}, 2, 2);
  numeric::Matrix<double> x(1, 2);
  x(0, 0) = 1;
  TreeShap shap(model);
  BOOST_TEST(shap.base()[0] == 0.75);
  const auto values = explain(model, x.view(), pool);
  BOOST_TEST(values(0, 0) == 0.75);
  BOOST_TEST(values(0, 1) == 0.0);
}

BOOST_AUTO_TEST_CASE(values_are_those_of_the_definition_missing_cells_included) {
  constexpr double kRounding = 1e-12;  // doubles, a few hundred operations
  for_each_model([&](const Classifier& model, const test::RandomData& data) {
    const auto x = data.x.view().row_block(0, 25);
    const auto fast = explain(model, x, pool);
    const TreeEnsemble ensemble = ensemble_of(model);
    double worst = 0;
    for (std::size_t row = 0; row < x.rows(); ++row) {
      std::vector<double> slow(fast.columns(), 0.0);
      for (std::size_t t = 0; t < ensemble.trees.size(); ++t) {
        for (std::size_t k = 0; k < ensemble.outputs; ++k) {
          const auto phi = shapley_values(ensemble.trees[t], ensemble.outputs, k, x.row(row));
          for (std::size_t f = 0; f < kFeatures; ++f) slow[(t % ensemble.groups + k) * kFeatures + f] += phi[f];
        }
      }
      const double trees = ensemble.is_forest ? static_cast<double>(ensemble.trees.size()) : 1;
      for (std::size_t i = 0; i < slow.size(); ++i) worst = std::max(worst, std::fabs(slow[i] / trees - fast(row, i)));
    }
    BOOST_TEST(worst < kRounding, model.kind() << " of " << model.classes() << " classes: off by " << worst);
  });
}

BOOST_AUTO_TEST_CASE(values_and_base_add_up_to_the_score) {
  constexpr double kFloat = 1e-5;  // the model itself adds in float32
  for_each_model([&](const Classifier& model, const test::RandomData& data) {
    const auto values = explain(model, data.x.view(), pool);
    TreeShap shap(model);
    numeric::Matrix<float> score(data.x.rows(), shap.outputs()), all(data.x.rows(), model.classes());
    if (const auto* boosting = dynamic_cast<const Boosting*>(&model)) {
      boosting->predict_margin(data.x.view(), score.view(), pool);
    } else {
      model.predict(data.x.view(), all.view(), pool);
      const auto last = all.view().column_block(model.classes() - shap.outputs(), shap.outputs());
      for (std::size_t row = 0; row < all.rows(); ++row) std::ranges::copy(last.row(row), score.row(row).begin());
    }
    double worst = 0;
    for (std::size_t row = 0; row < data.x.rows(); ++row) {
      for (std::size_t k = 0; k < shap.outputs(); ++k) {
        double sum = shap.base()[k];
        for (std::size_t f = 0; f < kFeatures; ++f) sum += values(row, k * kFeatures + f);
        worst = std::max(worst, std::fabs(sum - static_cast<double>(score(row, k))));
      }
    }
    BOOST_TEST(worst < kFloat, model.kind() << " of " << model.classes() << " classes: off by " << worst);
  });
}

BOOST_AUTO_TEST_CASE(a_feature_that_no_split_asks_for_has_no_part_in_it) {
  for_each_model([&](const Classifier& model, const test::RandomData& data) {
    const auto values = explain(model, data.x.view(), pool);  // the last column is constant
    for (std::size_t row = 0; row < values.rows(); ++row) BOOST_TEST(values(row, kFeatures - 1) == 0.0);
  });
}

BOOST_AUTO_TEST_CASE(same_bits_at_any_number_of_threads) {
  numeric::ThreadPool one(1), three(3);
  for_each_model([&](const Classifier& model, const test::RandomData& data) {
    const auto a = explain(model, data.x.view(), one), b = explain(model, data.x.view(), three);
    BOOST_TEST(std::ranges::equal(a.values(), b.values()));
  });
}

BOOST_AUTO_TEST_CASE(explaining_does_not_allocate_once_warm) {
  for_each_model([&](const Classifier& model, const test::RandomData& data) {
    TreeShap shap(model);
    numeric::Matrix<double> values(data.x.rows(), shap.outputs() * kFeatures);
    shap.explain(data.x.view().row_block(0, 1), values.view().row_block(0, 1), pool);
    const std::size_t before = testing::allocations();
    shap.explain(data.x.view(), values.view(), pool);
    BOOST_TEST(testing::allocations() == before, model.kind() << " allocates");
  });
}

// A branch no training row took, as an imported model may have: no row is moved by it, and nothing is NaN.
BOOST_AUTO_TEST_CASE(a_branch_without_cover_does_no_harm) {
  const Boosting model({stump(2, 5, 4, 0)}, {0.0f}, 2, 2);
  numeric::Matrix<double> x(2, 2);
  x(1, 0) = 1;
  const auto values = explain(model, x.view(), pool);
  BOOST_TEST(values(0, 0) == 0.0);
  BOOST_TEST(values(1, 0) == 3.0);
}

BOOST_AUTO_TEST_CASE(models_without_covers_and_trees_too_deep_are_refused) {
  const auto refuses = [](const char* text, const Boosting& model) {
    BOOST_CHECK_EXCEPTION(TreeShap{model}, Error, [&](const Error& error) {
      return std::string_view(error.what()).find(text) != std::string_view::npos;
    });
  };
  refuses("no node covers", Boosting({stump(0, 1, 0, 0)}, {0.0f}, 2, 2));
  DecisionTree chain;  // each split's left child is the next split
  chain.nodes = {{.feature = 0, .threshold = 0, .left = 1}};
  for (std::uint32_t depth = 1; depth <= TreeShap::kMostDepth + 1; ++depth) {
    const auto next = static_cast<std::uint32_t>(chain.nodes.size()) + 2;
    const bool last = depth == TreeShap::kMostDepth + 1;
    chain.nodes.push_back(last ? TreeNode{.cover = 1} : TreeNode{.feature = 0, .threshold = 0, .left = next});
    chain.nodes.push_back({.cover = 1});
  }
  chain.values = {1};
  sum_covers(chain);
  refuses("too deep", Boosting({chain}, {0.0f}, 2, 2));
}

BOOST_AUTO_TEST_SUITE_END()
