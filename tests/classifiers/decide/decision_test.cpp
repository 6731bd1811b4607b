// The chain from score to flag, and its file.
#include "classifiers/decide/decision.hpp"

#include <boost/test/unit_test.hpp>
#include <limits>

#include "classifiers/decide/prior_shift.hpp"
#include "engine/error.hpp"

using namespace ballast::classifiers;
using ballast::files::ArchiveReader;
using ballast::files::ArchiveWriter;

namespace {

Decision full() {
  Decision out;
  out.odds_ratio = 0.125;
  out.calibration = Calibration::platt({.slope = 0.5, .offset = 0.25});
  out.threshold = 0.375;
  out.rule = "f1";
  out.decided_on = "out of bag";
  out.base_rate = 0.01;
  return out;
}

ArchiveReader reader(const ArchiveWriter& out) {
  return ArchiveReader::from_bytes(out.bytes(), "file.ballast");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(decision_test)

BOOST_AUTO_TEST_CASE(a_decision_that_says_nothing_leaves_scores_alone) {
  const Decision plain;
  BOOST_TEST(plain.is_plain());
  BOOST_TEST(plain.probability(0.3F) == 0.3F);
  ArchiveWriter out("test");
  plain.save(out.child("decision"));
  BOOST_TEST(reader(out).entries().empty());
  BOOST_TEST(Decision::load(reader(out).child("decision")).is_plain());
}

BOOST_AUTO_TEST_CASE(the_prior_is_shifted_before_the_map_and_the_threshold_flags_from_itself_on) {
  const Decision decision = full();
  BOOST_TEST(decision.probability(0.7F) == decision.calibration.apply(shift_prior(0.7F, 0.125)));
  BOOST_TEST(decision.flags(0.375F));
  BOOST_TEST(!decision.flags(0.374F));
  std::vector<float> scores{0.2F, 0.7F};
  decision.apply(scores);
  BOOST_TEST(scores[1] == decision.probability(0.7F));
}

BOOST_AUTO_TEST_CASE(what_is_too_small_for_a_float_counts_as_zero) {
  Decision tiny;
  tiny.odds_ratio = 1e-10;
  BOOST_TEST(tiny.probability(1e-33F) == 0);
  BOOST_TEST(tiny.probability(1e-20F) > 0);
}

BOOST_AUTO_TEST_CASE(a_stored_decision_is_the_same) {
  const Decision decision = full();
  ArchiveWriter out("test");
  decision.save(out.child("decision"));
  const Decision again = Decision::load(reader(out).child("decision"));
  BOOST_TEST(again.odds_ratio == decision.odds_ratio);
  BOOST_TEST(again.probability(0.6F) == decision.probability(0.6F));
  BOOST_TEST(*again.threshold == 0.375);
  BOOST_TEST(again.rule == "f1");
  BOOST_TEST(again.decided_on == "out of bag");
  BOOST_TEST(*again.base_rate == 0.01);
}

BOOST_AUTO_TEST_CASE(hostile_numbers_are_refused) {
  constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
  using Case = std::pair<const char*, double>;
  for (const auto& [name, value] :
       {Case{"odds_ratio", 0}, Case{"odds_ratio", kNaN}, Case{"odds_ratio", -1}, Case{"threshold", kNaN},
        Case{"threshold", -0.1}, Case{"base_rate", 0}, Case{"base_rate", 1}, Case{"base_rate", kNaN}}) {
    ArchiveWriter out("test");
    out.number(name, value);
    BOOST_CHECK_EXCEPTION(Decision::load(reader(out)), ballast::Error, [&](const ballast::Error& error) {
      return std::string(error.what()).find("file.ballast: decision: bad " + std::string(name)) != std::string::npos;
    });
  }
}

BOOST_AUTO_TEST_SUITE_END()
