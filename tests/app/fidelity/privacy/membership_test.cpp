#include "app/fidelity/privacy/membership.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

#include "app/fidelity/privacy/exact_interval.hpp"
#include "app/fidelity/yardsticks.hpp"
#include "tests/app/fidelity/tied_table.hpp"

using namespace ballast::app::fidelity;
using ballast::app::fidelity::testing::tied_table;
using ballast::tabular::Table;
using Scores = std::vector<double>;

namespace {

Membership audited(const Table& learned, const Table& synthetic, std::size_t threads = 2) {
  ballast::numeric::ThreadPool pool(threads);
  ballast::Observer quiet;
  return audit_membership(learned, tied_table(400, 11), tied_table(400, 12), synthetic, 42, pool, quiet);
}

std::vector<std::size_t> drawn_again(std::size_t rows, std::size_t draws) {
  ballast::numeric::RandomStream stream(7, ballast::numeric::Purpose::kGeneral, 0);
  std::vector<std::size_t> out;
  for (std::size_t i = 0; i < draws; ++i) out.push_back(static_cast<std::size_t>(stream.below(rows)));
  return out;
}

double worst(const Membership& found) {
  double out = 0;
  for (const AttackOutcome& attack : found.attacks) out = std::max(out, attack.at_hundredth.value);
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(membership_test)

BOOST_AUTO_TEST_CASE(exact_intervals_are_those_of_clopper_and_pearson) {
  // 0 of n: 1 - (alpha / 2)^(1 / n). 5 of 10: .187086 to .812914 (their table).
  BOOST_TEST(clopper_pearson(0, 20).low == 0.0);
  BOOST_TEST(std::abs(clopper_pearson(0, 20).high - (1 - std::pow(0.025, 1.0 / 20))) < 1e-12);
  BOOST_TEST(std::abs(clopper_pearson(5, 10).low - 0.1870860) < 1e-6);
  BOOST_TEST(std::abs(clopper_pearson(5, 10).high - 0.8129140) < 1e-6);
  BOOST_TEST(clopper_pearson(0, 0).high == 1.0);
}

BOOST_AUTO_TEST_CASE(a_rate_is_taken_where_few_enough_others_are_named) {
  const Scores members{5, 4, 3, 1}, others{4, 2, 1, 0};
  BOOST_TEST(true_positive_rate(members, others, 0).value == 0.25);     // above 4
  BOOST_TEST(true_positive_rate(members, others, 0.25).value == 0.75);  // above 2: one of four others
  BOOST_TEST(true_positive_rate(members, others, 1).value == 1.0);
  // Equal scores stand or fall together.
  BOOST_TEST(true_positive_rate(Scores{1, 1, 1}, Scores{1, 0}, 0.4).value == 0.0);
}

BOOST_AUTO_TEST_CASE(ranks_of_equal_scores_are_equal) {
  BOOST_TEST(normalised_ranks({3, 1, 3, 0}) == (Scores{0.875, 0.5, 0.875, 0.25}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_score_far_from_chance_outweighs_many_at_chance) {
  // Two records, then four others: means 1 and 0, standard deviations 1; the last two score all others alike.
  const std::vector<Scores> attacks{{21, 1, 2, 0, 2, 0}, {-1, 0, 1, 1, -1, -1}, {5, 6, 7, 7, 7, 7}, {0, 0, 0, 0, 0, 0}};
  BOOST_TEST(standardised_mean(attacks, 4) == (Scores{4.75, 0, 0.5, 0, 0, -0.5}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_generator_that_copies_is_caught) {
  const Table learned = tied_table(400, 1);
  const std::vector<std::size_t> again = drawn_again(400, 600);  // as oversampling draws: some 78 % of the rows
  for (const Table& made : {drawn_rows(learned, 360, 5, 0), learned.take_rows(again)}) {
    const Membership found = audited(learned, made);
    BOOST_TEST(found.members == 400u);
    BOOST_TEST(worst(found) > 0.5);
    BOOST_TEST(found.attacks.back().id == "ensemble");
    BOOST_TEST(found.attacks.back().at_hundredth.value > 0.5);
    BOOST_TEST(found.attacks.back().auc.value > 0.75);
  }
}

BOOST_AUTO_TEST_CASE(independent_columns_and_other_rows_stand_at_chance) {
  const Table learned = tied_table(400, 1);
  for (const Table& made : {independent_columns(learned, 400, 3), tied_table(400, 4)}) {
    const Membership found = audited(learned, made);
    BOOST_TEST(std::abs(found.attacks.back().auc.value - 0.5) < 0.08);  // three standard errors of 400 against 400
    BOOST_TEST(worst(found) < 0.06);
  }
}

BOOST_AUTO_TEST_CASE(same_bits_at_any_number_of_threads) {
  const Table learned = tied_table(300, 1), made = tied_table(300, 2);
  const Membership one = audited(learned, made, 1), three = audited(learned, made, 3);
  for (std::size_t i = 0; i < one.attacks.size(); ++i)
    BOOST_TEST(one.attacks[i].auc.value == three.attacks[i].auc.value);
}

BOOST_AUTO_TEST_SUITE_END()
