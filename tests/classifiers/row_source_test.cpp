// Rows drawn afresh for each tree and each round, against copied rows: the twin of a fresh forest is a forest a tree,
// that of fresh boosting is boosting gone on with a round at a time, each on the real rows with one draw below them.
//
// Cells are small whole numbers that the real rows all have, so that bins of copied and of real rows are the same.
#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <limits>
#include <string>
#include <vector>

#include "classifiers/boosting/boosting.hpp"
#include "classifiers/forest/forest.hpp"
#include "classifiers/row_source.hpp"
#include "engine/numeric/random.hpp"

using namespace ballast;
using namespace ballast::classifiers;

namespace {

double small_cell(numeric::RandomStream& random) {
  const std::uint64_t value = random.below(11);
  return value == 10 ? std::numeric_limits<double>::quiet_NaN() : static_cast<double>(value);
}

// Row k is a function of k: the source's contract.
class MadeRows final : public RowSource {
 public:
  MadeRows(std::size_t rows, std::int32_t label, float weight) : rows_(rows), label_(label), weight_(weight) {}
  std::size_t rows() const override { return rows_; }
  std::int32_t label() const override { return label_; }
  float weight() const override { return weight_; }
  void fill(std::uint64_t first, numeric::MatrixView<double> out, numeric::ThreadPool&) const override {
    for (std::size_t row = 0; row < out.rows(); ++row) {
      numeric::RandomStream random(9, numeric::Purpose::kGeneral, first * rows_ + row);
      for (double& cell : out.row(row)) cell = small_cell(random);
      out(row, 0) = 7;  // where they are told from the rest
    }
  }

 private:
  std::size_t rows_;
  std::int32_t label_;
  float weight_;
};

struct Rows {
  numeric::Matrix<double> x;
  std::vector<std::int32_t> y;
  std::vector<float> weight;
  std::size_t classes = 2;

