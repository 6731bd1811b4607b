// What the audit's verdict says of figures that are set by hand.
#include <boost/test/unit_test.hpp>

#include "app/report/comparison/shadow_report.hpp"

using namespace ballast::app;

namespace {

// An attack that names learned rows surely at 1 % false alarms, and `strict` of them at .1 %.
std::string verdict_of(double strict) {
  fidelity::ShadowAudit audit;
  audit.shadows = 8;
  audit.records = {0};
  fidelity::ShadowAttack attack;
  attack.name = "nearest made row";
  attack.auc.value = 0.6;
  attack.at_hundredth = {0.0561, Interval{0.04, 0.08}};
  attack.at_thousandth = {strict, Interval{0, 0.02}};
  audit.attacks = {attack};
  const std::string text = shadow_text(audit, {.generator = "smote", .learned = "60 rows"});
  return text.substr(text.find("verdict: "));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(shadow_report_test)

BOOST_AUTO_TEST_CASE(a_border_that_no_trial_reached_is_left_out_of_the_verdict) {
  BOOST_TEST(verdict_of(0).find("verdict: made rows give away who was learned: 5.61 % are named at 1 % false alarms "
                                "(nearest made row); 0 of 1 rows are exposed") == 0U,
             verdict_of(0));
  BOOST_TEST(verdict_of(0.004).find("verdict: made rows give away who was learned: 0.40 % are named at .1 % false "
                                    "alarms, 5.61 % at 1 % (nearest made row)") == 0U,
             verdict_of(0.004));
}

BOOST_AUTO_TEST_SUITE_END()
