// `fit --generator auto`: what is chosen is said with its reason and kept, and few rows are told what they can bear.
#include <boost/test/unit_test.hpp>

#include "tests/app/program.hpp"

using namespace ballast::app::testing;

namespace {

using Words = std::vector<std::string>;

struct Bench : TempFolder {
  // Rows of a number, a text and a class; every fourth is of class 1.
  std::string table(std::size_t rows) const {
    std::string text = "amount,city,label\n";
    for (std::size_t r = 0; r < rows; ++r) {
      text += std::to_string(r * 7 % 101) + ".5," + (r % 3 == 0 ? "Bonn" : "Trier") + "," + std::to_string(r % 4 == 0) +
              "\n";
    }
    return write("d.csv", text);
  }
  Outcome fit(std::size_t rows, const Words& more) const {
    Words words{"fit", table(rows), "--out", file("g"), "--force"};
    words.insert(words.end(), more.begin(), more.end());
    return call_ballast(words);
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(auto_generator_test, Bench)

BOOST_AUTO_TEST_CASE(few_rows_are_given_to_smote_and_told_what_they_can_bear) {
  const Outcome outcome = fit(48, {"--target", "label", "--positive", "1"});
  BOOST_TEST(outcome.status == 0, outcome.err);
  BOOST_TEST(outcome.says("--generator auto takes smote: 12 rows, too few for a network"), outcome.err);
  BOOST_TEST(outcome.says("12 rows show neither"), outcome.err);
  const Outcome seen = call_ballast({"inspect", file("g")});
  BOOST_TEST(seen.out.find("chosen by auto: 12 rows, too few for a network") != std::string::npos, seen.out);
}

BOOST_AUTO_TEST_CASE(a_whole_table_is_given_to_masked_and_settings_of_networks_reach_it) {
  const Outcome outcome = fit(60, {"--updates", "20", "--hidden", "8"});
  BOOST_TEST(outcome.says("--generator auto takes masked: a whole table"), outcome.err);
  BOOST_TEST(call_ballast({"inspect", file("g")}).out.find("of 8 units") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_setting_of_diffusion_alone_decides) {
  const Outcome outcome = fit(48, {"--target", "label", "--positive", "1", "--noising-steps", "50", "--updates", "20"});
  BOOST_TEST(outcome.says("auto takes diffusion: --noising-steps is a setting of it"), outcome.err);
}

BOOST_AUTO_TEST_CASE(settings_of_networks_are_refused_where_no_network_is_chosen) {
  const Outcome outcome = fit(48, {"--target", "label", "--positive", "1", "--hidden", "8"});
  BOOST_TEST(outcome.status == 2);
  BOOST_TEST(outcome.says("--hidden"), outcome.err);
  BOOST_TEST(outcome.says("smote"), outcome.err);
  const Outcome named = fit(48, {"--target", "label", "--positive", "1", "--generator", "smote", "--hidden", "8"});
  BOOST_TEST(named.status == 2);
  BOOST_TEST(named.says("--hidden"), named.err);
}

BOOST_AUTO_TEST_CASE(one_and_two_rows_are_learned_or_refused_in_plain_words) {
  BOOST_TEST(fit(1, {}).says("1 row can only be copied"));
  BOOST_TEST(fit(2, {}).says("2 rows show neither"));
  const Outcome masked = fit(2, {"--generator", "masked"});
  BOOST_TEST(masked.status == 2);
  BOOST_TEST(masked.says("too few rows to learn from; expected at least 10 for masked, got '2'"), masked.err);
}

BOOST_AUTO_TEST_SUITE_END()
