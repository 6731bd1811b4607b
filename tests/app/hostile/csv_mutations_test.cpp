// CSV, spoilt as text.
#include "tests/app/hostile/judge.hpp"
#include "tests/fuzz/mutations.hpp"
#include "tests/fuzz/use_csv.hpp"

using namespace ballast;
using namespace ballast::app::testing;

BOOST_AUTO_TEST_SUITE(csv_mutations_test)

BOOST_AUTO_TEST_CASE(spoilt_csv_is_refused_or_safe_to_use) {
  judge(
      5000, [](fuzz::RandomStream& random) { return fuzz::damaged(fuzz::seed_csv(random.below(12)), random); },
      [](const std::string& text) { fuzz::use_csv(text); });
}

BOOST_AUTO_TEST_SUITE_END()
