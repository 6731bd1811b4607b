// Cross-fitted scores: what each fold's model learns from.
#include "app/models/decide/honest_scores.hpp"

#include <boost/test/unit_test.hpp>
#include <set>

#include "classifiers/row_source.hpp"

using namespace ballast;
using namespace ballast::app;
using classifiers::TrainingSet;

namespace {

// Row k of tree t is 1000 t + k.
struct Counting final : classifiers::RowSource {
  std::size_t rows() const override { return 10; }
  std::int32_t label() const override { return 1; }
  float weight() const override { return 1; }
  void fill(std::uint64_t first, numeric::MatrixView<double> out, numeric::ThreadPool& /*pool*/) const override {
    for (std::size_t row = 0; row < out.rows(); ++row) {
      out(row, 0) = 1000 * static_cast<double>(first + row / rows()) + static_cast<double>(row % rows());
    }
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(honest_scores_test)

BOOST_AUTO_TEST_CASE(folds_have_as_few_fresh_rows_as_real_ones) {
  numeric::ThreadPool pool(2);
  Observer quiet;
  numeric::Matrix<double> x(50, 1);
  std::vector<std::int32_t> y;
  for (std::size_t row = 0; row < 50; ++row) {
    x(row, 0) = static_cast<double>(row);
    y.push_back(row % 5 == 0 ? 1 : 0);
  }
  const Counting fresh;
  TrainingSet data{x.view(), y, {}, 2, {}};
  data.fresh = &fresh;
  std::size_t folds = 0;
  const auto train = [&](const TrainingSet& set, Observer& observer) {
    BOOST_TEST(set.y.size() == 40u);
    BOOST_REQUIRE(set.fresh != nullptr);
    BOOST_TEST(set.fresh->rows() == 8u);
    numeric::Matrix<double> two_trees(16, 1), second(8, 1);
    set.fresh->fill(3, two_trees.view(), pool);
    set.fresh->fill(4, second.view(), pool);
    for (std::size_t row = 0; row < 8; ++row) BOOST_TEST(two_trees(8 + row, 0) == second(row, 0));
    ++folds;
    return std::make_unique<classifiers::Forest>(train_forest(set, {.trees = 2}, pool, observer));
  };
  const HonestScores scores = cross_fitted_scores(data, 50, train, {}, 1, pool, quiet);
  BOOST_TEST(folds == kFolds);
  BOOST_TEST(std::set<std::size_t>(scores.row.begin(), scores.row.end()).size() == 50u);
}

BOOST_AUTO_TEST_SUITE_END()
