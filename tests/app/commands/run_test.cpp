// `ballast run` from end to end on small data: what it writes, that threads change no byte, and that Ctrl-C tears
// nothing.
#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "tests/app/program.hpp"

using namespace ballast::app::testing;
using Json = nlohmann::json;

namespace {

using Words = std::vector<std::string>;

struct Bench : TempFolder {
  std::string data = file("data.csv");
  Bench() {
    const Outcome made = call_ballast({"demo", "--rows", "1500", "--positives", "60", "--write", data, "--quiet"});
    BOOST_REQUIRE_EQUAL(made.status, 0);
  }
  Words run(const std::string& out, const std::string& augment, const Words& more = {}) const {
    Words words{"run",   data,      "--target", "Class",    "--positive", "1",     "--drop",  "Time",      "--augment",
                augment, "--trees", "8",        "--rounds", "8",          "--out", file(out), "--repeats", "2"};
    for (const char* adds : {"oversample", "smote", "diffusion"}) {  // --synthetic is read with these
      if (augment.find(adds) == std::string::npos) continue;
      words.insert(words.end(), {"--synthetic", "120"});
      break;
    }
    words.insert(words.end(), more.begin(), more.end());
    return words;
  }
};

std::vector<std::string> names_in(const std::string& folder) {
  std::vector<std::string> out;
  for (const auto& entry : fs::directory_iterator(folder)) out.push_back(entry.path().filename().string());
  std::erase(out, ".ballast-manifest");
  std::sort(out.begin(), out.end());
  return out;
}

void check_repeat(const Json& repeat, std::size_t test_rows) {
  const double tp = repeat.at("tp"), fp = repeat.at("fp"), fn = repeat.at("fn"), tn = repeat.at("tn");
  BOOST_TEST(tp + fp + fn + tn == static_cast<double>(test_rows));
  BOOST_TEST(tp + fn == 12.0);  // a fifth of 60
  BOOST_TEST(repeat.at("precision").get<double>() == (tp + fp > 0 ? tp / (tp + fp) : 0.0));
  BOOST_TEST(repeat.at("recall").get<double>() == tp / (tp + fn));
  for (const char* area : {"pr_auc", "roc_auc"}) {
    BOOST_TEST(repeat.at(area).get<double>() >= 0.0);
    BOOST_TEST(repeat.at(area).get<double>() <= 1.0);
  }
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(run_test, Bench)

BOOST_AUTO_TEST_CASE(writes_a_summary_of_the_stated_shape) {
  const Outcome outcome = call_ballast(run("o", "oversample,smote", {"--write-splits", "--json"}));
  BOOST_TEST_CONTEXT(outcome.err) {
    BOOST_REQUIRE_EQUAL(outcome.status, 0);
  }
  const Json summary = Json::parse(read_file(file("o/summary.json")));
  BOOST_TEST(Json::parse(outcome.out) == summary);
  BOOST_TEST(summary.at("data").at("rows") == 1500);
  BOOST_TEST(summary.at("data").at("positives") == 60);
  BOOST_TEST(summary.at("data").at("columns") == 29);
  for (const char* copies : {"test_rows_in_train", "test_rows_near_train", "contradictory_rows"}) {
    BOOST_TEST(summary.at("data").at(copies) == 0);
  }
  BOOST_TEST(summary.at("test_positives") == 12);
  BOOST_TEST(summary.at("label_noise").at("tested_rows").get<int>() > 300);
  BOOST_REQUIRE(!summary.at("cautions").empty());  // 12 positives see no gain of 0.01
  const std::string caution = summary.at("cautions")[0];
  BOOST_TEST(caution.find("a test part has 12 positives, too few for a gain of 0.01") == 0u, caution);
  BOOST_TEST(read_file(file("o/report.html")).find("Caution: a test part has 12 positives") != std::string::npos);
  BOOST_TEST(summary.at("format") == 1);
  BOOST_REQUIRE(summary.at("arms").size() == 6u);
  std::set<std::string> seen;
  for (const Json& arm : summary.at("arms")) {
    seen.insert(arm.at("classifier").get<std::string>() + "-" + arm.at("augmentation").get<std::string>());
    BOOST_REQUIRE(arm.at("per_repeat").size() == 2u);
    for (const Json& repeat : arm.at("per_repeat")) check_repeat(repeat, 300);
    BOOST_TEST(arm.at("per_repeat")[0].at("seed") == 42);
    BOOST_TEST(arm.at("per_repeat")[1].at("seed") == 43);
    for (const char* metric : {"precision", "recall", "f1", "pr_auc", "roc_auc", "chosen_f1", "cost"}) {
      const double a = arm.at("per_repeat")[0].at(metric), b = arm.at("per_repeat")[1].at(metric);
      BOOST_TEST(std::abs(arm.at(metric).at("mean").get<double>() - (a + b) / 2) < 1e-12);
      BOOST_TEST(arm.at(metric).at("sd").is_number());
    }
  }
  BOOST_TEST(seen.size() == 6u);
  for (const Json& arm : summary.at("arms")) {
    BOOST_TEST(arm.at("corrected").at("brier").at("mean").is_number());
    BOOST_TEST(arm.at("per_repeat")[0].at("corrected").at("raw_log_loss").is_number());
  }
  BOOST_TEST(summary.at("probabilities").size() == 6u * 2u);
  for (const Json& c : summary.at("probabilities")) BOOST_TEST(c.at("from_none").at("ci_low").is_number());
  BOOST_TEST(summary.at("comparisons").size() == 2u * 2u * 3u);  // PR-AUC, F1 and cost
  BOOST_TEST(summary.at("untested").size() == 2u * 2u * 6u);
  for (const Json& c : summary.at("untested")) BOOST_TEST(c.at("p_holm").is_null());
  for (const Json& c : summary.at("comparisons")) {
    BOOST_TEST(c.at("a") == "none");
    for (const char* key : {"classifier", "b", "metric", "delta", "ci_low", "ci_high", "p"})
      BOOST_TEST(c.contains(key));
  }
  BOOST_TEST(summary.at("timings").at("total").get<double>() > 0);
  for (const char* key : {"evidence", "verdict", "what_to_do"}) {
    BOOST_TEST(summary.at(key).get<std::string>().back() == '.');
  }
  BOOST_TEST(summary.at("gain").is_boolean());
}

BOOST_AUTO_TEST_CASE(the_verdict_is_last_and_the_same_in_text_summary_and_report) {
  const Outcome outcome = call_ballast(run("o", "smote"));
  BOOST_REQUIRE_EQUAL(outcome.status, 0);
  const Json summary = Json::parse(read_file(file("o/summary.json")));
  const std::string sentence = summary.at("verdict"), to_do = summary.at("what_to_do");
  std::string words = outcome.out;
  std::ranges::replace(words, '\n', ' ');
  BOOST_TEST(words.ends_with("verdict: " + sentence + " what to do: " + to_do + " "), outcome.out);
  const std::string page = read_file(file("o/report.html"));
  BOOST_TEST(page.find(sentence + " What to do: " + to_do) != std::string::npos);
}

BOOST_AUTO_TEST_CASE(without_folds_thresholds_stay_and_pr_auc_alone_is_tested) {
  const Outcome outcome = call_ballast(run("o", "smote", {"--folds", "0", "--json"}));
  BOOST_REQUIRE_MESSAGE(outcome.status == 0, outcome.err);
  const Json summary = Json::parse(outcome.out);
  BOOST_TEST(summary.at("comparisons").size() == 2u);
  BOOST_TEST(summary.at("comparisons")[0].at("metric") == "pr_auc");
  BOOST_TEST(summary.at("arms")[0].at("per_repeat")[0].at("chosen").at("f1").at("threshold") == 0.5);
  BOOST_TEST(!summary.at("timings").contains("choose_thresholds"));
  const Outcome one = call_ballast(run("p", "smote", {"--folds", "1"}));
  BOOST_TEST(one.status == 2);
  BOOST_TEST(one.says("--folds 1 leaves nothing to learn from; expected 0, or 2 and more"), one.err);
  const Outcome tuned = call_ballast(run("p", "tuned", {"--folds", "0"}));
  BOOST_TEST(tuned.status == 2);
  BOOST_TEST(tuned.says("without folds no threshold is chosen"), tuned.err);
}

BOOST_AUTO_TEST_CASE(one_repeat_is_tested_on_its_rows_and_claims_nothing) {
  Words words = run("o", "oversample");
  *(std::find(words.begin(), words.end(), "--repeats") + 1) = "1";
  const Outcome outcome = call_ballast(words);
  BOOST_REQUIRE_EQUAL(outcome.status, 0);
  BOOST_TEST(outcome.out.find("over the test rows of this split, by paired bootstrap") != std::string::npos);
  const Json summary = Json::parse(read_file(file("o/summary.json")));
  for (const Json& arm : summary.at("arms")) BOOST_TEST(arm.at("f1").at("sd").is_null());
  for (const Json& c : summary.at("comparisons")) {
    BOOST_TEST(c.at("ci_low").get<double>() <= c.at("ci_high").get<double>());
    BOOST_TEST(c.at("p").is_number());
  }
  for (const Json& c : summary.at("untested")) BOOST_TEST(c.at("ci_low").is_null());
  BOOST_TEST(!summary.at("gain").get<bool>());
}

BOOST_AUTO_TEST_CASE(a_base_rate_is_in_the_summary_and_in_a_second_table) {
  const Outcome outcome = call_ballast(run("o", "tuned,weights", {"--base-rate", "0.002"}));
  BOOST_TEST_CONTEXT(outcome.err) {
    BOOST_REQUIRE_EQUAL(outcome.status, 0);
  }
  BOOST_TEST(outcome.out.find("at a base rate of 0.200 %") != std::string::npos);
  const Json summary = Json::parse(read_file(file("o/summary.json")));
  BOOST_TEST(summary.at("study").at("base_rate") == 0.002);
  for (const Json& arm : summary.at("arms")) {
    for (const char* metric : {"precision", "recall", "f1", "pr_auc", "roc_auc"}) {
      BOOST_TEST(arm.at("base_rate").at(metric).at("mean").is_number());
      BOOST_TEST(arm.at("per_repeat")[0].at("base_rate").at(metric).is_number());
    }
    BOOST_TEST((arm.at("per_repeat")[0].at("threshold") == 0.5) == (arm.at("augmentation") != "tuned"));
  }
  BOOST_TEST(summary.at("comparisons_at_base_rate").size() == 2u * 3);      // of weights; tuned cannot differ
  BOOST_TEST(outcome.out.find("(0.200 % positive)") == std::string::npos);  // no arm adds rows
  BOOST_TEST(summary.at("arms")[0].at("per_repeat")[0].at("base_rate").at("chosen").contains("cost"));
  BOOST_TEST(!fs::exists(file("o/forest-tuned.ballast")));  // the same model as forest-none
  BOOST_TEST(fs::exists(file("o/forest-weights.ballast")));
}

BOOST_AUTO_TEST_CASE(splits_cover_each_row_once_a_repeat) {
  BOOST_REQUIRE_EQUAL(call_ballast(run("o", "none", {"--write-splits"})).status, 0);
  std::istringstream lines(read_file(file("o/splits.csv")));
  std::string line;
  std::getline(lines, line);
  BOOST_TEST(line == "repeat,row,part");
  std::size_t count = 0, test = 0;
  std::set<std::string> keys;
  while (std::getline(lines, line)) {
    ++count;
    const std::size_t comma = line.rfind(',');
    test += line.substr(comma + 1) == "test" ? 1 : 0;
    keys.insert(line.substr(0, comma));
  }
  BOOST_TEST(count == 3000u);
  BOOST_TEST(keys.size() == 3000u);
  BOOST_TEST(test == 600u);
  BOOST_TEST(keys.contains("1,0"));
  BOOST_TEST(keys.contains("2,1499"));
}

BOOST_AUTO_TEST_CASE(artefacts_are_the_same_at_any_number_of_threads) {
  const std::vector<std::string> expected{"boosting-diffusion.ballast",
                                          "boosting-none.ballast",
                                          "boosting-oversample.ballast",
                                          "boosting-smote.ballast",
                                          "forest-diffusion.ballast",
                                          "forest-none.ballast",
                                          "forest-oversample.ballast",
                                          "forest-smote.ballast",
                                          "generator-diffusion.ballast",
                                          "generator-oversample.ballast",
                                          "generator-smote.ballast",
                                          "report.html",
                                          "splits.csv",
                                          "summary.json",
                                          "synthetic.csv"};
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)  // each run trains a whole diffusion model
  const Words counts{"1", "3"};
#else
  const Words counts{"1", "2", "3"};
#endif
  for (const std::string& threads : counts) {
    Words words = run("o" + threads, "oversample,smote,diffusion", {"--write-splits", "--threads", threads});
    *(std::find(words.begin(), words.end(), "--repeats") + 1) = "1";
    const Outcome outcome = call_ballast(words);
    BOOST_TEST_CONTEXT(outcome.err) {
      BOOST_REQUIRE_EQUAL(outcome.status, 0);
    }
    BOOST_TEST(names_in(file("o" + threads)) == expected, boost::test_tools::per_element());
  }
  for (const std::string& name : expected) {
    const std::string one = read_file(file("o1/" + name));
    for (const std::string& threads : counts) {
      const std::string other = "o" + threads + "/" + name;
      const std::string bytes = read_file(file(other));
      BOOST_TEST_CONTEXT(other) {
        if (name == "summary.json") {
          Json a = Json::parse(one), b = Json::parse(bytes);
          a.erase("timings"), b.erase("timings");
          BOOST_TEST((a == b));
        } else {
          BOOST_TEST((one == bytes));
        }
      }
    }
  }
}

// What the study judged F1 by goes with the models of its first repeat.
BOOST_AUTO_TEST_CASE(models_carry_the_threshold_that_the_study_chose) {
  const auto threshold_of = [&](const std::string& model) {
    return Json::parse(must({"inspect", file(model), "--json"}).out).value("threshold", -1.0);
  };
  must(run("o", "smote"));
  const Json summary = Json::parse(read_file(file("o/summary.json")));
  for (const Json& arm : summary.at("arms")) {
    const std::string name = arm.at("classifier").get<std::string>() + "-" + arm.at("augmentation").get<std::string>();
    BOOST_TEST(threshold_of("o/" + name + ".ballast") == arm.at("per_repeat")[0].at("chosen").at("f1").at("threshold"));
  }
  BOOST_TEST(must({"inspect", file("o/forest-smote.ballast")}).out.find("by f1, chosen inside the training part") !=
             std::string::npos);
  must(run("b", "smote", {"--base-rate", "0.01"}));
  const Json rare = Json::parse(must({"inspect", file("b/forest-smote.ballast"), "--json"}).out);
  BOOST_TEST(rare.at("base_rate") == 0.01);
  must(run("n", "smote", {"--folds", "0"}));
  BOOST_TEST(threshold_of("n/forest-smote.ballast") == -1.0);
}

BOOST_AUTO_TEST_CASE(updates_reach_the_networks_of_the_arms) {
  const auto updates_of = [&](const std::string& model) { return must({"inspect", file(model)}).out; };
  Words words = run("o", "diffusion,vae,masked", {"--updates", "37"});
  *(std::ranges::find(words, "--repeats") + 1) = "1";
  must(words);
  for (const char* kind : {"diffusion", "masked", "vae"}) {
    const std::string said = updates_of("o/generator-" + std::string(kind) + ".ballast");
    BOOST_TEST(said.find("37 updates") != std::string::npos, said);
  }
  const Outcome unread = call_ballast(run("p", "smote", {"--updates", "37"}));
  BOOST_TEST(unread.status == 2);
  BOOST_TEST(unread.err.find("--updates") != std::string::npos, unread.err);
}

// Long enough not to be over before the signal comes; the bar line "repeat" says that work has begun.
BOOST_AUTO_TEST_CASE(an_interrupt_leaves_nothing) {
  const std::vector<std::string> before = names();
  Words words = run("o", "diffusion,smote");
  *(std::find(words.begin(), words.end(), "--repeats") + 1) = "500";
  for (const int signal_number : {SIGINT, SIGTERM}) {
    Running running(words);
    for (int i = 0; i < 1000 && running.err_so_far().find("repeat") == std::string::npos; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    BOOST_TEST(names().size() == before.size() + 1);  // the staging folder
    running.send(signal_number);
    const Outcome outcome = running.wait();
    BOOST_TEST(outcome.status == 130);
    BOOST_TEST(outcome.complaints().size() == 1u);
    BOOST_TEST(names() == before, boost::test_tools::per_element());
  }
}

BOOST_AUTO_TEST_CASE(force_replaces_a_study_and_no_folder_that_holds_anything_else) {
  BOOST_REQUIRE_EQUAL(call_as_typed(run("o", "none")).status, 0);
  BOOST_TEST(call_as_typed(run("o", "none")).says("the output folder is not empty (hint: --force"));
  BOOST_REQUIRE_EQUAL(call_as_typed(run("o", "smote", {"--force"})).status, 0);
  BOOST_TEST(fs::exists(file("o/forest-smote.ballast")));
  std::ofstream(file("o/notes.txt")) << "mine";
  const Outcome outcome = call_as_typed(run("o", "none", {"--force"}));
  BOOST_TEST(outcome.status == 2);
  BOOST_TEST(outcome.says("the folder holds notes.txt, which ballast did not write there"), outcome.err);
  BOOST_TEST(fs::exists(file("o/forest-smote.ballast")));
}

BOOST_AUTO_TEST_CASE(a_split_by_time_tests_on_the_last_rows) {
  Words words = run("o", "none", {"--write-splits", "--split", "chronological", "--time", "Time"});
  words.erase(std::find(words.begin(), words.end(), "--drop"), std::find(words.begin(), words.end(), "--augment"));
  const Outcome outcome = call_ballast(words);
  BOOST_TEST_CONTEXT(outcome.err) {
    BOOST_REQUIRE_EQUAL(outcome.status, 0);
  }
  const std::string splits = read_file(file("o/splits.csv"));
  BOOST_TEST(splits.find("1,0,train\n") != std::string::npos);
  BOOST_TEST(splits.find("2,1499,test\n") != std::string::npos);
  BOOST_TEST(splits.find("1,100,test\n") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(figures_are_files_and_a_report_can_be_left_out) {
  BOOST_REQUIRE_EQUAL(call_ballast(run("o", "smote", {"--figures", "--no-report", "--write-splits"})).status, 0);
  BOOST_TEST(!fs::exists(file("o/report.html")));
  BOOST_TEST(fs::exists(file("o/splits.csv")));
  BOOST_TEST(read_file(file("o/figures/curves-roc.svg")).starts_with("<svg "));
}

BOOST_AUTO_TEST_CASE(the_report_says_how_to_make_it_again) {
  const Outcome outcome = call_ballast(run("o", "smote", {"--threads", "1", "--cost-miss", "25"}));
  BOOST_REQUIRE_EQUAL(outcome.status, 0);
  const std::string page = read_file(file("o/report.html"));
  BOOST_TEST(
      page.find("--augment smote --trees 8 --rounds 8 --repeats 2 --synthetic 120 --cost-miss 25 --out FOLDER") !=
      std::string::npos);
  BOOST_TEST(page.find("--threads") == std::string::npos);
  BOOST_TEST(page.find("a missed positive costs 25") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(costs_that_say_nothing_are_refused) {
  const Outcome zero = call_ballast(run("o", "none", {"--cost-miss", "0", "--cost-alarm", "0"}));
  BOOST_TEST(zero.status == 2);
  BOOST_TEST(zero.says("--cost-miss and --cost-alarm are both 0: every threshold is as good"));
  const Outcome negative = call_ballast(run("o", "none", {"--cost-miss", "-1"}));
  BOOST_TEST(negative.status == 2);
  BOOST_TEST(negative.says("--cost-miss"));
}

BOOST_AUTO_TEST_CASE(quiet_says_nothing) {
  const Outcome outcome = call_ballast(run("o", "none", {"--quiet"}));
  BOOST_TEST(outcome.status == 0);
  BOOST_TEST(outcome.out.empty());
  BOOST_TEST(outcome.err.empty());
}

BOOST_AUTO_TEST_SUITE_END()
