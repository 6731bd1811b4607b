// `ballast audit`: generators that copy are named, those that know no row are not; and what it refuses.
#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include "tests/app/program.hpp"

using namespace ballast::app::testing;
using Json = nlohmann::json;
using Words = std::vector<std::string>;

namespace {

struct Bench : TempFolder {
  std::string data;
  Bench() {
    std::string text = "amount,days,city,label\n";
    for (int i = 0; i < 300; ++i) {
      text += std::to_string(i * 7919 % 23) + ".50," + std::to_string(i * i % 29) + "," +
              (i % 3 == 0 ? "Bonn" : "Trier") + "," + (i % 5 == 0 ? "yes" : "no") + "\n";
    }
    data = write("d.csv", text);
  }
  Json audited(const std::string& kind, Words more = {}) const {
    Words words{"audit", data, "--generator", kind, "--json"};
    words.insert(words.end(), more.begin(), more.end());
    if (std::ranges::find(words, "--shadows") == words.end()) words.insert(words.end(), {"--shadows", "16"});
    return Json::parse(must(words).out);
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(audit_command_test, Bench)

BOOST_AUTO_TEST_CASE(a_generator_of_copies_gives_its_rows_away_and_independent_columns_do_not) {
  const Json copies = audited("oversample"), strangers = audited("independent");
  BOOST_TEST(copies["attacks"][0]["tpr_at_1"]["value"] > 0.3);
  BOOST_TEST(copies["exposed_beyond_chance"] > 5);
  BOOST_TEST(strangers["attacks"][0]["tpr_at_01"]["low"] < 0.001);
  BOOST_TEST(strangers["records"] == 300);
}

BOOST_AUTO_TEST_CASE(one_class_is_audited_and_each_row_told_by_its_line) {
  const Json found = audited("smote", {"--target", "label", "--positive", "yes", "--out", file("rows.csv")});
  BOOST_TEST(found["rows"] == 60);
  const std::string rows = read_file(file("rows.csv"));
  BOOST_TEST(rows.starts_with("line,signal,learned,not_learned,p,p_holm\n"));
  BOOST_TEST(std::ranges::count(rows, '\n') == 61);
  const int line = found["exposed"][0]["line"];
  BOOST_TEST((line - 2) % 5 == 0);  // lines of "yes"
  const Outcome text = must({"audit", data, "--generator", "independent", "--shadows", "8", "--records", "50"});
  for (const char* said : {"8 shadows", "50 rows audited", "most exposed rows", "verdict: no attack names"}) {
    BOOST_TEST(text.out.find(said) != std::string::npos, said << " in " << text.out);
  }
}

BOOST_AUTO_TEST_CASE(likelihoods_of_codes_are_asked_too) {
  const Json found = audited("masked", {"--shadows", "8", "--updates", "5", "--hidden", "8", "--batch", "16"});
  BOOST_TEST(found["attacks"].size() == 4u);
}

BOOST_AUTO_TEST_CASE(what_makes_no_sense_is_refused) {
  refuse({"audit", data, "--shadows", "9"}, {"shadows come in pairs", "even number"});
  refuse({"audit", data, "--positive", "yes"}, {"--positive is a label of the target", "--target"});
  refuse({"audit", data, "--generator", "smote", "--hidden", "8"}, {"--hidden"});
  refuse({"audit", write("few.csv", "a,b\n1,2\n2,3\n3,1\n"), "--generator", "smote"}, {"too few rows to part"});
}

BOOST_AUTO_TEST_SUITE_END()
