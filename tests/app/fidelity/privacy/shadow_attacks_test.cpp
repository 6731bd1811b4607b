// Attacks by shadows on matrices whose truth is known.
#include "app/fidelity/privacy/shadow_attacks.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <utility>

#include "engine/numeric/random.hpp"

using namespace ballast;
using namespace ballast::app::fidelity;

namespace {

constexpr std::size_t kRecords = 400, kShadows = 16;

// Which shadow learned which record: half of them each.
numeric::Matrix<std::uint8_t> learned() {
  numeric::Matrix<std::uint8_t> out(kRecords, kShadows);
  for (std::size_t r = 0; r < kRecords; ++r) {
    numeric::RandomStream random(7, numeric::Purpose::kShadow, r);
    for (std::size_t k = 0; k < kShadows; k += 2) {
      const bool first = random.uniform() < 0.5;
      out(r, k) = first ? 1 : 0;
      out(r, k + 1) = first ? 0 : 1;
    }
  }
  return out;
}

// Normal noise about a level of the record's own, `lean` higher where it was learned.
ShadowSignal noise(double lean = 0) {
  ShadowSignal out{"s", "signal", numeric::Matrix<double>(kRecords, kShadows)};
  const auto in = learned();
  for (std::size_t r = 0; r < kRecords; ++r) {
    numeric::RandomStream random(9, numeric::Purpose::kGeneral, r);
    const double own = 20 * random.uniform();
    for (std::size_t k = 0; k < kShadows; ++k) out.said(r, k) = own + random.normal() + (in(r, k) != 0 ? lean : 0);
  }
  return out;
}

template <class... Signals>
std::vector<ShadowSignal> signals(Signals... all) {
  std::vector<ShadowSignal> out;
  (out.push_back(std::move(all)), ...);
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(shadow_attacks_test)

BOOST_AUTO_TEST_CASE(noise_stands_at_chance) {
  for (const ShadowAttack& attack : shadow_attacks(noise(), learned())) {
    BOOST_TEST_CONTEXT(attack.id) {
      BOOST_TEST(std::fabs(attack.auc.value - 0.5) < 0.03);  // of 3,200 pairs a side four standard errors are .029
      BOOST_TEST(attack.at_hundredth.interval->low < 0.01);
      BOOST_TEST(attack.at_thousandth.interval->low < 0.001);
    }
  }
  for (const ExposedRecord& one : exposed_records(signals(noise()), learned())) BOOST_TEST(one.p_holm > 0.05);
}

BOOST_AUTO_TEST_CASE(a_lean_of_all_is_seen_by_the_ratio) {
  const std::vector<ShadowAttack> attacks = shadow_attacks(noise(2), learned());
  BOOST_REQUIRE(attacks.size() == 2u);
  for (const ShadowAttack& attack : attacks)
    BOOST_TEST(attack.auc.value > 0.85, attack.id);  // of normals 2 apart: .921
}

// Every hundredth learned pair is said to be far nearer than any noise.
BOOST_AUTO_TEST_CASE(one_copy_in_a_hundred_is_named_without_false_alarms) {
  ShadowSignal signal = noise();
  const auto in = learned();
  std::size_t members = 0;
  for (std::size_t r = 0; r < kRecords; ++r) {
    for (std::size_t k = 0; k < kShadows; ++k) {
      if (in(r, k) != 0 && members++ % 100 == 0) signal.said(r, k) += 100;
    }
  }
  const ShadowAttack unusual = shadow_attacks(signal, in)[0];
  BOOST_TEST(unusual.id == "s_unusual");
  BOOST_TEST(unusual.at_thousandth.value >= 0.01);
  BOOST_TEST(unusual.at_thousandth.value < 0.02);
  BOOST_TEST(unusual.at_thousandth.interval->low > 0.001);
}

BOOST_AUTO_TEST_CASE(records_that_are_always_near_when_learned_are_named_first) {
  ShadowSignal signal = noise();
  const auto in = learned();
  for (const std::size_t r : {31U, 200U}) {
    for (std::size_t k = 0; k < kShadows; ++k) signal.said(r, k) += in(r, k) != 0 ? 12 : 0;
  }
  const std::vector<ExposedRecord> found = exposed_records(signals(noise(), std::move(signal)), in);
  BOOST_REQUIRE(found.size() == kRecords);
  for (std::size_t i = 0; i < 2; ++i) {
    BOOST_TEST((found[i].record == 31 || found[i].record == 200));
    BOOST_TEST(found[i].signal == "s");
    BOOST_TEST(found[i].inside - found[i].outside > 10);
    BOOST_TEST(found[i].p_holm < 0.05);
  }
  BOOST_TEST(found[2].p_holm > 0.05);
}

// One record, by hand: learned 4, 6, 8; not learned 1, 2, 3. The first of these without itself: others 2 and 3.
BOOST_AUTO_TEST_CASE(a_shadow_is_judged_beside_the_others) {
  ShadowSignal signal{"s", "signal", numeric::Matrix<double>(2, 6)};
  numeric::Matrix<std::uint8_t> in(2, 6);
  const double said[2][6] = {{4, 6, 8, 1, 2, 3}, {5, 5, 5, 5, 5, 5}};
  for (std::size_t r = 0; r < 2; ++r) {
    for (std::size_t k = 0; k < 6; ++k) {
      signal.said(r, k) = said[r][k];
      in(r, k) = k < 3 ? 1 : 0;
    }
  }
  // Unusual: 2, 4 and 6 (mean 2, deviation 1); of the others -2.12, 0 and 2.12. Rows that are all alike are 0.
  const ShadowAttack unusual = shadow_attacks(signal, in)[0];
  // Of 36 pairs 2, 4 and 6 win 5 + 6 + 6; three zeros win one and halve four each.
  BOOST_TEST(std::fabs(unusual.auc.value - (17 + 9) / 36.0) < 1e-6);
  BOOST_TEST(unusual.at_hundredth.value == 2.0 / 6);
}

BOOST_AUTO_TEST_SUITE_END()
