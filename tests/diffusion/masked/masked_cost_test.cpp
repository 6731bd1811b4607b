#include "diffusion/masked/masked_cost.hpp"

#include <boost/test/unit_test.hpp>
#include <vector>

#include "engine/error.hpp"
#include "tests/refusals.hpp"

using namespace ballast;
using namespace ballast::diffusion;

BOOST_AUTO_TEST_SUITE(masked_cost_test)

BOOST_AUTO_TEST_CASE(values_and_memory_grow_with_the_codes_of_all_columns) {
  const MaskedOptions options = MaskedOptions{}.resolved(100, 10'000, 0);
  const std::vector<std::uint32_t> few(100, 10), many(10'000, 10);
  const MaskedCost small = masked_cost(few, 0, options), large = masked_cost(many, 10'000, options);
  BOOST_TEST(small.values == (2 * 1000 + 100 + 6 * 256) * 256U);
  BOOST_TEST(large.values == (2 * 100'000 + 10'000 + 6 * 256) * 256U + 2 * 17 * 256 * 10'000U);
  BOOST_TEST(large.bytes > 5 * sizeof(float) * large.values);
  BOOST_TEST(small.bytes < std::size_t{1} << 27);
}

BOOST_AUTO_TEST_CASE(what_needs_more_memory_than_there_is_is_refused_with_both_figures) {
  MaskedCost cost{10'000, 120'000, 150'000'000, std::size_t{4} << 30, 1562, 64};
  require_memory(cost, std::size_t{4} << 30);
  BOOST_TEST(
      test::message_of([&] { require_memory(cost, std::size_t{1} << 30); }) ==
      "masked diffusion of 10000 columns in 120000 codes: a network of 150.0 million values, 4.0 GB of memory, "
      "1562 updates of 64 rows; expected at most 1.0 GB, which this machine has free (hint: a smaller --hidden, fewer "
      "columns (--drop), or --generator smote)");
}

BOOST_AUTO_TEST_SUITE_END()
