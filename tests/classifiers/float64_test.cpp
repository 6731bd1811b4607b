// Numbers that float32 cannot tell apart: learners part them, and everything that reads a tree sends each training row
// to the side its bin says.
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "classifiers/bins/binning.hpp"
#include "classifiers/boosting/boosting.hpp"
#include "classifiers/explain/shap.hpp"
#include "classifiers/forest/forest.hpp"
#include "classifiers/training_set.hpp"
#include "engine/numeric/random.hpp"
#include "tests/classifiers/random_data.hpp"
#include "tests/classifiers/trained.hpp"

using namespace ballast;
using namespace ballast::classifiers;
using ballast::classifiers::test::file_of;

namespace {

constexpr std::size_t kRows = 700;

// Each column hostile in its own way; the label hangs on the last bits of two of them.
test::RandomData hostile_data() {
  numeric::RandomStream random(9, numeric::Purpose::kGeneral);
  test::RandomData out{numeric::Matrix<double>(kRows, 9), {}, {}, 2};
  const double tiny[] = {0.0, -0.0, 4.9e-324, -1e-310, 1e-40, -1e-40, 1e-39, 2e-38, -2e-38};
  for (std::size_t row = 0; row < kRows; ++row) {
    const auto any = [&](std::uint64_t below) { return static_cast<double>(random.below(below)); };
    const double day = any(40), step = any(60);
    const double magnitude = std::exp2(any(2000) - 1000);
    const double values[] = {20240101 + day,
                             1 + step * 0x1p-52,
                             1e15 + any(5),
                             0x1p53 - any(300),
                             tiny[random.below(std::size(tiny))],
                             random.below(2) == 0 ? magnitude : -magnitude,
                             1e6 + any(4000) / 100,
                             random.normal(),
                             random.below(3) == 0 ? 1e300 : 1e39 + 1e30 * any(3)};
    std::copy(std::begin(values), std::end(values), out.x.row(row).begin());
    if (random.below(15) == 0) out.x(row, random.below(9)) = std::numeric_limits<double>::quiet_NaN();
    const bool odd = static_cast<int>(day) % 3 == 0 || static_cast<int>(step) % 4 == 1;
    out.y.push_back(odd != (random.below(20) == 0) ? 1 : 0);
    out.weight.push_back(static_cast<float>(0.25 + random.uniform()));
  }
  return out;
}

std::vector<std::unique_ptr<Classifier>> models_of(const TrainingSet& data, std::size_t threads) {
  numeric::ThreadPool pool(threads);
  Observer quiet;
  std::vector<std::unique_ptr<Classifier>> out;
  for (const bool random : {false, true}) {
    out.push_back(std::make_unique<Forest>(train_forest(data, {.trees = 15, .extra_random = random}, pool, quiet)));
  }
  for (const std::size_t depth : {4u, 9u}) {  // with and without a walk
    out.push_back(std::make_unique<Boosting>(
        train_boosting(data, {.rounds = 30, .max_depth = depth, .min_child_weight = 0.1}, pool, quiet)));
  }
  return out;
}

const std::vector<DecisionTree>& trees_of(const Classifier& model) {
  const auto* forest = dynamic_cast<const Forest*>(&model);
  return forest != nullptr ? forest->trees() : dynamic_cast<const Boosting&>(model).trees();
}

numeric::Matrix<float> scores(const Classifier& model, numeric::MatrixView<const double> x, std::size_t block,
                              std::size_t threads) {
  numeric::ThreadPool pool(threads);
  numeric::Matrix<float> out(x.rows(), 2);
  for (std::size_t row = 0; row < x.rows(); row += block) {
    const std::size_t count = std::min(block, x.rows() - row);
    model.predict(x.row_block(row, count), out.view().row_block(row, count), pool);
  }
  return out;
}

// The sum of the leaves that the slow walk ends in.
float slow_sum(const Classifier& model, std::span<const double> row) {
  float sum = 0;
  for (const DecisionTree& tree : trees_of(model)) sum += tree.values[leaf_of(tree, row).value];
  return sum;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(float64_test)

BOOST_AUTO_TEST_CASE(no_split_cuts_through_a_bin_and_many_need_float64) {
  const test::RandomData data = hostile_data();
  numeric::ThreadPool pool(2);
  for (const bool weighted : {false, true}) {
    const BinnedData binned(data.x.view(), data.set(weighted).weight, kMaxBins, pool);
    std::size_t outside = 0, through = 0, exact = 0;
    for (std::size_t f = 0; f < 9; ++f) {
      for (std::size_t row = 0; row < kRows; ++row) {
        const double x = data.x(row, f);
        const std::size_t code = binned.column(f)[row];
        if (std::isnan(x) || std::fabs(x) < std::numeric_limits<double>::min()) continue;
        outside += x < binned.bins(f).lowest[code] || x > binned.bins(f).highest[code] ? 1 : 0;
        outside += code != binned.bins(f).code(x) ? 1 : 0;
      }
    }
    BOOST_TEST(outside == 0u);
    for (const auto& model : models_of(data.set(weighted), 2)) {
      const bool forest = model->kind() == "forest";  // cuts between the bins of a node, through others
      for (const DecisionTree& tree : trees_of(*model)) {
        for (const TreeNode& node : tree.nodes) {
          if (node.is_leaf()) continue;
          const FeatureBins& bins = binned.bins(static_cast<std::size_t>(node.feature));
          for (std::size_t b = 0; !forest && b < bins.bins(); ++b) {
            through += (bins.lowest[b] < cut_of(node)) != (bins.highest[b] < cut_of(node)) ? 1 : 0;
          }
          exact += node.exact ? 1 : 0;
        }
      }
    }
    BOOST_TEST(through == 0u);
    BOOST_TEST(exact > 100u);
  }
}

BOOST_AUTO_TEST_CASE(batches_single_rows_and_the_slow_walk_agree_at_any_number_of_threads) {
  const test::RandomData data = hostile_data();
  for (const auto& model : models_of(data.set(), 3)) {
    const auto whole = scores(*model, data.x.view(), kRows, 1);
    for (const std::size_t block : {1u, 7u, 15u, 64u, 300u}) {
      for (const std::size_t threads : {1u, 3u}) {
        const auto parts = scores(*model, data.x.view(), block, threads);
        BOOST_TEST(std::ranges::equal(parts.values(), whole.values()));
      }
    }
    std::size_t wrong = 0;
    numeric::ThreadPool pool(2);
    numeric::Matrix<float> margin(kRows, 1);
    const auto* boosting = dynamic_cast<const Boosting*>(model.get());
    if (boosting != nullptr) boosting->predict_margin(data.x.view(), margin.view(), pool);
    for (std::size_t row = 0; row < kRows; ++row) {
      const float slow = slow_sum(*model, data.x.row(row));
      wrong += boosting != nullptr ? margin(row, 0) != slow : whole(row, 1) != slow / 15 ? 1 : 0;
    }
    BOOST_TEST(wrong == 0u);
  }
}

BOOST_AUTO_TEST_CASE(models_are_the_same_at_any_number_of_threads_and_come_back_from_their_files) {
  const test::RandomData data = hostile_data();
  const auto first = models_of(data.set(), 1), second = models_of(data.set(), 3);
  for (std::size_t m = 0; m < first.size(); ++m) {
    BOOST_TEST((file_of(*first[m]) == file_of(*second[m])));
    const auto loaded = load_classifier(files::ArchiveReader::from_bytes(file_of(*first[m]), "model"));
    BOOST_TEST((file_of(*loaded) == file_of(*first[m])));
  }
}

BOOST_AUTO_TEST_CASE(explanations_add_up_to_the_score) {
  const test::RandomData data = hostile_data();
  numeric::ThreadPool pool(2);
  const auto models = models_of(data.set(), 2);
  const auto& model = dynamic_cast<const Boosting&>(*models[2]);
  TreeShap shap(model);
  numeric::Matrix<double> values(kRows, 9);
  numeric::Matrix<float> margin(kRows, 1);
  shap.explain(data.x.view(), values.view(), pool);
  model.predict_margin(data.x.view(), margin.view(), pool);
  double worst = 0;
  for (std::size_t row = 0; row < kRows; ++row) {
    double sum = shap.base()[0];
    for (const double value : values.row(row)) sum += value;
    worst = std::max(worst, std::fabs(sum - static_cast<double>(margin(row, 0))));
  }
  constexpr double kRounding = 1e-4;
  BOOST_TEST(worst < kRounding);
}

BOOST_AUTO_TEST_CASE(a_day_among_its_neighbours_is_found) {
  numeric::Matrix<double> x(400, 1);
  std::vector<std::int32_t> y;
  for (std::size_t row = 0; row < 400; ++row) {
    x(row, 0) = 20240100 + static_cast<double>(row % 28);
    y.push_back(row % 28 == 15 ? 1 : 0);
  }
  numeric::ThreadPool pool(1);
  Observer quiet;
  const Boosting model = train_boosting({x.view(), y, {}, 2, {}}, {.rounds = 20}, pool, quiet);
  const std::vector<float> score = predict_positive(model, x.view(), pool);
  for (std::size_t row = 0; row < 400; ++row) BOOST_TEST((score[row] > 0.5f) == (y[row] == 1));
}

// Files of before there were exact splits, and those without any, have no more entries than they had.
BOOST_AUTO_TEST_CASE(thresholds_that_float32_holds_are_written_as_before) {
  const test::RandomData data = test::random_data(500, 5, 2, 4);
  numeric::ThreadPool pool(1);
  Observer quiet;
  const Boosting plain = train_boosting(data.set(), {.rounds = 5}, pool, quiet);
  const files::ArchiveReader in = files::ArchiveReader::from_bytes(file_of(plain), "model");
  BOOST_TEST(!in.child("trees").has("exact_threshold"));
}

BOOST_AUTO_TEST_CASE(exact_thresholds_that_contradict_the_others_are_refused) {
  const auto load = [](float threshold, double exact) {
    files::ArchiveWriter out("classifier");
    out.array<std::uint32_t>("nodes", std::vector<std::uint32_t>{3});
    out.array<std::int32_t>("feature", std::vector<std::int32_t>{0, -1, -1});
    out.array<float>("threshold", std::vector<float>{threshold});
    out.array<double>("exact_threshold", std::vector<double>{exact});
    out.array<std::uint8_t>("missing_left", std::vector<std::uint8_t>{0});
    out.array<float>("values", std::vector<float>{1, 2});
    return load_trees(files::ArchiveReader::from_bytes(out.bytes(), "model"), 1, 1)[0].nodes[0];
  };
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  const float none = std::nanf("");
  BOOST_TEST(load(none, 1e15 + 1).threshold == 1e15 + 1);
  BOOST_TEST(load(none, kInfinity).exact);
  BOOST_TEST(!load(0.5f, std::nan("")).exact);
  const auto refuses = [&](const char* text, float threshold, double exact) {
    BOOST_CHECK_EXCEPTION(load(threshold, exact), Error,
                          [&](const Error& e) { return std::string(e.what()).find(text) != std::string::npos; });
  };
  refuses("two thresholds", 0.5f, 0.5);
  refuses("not finite", none, -kInfinity);
  refuses("no set of labels", none, std::nan(""));
}

BOOST_AUTO_TEST_SUITE_END()
