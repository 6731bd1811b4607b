// `fit --epsilon`: what is promised is said by every command, the file holds nothing of single rows, and what cannot be
// promised is refused.
#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include "tests/app/program.hpp"

using namespace ballast::app::testing;
using Json = nlohmann::json;
using Words = std::vector<std::string>;

namespace {

constexpr int kRows = 4321;

struct Bench : TempFolder {
  std::string data, gen = file("gen.ballast");
  Bench() {
    std::string text = "id,amount,days,city,label\n";
    for (int i = 0; i < kRows; ++i) {
      const std::string city = i == 7 ? "Zzyzx" : i % 3 == 0 ? "Bonn" : "Trier";
      text += "K-" + std::to_string(70000 + i) + "," + std::to_string(i * 7919 % 2300) + ".50," +
              std::to_string(i * i % 29) + "," + city + "," + (i % 5 == 0 ? "yes" : "no") + "\n";
    }
    data = write("d.csv", text);
  }
  // The options of a quick fit, and these.
  Words fit(const Words& more) const {
    Words words{"fit", data, "--generator", "masked", "--updates", "20", "--hidden", "8", "--out", gen};
    words.insert(words.end(), more.begin(), more.end());
    return words;
  }
};

constexpr const char* kSchema = R"({"ballast_schema": 1, "columns": [
  {"name": "id", "kind": "identifier"},
  {"name": "amount", "kind": "numeric", "min": 0, "max": 3000, "places": 2},
  {"name": "days", "kind": "integer", "min": 0, "max": 30},
  {"name": "city", "kind": "categorical", "labels": ["Bonn", "Trier"]},
  {"name": "label", "kind": "categorical", "labels": ["no", "yes"]}]})";

}  // namespace

BOOST_FIXTURE_TEST_SUITE(privacy_command_test, Bench)

BOOST_AUTO_TEST_CASE(the_promise_is_said_by_fit_inspect_and_sample) {
  const Words words = fit({"--epsilon", "20", "--drop", "id", "--delta", "1e-6"});
  const Outcome made = must(words);
  BOOST_TEST(made.says("differential privacy: epsilon 20, delta 1e-06, for each row that is there or is not"));
  BOOST_TEST(made.says("do not know the seed"));
  BOOST_TEST(made.says("taken as public"));
  BOOST_TEST(must({"inspect", gen}).out.find("differential privacy: epsilon 20") != std::string::npos);
  const Json told = Json::parse(must({"inspect", gen, "--json"}).out);
  BOOST_TEST(told["epsilon"] <= 20);
  BOOST_TEST(told["delta"] == 1e-6);
  BOOST_TEST(told["secret_noise"] == false);
  const Outcome rows = must({"sample", gen, "--rows", "50", "--out", file("made.csv")});
  BOOST_TEST(rows.says("differential privacy: epsilon 20"));
  BOOST_TEST(Json::parse(must({"sample", gen, "--rows", "5", "--out", file("made.csv"), "--json"}).out)["epsilon"] <=
             20);
}

BOOST_AUTO_TEST_CASE(the_file_holds_nothing_of_single_rows) {
  must(fit({"--epsilon", "20"}));
  const std::string bytes = read_file(gen);
  for (const char* single : {"Zzyzx", "K-70000", "K-74320"})
    BOOST_TEST(bytes.find(single) == std::string::npos, single);
  BOOST_TEST(bytes.find("Trier") != std::string::npos);
  const Json told = Json::parse(must({"inspect", gen, "--json"}).out);
  BOOST_TEST(!told.contains("rows_checksum"));
  BOOST_TEST(told["rows"] != kRows);
  BOOST_TEST(told["rows"] > kRows / 2);
  const Json fitted = Json::parse(must(fit({"--epsilon", "20", "--json"})).out);
  BOOST_TEST(fitted["rows"] == told["rows"]);
}

// Bounds, labels and identifiers come from the schema: as known before, and not from the rows.
BOOST_AUTO_TEST_CASE(a_schema_is_public_and_is_kept) {
  const std::string schema = write("s.json", kSchema);
  const Outcome made = must(fit({"--epsilon", "20", "--schema", schema}));
  BOOST_TEST(made.says("the schema is taken as public"));
  BOOST_TEST(made.says("labels that the schema does not list"));
  must({"sample", gen, "--rows", "300", "--out", file("made.csv")});
  const std::string rows = read_file(file("made.csv"));
  BOOST_TEST(rows.find("\nid-1,") != std::string::npos);  // counted from 1, not from the last one of the data
  BOOST_TEST(rows.find("Zzyzx") == std::string::npos);
  BOOST_TEST(rows.find("K-") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_rows_of_one_class_are_learned_with_a_promise_too) {
  must(fit({"--epsilon", "60", "--drop", "id", "--target", "label", "--positive", "yes"}));
  must({"sample", gen, "--rows", "20", "--out", file("made.csv")});
  const std::string rows = read_file(file("made.csv"));
  BOOST_TEST(rows.find(",yes\n") != std::string::npos);
  BOOST_TEST(rows.find(",no\n") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(secret_noise_is_another_each_time_and_the_seed_does_not_give_it_away) {
  const Outcome made = must(fit({"--epsilon", "20", "--drop", "id", "--secret-noise"}));
  BOOST_TEST(!made.says("do not know the seed"));
  const std::string first = read_file(gen);
  must(fit({"--epsilon", "20", "--drop", "id", "--secret-noise"}));
  BOOST_TEST((first != read_file(gen)));
  BOOST_TEST(Json::parse(must({"inspect", gen, "--json"}).out)["secret_noise"] == true);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_promised_is_refused) {
  for (const char* epsilon : {"0", "-1", "nan", "1001"})
    refuse(fit({"--epsilon", epsilon}), {"--epsilon is invalid", "above 0"});
  for (const char* delta : {"0", "1"}) refuse(fit({"--epsilon", "1", "--delta", delta}), {"--delta is invalid"});
  refuse(fit({"--epsilon", "9", "--delta", ".001"}), {"--delta is too large", "less than 1 in 4321 rows", "0.001"});
  refuse(fit({"--delta", "1e-6"}), {"--delta", "--epsilon"});
  refuse(fit({"--secret-noise"}), {"--secret-noise", "--epsilon"});
  refuse({"fit", data, "--generator", "gan", "--epsilon", "1", "--out", gen}, {"--epsilon", "--generator masked"});
  refuse({"fit", data, "--epsilon", "1", "--out", gen}, {"--epsilon", "--generator masked"});
  refuse(fit({"--epsilon", "0.1"}), {"too few rows for --epsilon 0.1", "rows or more", "bear --epsilon"});
  const std::string schema =
      write("s.json", std::string(kSchema).insert(std::string(kSchema).size() - 1,
                                                  R"(, "constraints": [{"combinations": ["city", "label"]}])"));
  refuse(fit({"--epsilon", "20", "--schema", schema}),
         {"combinations found in the rows would give rows away", "allowed"});
}

BOOST_AUTO_TEST_SUITE_END()
