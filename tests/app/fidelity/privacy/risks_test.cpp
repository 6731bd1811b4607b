#include "app/fidelity/privacy/risks.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <numeric>
#include <vector>

#include "app/fidelity/yardsticks.hpp"
#include "tests/app/fidelity/tied_table.hpp"

using namespace ballast::app::fidelity;
using ballast::app::fidelity::testing::tied_table;
using ballast::tabular::Table;

namespace {

struct Bench {
  ballast::numeric::ThreadPool pool{2};
  ballast::Observer quiet;
  Table learned = tied_table(300, 1), control = tied_table(300, 2);
};

Table chance_labels(std::size_t rows, std::uint64_t seed) {
  ballast::tabular::Schema schema;
  for (const char* name : {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"}) {
    schema.push_back({name, ballast::tabular::ColumnKind::categorical, {"x", "y", "z"}});
  }
  Table out(schema, rows);
  for (std::size_t row = 0; row < rows; ++row) {
    ballast::numeric::RandomStream stream(seed, ballast::numeric::Purpose::kGeneral, row);
    for (std::size_t c = 0; c < out.columns(); ++c) out.column(c)[row] = static_cast<double>(stream.below(3));
  }
  return out;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(risks_test, Bench)

BOOST_AUTO_TEST_CASE(risk_is_the_excess_over_control) {
  // Wilson's centres of 60 and 20 in 100: (60 + 1.9207) / 103.8415 and (20 + 1.9207) / 103.8415.
  const double a = 61.920729 / 103.841459, c = 21.920729 / 103.841459;
  const Value found = excess_risk({60, 100}, {20, 100});
  BOOST_TEST(std::abs(found.value - (a - c) / (1 - c)) < 1e-6);
  BOOST_TEST(found.interval->low < found.value);
  BOOST_TEST(excess_risk({10, 100}, {30, 100}).value == 0.0);
  BOOST_TEST(std::isnan(excess_risk({0, 0}, {1, 2}).value));
}

BOOST_AUTO_TEST_CASE(copies_give_both_away_and_other_rows_neither) {
  const Table other = tied_table(300, 3);
  for (const bool copies : {true, false}) {
    const Table& made = copies ? learned : other;
    const double linked =
        excess_risk(link_halves(learned, made, pool, quiet), link_halves(control, made, pool, quiet)).value;
    const double inferred =
        excess_risk(infer_column(learned, made, 1, pool, quiet), infer_column(control, made, 1, pool, quiet)).value;
    for (const double risk : {linked, inferred}) {
      BOOST_TEST((copies ? risk > 0.4 : risk < 0.15), (copies ? "copies: " : "others: ") << risk);
    }
  }
}

BOOST_AUTO_TEST_CASE(the_worst_of_many_columns_is_at_chance_where_nothing_is_given_away) {
  // Twelve labels drawn by chance: nothing to learn. The largest of twelve risks on the same records lies near .05.
  const Table learned_labels = chance_labels(300, 1), control_labels = chance_labels(300, 2),
              made = independent_columns(learned_labels, 300, 9);
  std::vector<std::size_t> all(learned_labels.columns());
  std::iota(all.begin(), all.end(), std::size_t{0});
  double sum = 0;
  for (std::uint64_t seed = 0; seed < 6; ++seed) {
    const Value found = infer_worst_column(learned_labels, control_labels, made, all, seed, pool, quiet);
    BOOST_TEST(found.interval->low == 0.0);
    sum += found.value / 6;
  }
  BOOST_TEST(sum < 0.035);
  BOOST_TEST(infer_worst_column(learned, control, learned, std::vector<std::size_t>{1, 3}, 1, pool, quiet).value > 0.4);
}

BOOST_AUTO_TEST_CASE(a_negative_guess_is_held_to_its_size) {
  // The nearest by x has y = -100: -97 is within 5 %, 100 is not (a signed bound would let everything pass).
  const ballast::tabular::Schema schema{{"x", ballast::tabular::ColumnKind::numeric, {}},
                                        {"y", ballast::tabular::ColumnKind::numeric, {}}};
  const Table made(schema, {{0, 10}, {-100, 5}});
  const Guesses found =
      infer_column(Table(schema, {{0, 0, 1}, {-97, 100, ballast::tabular::kMissing}}), made, 1, pool, quiet);
  BOOST_TEST(found.guesses == 2u);
  BOOST_TEST(found.hits == 1u);
}

BOOST_AUTO_TEST_SUITE_END()
