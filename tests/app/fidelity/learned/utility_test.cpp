#include "app/fidelity/learned/utility.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

#include "app/fidelity/yardsticks.hpp"
#include "tests/app/fidelity/tied_table.hpp"

using namespace ballast::app::fidelity;
using ballast::app::fidelity::testing::tied_table;
using ballast::tabular::kMissing;
using ballast::tabular::Table;

namespace {

Table one_column(std::vector<double> cells, ballast::tabular::ColumnKind kind, std::vector<std::string> labels = {}) {
  return Table({{"x", kind, std::move(labels)}}, {std::move(cells)});
}

double utility(const Table& train, const Table& test, std::size_t column) {
  ballast::numeric::ThreadPool pool(2);
  ballast::Observer quiet;
  return utility_of(train, test, *ColumnClasses::of(test, column), {.rounds = 30}, pool, quiet).value;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(utility_test)

BOOST_AUTO_TEST_CASE(numbers_are_cut_at_their_median) {
  using Kind = ballast::tabular::ColumnKind;
  const auto classes = ColumnClasses::of(one_column({1, 2, 3, 4, kMissing}, Kind::numeric), 0);
  BOOST_TEST(classes->count() == 2u);
  BOOST_TEST((*classes)(2) == 0);
  BOOST_TEST((*classes)(2.5) == 1);
  BOOST_TEST((*classes)(kMissing) == ColumnClasses::kNone);
  // Most are the largest value: the cut lies below it, so that both classes have rows.
  const auto spiked = ColumnClasses::of(one_column({0, 9, 9, 9}, Kind::numeric), 0);
  BOOST_TEST((*spiked)(0) == 0);
  BOOST_TEST((*spiked)(9) == 1);
  BOOST_TEST(!ColumnClasses::of(one_column({5, 5, kMissing}, Kind::numeric), 0).has_value());
}

BOOST_AUTO_TEST_CASE(labels_are_classes_and_rare_ones_share_one) {
  using Kind = ballast::tabular::ColumnKind;
  std::vector<double> cells;
  std::vector<std::string> labels;
  for (int level = 0; level < 12; ++level) {
    labels.push_back("l" + std::to_string(10 + level));
    cells.insert(cells.end(), static_cast<std::size_t>(12 - level), level);
  }
  const auto classes = ColumnClasses::of(one_column(cells, Kind::categorical, labels), 0);
  BOOST_TEST(classes->count() == 10u);
  BOOST_TEST((*classes)(0) == 0);
  BOOST_TEST((*classes)(9) == 9);
  BOOST_TEST((*classes)(11) == 9);
}

BOOST_AUTO_TEST_CASE(rows_that_keep_dependence_teach_it_and_shuffled_columns_do_not) {
  const Table real = tied_table(1500, 1), fresh = tied_table(800, 2), test = tied_table(800, 3);
  BOOST_TEST(utility(fresh, test, 1) > 0.97);
  BOOST_TEST(utility(fresh, test, 2) > 0.7);  // three labels
  BOOST_TEST(std::abs(utility(independent_columns(real, 1500, 7), test, 1) - 0.5) < 0.25);
}

BOOST_AUTO_TEST_CASE(one_class_teaches_nothing) {
  Table train = tied_table(100, 1);
  for (double& cell : train.column(2)) cell = 0;
  BOOST_TEST(utility(train, tied_table(100, 2), 2) == 0.5);
}

BOOST_AUTO_TEST_SUITE_END()
