// Options of growth: best-first, features by node, monotone constraints, splits by label, continuing from a model.
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <string>
#include <vector>

#include "classifiers/boosting/boosting.hpp"
#include "classifiers/judge/metrics.hpp"
#include "tests/classifiers/random_data.hpp"
#include "tests/classifiers/trained.hpp"

using namespace ballast;
using namespace ballast::classifiers;
using ballast::classifiers::test::boosting_of;
using ballast::classifiers::test::file_of;

namespace {

BoostingOptions short_run(std::size_t rounds = 6) {
  BoostingOptions options;
  options.rounds = rounds;
  return options;
}

// A feature of 40 labels whose effect has nothing to do with their order, one of 3, and a number.
struct Labelled {
  static constexpr std::size_t kRows = 4000;
  numeric::Matrix<double> x{kRows, 3};
  std::vector<std::int32_t> y;
  std::vector<std::uint32_t> labels{40, 3, 0};

  explicit Labelled(std::uint64_t seed) {
    numeric::RandomStream random(seed, numeric::Purpose::kGeneral);
    for (std::size_t row = 0; row < kRows; ++row) {
      const std::uint64_t label = random.below(40);
      x(row, 0) = random.below(20) == 0 ? std::nanf("") : static_cast<float>(label);
      x(row, 1) = static_cast<float>(random.below(3));
      x(row, 2) = static_cast<float>(random.normal());
      const double effect = label * 7 % 5 < 2 ? 1.5 : -1.0;
      y.push_back(effect + static_cast<double>(x(row, 2)) + random.normal() > 0 ? 1 : 0);
    }
  }
  TrainingSet set(bool by_label = true) const {
    TrainingSet out{x.view(), y, {}, 2, {}};
    if (by_label) out.labels = labels;
    return out;
  }
};

std::vector<float> scores(const Classifier& model, numeric::MatrixView<const double> x) {
  numeric::ThreadPool pool(2);
  return predict_positive(model, x, pool);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(growth_test)

BOOST_AUTO_TEST_CASE(every_option_gives_the_same_bytes_at_any_number_of_threads) {
  for (const std::size_t classes : {2u, 3u}) {
    for (const bool weighted : {false, true}) {
      test::RandomData data = test::random_data(5000, 9, classes, 3);
      const std::vector<std::uint32_t> labels{7, 0, 0, 0, 0, 0, 0, 0, 0};
      TrainingSet set = data.set(weighted);
      set.labels = labels;
      BoostingOptions options = short_run(3);
      options.max_leaves = 20;
      options.max_depth = 0;
      options.colsample_bynode = 0.5;
      if (classes == 2) options.monotone = {0, 1, -1, 0, 0, 0, 0, 0, 0};
      const auto one = file_of(boosting_of(set, options, 1));
      for (const std::size_t threads : {2u, 3u, 8u}) BOOST_TEST((file_of(boosting_of(set, options, threads)) == one));
    }
  }
}

BOOST_AUTO_TEST_CASE(best_first_growth_stops_at_max_leaves_and_takes_the_largest_gains) {
  const test::RandomData data = test::random_data(4000, 8, 2, 5);
  BoostingOptions options = short_run(1);
  options.max_leaves = 9;
  options.max_depth = 0;
  const DecisionTree few = boosting_of(data.set(), options).trees()[0];
  BOOST_TEST(few.leaves() == 9u);
  options.max_leaves = 12;
  const DecisionTree more = boosting_of(data.set(), options).trees()[0];
  BOOST_TEST(more.leaves() == 12u);
  // The splits of the smaller tree are the first of the larger: node for node the same, until one more is split.
  for (std::size_t i = 0; i < few.nodes.size(); ++i) {
    if (!few.nodes[i].is_leaf()) BOOST_TEST((few.nodes[i].threshold == more.nodes[i].threshold));
  }
}

// With room for all leaves of a level-wise tree, best-first growth splits the same nodes in another order.
BOOST_AUTO_TEST_CASE(best_first_growth_without_a_binding_limit_is_growth_by_level) {
  const test::RandomData data = test::random_data(3000, 8, 2, 6);
  BoostingOptions options = short_run(4);
  options.max_depth = 4;
  const auto by_level = scores(boosting_of(data.set(), options), data.x.view());
  options.max_leaves = 16;
  BOOST_TEST(by_level == scores(boosting_of(data.set(), options), data.x.view()));
}

BOOST_AUTO_TEST_CASE(features_by_node_differ_within_a_tree_and_respect_the_tree_s) {
  const test::RandomData data = test::random_data(4000, 12, 2, 7);
  BoostingOptions options = short_run(1);
  options.colsample_bytree = 0.25;  // 3 of 12
  options.colsample_bynode = 0.34;  // 1 of 3
  std::vector<int> used(12, 0);
  const DecisionTree tree = boosting_of(data.set(), options).trees()[0];
  for (const TreeNode& node : tree.nodes) {
    if (!node.is_leaf()) used[static_cast<std::size_t>(node.feature)] = 1;
  }
  const auto count = std::count(used.begin(), used.end(), 1);
  BOOST_TEST(count >= 2);
  BOOST_TEST(count <= 3);
}

BOOST_AUTO_TEST_CASE(a_constrained_model_never_moves_against_its_constraints) {
  const test::RandomData data = test::random_data(3000, 6, 2, 8);
  BoostingOptions options = short_run(30);
  options.monotone = {1, 0, -1, 0, 1, 0};  // column 0 rises in truth; 2 and 4 are noise
  const Boosting model = boosting_of(data.set(), options);
  numeric::ThreadPool pool(2);
  std::size_t moves = 0;
  for (const std::size_t column : {0u, 2u, 4u}) {
    numeric::Matrix<double> line(61, 6);
    numeric::Matrix<float> margin(61, 1);
    for (std::size_t at = 0; at < 50; ++at) {
      for (std::size_t i = 0; i < 61; ++i) {
        std::ranges::copy(data.x.row(at), line.row(i).begin());
        line(i, column) = static_cast<float>(i) * 0.15f - 3 + (column == 0 ? 2.0f : 0.0f);
      }
      model.predict_margin(line.view(), margin.view(), pool);
      for (std::size_t i = 1; i < 61; ++i) {
        const float rise = (margin(i, 0) - margin(i - 1, 0)) * static_cast<float>(options.monotone[column]);
        constexpr float kRounding = 1e-5f;  // sums of 30 leaves in float32
        BOOST_TEST(rise >= -kRounding);
        moves += rise > kRounding ? 1 : 0;
      }
    }
  }
  BOOST_TEST(moves > 100u);
}

BOOST_AUTO_TEST_CASE(labels_split_by_sets_beat_their_alphabetical_order) {
  const Labelled train(1), fresh(2);
  BoostingOptions options = short_run(10);
  options.max_depth = 3;
  const Boosting sets = boosting_of(train.set(), options), order = boosting_of(train.set(false), options);
  const double by_set = log_loss(scores(sets, fresh.x.view()), fresh.y);
  BOOST_TEST(by_set < log_loss(scores(order, fresh.x.view()), fresh.y) - 0.02);
}

BOOST_AUTO_TEST_CASE(splits_by_label_survive_the_file_and_the_compiled_predictor) {
  Labelled data(3);
  const Boosting model = boosting_of(data.set(), short_run(5));
  std::size_t by_label = 0;
  for (const DecisionTree& tree : model.trees()) by_label += tree.sets.size();
  BOOST_TEST(by_label > 5u);
  const auto bytes = file_of(model);
  const auto loaded = load_classifier(files::ArchiveReader::from_bytes(bytes, "model"));
  BOOST_TEST((file_of(*loaded) == bytes));
  data.x(0, 0) = 39;
  data.x(1, 0) = 77;    // no label of the training rows: as if missing
  data.x(2, 0) = -1;    // no label at all
  data.x(3, 0) = 3e9f;  // nor this
  BOOST_TEST(scores(*loaded, data.x.view()) == scores(model, data.x.view()));
  numeric::ThreadPool pool(2);
  numeric::Matrix<float> margin(Labelled::kRows, 1);
  model.predict_margin(data.x.view(), margin.view(), pool);
  for (std::size_t row = 0; row < Labelled::kRows; ++row) {
    float slow = 0;
    for (const DecisionTree& tree : model.trees()) slow += tree.values[leaf_of(tree, data.x.row(row)).value];
    BOOST_TEST_REQUIRE(slow == margin(row, 0));
  }
}

BOOST_AUTO_TEST_CASE(a_feature_of_more_labels_than_bins_is_split_by_their_order) {
  test::RandomData data = test::random_data(2000, 3, 2, 9);
  for (std::size_t row = 0; row < 2000; ++row) data.x(row, 0) = static_cast<float>(row % 300);
  const std::vector<std::uint32_t> labels{300, 0, 0};
  TrainingSet set = data.set();
  const auto plain = file_of(boosting_of(set, short_run()));
  set.labels = labels;
  BOOST_TEST((file_of(boosting_of(set, short_run())) == plain));
}

BOOST_AUTO_TEST_CASE(continuing_gives_the_bytes_of_one_run) {
  for (const std::size_t classes : {2u, 3u}) {
    const test::RandomData data = test::random_data(2500, 7, classes, 10);
    BoostingOptions options = short_run(4);
    options.subsample = 0.8;
    options.colsample_bytree = 0.6;
    options.colsample_bynode = 0.7;
    const Boosting first = boosting_of(data.set(true), options);
    const Boosting both = boosting_of(data.set(true), options, 2, &first);
    options.rounds = 8;
    BOOST_TEST((file_of(both) == file_of(boosting_of(data.set(true), options))));
  }
}

BOOST_AUTO_TEST_CASE(faults_of_these_options_are_said_in_words) {
  const Labelled data(4);
  const test::RandomData other = test::random_data(300, 5, 2, 11), three = test::random_data(300, 3, 3, 11);
  const auto refuses = [](const char* text, auto&& work) {
    BOOST_CHECK_EXCEPTION(work(), Error,
                          [&](const Error& e) { return std::string(e.what()).find(text) != std::string::npos; });
  };
  const auto with = [](auto change) {
    BoostingOptions options = short_run(1);
    change(options);
    return options;
  };
  refuses("max_leaves is out of range", [&] { boosting_of(data.set(), with([](auto& o) { o.max_leaves = 1; })); });
  refuses("max_depth is out of range", [&] { boosting_of(data.set(), with([](auto& o) { o.max_depth = 0; })); });
  refuses("colsample_bynode is out of range",
          [&] { boosting_of(data.set(), with([](auto& o) { o.colsample_bynode = 0; })); });
  refuses("label_lambda is out of range", [&] { boosting_of(data.set(), with([](auto& o) { o.label_lambda = -1; })); });
  refuses("label_smoothing is out of range",
          [&] { boosting_of(data.set(), with([](auto& o) { o.label_smoothing = -1; })); });
  refuses("monotone is out of range", [&] { boosting_of(data.set(), with([](auto& o) { o.monotone = {0, 0, 2}; })); });
  refuses("differ in number", [&] { boosting_of(data.set(), with([](auto& o) { o.monotone = {1}; })); });
  refuses("labels have no order", [&] { boosting_of(data.set(), with([](auto& o) { o.monotone = {1, 0, 0}; })); });
  refuses("are for two classes", [&] { boosting_of(three.set(), with([](auto& o) { o.monotone = {1, 0, 0}; })); });
  const Boosting model = boosting_of(data.set(), short_run(1));
  refuses("trained on other data", [&] { boosting_of(other.set(), short_run(1), 1, &model); });
  TrainingSet bad = data.set();
  const std::vector<std::uint32_t> few{39, 3, 0}, short_list{3};
  bad.labels = few;
  refuses("bad label code in feature 0", [&] { boosting_of(bad, short_run(1)); });
  bad.labels = short_list;
  refuses("numbers of labels and features differ", [&] { boosting_of(bad, short_run(1)); });
}

// Nothing is divided by a sum of hessians that is zero, and nothing grows beyond float32.
BOOST_AUTO_TEST_CASE(models_of_extreme_options_can_be_read_and_score_with_numbers) {
  numeric::ThreadPool pool(2);
  Observer quiet;
  const Labelled labelled(13);
  const test::RandomData many = test::random_data(300, 5, 3, 12);
  BoostingOptions bare;  // every row counts, and nothing holds a leaf back
  bare.rounds = 25;
  bare.eta = 1;
  bare.lambda = bare.min_child_weight = bare.label_smoothing = 0;
  bare.label_lambda = 0;
  std::vector<BoostingOptions> all(12, bare);
  all[1].subsample = 0.5;
  all[2].subsample = 1e-9;
  all[3].alpha = all[3].gamma = 1e9;
  all[4].lambda = all[4].label_smoothing = 1e9;
  all[4].label_lambda = 1e9;
  all[5].min_child_weight = 1e9;
  all[6].base_score = 1e-9;
  all[7].base_score = 1 - 1e-9;
  all[8].scale_pos_weight = 1e9;
  all[9].scale_pos_weight = 1e-9;
  all[10].max_leaves = 300;
  all[11].colsample_bytree = all[11].colsample_bynode = 1e-9;
  for (std::size_t i = 0; i < all.size(); ++i) {
    for (const bool two : {true, false}) {
      for (const Loss loss : {Loss::cross_entropy, Loss::squared}) {
        BoostingOptions options = all[i];
        options.loss = loss;
        if (!two && (loss == Loss::squared || options.scale_pos_weight != 1)) continue;
        const TrainingSet data = two ? labelled.set() : many.set();
        files::ArchiveWriter out("classifier");
        train_boosting(data, options, pool, quiet).save(out);
        const auto model = load_classifier(files::ArchiveReader::from_bytes(out.bytes(), "model"));
        numeric::Matrix<float> probability(data.x.rows(), data.classes);
        model->predict(data.x, probability.view(), pool);
        BOOST_TEST(std::ranges::all_of(probability.values(), [](float p) { return p >= 0 && p <= 1; }), i);
      }
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
