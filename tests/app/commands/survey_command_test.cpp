// `ballast survey`: what it takes, refuses and writes, and that it goes on.
#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include "tests/app/program.hpp"

using namespace ballast::app::testing;
using Json = nlohmann::json;
using Words = std::vector<std::string>;

namespace {

// The label leans on x; every eighth row is rare.
std::string rows_csv(int rows, int first) {
  std::string out = "x,y,label\n";
  for (int i = first; i < first + rows; ++i) {
    const bool rare = i % 8 == 0;
    out += std::to_string(i * 7919 % 100 + (rare ? 40 : 0)) + "," + std::to_string(i * 104729 % 37) + "," +
           (rare ? "yes" : "no") + "\n";
  }
  return out;
}

struct Bench : TempFolder {
  std::string a = write("a.csv", rows_csv(240, 0)), b = write("b.csv", rows_csv(240, 5000));
  Words quick{"--augment", "oversample,smote", "--repeats", "2", "--classifier", "forest", "--trees", "5"};

  Outcome surveyed(const std::string& list, Words more = {}, bool force = true) const {
    Words words{"survey", list, "--out", file("out")};
    words.insert(words.end(), quick.begin(), quick.end());
    words.insert(words.end(), more.begin(), more.end());
    return force ? call_ballast(words) : call_as_typed(words);
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(survey_command_test, Bench)

BOOST_AUTO_TEST_CASE(a_broken_table_is_a_row_and_the_others_go_on) {
  const std::string list =
      write("list.csv",
            "file,target,positive,options\na.csv,label,yes,\nnone.csv,label,yes,\n"
            "b.csv,label,yes,--repeats 3 --drop y\nb.csv,label,maybe,\nb.csv,label,yes,--no-such 1\n");
  const Outcome done = surveyed(list, {"--json"});
  BOOST_REQUIRE_MESSAGE(done.status == 3, done.err);
  const Json found = Json::parse(done.out);
  BOOST_REQUIRE(found["tables"].size() == 5u);
  BOOST_TEST(found["tables"][0]["error"].is_null());
  BOOST_TEST(found["tables"][0]["repeats"] == 2);
  BOOST_TEST(found["tables"][2]["repeats"] == 3);
  BOOST_TEST(found["tables"][2]["features"] == 1);
  BOOST_TEST(found["tables"][1]["error"].get<std::string>().find("none.csv") != std::string::npos);
  BOOST_TEST(found["tables"][3]["error"].get<std::string>().find("maybe") != std::string::npos);
  BOOST_TEST(found["tables"][4]["error"].get<std::string>().find("no-such") != std::string::npos);
  BOOST_TEST(found["tables"][4]["error"].get<std::string>().find("list.csv:6: ") != std::string::npos);
  BOOST_TEST(found["rankings"][0]["tables"] == 2);
  BOOST_TEST(found["rankings"][0]["arms"].size() == 3u);
  BOOST_TEST(found["rankings"][0]["arms"][0]["augmentation"] == "none");
  const std::string page = read_file(file("out/survey.html"));
  BOOST_TEST(page.find("<svg") != std::string::npos);
  BOOST_TEST(page.find("<script") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(cautions_of_each_study_are_kept_and_shown) {
  const std::string list = write("list.csv", "file,target,positive\na.csv,label,yes\nb.csv,label,yes\n");
  const Outcome done = surveyed(list);
  BOOST_REQUIRE_MESSAGE(done.status == 0, done.err);
  BOOST_TEST(done.out.find("caution: b.csv: a test part has 6 positives") != std::string::npos, done.out);
  const Json table = Json::parse(read_file(file("out/summary.json")))["tables"][1];
  BOOST_TEST(table["cautions"].dump().find("\"a test part has 6 positives") != std::string::npos);
  BOOST_TEST(read_file(file("out/survey.html")).find("Caution: b.csv: a test part has 6 positives") !=
             std::string::npos);
  BOOST_REQUIRE(surveyed(list, {"--continue"}, false).status == 0);
  BOOST_TEST(Json::parse(read_file(file("out/summary.json")))["tables"][1] == table);
}

BOOST_AUTO_TEST_CASE(a_survey_of_broken_tables_alone_ends_as_a_failure) {
  const Outcome done = surveyed(write("list.csv", "file,target,positive\nnone.csv,label,yes\nb.csv,label,maybe\n"));
  BOOST_TEST(done.status == 2);
  BOOST_TEST(done.says("no table of the list could be studied"), done.err);
  BOOST_TEST(Json::parse(read_file(file("out/summary.json")))["tables"].size() == 2u);
}

BOOST_AUTO_TEST_CASE(it_goes_on_where_it_was_ended) {
  const std::string list = write("list.csv", "file,target,positive\na.csv,label,yes\n");
  BOOST_REQUIRE(surveyed(list).status == 0);
  const Json first = Json::parse(read_file(file("out/summary.json")));
  write("list.csv", "file,target,positive\na.csv,label,yes\nb.csv,label,yes\n");
  BOOST_TEST(surveyed(list, {}, false).says("not empty"));  // without --continue nothing is replaced
  const Outcome done = surveyed(list, {"--continue"}, false);
  BOOST_REQUIRE_MESSAGE(done.status == 0, done.err);
  const Json then = Json::parse(read_file(file("out/summary.json")));
  BOOST_TEST(then["tables"][0] == first["tables"][0]);  // its seconds too: it was not studied again
  BOOST_TEST(then["tables"].size() == 2u);
  write("a.csv", rows_csv(250, 0));
  BOOST_REQUIRE(surveyed(list, {"--continue"}, false).status == 0);
  const Json last = Json::parse(read_file(file("out/summary.json")));
  BOOST_TEST(last["tables"][0]["rows"] == 250);
  BOOST_TEST(last["tables"][1] == then["tables"][1]);
}

// What was studied stays in place while a table in front of it is studied anew.
BOOST_AUTO_TEST_CASE(known_tables_are_taken_before_others_are_studied) {
  const std::string list = write("list.csv", "file,target,positive\nnone.csv,label,yes\na.csv,label,yes\n");
  BOOST_REQUIRE(surveyed(list).status == 3);
  const Json first = Json::parse(read_file(file("out/summary.json")));
  const Outcome again = surveyed(list, {"--continue"}, false);
  BOOST_REQUIRE_MESSAGE(again.status == 3, again.err);
  const Json then = Json::parse(read_file(file("out/summary.json")));
  BOOST_REQUIRE(then["tables"].size() == 2u);
  BOOST_TEST(then["tables"][0]["error"].get<std::string>().find("none.csv") != std::string::npos);
  BOOST_TEST(then["tables"][1] == first["tables"][1]);
}

BOOST_AUTO_TEST_CASE(what_changes_no_figure_over_tables_is_refused) {
  const std::string list = write("list.csv", "file,target,positive\na.csv,label,yes\n");
  for (const std::string option : {"--base-rate", "--cost-miss", "--cost-alarm", "--effect"}) {
    BOOST_TEST(surveyed(list, {option, "0.01"}).says("unknown option"));
    BOOST_TEST(call_ballast({"survey", "--help"}).out.find("  " + option) == std::string::npos);
  }
  BOOST_TEST(surveyed(list, {"--folds", "0"}).says("--folds 0 chooses no thresholds"));
  write("list.csv", "file,target,positive,options\na.csv,label,yes,--seed 7\nb.csv,label,yes,--classifiers=forest\n");
  const Outcome done = surveyed(list, {"--json"});
  BOOST_REQUIRE_MESSAGE(done.status == 3, done.err);
  const Json found = Json::parse(done.out);
  BOOST_TEST(found["tables"][0]["error"].get<std::string>().find("seed") != std::string::npos);  // it is the survey's
  BOOST_TEST(found["tables"][1]["error"].is_null());  // an older name of --classifier, which the survey gives too
}

// --trees of the survey is for lines with a forest, --synthetic for those with an arm that adds rows.
BOOST_AUTO_TEST_CASE(options_of_the_survey_hold_where_a_line_can_read_them) {
  const std::string list = write("list.csv",
                                 "file,target,positive,options\na.csv,label,yes,\n"
                                 "b.csv,label,yes,--classifier boosting --rounds 3\na.csv,label,yes,--augment none\n");
  const Outcome done = surveyed(list, {"--json", "--synthetic", "20"});
  BOOST_REQUIRE_MESSAGE(done.status == 0, done.err);
  for (const Json& table : Json::parse(done.out)["tables"]) BOOST_TEST(table["error"].is_null(), table.dump());
  BOOST_TEST(surveyed(list, {"--noise-level", "0.3"}).says("--noise-level is read by no line of the list"));
}

// A moved threshold changes neither PR-AUC nor F1 at chosen thresholds.
BOOST_AUTO_TEST_CASE(arms_that_train_plainly_are_not_ranked) {
  const std::string list = write("list.csv", "file,target,positive\na.csv,label,yes\nb.csv,label,yes\n");
  const Outcome done = call_ballast({"survey", list, "--out", file("out"), "--json", "--augment", "tuned,oversample",
                                     "--repeats", "2", "--classifier", "forest", "--trees", "5"});
  BOOST_REQUIRE_MESSAGE(done.status == 0, done.err);
  BOOST_TEST(Json::parse(done.out)["rankings"][0]["arms"].size() == 2u);
}

BOOST_AUTO_TEST_CASE(a_list_without_its_columns_is_refused) {
  const Outcome done = surveyed(write("list.csv", "path,target,positive\na.csv,label,yes\n"));
  BOOST_TEST(done.status == 2);
  BOOST_TEST(done.says("no column 'file'"), done.err);
  BOOST_TEST(surveyed(file("nothing.csv")).status == 2);
}

BOOST_AUTO_TEST_CASE(same_figures_at_any_number_of_threads) {
  const std::string list = write("list.csv", "file,target,positive\na.csv,label,yes\nb.csv,label,yes\n");
  Json found[2];
  for (const int i : {0, 1}) {
    const Outcome done = surveyed(list, {"--json", "--threads", i == 0 ? "1" : "3"});
    BOOST_REQUIRE_MESSAGE(done.status == 0, done.err);
    found[i] = Json::parse(done.out)["rankings"];
  }
  BOOST_TEST(found[0] == found[1]);
}

BOOST_AUTO_TEST_SUITE_END()
