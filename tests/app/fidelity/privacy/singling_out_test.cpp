#include "app/fidelity/privacy/singling_out.hpp"

#include <boost/test/unit_test.hpp>
#include <vector>

#include "app/fidelity/yardsticks.hpp"
#include "tests/app/fidelity/tied_table.hpp"

using namespace ballast::app::fidelity;
using ballast::app::fidelity::testing::tied_table;
using ballast::tabular::ColumnKind;
using ballast::tabular::Schema;
using ballast::tabular::Table;

namespace {

struct Bench {
  ballast::numeric::ThreadPool pool{2};
  Table learned = tied_table(600, 1), unseen = tied_table(200, 2);

  double by_one(const Table& made) {
    const SinglingOut found = single_out_by_one_column(attacked_rows(learned, unseen, 3), made, 200, 7, pool);
    return excess_risk(found.learned, found.control).value;
  }
  double by_four(const Table& made) {
    const SinglingOut found = single_out_by_four_columns(attacked_rows(learned, unseen, 3), made, 200, 7, pool);
    return excess_risk(found.learned, found.control).value;
  }
};

Table numbers(std::vector<double> cells) {
  return Table(Schema{{"x", ColumnKind::numeric, {}}}, {std::move(cells)});
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(singling_out_test, Bench)

BOOST_AUTO_TEST_CASE(oversampling_is_caught_by_one_column_and_by_four) {
  std::vector<std::size_t> often;  // every row but each sixth, up to four times
  for (std::size_t i = 0; i < 4 * learned.rows(); ++i) {
    if (i % 6 != 0) often.push_back(i * 7 % learned.rows());
  }
  BOOST_TEST(by_one(learned.take_rows(often)) > 0.8);
  BOOST_TEST(by_four(learned.take_rows(often)) > 0.3);
}

BOOST_AUTO_TEST_CASE(other_rows_of_the_population_stand_at_chance) {
  BOOST_TEST(by_one(tied_table(600, 5)) < 0.03);
  BOOST_TEST(by_four(tied_table(600, 5)) < 0.05);
}

BOOST_AUTO_TEST_CASE(shuffled_columns_hold_real_values_and_no_real_rows) {
  const Table shuffled = independent_columns(learned, 600, 4);
  BOOST_TEST(by_one(shuffled) > 0.8);  // a number of many digits is one row's alone, wherever it stands
  BOOST_TEST(by_four(shuffled) < 0.05);
}

BOOST_AUTO_TEST_CASE(conditions_on_one_column_are_counted_by_hand) {
  // Of 1, 1, 4, 9 the values 4 and 9 are one row's alone, 9 is also the largest; the smallest is two rows'... but equal
  // rows count once, so 1 is one row's as well: = 1, <= 1, = 4, = 9, >= 9.
  const AttackedRows rows = attacked_rows(numbers({1, 1, 4, 8}), numbers({2, 4, 10}), 1);
  BOOST_TEST(rows.learned.rows() == 3u);
  BOOST_TEST(rows.background.rows() == 0u);
  const SinglingOut found = single_out_by_one_column(rows, numbers({1, 1, 4, 9}), 100, 1, pool);
  BOOST_TEST(found.learned.guesses == 5u);
  BOOST_TEST(found.learned.hits == 3u);  // = 1, <= 1, = 4
  BOOST_TEST(found.control.hits == 2u);  // = 4, >= 9
}

BOOST_AUTO_TEST_CASE(what_holds_for_the_background_is_no_guess) {
  const AttackedRows rows{numbers({4}), numbers({1}), numbers({2})};
  const SinglingOut found = single_out_by_one_column(rows, numbers({1, 4, 9}), 100, 1, pool);
  BOOST_TEST(found.learned.guesses == 4u);  // = 1, <= 1, = 9, >= 9
  BOOST_TEST(found.learned.hits == 2u);
  BOOST_TEST(found.control.hits == 0u);
}

BOOST_AUTO_TEST_CASE(both_sides_are_of_one_size) {
  const AttackedRows rows = attacked_rows(learned, unseen, 3);
  BOOST_TEST(rows.learned.rows() == 200u);
  BOOST_TEST(rows.control.rows() == 200u);
  BOOST_TEST(rows.background.rows() == 400u);
}

BOOST_AUTO_TEST_CASE(same_at_any_number_of_threads) {
  const AttackedRows rows = attacked_rows(learned, unseen, 3);
  ballast::numeric::ThreadPool three(3);
  const SinglingOut two = single_out_by_four_columns(rows, tied_table(600, 5), 200, 7, pool),
                    other = single_out_by_four_columns(rows, tied_table(600, 5), 200, 7, three);
  BOOST_TEST(two.learned.guesses == other.learned.guesses);
  BOOST_TEST(two.learned.hits == other.learned.hits);
}

BOOST_AUTO_TEST_SUITE_END()