  TrainingSet set() const { return {x.view(), y, weight, classes}; }
};

Rows real_rows(std::size_t rows, std::size_t columns, std::size_t classes, bool weighted) {
  Rows out{numeric::Matrix<double>(rows, columns), {}, {}, classes};
  for (std::size_t row = 0; row < rows; ++row) {
    numeric::RandomStream random(3, numeric::Purpose::kGeneral, row);
    for (double& cell : out.x.row(row)) cell = small_cell(random);
    const bool rare = random.below(out.x(row, 0) == 7 ? 2 : 12) == 0;
    out.y.push_back(static_cast<std::int32_t>(rare ? 1 + random.below(classes - 1) : 0));
    if (weighted) out.weight.push_back(static_cast<float>(random.uniform() + 0.25));
  }
  return out;
}

// The real rows, and one tree's of the source below them.
Rows with_copies(const Rows& real, const RowSource& source, std::size_t tree, numeric::ThreadPool& pool) {
  const std::size_t rows = real.x.rows(), n = source.rows();
  Rows out{numeric::Matrix<double>(rows + n, real.x.columns()), real.y, real.weight, real.classes};
  for (std::size_t row = 0; row < rows; ++row) std::ranges::copy(real.x.row(row), out.x.row(row).begin());
  source.fill(tree, out.x.view().row_block(rows, n), pool);
  out.y.resize(rows + n, source.label());
  if (out.weight.empty() && source.weight() == 1) return out;
  out.weight.resize(rows, 1);
  out.weight.resize(rows + n, source.weight());
  return out;
}

Forest grow(const TrainingSet& data, const ForestOptions& options, numeric::ThreadPool& pool) {
  Observer quiet;
  return train_forest(data, options, pool, quiet);
}

Boosting grow_rounds(const TrainingSet& data, const BoostingOptions& options, numeric::ThreadPool& pool,
                     const Boosting* base = nullptr) {
  Observer quiet;
  return train_boosting(data, options, pool, quiet, nullptr, nullptr, base);
}

// Tree t of the fresh forest is tree t of one that learned from copies of its rows.
void compare_forests(const Rows& real, const RowSource& source, ForestOptions options) {
  numeric::ThreadPool pool(2);
  TrainingSet data = real.set();
  data.fresh = &source;
  const Forest fresh = grow(data, options, pool);
  for (const std::size_t tree : {std::size_t{0}, std::size_t{1}, options.trees - 1}) {
    options.trees = tree + 1;
    const Rows copied = with_copies(real, source, tree, pool);
    BOOST_TEST((grow(copied.set(), options, pool).trees()[tree] == fresh.trees()[tree]), "tree " << tree);
  }
  BOOST_TEST((fresh.trees()[0].nodes != fresh.trees()[1].nodes));
}

void compare_boosting(const Rows& real, const RowSource& source, BoostingOptions options) {
  numeric::ThreadPool pool(2);
  TrainingSet data = real.set();
  data.fresh = &source;
  options.rounds = 6;
  const Boosting fresh = grow_rounds(data, options, pool);
  options.rounds = 1;
  Boosting twin = grow_rounds(with_copies(real, source, 0, pool).set(), options, pool);
  for (std::size_t round = 1; round < 6; ++round) {
    twin = grow_rounds(with_copies(real, source, round, pool).set(), options, pool, &twin);
  }
  BOOST_TEST((twin.trees() == fresh.trees()));
}

template <class Train>
void refuses(const MadeRows& source, const std::string& text, Train train) {
  const Rows real = real_rows(60, 3, 2, false);
  TrainingSet data = real.set();
  data.fresh = &source;
  BOOST_CHECK_EXCEPTION(train(data), Error,
                        [&](const Error& error) { return std::string(error.what()).find(text) != std::string::npos; });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(row_source_test)

BOOST_AUTO_TEST_CASE(a_fresh_forest_is_one_grown_tree_by_tree_on_copied_rows) {
  const Rows real = real_rows(600, 5, 2, false);
  compare_forests(real, MadeRows(80, 1, 1), {.trees = 7});
  compare_forests(real, MadeRows(80, 1, 0.5F), {.trees = 7});
  compare_forests(real, MadeRows(80, 1, 1), {.trees = 7, .balanced_weights = true});
  compare_forests(real, MadeRows(80, 1, 1), {.trees = 7, .balanced_bootstrap = true});
  compare_forests(real_rows(600, 5, 4, true), MadeRows(80, 2, 2), {.trees = 7});
}

BOOST_AUTO_TEST_CASE(trees_drawn_for_in_several_batches_are_the_same) {
  // 2,500 x 40 cells a tree: 20 trees fill a batch, so tree 22 is in the second.
  compare_forests(real_rows(300, 40, 2, false), MadeRows(2500, 1, 1), {.trees = 23, .max_depth = 4});
}

BOOST_AUTO_TEST_CASE(fresh_boosting_is_gone_on_with_round_by_round_on_copied_rows) {
  const Rows real = real_rows(600, 5, 2, false);
  compare_boosting(real, MadeRows(80, 1, 1), {});
  compare_boosting(real, MadeRows(80, 1, 0.5F), {});
  compare_boosting(real, MadeRows(80, 1, 1), {.subsample = 0.7, .colsample_bytree = 0.7});
  compare_boosting(real_rows(600, 20, 4, true), MadeRows(80, 2, 2), {.max_depth = 3});
}

BOOST_AUTO_TEST_CASE(fresh_rows_give_the_same_bits_at_any_number_of_threads) {
  const Rows real = real_rows(900, 6, 2, false);
  const MadeRows source(150, 1, 1);
  TrainingSet data = real.set();
  data.fresh = &source;
  numeric::ThreadPool one(1);
  const Forest forest = grow(data, {.trees = 11}, one);
  const Boosting boosting = grow_rounds(data, {.rounds = 5}, one);
  for (const std::size_t threads : {2U, 3U, 8U}) {
    numeric::ThreadPool pool(threads);
    BOOST_TEST((grow(data, {.trees = 11}, pool).trees() == forest.trees()), threads << " threads");
    BOOST_TEST((grow_rounds(data, {.rounds = 5}, pool).trees() == boosting.trees()), threads << " threads");
  }
}

BOOST_AUTO_TEST_CASE(out_of_bag_figures_are_of_the_real_rows) {
  const Rows real = real_rows(400, 4, 2, false);
  const MadeRows source(700, 1, 1);
  TrainingSet data = real.set();
  data.fresh = &source;
  numeric::ThreadPool pool(2);
  Observer quiet;
  ForestReport report;
  train_forest(data, {.trees = 30, .out_of_bag = true}, pool, quiet, &report);
  BOOST_TEST(report.out_of_bag.rows() == 400U);
  BOOST_TEST(report.out_of_bag_pr_auc > 0.2);
}

BOOST_AUTO_TEST_CASE(a_source_that_nothing_can_be_learned_from_is_refused) {
  numeric::ThreadPool pool(1);
  const auto forest = [&](const TrainingSet& data) { grow(data, {.trees = 2}, pool); };
  const auto boosting = [&](const TrainingSet& data) { grow_rounds(data, {.rounds = 2}, pool); };
  refuses({0, 1, 1}, "a source of fresh rows gives none", forest);
  refuses({0, 1, 1}, "a source of fresh rows gives none", boosting);
  refuses({5, 2, 1}, "fresh rows have a label out of range", boosting);
  refuses({5, 1, 0}, "bad weight of fresh rows", forest);
  refuses({5, 1, std::numeric_limits<float>::quiet_NaN()}, "bad weight of fresh rows", boosting);
}

BOOST_AUTO_TEST_SUITE_END()
