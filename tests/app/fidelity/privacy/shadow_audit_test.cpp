// A whole audit, of generators whose copying is known.
#include "app/fidelity/privacy/shadow_audit.hpp"

#include <boost/test/unit_test.hpp>

#include "app/fidelity/yardsticks.hpp"
#include "engine/numeric/random.hpp"
#include "tests/refusals.hpp"

using namespace ballast;
using namespace ballast::app::fidelity;
using ballast::test::says;
using tabular::Table;

namespace {

Table numbers(std::size_t rows) {
  Table out({{"a", tabular::ColumnKind::numeric, {}},
             {"b", tabular::ColumnKind::numeric, {}},
             {"c", tabular::ColumnKind::numeric, {}}},
            rows);
  for (std::size_t r = 0; r < rows; ++r) {
    numeric::RandomStream random(3, numeric::Purpose::kGeneral, r);
    for (std::size_t c = 0; c < 3; ++c) out.column(c)[r] = random.normal();
  }
  return out;
}

// Rows of the same law that know nothing of those learned, but for the first `copies` of these.
MakeShadow stranger(std::size_t copies) {
  return [copies](const Table& rows, const Table&, std::size_t number, Observer&) {
    Shadow out{Table(rows.schema(), rows.rows()), {}};
    for (std::size_t r = 0; r < rows.rows(); ++r) {
      numeric::RandomStream random(100 + number, numeric::Purpose::kGeneral, r);
      for (std::size_t c = 0; c < rows.columns(); ++c) {
        out.made.column(c)[r] = r < copies ? rows.column(c)[r] : random.normal();
      }
    }
    return out;
  };
}

ShadowAudit audit(const MakeShadow& make, std::size_t threads = 2) {
  numeric::ThreadPool pool(threads);
  Observer quiet;
  return audit_by_shadows(numbers(600), {.shadows = 16, .records = 600, .seed = 5}, make, pool, quiet);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(shadow_audit_test)

BOOST_AUTO_TEST_CASE(a_generator_that_knows_no_row_stands_at_chance) {
  const ShadowAudit found = audit(stranger(0));
  BOOST_TEST(found.records.size() == 600u);
  BOOST_REQUIRE(found.attacks.size() == 2u);  // it cannot tell how likely a row is
  for (const ShadowAttack& attack : found.attacks) {
    BOOST_TEST(std::abs(attack.auc.value - 0.5) < 0.03);
    BOOST_TEST(attack.at_thousandth.interval->low < 0.001);
  }
  BOOST_TEST(found.exposed.front().p_holm > 0.05);
}

// Three of 300 rows learned come back as they are: the mean distance hardly moves, the audit names them.
BOOST_AUTO_TEST_CASE(one_copy_in_a_hundred_is_found_and_the_rows_are_named) {
  const ShadowAudit found = audit(stranger(3));
  const ShadowAttack& unusual = found.attacks[0];
  BOOST_TEST(unusual.auc.value < 0.55);
  BOOST_TEST(unusual.at_thousandth.value > 0.008);
  BOOST_TEST(unusual.at_thousandth.interval->low > 0.001);
  // The first rows of the table are copied by every shadow that learns them.
  BOOST_TEST(found.exposed[0].p_holm < 0.05);
  BOOST_TEST(found.records[found.exposed[0].record] < 3u);
}

BOOST_AUTO_TEST_CASE(figures_are_the_same_at_any_number_of_threads) {
  const ShadowAudit one = audit(stranger(3), 1), three = audit(stranger(3), 3);
  for (std::size_t a = 0; a < one.attacks.size(); ++a) {
    BOOST_TEST(one.attacks[a].auc.value == three.attacks[a].auc.value);
    BOOST_TEST(one.attacks[a].at_hundredth.value == three.attacks[a].at_hundredth.value);
  }
  BOOST_TEST(one.exposed[0].p == three.exposed[0].p);
}

BOOST_AUTO_TEST_CASE(likelihoods_are_a_signal_where_a_kind_can_tell_them) {
  const MakeShadow tells = [](const Table& rows, const Table& records, std::size_t number, Observer& observer) {
    Shadow out = stranger(0)(rows, records, number, observer);
    for (std::size_t r = 0; r < records.rows(); ++r) {
      numeric::RandomStream random(number, numeric::Purpose::kGeneral, r);
      bool learned = false;
      for (const tabular::RowOrigin& origin : rows.origins()) learned = learned || origin == records.origins()[r];
      out.likelihood.push_back(random.normal() + (learned ? 3 : 0));
    }
    return out;
  };
  const ShadowAudit found = audit(tells);
  BOOST_REQUIRE(found.attacks.size() == 4u);
  BOOST_TEST(found.attacks[3].id == "likelihood_ratio");
  BOOST_TEST(found.attacks[3].auc.value > 0.95);
  BOOST_TEST(found.exposed[0].signal == "likelihood");
}

BOOST_AUTO_TEST_CASE(too_little_to_part_is_refused) {
  numeric::ThreadPool pool(1);
  Observer quiet;
  BOOST_CHECK_EXCEPTION(audit_by_shadows(numbers(600), {.shadows = 9}, stranger(0), pool, quiet), Error,
                        says("shadows come in pairs"));
  BOOST_CHECK_EXCEPTION(audit_by_shadows(numbers(39), {.shadows = 8}, stranger(0), pool, quiet), Error,
                        says("too few rows to part in halves"));
}

BOOST_AUTO_TEST_SUITE_END()
