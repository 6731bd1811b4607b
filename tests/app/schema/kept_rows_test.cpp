// Rows that are drawn again until they keep the constraints.
#include <boost/test/unit_test.hpp>

#include "app/schema/kept_rows.hpp"
#include "engine/error.hpp"
#include "engine/numeric/random.hpp"
#include "tests/app/schema/small_table.hpp"

using namespace ballast;
using namespace ballast::app;
using namespace ballast::app::testing;

namespace {

// Row k: two numbers from 0 to 99 that k alone decides.
tabular::Table draw(std::uint64_t first, std::size_t count) {
  const tabular::Schema schema{{"a", tabular::ColumnKind::integer, {}}, {"b", tabular::ColumnKind::integer, {}}};
  tabular::Table out(schema, count);
  for (std::size_t i = 0; i < count; ++i) {
    numeric::RandomStream random(5, numeric::Purpose::kGeneral, first + i);
    out.column(0)[i] = static_cast<double>(random.below(100));
    out.column(1)[i] = static_cast<double>(random.below(100));
    out.origins()[i] = {1, 5, first + i};
  }
  return out;
}

std::vector<Constraint> ordered() {
  Constraint one;
  one.columns = {"a", "b"};
  return {one};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(kept_rows_test)

BOOST_AUTO_TEST_CASE(rows_that_keep_are_the_generators_and_the_others_are_drawn_again) {
  Ledger ledger;
  const tabular::Table rows = rows_that_keep(ordered(), 100, 500, draw, nullptr, ledger);
  const tabular::Table plain = draw(100, 500);
  std::size_t kept_at_once = 0;
  for (std::size_t i = 0; i < rows.rows(); ++i) {
    BOOST_TEST(rows.column(0)[i] <= rows.column(1)[i]);
    const std::uint64_t origin = rows.origins()[i].row;
    BOOST_TEST(origin % kDrawStride == 100 + i);
    const bool at_once = plain.column(0)[i] <= plain.column(1)[i];
    kept_at_once += at_once ? 1 : 0;
    BOOST_TEST((origin < kDrawStride) == at_once);
  }
  BOOST_TEST(ledger.kept == 500U);
  BOOST_TEST(ledger.drawn == 500 + ledger.refused[0]);
  BOOST_TEST(ledger.refused[0] >= 500 - kept_at_once);
  BOOST_TEST(has_all(ledger.text(ordered()), {"500 rows kept of", "by a <= b"}));
}

BOOST_AUTO_TEST_CASE(a_row_is_the_same_alone_and_among_others) {
  Ledger ledger;
  const tabular::Table many = rows_that_keep(ordered(), 0, 400, draw, nullptr, ledger);
  for (const std::size_t k : {0U, 7U, 63U, 64U, 200U, 399U}) {
    const tabular::Table alone = rows_that_keep(ordered(), k, 1, draw, nullptr, ledger);
    BOOST_TEST(alone.column(0)[0] == many.column(0)[k]);
    BOOST_TEST(alone.origins()[0].row == many.origins()[k].row);
  }
}

BOOST_AUTO_TEST_CASE(what_was_asked_for_holds_after_completion) {
  Ledger ledger;
  const AsAsked even = [](const tabular::Table& rows, std::size_t row) {
    return static_cast<int>(rows.column(0)[row]) % 2 == 0;
  };
  const tabular::Table rows = rows_that_keep(ordered(), 0, 100, draw, even, ledger);
  for (std::size_t i = 0; i < 100; ++i) BOOST_TEST(static_cast<int>(rows.column(0)[i]) % 2 == 0);
  BOOST_TEST(ledger.not_asked > 0U);
}

BOOST_AUTO_TEST_CASE(too_few_rows_end_in_an_error_and_not_in_a_long_wait) {
  Constraint never;
  never.kind = Constraint::Kind::range;
  never.columns = {"a"};
  never.low = 200;
  std::size_t drawn = 0;
  const MakeRows counted = [&](std::uint64_t first, std::size_t count) {
    drawn += count;
    return draw(first, count);
  };
  Ledger ledger;
  const std::string message = message_of([&] { rows_that_keep({&never, 1}, 0, 3000, counted, nullptr, ledger); });
  BOOST_TEST(has_all(message, {"too few of the rows", "200 <= a", "0 rows kept of 3,000 drawn", "one in 50"}), message);
  BOOST_TEST(has_all(message, {"learn longer"}), message);
  const AsAsked all = [](const tabular::Table&, std::size_t) { return true; };
  const std::string asked = message_of([&] { rows_that_keep({&never, 1}, 0, 3000, draw, all, ledger); });
  BOOST_TEST(has_all(asked, {"0 rows kept", "rule each other out"}), asked);
  BOOST_TEST(drawn == 3000U);
  BOOST_TEST(has_all(message_of([&] {
                       rows_that_keep({&never, 1}, kDrawStride, 1, counted, nullptr, ledger);
                     }),
                     {"2^40"}));
}

BOOST_AUTO_TEST_SUITE_END()
