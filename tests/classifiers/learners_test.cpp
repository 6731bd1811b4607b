// Forest and boosting as wholes: trees worked out by hand, same bits at any number of threads, the compiled predictor
// against the slow walk, files, and refusals.
#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <cstring>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "classifiers/boosting/boosting.hpp"
#include "classifiers/forest/forest.hpp"
#include "classifiers/judge/metrics.hpp"
#include "tests/allocations.hpp"
#include "tests/classifiers/random_data.hpp"
#include "tests/classifiers/trained.hpp"

using namespace ballast;
using namespace ballast::classifiers;
using ballast::classifiers::test::file_of;

namespace {

bool says(const Error& error, const std::string& text) {
  return std::string(error.what()).find(text) != std::string::npos;
}

Forest forest_of(const TrainingSet& data, std::size_t threads, ForestOptions options = {}) {
  numeric::ThreadPool pool(threads);
  Observer quiet;
  options.trees = 12;
  return train_forest(data, options, pool, quiet);
}

Boosting boosting_of(const TrainingSet& data, std::size_t threads, BoostingOptions options = {}) {
  numeric::ThreadPool pool(threads);
  Observer quiet;
  options.rounds = std::min<std::size_t>(options.rounds, 8);
  return train_boosting(data, options, pool, quiet);
}

numeric::Matrix<float> probabilities(const Classifier& model, numeric::MatrixView<const double> x,
                                     std::size_t threads) {
  numeric::ThreadPool pool(threads);
  numeric::Matrix<float> out(x.rows(), model.classes());
  model.predict(x, out.view(), pool);
  return out;
}

bool same_bits(const numeric::Matrix<float>& a, const numeric::Matrix<float>& b) {
  return a.values().size() == b.values().size() &&
         std::memcmp(a.data(), b.data(), a.values().size() * sizeof(float)) == 0;
}

// Four rows, one feature: 0 1 | 2 3 with labels 0 0 1 1.
struct Four {
  numeric::Matrix<double> x{4, 1};
  std::vector<std::int32_t> y{0, 0, 1, 1};
  Four() {
    for (std::size_t i = 0; i < 4; ++i) x(i, 0) = static_cast<float>(i);
  }
  TrainingSet set() const { return {x.view(), y, {}, 2, {}}; }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(learners_test)

// Round 1: p = 1/2, so g = +-1/2 and h = 1/4 a row. Split at 1.5: children have H = 1/2, so min_child_weight is
// lowered. Left G = 1, weight -1 / (1/2 + 1) x 0.3 = -0.2; right +0.2. Gain 2 x 1 / 1.5 beats the splits at 0.5
// and 2.5.
BOOST_AUTO_TEST_CASE(a_boosted_tree_worked_out_by_hand) {
  const Four four;
  BoostingOptions options;
  options.rounds = 1;
  options.max_depth = 1;
  options.min_child_weight = 0.25;
  const Boosting model = boosting_of(four.set(), 1, options);
  const DecisionTree& tree = model.trees()[0];
  BOOST_TEST_REQUIRE(tree.nodes.size() == 3u);
  BOOST_TEST(tree.nodes[0].threshold == 1.5f);
  BOOST_TEST(std::fabs(tree.values[tree.nodes[1].value] + 0.2f) < 1e-6f);
  BOOST_TEST(std::fabs(tree.values[tree.nodes[2].value] - 0.2f) < 1e-6f);
  const float expected = 1 / (1 + std::exp(0.2f));
  BOOST_TEST(std::fabs(probabilities(model, four.x.view(), 1)(0, 1) - expected) < 1e-6f);
}

// With the default min_child_weight of 1 no child of the four rows is heavy enough: the tree is one leaf of value 0.
BOOST_AUTO_TEST_CASE(children_lighter_than_min_child_weight_are_not_made) {
  const Four four;
  BoostingOptions options;
  options.rounds = 1;
  const Boosting model = boosting_of(four.set(), 1, options);
  BOOST_TEST(model.trees()[0].nodes.size() == 1u);
  BOOST_TEST(probabilities(model, four.x.view(), 1)(3, 1) == 0.5f);
}

// A bootstrap that holds both classes is parted by one cut, halfway between the nearest drawn rows of either.
BOOST_AUTO_TEST_CASE(forest_trees_of_two_separate_groups_are_single_cuts_between_them) {
  const Four four;
  const Forest forest = forest_of(four.set(), 1);
  for (const DecisionTree& tree : forest.trees()) {
    if (tree.nodes.size() == 1) continue;  // one class drawn
    BOOST_TEST(tree.nodes.size() == 3u);
    BOOST_TEST(tree.nodes[0].threshold >= 1.0f);
    BOOST_TEST(tree.nodes[0].threshold <= 2.0f);
    BOOST_TEST(tree.values[tree.nodes[1].value] == 0.0f);
    BOOST_TEST(tree.values[tree.nodes[2].value] == 1.0f);
  }
}

BOOST_AUTO_TEST_CASE(models_have_the_same_bytes_at_any_number_of_threads) {
  for (const std::size_t classes : {2u, 4u}) {
    for (const bool weighted : {false, true}) {
      const test::RandomData data = test::random_data(3000, 9, classes, 3);
      BoostingOptions options;
      options.subsample = 0.7;
      options.colsample_bytree = 0.8;
      const auto forest = file_of(forest_of(data.set(weighted), 1));
      const auto boosting = file_of(boosting_of(data.set(weighted), 1, options));
      for (const std::size_t threads : {2u, 3u, 8u}) {
        BOOST_TEST((file_of(forest_of(data.set(weighted), threads)) == forest));
        BOOST_TEST((file_of(boosting_of(data.set(weighted), threads, options)) == boosting));
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(equal_weights_are_no_weights) {
  test::RandomData data = test::random_data(1500, 6, 2, 8);
  data.weight.assign(1500, 2.0f);
  BOOST_TEST((file_of(forest_of(data.set(true), 2)) == file_of(forest_of(data.set(), 2))));
}

// Two layouts of the same counts: a third class that never occurs sends two-class data through the general one.
BOOST_AUTO_TEST_CASE(packed_binary_counts_grow_the_trees_of_the_general_counts) {
  test::RandomData data = test::random_data(4000, 6, 2, 8);
  const Forest packed = forest_of(data.set(), 2);
  data.classes = 3;
  const Forest general = forest_of(data.set(), 2);
  for (std::size_t t = 0; t < packed.trees().size(); ++t) {
    BOOST_TEST((packed.trees()[t].nodes == general.trees()[t].nodes));
  }
}

BOOST_AUTO_TEST_CASE(the_compiled_predictor_gives_the_bits_of_the_slow_walk_missing_values_included) {
  for (const std::size_t classes : {2u, 4u}) {
    const test::RandomData data = test::random_data(1000, 9, classes, 4);
    const Forest forest = forest_of(data.set(), 2);
    const auto fast = probabilities(forest, data.x.view(), 2);
    const Boosting boosting = boosting_of(data.set(), 2);
    numeric::ThreadPool pool(2);
    numeric::Matrix<float> margins(1000, boosting.groups());
    boosting.predict_margin(data.x.view(), margins.view(), pool);
    const std::size_t outputs = classes == 2 ? 1 : classes;
    std::size_t wrong = 0;
    for (std::size_t row = 0; row < 1000; ++row) {
      std::vector<float> shares(outputs, 0.0f), margin(boosting.groups(), 0.0f);
      for (const DecisionTree& tree : forest.trees()) {
        const TreeNode& leaf = leaf_of(tree, data.x.row(row));
        for (std::size_t k = 0; k < outputs; ++k) shares[k] += tree.values[leaf.value * outputs + k];
      }
      for (std::size_t t = 0; t < boosting.trees().size(); ++t) {
        const DecisionTree& tree = boosting.trees()[t];
        margin[t % boosting.groups()] += tree.values[leaf_of(tree, data.x.row(row)).value];
      }
      for (std::size_t k = 0; k < outputs; ++k) wrong += fast(row, classes - outputs + k) != shares[k] / 12.0f;
      for (std::size_t k = 0; k < margin.size(); ++k) wrong += margins(row, k) != margin[k];
    }
    BOOST_TEST(wrong == 0u);
    BOOST_TEST(same_bits(fast, probabilities(forest, data.x.view(), 3)));
  }
}

BOOST_AUTO_TEST_CASE(prediction_does_not_allocate) {
  const test::RandomData data = test::random_data(300, 9, 3, 4);
  const Forest forest = forest_of(data.set(), 2);
  const Boosting boosting = boosting_of(data.set(), 2);
  numeric::ThreadPool pool(2);
  numeric::Matrix<float> out(300, 3);
  for (const Classifier* model : {static_cast<const Classifier*>(&forest), static_cast<const Classifier*>(&boosting)}) {
    model->predict(data.x.view(), out.view(), pool);
    const std::size_t before = testing::allocations();
    model->predict(data.x.view(), out.view(), pool);
    model->predict(data.x.view().row_block(7, 1), out.view().row_block(7, 1), pool);
    BOOST_TEST(testing::allocations() == before, model->kind() << " allocates");
  }
}

BOOST_AUTO_TEST_CASE(a_model_read_back_predicts_the_same_bits) {
  for (const std::size_t classes : {2u, 4u}) {
    const test::RandomData data = test::random_data(800, 5, classes, 11);
    const Forest forest = forest_of(data.set(), 2);
    const Boosting boosting = boosting_of(data.set(), 2);
    for (const Classifier* model :
         {static_cast<const Classifier*>(&forest), static_cast<const Classifier*>(&boosting)}) {
      const auto loaded = load_classifier(files::ArchiveReader::from_bytes(file_of(*model), "model"));
      BOOST_TEST(loaded->kind() == model->kind());
      BOOST_TEST(loaded->describe() == model->describe());
      BOOST_TEST(same_bits(probabilities(*loaded, data.x.view(), 1), probabilities(*model, data.x.view(), 1)));
      BOOST_TEST((file_of(*loaded) == file_of(*model)));
    }
  }
}

BOOST_AUTO_TEST_CASE(a_file_with_trees_that_could_lead_astray_is_refused) {
  const auto load = [](std::vector<std::uint32_t> nodes, std::vector<std::int32_t> feature,
                       std::vector<float> threshold, std::vector<float> values) {
    files::ArchiveWriter out("classifier");
    out.array<std::uint32_t>("nodes", nodes);
    out.array<std::int32_t>("feature", feature);
    out.array<float>("threshold", threshold);
    out.array<std::uint8_t>("missing_left", std::vector<std::uint8_t>(threshold.size(), 0));
    out.array<float>("values", values);
    return load_trees(files::ArchiveReader::from_bytes(out.bytes(), "model"), 2, 1);
  };
  const auto refuses = [&](const char* text, auto... parts) {
    BOOST_CHECK_EXCEPTION(load(parts...), Error, [&](const Error& e) { return says(e, text); });
  };
  using N = std::vector<std::uint32_t>;
  using F = std::vector<std::int32_t>;
  using V = std::vector<float>;
  BOOST_TEST(load(N{3}, F{1, -1, -1}, V{0.5f}, V{1, 2}).size() == 1u);
  refuses("without trees", N{}, F{}, V{}, V{});
  refuses("number of nodes", N{2}, F{1, -1}, V{0.5f}, V{1});
  refuses("number of nodes", N{5}, F{1, -1, -1}, V{0.5f}, V{1, 2});
  refuses("unknown feature", N{3}, F{2, -1, -1}, V{0.5f}, V{1, 2});
  refuses("unknown feature", N{3}, F{-7, -1, -1}, V{0.5f}, V{1, 2});
  refuses("child out of range", N{3}, F{1, 1, -1}, V{0.5f, 0.5f}, V{1, 2});
  refuses("without a parent", N{3}, F{-1, -1, -1}, V{}, V{1, 2, 3});
  refuses("not finite", N{3}, F{1, -1, -1}, V{std::numeric_limits<float>::infinity()}, V{1, 2});
  refuses("not finite", N{3}, F{1, -1, -1}, V{0.5f}, V{1, std::numeric_limits<float>::quiet_NaN()});
  refuses("lacks leaf values", N{3}, F{1, -1, -1}, V{0.5f}, V{1});
  refuses("inconsistent length", N{3}, F{1, -1, -1}, V{0.5f}, V{1, 2, 3});
}

BOOST_AUTO_TEST_CASE(a_file_whose_numbers_leave_their_range_when_added_is_refused) {
  const auto tree = [](float leaf, float cover) {
    DecisionTree out{
        {{.feature = 0, .threshold = 0, .left = 1}, {.value = 0, .cover = cover}, {.value = 1, .cover = cover}},
        {0, leaf}};
    return out;
  };
  const auto load = [](const Classifier& model) {
    files::ArchiveWriter out("classifier");
    model.save(out);
    load_classifier(files::ArchiveReader::from_bytes(out.bytes(), "model"));
  };
  const auto boosting = [&](float leaf, float cover) {
    return Boosting({tree(leaf, cover), tree(leaf, cover)}, {0.0f}, 1, 2);
  };
  BOOST_CHECK_NO_THROW(load(boosting(1e30f, 1e30f)));
  BOOST_CHECK_EXCEPTION(load(boosting(3e38f, 1)), Error, [](const Error& e) { return says(e, "overflow float32"); });
  BOOST_CHECK_EXCEPTION(load(boosting(1, 3e38f)), Error, [](const Error& e) { return says(e, "covers"); });
  BOOST_CHECK_NO_THROW(load(Forest({tree(1, 1)}, 1, 2)));
  for (const float share : {1.5f, -0.5f}) {
    BOOST_CHECK_EXCEPTION(load(Forest({tree(share, 1)}, 1, 2)), Error, [](const Error& e) { return says(e, "share"); });
  }
}

BOOST_AUTO_TEST_CASE(both_learn_and_out_of_bag_tells_nearly_what_fresh_rows_tell) {
  const test::RandomData train = test::random_data(4000, 8, 2, 21), fresh = test::random_data(4000, 8, 2, 22);
  numeric::ThreadPool pool(2);
  Observer quiet;
  ForestOptions options;
  options.out_of_bag = true;
  ForestReport report;
  const Forest forest = train_forest(train.set(), options, pool, quiet, &report);
  const double auc = average_precision(predict_positive(forest, fresh.x.view(), pool), fresh.y);
  constexpr double kSampling = 0.02;  // about two standard errors at this size
  BOOST_TEST(std::fabs(report.out_of_bag_pr_auc - auc) < kSampling);
  BOOST_TEST(report.out_of_bag_accuracy > 0.7);
  const Boosting boosting = boosting_of(train.set(), 2);
  BOOST_TEST(average_precision(predict_positive(boosting, fresh.x.view(), pool), fresh.y) > auc - 0.05);
}

BOOST_AUTO_TEST_CASE(early_stopping_keeps_the_rounds_up_to_the_best_validation_score) {
  const test::RandomData train = test::random_data(600, 8, 2, 31), validation = test::random_data(600, 8, 2, 32);
  numeric::ThreadPool pool(2);
  Observer quiet;
  for (const StoppingMetric metric : {StoppingMetric::log_loss, StoppingMetric::pr_auc}) {
    BoostingOptions options;
    options.early_stopping_rounds = 5;
    options.stopping_metric = metric;
    const TrainingSet watched = validation.set();
    BoostingReport report;
    const Boosting model = train_boosting(train.set(), options, pool, quiet, &watched, &report);
    const auto& scores = report.validation_score;
    const auto best =
        metric == StoppingMetric::log_loss ? std::ranges::min_element(scores) : std::ranges::max_element(scores);
    BOOST_TEST(report.best_round == static_cast<std::size_t>(best - scores.begin()) + 1);
    BOOST_TEST(model.rounds() == report.best_round);
    BOOST_TEST(scores.size() == report.best_round + 5);
    BOOST_TEST(report.training_loss.back() < report.training_loss.front());
  }
}

BOOST_AUTO_TEST_CASE(an_observer_that_says_stop_stops_both) {
  struct Stop : Observer {
    bool report(const Progress&) override { return false; }
  } stop;
  const Four four;
  numeric::ThreadPool pool(2);
  BOOST_CHECK_THROW(train_forest(four.set(), {}, pool, stop), Stopped);
  BOOST_CHECK_THROW(train_boosting(four.set(), {}, pool, stop), Stopped);
}

BOOST_AUTO_TEST_CASE(data_that_cannot_be_learned_from_is_refused_in_words) {
  const auto refuses = [](const char* text, const TrainingSet& data) {
    BOOST_CHECK_EXCEPTION(forest_of(data, 1), Error, [&](const Error& e) { return says(e, text); });
    BOOST_CHECK_EXCEPTION(boosting_of(data, 1), Error, [&](const Error& e) { return says(e, text); });
  };
  Four four;
  const std::vector<std::int32_t> one_class(4, 1), bad_label{0, 1, 2, 0}, short_labels{0, 1};
  const std::vector<float> negative{1, -1, 1, 1}, zero(4, 0.0f), huge(4, 3e38f),
      nan(4, std::numeric_limits<float>::quiet_NaN());
  const auto x = four.x.view();
  refuses("belong to one class", {x, one_class, {}, 2, {}});
  refuses("label out of range", {x, bad_label, {}, 2, {}});
  refuses("labels and rows differ", {x, short_labels, {}, 2, {}});
  refuses("bad weight in row 1", {x, four.y, negative, 2, {}});
  refuses("bad weight in row 0", {x, four.y, nan, 2, {}});
  refuses("weights sum to zero", {x, four.y, zero, 2, {}});
  refuses("weights are too large; expected a sum of at most 1e25", {x, four.y, huge, 2, {}});
  refuses("no feature columns", {numeric::MatrixView<const double>(four.x.data(), 4, 0), four.y, {}, 2, {}});
  refuses("no rows", {numeric::MatrixView<const double>(four.x.data(), 0, 1), {}, {}, 2, {}});
  four.x(2, 0) = std::numeric_limits<float>::infinity();
  const std::vector<std::string> names{"Amount"};
  refuses("infinite value in column 'Amount', row 2", {x, four.y, {}, 2, names});
}

BOOST_AUTO_TEST_CASE(options_out_of_range_are_refused_by_name) {
  const auto refuses = [](const char* text, auto options) {
    BOOST_CHECK_EXCEPTION(options.validate(), Error, [&](const Error& e) { return says(e, text); });
  };
  refuses("trees", ForestOptions{.trees = 0});
  refuses("min_samples_split", ForestOptions{.min_samples_split = 1});
  refuses("min_samples_leaf", ForestOptions{.min_samples_leaf = 0});
  refuses("rounds", BoostingOptions{.rounds = 0});
  refuses("max_depth", BoostingOptions{.max_depth = 0});
  refuses("eta", BoostingOptions{.eta = 0});
  refuses("lambda", BoostingOptions{.lambda = -1});
  refuses("subsample", BoostingOptions{.subsample = 1.5});
  refuses("base_score", BoostingOptions{.base_score = 1});
  refuses("max_bin", BoostingOptions{.max_bin = 257});
}

BOOST_AUTO_TEST_SUITE_END()
