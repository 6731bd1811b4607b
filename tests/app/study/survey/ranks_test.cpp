#include "app/study/survey/ranks.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

#include "app/study/survey/wilcoxon.hpp"

using namespace ballast::app;
using Values = std::vector<double>;

namespace {

constexpr double kRounding = 1e-8;

// Four methods on 14 tables, with ties.
const std::vector<Values> kFourMethods{{.763, .768, .771, .798}, {.599, .591, .590, .569}, {.954, .971, .968, .967},
                                       {.628, .661, .654, .657}, {.882, .888, .886, .898}, {.936, .931, .916, .931},
                                       {.661, .668, .609, .685}, {.583, .583, .563, .625}, {.775, .838, .866, .875},
                                       {1.00, 1.00, 1.00, 1.00}, {.940, .962, .965, .962}, {.619, .666, .614, .669},
                                       {.972, .981, .975, .975}, {.957, .978, .946, .970}};

}  // namespace

BOOST_AUTO_TEST_SUITE(ranks_test)

BOOST_AUTO_TEST_CASE(equal_values_share_their_ranks) {
  BOOST_TEST(ranks_of(Values{3, 1, 3, 2}, true) == (Values{1.5, 4, 1.5, 3}), boost::test_tools::per_element());
  BOOST_TEST(ranks_of(Values{3, 1, 3, 2}, false) == (Values{3.5, 1, 3.5, 2}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(friedman_and_nemenyi_are_as_in_python) {
  // scipy.stats.rankdata, the formulas of ranks.hpp in numpy, scipy.stats.f.sf(F, 3, 39).
  const Friedman found = friedman_test(kFourMethods, true);
  const Values ranks{44.0 / 14, 28.0 / 14, 41.0 / 14, 27.0 / 14};
  for (std::size_t j = 0; j < ranks.size(); ++j) BOOST_TEST(std::abs(found.mean_ranks[j] - ranks[j]) < kRounding);
  BOOST_TEST(std::abs(found.chi_squared - 9.857142857142824) < kRounding);
  BOOST_TEST(std::abs(found.f - 3.9866666666666495) < kRounding);
  BOOST_TEST(std::abs(found.p - 0.014352446216023995) < kRounding);
  BOOST_TEST(std::abs(found.critical_difference - 2.569031772546482 * std::sqrt(20.0 / 84)) < kRounding);
  // Demsar 2006, section 3.2.2: 1.25 for four methods on 14 tables.
  BOOST_TEST(std::abs(found.critical_difference - 1.25) < 5e-3);
}

BOOST_AUTO_TEST_CASE(quantiles_of_the_range_are_those_of_scipy) {
  // scipy.stats.studentized_range.ppf(.95, k, inf) / sqrt(2)
  BOOST_TEST(std::abs(nemenyi_q(2) - 1.9599639845400534) < 1e-9);
  BOOST_TEST(std::abs(nemenyi_q(4) - 2.569031772546482) < 1e-8);
  BOOST_TEST(std::abs(nemenyi_q(10) - 3.163683577053373) < 1e-8);
  BOOST_TEST(std::abs(nemenyi_q(20) - 3.5437991315177815) < 1e-8);
}

BOOST_AUTO_TEST_CASE(few_tables_are_judged_by_all_orders_of_their_ranks) {
  const auto p = [](const std::vector<Values>& values) { return friedman_test(values, true).p; };
  BOOST_TEST(p({{1, 2}, {3, 4}}) == 0.5);  // one order in both of two tables: every second time
  BOOST_TEST(p(std::vector<Values>(3, Values{1, 2, 3})) == 6.0 / 216);
  // Sums of ranks 4, 5, 9 of three tables; all 6^3 orders, enumerated in Python.
  BOOST_TEST(p({{1, 2, 3}, {2, 1, 3}, {1, 2, 3}}) == 0.1944444444444444444);
}

BOOST_AUTO_TEST_CASE(one_order_everywhere_is_hardly_chance) {
  const std::vector<Values> same(5, Values{1, 2, 3});
  const Friedman found = friedman_test(same, true);
  BOOST_TEST(found.p == 1.0 / 1296);
  BOOST_TEST(found.mean_ranks == (Values{3, 2, 1}), boost::test_tools::per_element());
  const std::vector<Values> equal(5, Values{1, 1, 1});
  BOOST_TEST(friedman_test(equal, true).p == 1.0);
}

BOOST_AUTO_TEST_CASE(signed_ranks_are_exact_with_ties_too) {
  BOOST_TEST(wilcoxon_signed_ranks(Values{1, 2, 3, 4, 5}) == 2.0 / 32);
  BOOST_TEST(wilcoxon_signed_ranks(Values{1, 2, 3, -4, 5, 6, 7, 8}) == 0.0546875);  // scipy.stats.wilcoxon
  BOOST_TEST(wilcoxon_signed_ranks(Values{0, 0}) == 1.0);
  BOOST_TEST(wilcoxon_signed_ranks(Values{1, -1}) == 1.0);
  // C4.5 and C4.5+m of the table above; all 2^12 choices of signs, enumerated in Python.
  BOOST_TEST(wilcoxon_signed_ranks(Values{5, -8, 17, 33, 6, -5, 7, 63, 22, 47, 9, 21, 0, 0}) == 0.00732421875);
}

BOOST_AUTO_TEST_SUITE_END()
