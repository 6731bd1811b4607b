// The losses that boosting minimises: derivatives against finite differences, squared loss worked by hand, its link,
// its file, and what it refuses.
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include "classifiers/boosting/objective.hpp"
#include "classifiers/judge/metrics.hpp"
#include "tests/classifiers/random_data.hpp"
#include "tests/classifiers/trained.hpp"

using namespace ballast;
using namespace ballast::classifiers;
using ballast::classifiers::test::boosting_of;
using ballast::classifiers::test::file_of;

namespace {

// A loss in double, of the margins of one row.
using SlowLoss = std::function<double(const std::vector<double>& margin, std::size_t label)>;

double slow_logistic(const std::vector<double>& m, std::size_t y) {
  return std::log1p(std::exp(y == 1 ? -m[0] : m[0]));
}

double slow_softmax(const std::vector<double>& m, std::size_t y) {
  double total = 0;
  for (const double each : m) total += std::exp(each);
  return std::log(total) - m[y];
}

double slow_squared(const std::vector<double>& m, std::size_t y) {
  return (m[0] - static_cast<double>(y)) * (m[0] - static_cast<double>(y)) / 2;
}

constexpr double kStep = 1e-4;
constexpr double kFloat = 1e-6;      // float32 derivatives, differences in double of error kStep^2
constexpr double kCurvature = 1e-5;  // second differences lose twice the digits

BoostingOptions squared(std::size_t rounds) {
  return {.rounds = rounds, .loss = Loss::squared};
}

// Positive where x > 2.
struct Four {
  numeric::Matrix<double> x{4, 1};
  std::vector<std::int32_t> y{0, 0, 1, 1};
  Four() {
    for (std::size_t row = 0; row < 4; ++row) x(row, 0) = static_cast<float>(row + 1);
  }
  TrainingSet set() const { return {x.view(), y, {}, 2, {}}; }
};

template <class Work>
void refuses(const std::vector<std::string>& fragments, Work&& work) {
  BOOST_CHECK_EXCEPTION(work(), Error, [&](const Error& error) {
    const std::string what = error.what();
    for (const std::string& fragment : fragments) BOOST_TEST(what.find(fragment) != std::string::npos, what);
    return true;
  });
}

// Gradients, curvature (if it is the loss's own) and sums of a loss, class 1 weighing `positive`.
void agrees(const Objective& objective, std::size_t classes, const SlowLoss& slow, bool curvature, double positive) {
  constexpr std::size_t kRows = 600;
  const test::RandomData data = test::random_data(kRows, 3, classes, 21);
  const TrainingSet set = data.set(true);
  const std::size_t groups = objective.groups();
  std::vector<float> margin(kRows * groups);
  numeric::RandomStream random(5, numeric::Purpose::kGeneral);
  for (float& m : margin) m = static_cast<float>(1.5 * random.normal());
  numeric::Matrix<Gradient> out(groups, kRows);
  double told = objective.gradients(margin, set, 0, 250, out.view());
  told += objective.gradients(margin, set, 250, kRows, out.view());
  double sum = 0;
  for (std::size_t row = 0; row < kRows; ++row) {
    const auto label = static_cast<std::size_t>(data.y[row]);
    const double weight = static_cast<double>(data.weight[row]), pull = label == 1 ? positive * weight : weight;
    std::vector<double> at(groups);
    for (std::size_t k = 0; k < groups; ++k) at[k] = static_cast<double>(margin[row * groups + k]);
    const double here = slow(at, label);
    sum += weight * here;
    for (std::size_t k = 0; k < groups; ++k) {
      std::vector<double> above = at, below = at;
      above[k] += kStep;
      below[k] -= kStep;
      const double up = slow(above, label), down = slow(below, label);
      const double g = pull * (up - down) / (2 * kStep), h = pull * (up - 2 * here + down) / (kStep * kStep);
      BOOST_TEST(std::fabs(static_cast<double>(out(k, row).g) - g) < kFloat * std::max(1.0, std::fabs(g)));
      if (curvature) BOOST_TEST(std::fabs(static_cast<double>(out(k, row).h) - h) < kCurvature * std::max(1.0, h));
    }
  }
  BOOST_TEST(std::fabs(told - sum) < kFloat * sum);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(objective_test)

BOOST_AUTO_TEST_CASE(gradients_are_those_of_the_loss_by_finite_differences) {
  for (const double positive : {1.0, 3.0}) {
    BoostingOptions options;
    options.scale_pos_weight = positive;
    agrees(*make_objective(2, options), 2, slow_logistic, true, positive);
    options.loss = Loss::squared;
    agrees(*make_objective(2, options), 2, slow_squared, true, positive);
  }
  agrees(*make_objective(4, {}), 4, slow_softmax, false, 1);  // its h bounds the Hessian by a diagonal
}

// From 1/2, g = (1, 1, -1, -1) / 2 and h = 1: G = -+1 and H = 2 on the sides of x < 2.5. With lambda 1 the leaves are
// -G / (H + 1) = -+1/3, the gain G^2 / (H + 1) of both less the root's 0, 2/3. Weighing positives 3 times makes the
// right side G = -3, H = 6.
BOOST_AUTO_TEST_CASE(a_tree_of_squared_loss_is_the_one_worked_by_hand) {
  const Four four;
  BoostingOptions options = squared(1);
  options.max_depth = 1;
  options.eta = 0.5;
  constexpr double kRounding = 1e-6;
  const auto near = [](float value, double wanted) {
    return std::fabs(static_cast<double>(value) - wanted) < kRounding;
  };
  BoostingReport report;
  const Boosting model = boosting_of(four.set(), options, 1, nullptr, nullptr, &report);
  const DecisionTree& tree = model.trees()[0];
  BOOST_TEST(model.base_margin()[0] == 0.5f);
  BOOST_TEST_REQUIRE(tree.values.size() == 2u);
  BOOST_TEST(tree.nodes[0].threshold == 2.5f);
  BOOST_TEST(near(tree.nodes[0].gain, 2.0 / 3));
  BOOST_TEST(near(tree.values[0], -1.0 / 6));
  BOOST_TEST(near(tree.values[1], 1.0 / 6));
  BOOST_TEST(std::fabs(report.training_loss[0] - 1.0 / 18) < kRounding);  // every row misses by 1/3
  options.scale_pos_weight = 3;
  BOOST_TEST(near(boosting_of(four.set(), options).trees()[0].values[1], 0.5 * 3 / 7));
}

BOOST_AUTO_TEST_CASE(probabilities_are_margins_held_to_0_and_1) {
  DecisionTree tree;
  tree.nodes = {{.feature = 0, .threshold = 2.5f, .left = 1}, {.value = 0}, {.value = 1}};
  tree.values = {-0.75f, 1.25f};
  numeric::ThreadPool pool(1);
  const Four four;
  numeric::Matrix<float> margin(4, 1), probability(4, 2);
  const auto look = [&](float base) {
    const Boosting model({tree}, {base}, 1, 2, Loss::squared);
    model.predict_margin(four.x.view(), margin.view(), pool);
    model.predict(four.x.view(), probability.view(), pool);
  };
  look(0);
  BOOST_TEST(margin(0, 0) == -0.75f);
  BOOST_TEST(margin(3, 0) == 1.25f);
  BOOST_TEST(probability(0, 1) == 0.0f);
  BOOST_TEST(probability(0, 0) == 1.0f);
  BOOST_TEST(probability(3, 1) == 1.0f);
  BOOST_TEST(probability(3, 0) == 0.0f);
  look(-0.5f);
  BOOST_TEST(probability(3, 1) == 0.75f);
  BOOST_TEST(probability(3, 0) == 0.25f);
  look(0.75f);
  BOOST_TEST(!std::signbit(probability(0, 1)));
}

// Without a penalty and at full steps one round fits rows that can be told apart.
BOOST_AUTO_TEST_CASE(squared_loss_learns_and_its_scores_can_be_judged) {
  Four four;
  BoostingOptions options = squared(1);
  options.lambda = 0;
  options.eta = 1;
  numeric::ThreadPool pool(1);
  const std::vector<float> exact = predict_positive(boosting_of(four.set(), options), four.x.view(), pool);
  constexpr float kFixedPoint = 1e-6f;  // gradients of 20 bits
  for (std::size_t row = 0; row < 4; ++row) {
    BOOST_TEST(std::fabs(exact[row] - static_cast<float>(four.y[row])) < kFixedPoint);
  }
  const test::RandomData data = test::random_data(4000, 6, 2, 30), fresh = test::random_data(4000, 6, 2, 31);
  const std::vector<float> scores = predict_positive(boosting_of(data.set(), squared(40)), fresh.x.view(), pool);
  const std::vector<float> logistic = predict_positive(boosting_of(data.set(), {.rounds = 40}), fresh.x.view(), pool);
  BOOST_TEST(std::fabs(brier(scores, fresh.y) - brier(logistic, fresh.y)) < 0.01);
  BOOST_TEST(std::isfinite(log_loss(scores, fresh.y)));
}

BOOST_AUTO_TEST_CASE(early_stopping_watches_probabilities_of_squared_loss) {
  const test::RandomData data = test::random_data(1500, 6, 2, 32), fresh = test::random_data(1500, 6, 2, 33);
  for (const StoppingMetric metric : {StoppingMetric::log_loss, StoppingMetric::pr_auc}) {
    BoostingOptions options = squared(200);
    options.early_stopping_rounds = 4;
    options.stopping_metric = metric;
    BoostingReport report;
    const TrainingSet watched = fresh.set();
    const Boosting model = boosting_of(data.set(), options, 2, nullptr, &watched, &report);
    numeric::ThreadPool pool(2);
    numeric::Matrix<float> probability(1500, 2);
    model.predict(fresh.x.view(), probability.view(), pool);
    const double judged = metric == StoppingMetric::log_loss
                              ? log_loss(probability.view(), fresh.y)
                              : average_precision(predict_positive(model, fresh.x.view(), pool), fresh.y);
    BOOST_TEST(judged == report.validation_score[report.best_round - 1]);
    BOOST_TEST(report.rounds_run == report.best_round + 4);
  }
}

BOOST_AUTO_TEST_CASE(squared_loss_gives_the_same_bytes_at_any_number_of_threads_and_by_continuing) {
  const test::RandomData data = test::random_data(9000, 6, 2, 34);
  const std::vector<std::uint32_t> labels{7, 0, 0, 0, 0, 0};
  TrainingSet set = data.set(true);
  set.labels = labels;
  BoostingOptions options = squared(6);
  options.subsample = 0.8;
  options.colsample_bynode = 0.7;
  options.monotone = {0, 1, -1, 0, 0, 0};
  const auto once = file_of(boosting_of(set, options, 1));
  for (const std::size_t threads : {2u, 3u, 8u}) BOOST_TEST((file_of(boosting_of(set, options, threads)) == once));
  options.rounds = 3;
  const Boosting first = boosting_of(set, options);
  BOOST_TEST((file_of(boosting_of(set, options, 2, &first)) == once));
}

BOOST_AUTO_TEST_CASE(a_model_file_keeps_the_loss) {
  const Four four;
  const Boosting model = boosting_of(four.set(), squared(3));
  const auto bytes = file_of(model);
  const auto in = files::ArchiveReader::from_bytes(bytes, "m");
  BOOST_TEST(in.text("loss") == "squared");
  BOOST_TEST(!in.has("base_margin"));  // so that readers from before refuse it
  const Boosting loaded = Boosting::load(in);
  BOOST_TEST((loaded.loss() == Loss::squared));
  BOOST_TEST((file_of(loaded) == bytes));
  BOOST_TEST(loaded.describe().starts_with("gradient boosting, squared loss: trees 3,"));
  const Boosting other = boosting_of(four.set(), {.rounds = 3});
  const auto plain = files::ArchiveReader::from_bytes(file_of(other), "m");
  BOOST_TEST(!plain.has("loss"));
  BOOST_TEST((Boosting::load(plain).loss() == Loss::cross_entropy));
}

BOOST_AUTO_TEST_CASE(faults_about_losses_are_said_in_words) {
  const test::RandomData two = test::random_data(300, 3, 2, 35), three = test::random_data(300, 3, 3, 35);
  refuses({"squared loss is for two classes", "3 classes"}, [&] { boosting_of(three.set(), squared(1)); });
  const Boosting logistic = boosting_of(two.set(), {.rounds = 1}), linear = boosting_of(two.set(), squared(1));
  refuses({"was trained with a different loss", "expected cross-entropy", "'squared'"},
          [&] { boosting_of(two.set(), squared(1), 1, &logistic); });
  refuses({"was trained with a different loss", "expected squared", "'cross-entropy'"},
          [&] { boosting_of(two.set(), {.rounds = 1}, 1, &linear); });
  const auto read = [](const char* loss, std::int64_t classes) {
    files::ArchiveWriter out("classifier");
    out.integer("features", 3);
    out.integer("classes", classes);
    out.text("loss", loss);
    Boosting::load(files::ArchiveReader::from_bytes(out.bytes(), "m.ballast"));
  };
  refuses({"m.ballast", "unknown loss", "expected squared or focal", "'hinge'"}, [&] { read("hinge", 2); });
  refuses({"m.ballast", "unknown loss", "'cross-entropy'"}, [&] { read("cross-entropy", 2); });
  refuses({"m.ballast", "squared loss is for two classes", "'3 classes'"}, [&] { read("squared", 3); });
  refuses({"m.ballast", "base_score"}, [&] { read("squared", 2); });
}

BOOST_AUTO_TEST_SUITE_END()
