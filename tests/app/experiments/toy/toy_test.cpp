// `ballast toy` as its users call it, with few updates.
#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/app/figures/balance.hpp"
#include "tests/app/program.hpp"

using namespace ballast::app::testing;
using Json = nlohmann::json;

namespace {

using Words = std::vector<std::string>;

Words quick(const std::string& points, const std::string& out, const Words& more = {}) {
  Words words{"toy",     points, "--out",  out,    "--noising-steps", "12",  "--updates", "60",
              "--batch", "64",   "--rows", "1000", "--generated",     "1000"};
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(toy_test, TempFolder)

BOOST_AUTO_TEST_CASE(a_folder_of_figures_points_and_a_summary_the_same_at_any_number_of_threads) {
  const Outcome one = call_ballast(quick("two-moons", file("one"), {"--threads", "1", "--json"}));
  const Outcome three = call_ballast(quick("two-moons", file("three"), {"--threads", "3", "--quiet"}));
  BOOST_REQUIRE_MESSAGE(one.status == 0 && three.status == 0, one.err << three.err);
  for (const std::string name : {"noising.svg", "denoising.svg", "score.svg", "loss.svg", "points.csv"}) {
    const std::string content = read_file(file("one") + "/" + name);
    BOOST_TEST((content == read_file(file("three") + "/" + name)), name);
    if (name.ends_with(".svg")) BOOST_TEST(ballast::test::xml_fault(content) == "");
  }
  const Json summary = Json::parse(one.out), other = Json::parse(read_file(file("three") + "/summary.json"));
  BOOST_TEST(summary["points"] == "two-moons");
  BOOST_TEST(summary["parameters"] == 66050);
  BOOST_TEST(summary["mmd_ratio"].get<double>() == other["mmd_ratio"].get<double>());
  BOOST_TEST(three.out == "");
}

BOOST_AUTO_TEST_CASE(a_person_is_told_what_came_of_it_and_a_full_folder_is_kept) {
  const Outcome first = call_ballast(quick("two-diracs", file("out")));
  BOOST_REQUIRE_MESSAGE(first.status == 0, first.err);
  for (const char* word : {"two-diracs", "ratio", "49,537 parameters"}) {
    BOOST_TEST(first.out.find(word) != std::string::npos, word);
  }
  for (const char* word : {"wrote ", "noising.svg", "summary.json"}) BOOST_TEST(first.says(word), first.err);
  const Outcome again = call_as_typed(quick("two-diracs", file("out")));
  BOOST_TEST(again.status == 2);
  BOOST_TEST(again.says("--force"));
}

BOOST_AUTO_TEST_CASE(generators_stand_side_by_side_and_diffusion_is_the_toy_study) {
  const Outcome one = call_ballast(quick("two-moons", file("one"), {"--threads", "1", "--json"}));
  const Outcome both = call_ballast(quick("two-moons", file("both"), {"--generator", "kde,diffusion,smote", "--json"}));
  const Outcome line = call_ballast(
      {"toy", "uniform", "--out", file("line"), "--rows", "1000", "--generated", "1000", "--generator", "kde"});
  BOOST_REQUIRE_MESSAGE(one.status == 0 && both.status == 0 && line.status == 0, one.err << both.err << line.err);
  const Json alone = Json::parse(one.out), summary = Json::parse(both.out);
  BOOST_TEST((summary["generators"] == Json{"kde", "diffusion", "smote"}));
  BOOST_TEST(summary["mmd_ratio"]["diffusion"].get<double>() == alone["mmd_ratio"].get<double>());
  BOOST_TEST(summary["mmd_ratio"]["smote"].get<double>() < summary["mmd_ratio"]["kde"].get<double>());
  for (const char* folder : {"both", "line"}) {
    BOOST_TEST(ballast::test::xml_fault(read_file(file(folder) + "/points.svg")) == "");
  }
  const std::string points = read_file(file("both") + "/points.csv");
  BOOST_TEST(std::count(points.begin(), points.end(), '\n') == 4 * 1000 + 1);
  for (const char* words : {"kde", "to true points; ratio"}) {
    BOOST_TEST(line.out.find(words) != std::string::npos, line.out);
  }
  BOOST_TEST(line.says("points.svg"), line.err);
}

BOOST_AUTO_TEST_CASE(bad_requests_get_one_line_and_leave_nothing) {
  const std::vector<std::pair<Words, std::string>> cases{
      {{"toy", "two-mons", "--out", file("o")}, "two-moons"},
      {{"toy", "spiral"}, "--out"},
      {{"toy", "--out", file("o")}, "POINTS"},
      {{"toy", "spiral", "--out", file("o"), "--schedule", "cosin"}, "cosine"},
      {{"toy", "spiral", "--out", file("o"), "--sampler", "dim"}, "ddim"},
      {{"toy", "spiral", "--out", file("o"), "--noising-steps", "5"}, "--noising-steps"},
      {{"toy", "spiral", "--out", file("o"), "--generator", "vea"}, "did you mean 'vae'"},
      {{"toy", "spiral", "--out", file("o"), "--points", "10"}, "--points"},
      {{"toy", "spiral", "--out", file("plain")}, "plain"}};
  std::ofstream(file("plain")) << "a file";
  for (const auto& [words, says] : cases) {
    const Outcome outcome = call_ballast(words);
    BOOST_TEST(outcome.status == 2, says << ": " << outcome.err);
    BOOST_TEST(outcome.complaints().size() == 1u, says << ": " << outcome.err);
    BOOST_TEST(outcome.says(says), says << ": " << outcome.err);
    BOOST_TEST(!std::filesystem::exists(file("o")), says);
  }
}

BOOST_AUTO_TEST_CASE(the_help_names_every_point_set) {
  const Outcome help = call_ballast({"toy", "--help"});
  BOOST_TEST(help.status == 0);
  for (const char* word : {"two-diracs", "uniform", "two-moons", "spiral", "dinosaur", "--noising-steps", "MMD"}) {
    BOOST_TEST(help.out.find(word) != std::string::npos, word);
  }
}

BOOST_AUTO_TEST_SUITE_END()
