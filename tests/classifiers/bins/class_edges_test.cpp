#include "classifiers/bins/class_edges.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <numeric>
#include <vector>

#include "classifiers/bins/binning.hpp"
#include "classifiers/boosting/boosting.hpp"
#include "classifiers/forest/forest.hpp"
#include "classifiers/judge/metrics.hpp"
#include "engine/numeric/random.hpp"

using namespace ballast;
using namespace ballast::classifiers;

namespace {

// Noise, and a square of side `side` in which all rows of class 1 lie, at random, and few others.
struct Square {
  numeric::Matrix<double> x;
  std::vector<std::int32_t> y;

  Square(std::size_t rows, std::size_t rare, double side, std::uint64_t seed) : x(rows, 4), y(rows, 0) {
    numeric::RandomStream random(seed, numeric::Purpose::kGeneral);
    for (std::size_t row = 0; row < rows; ++row) {
      const bool inside = row % (rows / rare) == 0;
      for (std::size_t c = 0; c < 4; ++c) x(row, c) = random.uniform();
      if (inside) x(row, 0) = 0.6 + side * random.uniform();
      if (inside) x(row, 1) = 0.3 + side * random.uniform();
      y[row] = inside ? 1 : 0;
    }
  }
  TrainingSet set() const { return {x.view(), y, {}, 2, {}}; }
};

double added_to(const RareRows& rare, const TrainingSet& data, std::int32_t label) {
  double sum = 0;
  for (std::size_t i = 0; i < rare.row.size(); ++i) sum += data.y[rare.row[i]] == label ? rare.added[i] : 0;
  return sum;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(class_edges_test)

BOOST_AUTO_TEST_CASE(rows_of_a_rare_class_get_bins_of_their_own) {
  const Square data(20000, 20, 0.01, 1);
  numeric::ThreadPool pool(2);
  const RareRows rare = find_rare_rows(data.set(), 255);
  BOOST_TEST(rare.row.size() == 20u);
  const BinnedData plain(data.x.view(), {}, 255, pool);
  const BinnedData seen(data.x.view(), {}, 255, pool, BinnedData::Layout::columns, {}, &rare);
  const auto shared = [&](const BinnedData& binned) {  // rows of class 1 in a bin with others
    std::size_t count = 0;
    for (const std::uint32_t row : rare.row) {
      const std::uint8_t code = binned.column(0)[row];
      count += binned.bins(0).lowest[code] < binned.bins(0).highest[code] ? 1 : 0;
    }
    return count;
  };
  BOOST_TEST(shared(plain) == 20u);
  BOOST_TEST(shared(seen) <= 1u);  // one has a neighbour of the same float32
  for (std::size_t feature = 0; feature < 4; ++feature) BOOST_TEST(seen.bins(feature).bins() <= 255u);
}

BOOST_AUTO_TEST_CASE(bins_are_the_same_at_any_number_of_threads) {
  const Square data(5000, 10, 0.01, 2);
  const RareRows rare = find_rare_rows(data.set(), 255);
  BOOST_TEST(rare.row.size() == 10u);
  std::vector<std::vector<double>> first;
  for (const std::size_t threads : {1u, 3u, 8u}) {
    numeric::ThreadPool pool(threads);
    const BinnedData binned(data.x.view(), {}, 255, pool, BinnedData::Layout::columns, {}, &rare);
    std::vector<std::vector<double>> edges;
    for (std::size_t feature = 0; feature < 4; ++feature) edges.push_back(binned.bins(feature).edges);
    if (first.empty()) first = edges;
    BOOST_TEST((edges == first));
  }
}

BOOST_AUTO_TEST_CASE(classes_of_equal_rights_and_many_small_ones_are_not_rare) {
  Square data(1000, 10, 0.1, 3);
  BOOST_TEST(find_rare_rows(data.set(), 99).row.size() == 10u);
  BOOST_TEST(find_rare_rows(data.set(), 100).row.empty());  // as many as an even bin
  for (std::size_t row = 0; row < 1000; ++row) data.y[row] = static_cast<std::int32_t>(row % 100);
  TrainingSet many = data.set();
  many.classes = 100;
  BOOST_TEST(find_rare_rows(many, 50).row.empty());
}

BOOST_AUTO_TEST_CASE(rare_classes_share_the_added_weight_and_row_weights_part_it) {
  Square data(2000, 10, 0.1, 4);
  data.y[1] = data.y[2] = data.y[3] = 2;
  TrainingSet set = data.set();
  set.classes = 3;
  std::vector<float> weight(2000, 1.0f);
  weight[2] = 2;
  set.weight = weight;
  const RareRows rare = find_rare_rows(set, 100);
  BOOST_TEST(rare.row.size() == 13u);
  const double all = std::accumulate(weight.begin(), weight.end(), 0.0);
  constexpr double kRounding = 1e-9;
  BOOST_TEST(std::fabs(added_to(rare, set, 1) - kRareMass * all / 2) < kRounding * all);
  BOOST_TEST(std::fabs(added_to(rare, set, 2) - kRareMass * all / 2) < kRounding * all);
  BOOST_TEST((rare.row[2] == 2u && std::fabs(rare.added[2] - 2 * rare.added[1]) < kRounding * all));
}

BOOST_AUTO_TEST_CASE(both_learners_find_a_region_that_equal_bins_hide) {
  const Square train(30000, 50, 0.002, 5), fresh(30000, 50, 0.002, 6);
  numeric::ThreadPool pool(2);
  Observer quiet;
  const auto quality = [&](const Classifier& model) {
    return average_precision(predict_positive(model, fresh.x.view(), pool), fresh.y);
  };
  BOOST_TEST(quality(train_forest(train.set(), {.trees = 30, .max_features = 4}, pool, quiet)) > 0.9);
  BOOST_TEST(quality(train_boosting(train.set(), {.rounds = 30}, pool, quiet)) > 0.9);
}

BOOST_AUTO_TEST_SUITE_END()
