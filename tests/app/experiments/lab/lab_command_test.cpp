// `ballast lab` as its users call it, with few updates.
#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "tests/app/program.hpp"

using namespace ballast::app::testing;
using Json = nlohmann::json;

namespace {

using Words = std::vector<std::string>;

Words quick(const std::string& what, const Words& more = {}) {
  Words words{"lab",       what, "--updates",   "30",  "--batch",           "32",      "--noising-steps",  "10",
              "--repeats", "2",  "--generated", "100", "--parametrisation", "noise,v", "--curve-samplers", "ddim"};
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(lab_command_test, TempFolder)

BOOST_AUTO_TEST_CASE(points_give_tables_a_verdict_and_a_folder) {
  const Outcome outcome = call_ballast(quick("two-moons", {"--rows", "200", "--out", file("lab")}));
  BOOST_REQUIRE_MESSAGE(outcome.status == 0, outcome.err);
  for (const char* word : {"two-moons: 200 rows", "trajectories", "/ yardstick", "copied", "verdict: "}) {
    BOOST_TEST(outcome.out.find(word) != std::string::npos, word);
  }
  for (const char* name : {"error.svg", "samplers.svg", "memorisation.svg", "summary.json"}) {
    BOOST_TEST(std::filesystem::exists(file("lab") + "/" + name), name);
  }
  const Outcome again = call_as_typed(quick("two-moons", {"--out", file("lab")}));
  BOOST_TEST(again.status == 2);
  BOOST_TEST(again.says("--force"));
}

BOOST_AUTO_TEST_CASE(a_table_gives_the_same_in_json_without_a_folder) {
  const std::string data = file("data.csv");
  BOOST_REQUIRE_EQUAL(call_ballast({"demo", "--rows", "600", "--positives", "50", "--write", data}).status, 0);
  const Outcome outcome = call_ballast(
      quick(data, {"--target", "Class", "--positive", "1", "--drop", "Time", "--held-out", "0.4", "--json"}));
  BOOST_REQUIRE_MESSAGE(outcome.status == 0, outcome.err);
  const Json summary = Json::parse(outcome.out);
  BOOST_TEST(summary["train_rows"] == 30);
  BOOST_TEST(summary["held_out_rows"] == 20);
  BOOST_TEST(summary["arms"].size() == 4u);
  BOOST_TEST(summary["arms"][0]["per_repeat"].size() == 2u);
  BOOST_TEST(summary["samplers"].size() == 2u);
}

BOOST_AUTO_TEST_CASE(bad_requests_get_one_line_and_leave_nothing) {
  const std::vector<std::pair<Words, std::string>> cases{
      {{"lab", "two-mons"}, "two-moons"},
      {{"lab", "cards.csv"}, "--target and --positive"},
      {{"lab", "two-moons", "--target", "Class"}, "--target is read with a table only; got 'two-moons'"},
      {{"lab", "cards.csv", "--target", "a", "--positive", "1", "--points", "500"},
       "--points is read with a point set only"},
      {{"lab", "spiral", "--evaluations", "20"}, "--evaluations is read with --sampler only"},
      {{"lab", "spiral", "--parametrisation", "nose"}, "noise"},
      {{"lab", "spiral", "--samplers", "dim"}, "ddim"},
      {{"lab", "spiral", "--repeats", "0"}, "--repeats"},
      {{"lab", "nowhere.csv", "--target", "a", "--positive", "1"}, "nowhere.csv"},
      {{"lab"}, "POINTS"}};
  for (auto [words, says] : cases) {
    words.insert(words.end(), {"--out", file("o")});
    const Outcome outcome = call_ballast(words);
    BOOST_TEST(outcome.status == 2, says << ": " << outcome.err);
    BOOST_TEST(outcome.complaints().size() == 1u, says << ": " << outcome.err);
    BOOST_TEST(outcome.says(says), says << ": " << outcome.err);
    BOOST_TEST(!std::filesystem::exists(file("o")), says);
  }
}

BOOST_AUTO_TEST_SUITE_END()
