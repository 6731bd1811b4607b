// Decisions from the command line: made by `train`, stored, used by `predict`, `evaluate`, `explain` and `export`; and
// what is refused.
#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/app/program.hpp"

using namespace ballast::app::testing;
using Json = nlohmann::json;

namespace {

using Words = std::vector<std::string>;

struct Bench : TempFolder {
  Bench() {
    must({"demo", "--rows", "1500", "--positives", "90", "--write", file("cards.csv")});
    must({"demo", "--rows", "1500", "--positives", "90", "--seed", "7", "--write", file("fresh.csv")});
    must(
        {"fit", file("cards.csv"), "--target", "Class", "--positive", "1", "--generator", "smote", "--out", file("g")});
    must({"sample", file("g"), "--rows", "400", "--out", file("added.csv")});
  }
  Words training(const Words& more, const std::string& kind = "boosting", const std::string& out = "m") const {
    Words words{"train", file("cards.csv"), "--target", "Class", "--positive", "1", "--classifier", kind};
    const bool forest = kind == "forest";
    words.insert(words.end(), {forest ? "--trees" : "--rounds", forest ? "20" : "8", "--out", file(out), "--json"});
    words.insert(words.end(), more.begin(), more.end());
    return words;
  }
  Json train(const Words& more, const std::string& kind = "boosting", const std::string& out = "m") const {
    return Json::parse(must(training(more, kind, out)).out);
  }
  void refuses(const Words& more, const std::string& text) const {
    const Outcome outcome = call_ballast(training(more, "boosting", "refused"));
    BOOST_TEST(outcome.status == 2);
    BOOST_TEST(outcome.says(text), text << " in " << outcome.err);
    BOOST_TEST(!fs::exists(file("refused")));
  }
  // The rows of a file that predict writes, without the header.
  std::vector<std::string> scores(const Words& more = {}) const {
    Words words{"predict", file("m"), file("fresh.csv"), "--out", file("s.csv")};
    words.insert(words.end(), more.begin(), more.end());
    must(words);
    std::istringstream in(read_file(file("s.csv")));
    std::vector<std::string> out;
    for (std::string line; std::getline(in, line);) out.push_back(line);
    header = out.at(0);
    out.erase(out.begin());
    return out;
  }
  mutable std::string header;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(decide_test, Bench)

// The first model learned as if 20 times as many were positive, and the rounds to come are too few to unlearn it.
BOOST_AUTO_TEST_CASE(a_model_goes_on_in_the_prior_of_the_rows_to_come) {
  const auto mean = [this] {
    double sum = 0;
    const std::vector<std::string> lines = scores();
    for (const std::string& line : lines) sum += std::stod(line);
    return sum / static_cast<double>(lines.size());
  };
  train({"--scale-pos-weight", "20"});
  const double before = mean();
  fs::rename(file("m"), file("first"));
  fs::remove(file("s.csv"));
  train({"--continue", file("first"), "--eta", "0.01"});
  BOOST_TEST(std::abs(mean() / before - 1) < 0.25);
}

BOOST_AUTO_TEST_CASE(added_rows_are_taken_out_of_every_probability) {
  constexpr double kFloat = 1e-5;
  for (const std::string kind : {"forest", "boosting"}) {
    const Json json = train({"--added", file("added.csv")}, kind);
    BOOST_TEST(json.at("added") == 400);
    const double ratio = json.at("odds_ratio");
    BOOST_TEST(std::fabs(ratio - 90.0 / 490) < kFloat);
    const std::vector<std::string> decided = scores(), raw = scores({"--raw"});
    for (std::size_t row = 0; row < raw.size(); row += 10) {
      const double s = std::stod(raw[row]), p = ratio * s / (ratio * s + 1 - s);
      BOOST_TEST(std::fabs(std::stod(decided[row]) - p) < kFloat);
    }
    train({"--added", file("added.csv"), "--no-prior-correction"}, kind);
    BOOST_TEST((scores() == raw));
  }
}

BOOST_AUTO_TEST_CASE(weights_and_a_base_rate_change_the_prior_too) {
  constexpr double kRounding = 1e-9;
  BOOST_TEST(std::fabs(train({"--scale-pos-weight", "4"}).at("odds_ratio").get<double>() - 0.25) < kRounding);
  BOOST_TEST(train({"--class-weight", "balanced"}, "forest").at("odds_ratio") == 1);  // its scores hardly follow
  const double balanced = train({"--balanced-bootstrap"}, "forest").at("odds_ratio");
  BOOST_TEST(std::fabs(balanced - 90.0 / 1410) < kRounding);
  const double rare = train({"--base-rate", "0.001"}).at("odds_ratio");
  BOOST_TEST(std::fabs(rare - (0.001 / 0.999) / (90.0 / 1410)) < kRounding);
  BOOST_TEST(train({}).at("odds_ratio") == 1);
}

BOOST_AUTO_TEST_CASE(a_chosen_threshold_is_stored_shown_and_used) {
  const Json json = train({"--choose", "recall@precision=0.8", "--calibrate", "platt"});
  BOOST_TEST(json.at("decided_rows") == 1500);
  BOOST_TEST(json.at("precision").get<double>() >= 0.8);
  const double threshold = json.at("threshold");
  for (const std::string& line : scores()) {
    const std::size_t comma = line.find(',');
    BOOST_TEST((line.substr(comma + 1) == "1") == (std::stod(line.substr(0, comma)) >= threshold));
  }
  BOOST_TEST(header == "probability,flagged");
  scores({"--raw"});
  BOOST_TEST(header == "probability");
  const Json judged = Json::parse(must({"evaluate", file("m"), file("fresh.csv"), "--json"}).out);
  BOOST_TEST(judged.at("threshold") == threshold);
  const Json raw = Json::parse(must({"evaluate", file("m"), file("fresh.csv"), "--raw", "--json"}).out);
  BOOST_TEST(raw.at("threshold") == 0.5);
  BOOST_TEST(raw.at("roc_auc") == judged.at("roc_auc"));
  const std::string seen = must({"inspect", file("m")}).out;
  for (const char* part : {"platt", "recall@precision=0.8", "by cross-fitting"}) {
    BOOST_TEST(seen.find(part) != std::string::npos, part << " in " << seen);
  }
}

BOOST_AUTO_TEST_CASE(each_learner_decides_on_rows_it_has_not_learned_from) {
  BOOST_TEST(train({"--choose", "f1"}, "forest").at("decided_on") == "out of bag");
  BOOST_TEST(train({"--choose", "f1"}).at("decided_on") == "by cross-fitting");
  const Json early = train({"--choose", "f1", "--early-stopping", "3", "--added", file("added.csv")});
  BOOST_TEST(early.at("decided_on") == "on the rows set apart");
  BOOST_TEST(early.at("decided_rows") == 300);
  const Json other = train({"--choose", "f1", "--decide-on", file("fresh.csv")});
  BOOST_TEST(other.at("decided_on") == "on a file of other rows");
  BOOST_TEST(other.at("decided_rows") == 1500);
}

BOOST_AUTO_TEST_CASE(every_rule_can_be_asked_for) {
  for (const char* rule : {"f1", "fbeta=2", "precision@recall=0.5", "cost", "alerts=60"}) {
    BOOST_TEST(train({"--choose", rule, "--calibrate", "isotonic"}).at("rule") == rule);
  }
  const double dear = train({"--choose", "cost", "--cost-miss", "1000"}).at("recall");
  const double cheap = train({"--choose", "cost", "--cost-miss", "0.1"}).at("recall");
  BOOST_TEST(dear > cheap);
  BOOST_TEST(train({"--choose", "cost", "--cost-column", "Amount"}).contains("threshold"));
}

BOOST_AUTO_TEST_CASE(a_stream_flags_as_the_file_does_and_explain_states_the_probability) {
  train({"--choose", "f1", "--added", file("added.csv")});
  scores();
  const std::string call = std::string(BALLAST_PROGRAM) + " predict " + file("m") + " - < " + file("fresh.csv") +
                           " > " + file("out") + " 2> " + file("err");
  BOOST_REQUIRE(std::system(call.c_str()) == 0);
  BOOST_TEST(read_file(file("out")) == read_file(file("s.csv")));
  const std::string text = must({"explain", file("m"), file("fresh.csv"), "--row-numbers", "3", "--quiet"}).out;
  BOOST_TEST(text.find("the classifier's own score") != std::string::npos, text);
}

BOOST_AUTO_TEST_CASE(canonical_json_holds_the_decision_and_xgboosts_cannot) {
  train({"--choose", "f1", "--calibrate", "isotonic", "--added", file("added.csv")});
  must({"export", file("m"), "--to", "json", "--out", file("j")});
  const Json decision = Json::parse(read_file(file("j"))).at("decision");
  BOOST_TEST(decision.at("rule") == "f1");
  BOOST_TEST(decision.at("calibration").at("kind") == "isotonic");
  BOOST_TEST(must({"export", file("m"), "--to", "xgboost-json", "--out", file("x")}).says("no place for"));
}

BOOST_AUTO_TEST_CASE(what_cannot_be_decided_is_refused) {
  refuses({"--choose", "f2"}, "--choose: unknown rule");
  refuses({"--choose", "recall@precision=1.5"}, "needs its number");
  refuses({"--choose", "alerts=0.5"}, "the fewest there can be");
  refuses({"--calibrate", "plat"}, "did you mean 'platt'?");
  for (const char* rate : {"0", "1", "nan"}) refuses({"--base-rate", rate}, "--base-rate");
  refuses({"--cost-miss", "3"}, "--cost-miss is read with --choose cost only");
  refuses({"--decide-on", file("fresh.csv")},
          "--decide-on is read with --choose or --calibrate platt or isotonic or --augment auto only");
  refuses({"--choose", "cost", "--cost-miss", "0", "--cost-alarm", "0"}, "both 0");
  refuses({"--choose", "cost", "--cost-column", "Amnt"}, "Amnt");
  refuses({"--choose", "cost", "--cost-column", "V1"}, "no amount that can be lost");
  train({}, "boosting", "base");
  refuses({"--continue", file("base"), "--choose", "f1"}, "need --decide-on");
}

BOOST_AUTO_TEST_CASE(files_that_do_not_fit_are_refused) {
  const std::string added = read_file(file("added.csv"));
  const std::string head = added.substr(0, added.find('\n') + 1);
  const std::string row = added.substr(head.size(), added.find('\n', head.size()) + 1 - head.size());
  refuses({"--added", write("more.csv", "extra," + head + "1," + row)}, "got 'extra'");
  refuses({"--added", write("less.csv", head.substr(head.find(',') + 1) + row.substr(row.find(',') + 1))},
          "its columns are not those of");
  refuses({"--added", write("zero.csv", head + row.substr(0, row.size() - 2) + "0\n")}, "without the positive label");
  refuses({"--added", file("none.csv")}, "no such file");
  std::istringstream in(read_file(file("fresh.csv")));
  std::string kept;
  for (std::string line; std::getline(in, line);) kept += line.ends_with(",1") ? "" : line + "\n";
  refuses({"--calibrate", "platt", "--decide-on", write("one.csv", kept)}, "no row of column 'Class' has the positive");
}

BOOST_AUTO_TEST_SUITE_END()
