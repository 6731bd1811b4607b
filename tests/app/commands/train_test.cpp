// What `train` does beyond training: stopping early, continuing, constraints, labels; and its refusals.
#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include "tests/app/program.hpp"

using namespace ballast::app::testing;
using Json = nlohmann::json;

namespace {

using Words = std::vector<std::string>;

struct Bench : TempFolder {
  Bench() {
    call_ballast({"demo", "--rows", "1500", "--positives", "120", "--write", file("cards.csv")});
    std::string text = "colour,size,label\n";
    for (int r = 0; r < 200; ++r) {
      text += std::string(r % 3 == 0   ? "red"
                          : r % 3 == 1 ? "green"
                                       : "blue") +
              "," + std::to_string(r % 7) + "," + (r % 3 == 1 ? "yes" : "no") + "\n";
    }
    write("mixed.csv", text);
  }
  Outcome train(const Words& more, const std::string& data = "cards.csv", const std::string& out = "m") const {
    Words words{"train", file(data), "--classifier", "boosting", "--out", file(out), "--json"};
    if (std::ranges::find(more, "--rounds") == more.end()) words.insert(words.end(), {"--rounds", "5"});
    const bool cards = data == "cards.csv";
    words.insert(words.end(), {"--target", cards ? "Class" : "label", "--positive", cards ? "1" : "yes"});
    words.insert(words.end(), more.begin(), more.end());
    return call_ballast(words);
  }
  Json trained(const Words& more, const std::string& data = "cards.csv", const std::string& out = "m") const {
    const Outcome outcome = train(more, data, out);
    BOOST_TEST_CONTEXT(outcome.err) {
      BOOST_REQUIRE_EQUAL(outcome.status, 0);
    }
    return Json::parse(outcome.out);
  }
  void refuses(const Words& more, const std::string& text, const std::string& data = "cards.csv") const {
    const Outcome outcome = train(more, data, "refused");
    BOOST_TEST(outcome.status == 2);
    BOOST_TEST(outcome.err.find(text) != std::string::npos, text << " in " << outcome.err);
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(train_test, Bench)

BOOST_AUTO_TEST_CASE(early_stopping_reports_the_round_it_kept) {
  for (const std::string metric : {"logloss", "pr-auc"}) {
    const Json json =
        trained({"--early-stopping", "2", "--validation-fraction", "0.25", "--metric", metric, "--eta", "1"});
    BOOST_TEST(json.at("metric") == metric);
    BOOST_TEST(json.at("validation_rows") == 375);
    BOOST_TEST(json.at("best_round").get<int>() <= json.at("rounds_run").get<int>());
    const Outcome seen = call_ballast({"inspect", file("m")});
    const std::string rounds = "trees " + std::to_string(json.at("best_round").get<int>()) + ",";
    BOOST_TEST(seen.out.find(rounds) != std::string::npos, rounds << " in " << seen.out);
  }
}

BOOST_AUTO_TEST_CASE(training_can_go_on_from_a_model) {
  trained({}, "cards.csv", "five");
  trained({"--continue", file("five")}, "cards.csv", "ten");
  trained({"--rounds", "10"}, "cards.csv", "once");
  BOOST_TEST(read_file(file("ten")) == read_file(file("once")));
}

BOOST_AUTO_TEST_CASE(boosting_can_lower_squared_loss) {
  trained({"--loss", "squared"}, "cards.csv", "five");
  const std::string seen = call_ballast({"inspect", file("five")}).out;
  BOOST_TEST(seen.find("gradient boosting, squared loss: trees 5") != std::string::npos, seen);
  trained({"--loss", "squared", "--continue", file("five")}, "cards.csv", "ten");
  trained({"--loss", "squared", "--rounds", "10"}, "cards.csv", "once");
  BOOST_TEST(read_file(file("ten")) == read_file(file("once")));
  trained({"--loss", "squared", "--early-stopping", "2", "--monotone", "+V1"});
  trained({}, "cards.csv", "logistic");
  trained({"--loss", "cross-entropy"}, "cards.csv", "named");
  BOOST_TEST(read_file(file("named")) == read_file(file("logistic")));
  refuses({"--loss", "squared", "--continue", file("logistic")}, "was trained with a different loss");
  refuses({"--continue", file("five")}, "--loss squared, as there");
  refuses({"--loss", "hinge"}, "one of cross-entropy, squared, focal");
}

BOOST_AUTO_TEST_CASE(boosting_can_lower_focal_loss_which_no_other_form_but_json_can_hold) {
  trained({"--loss", "focal", "--focusing", "1.5"}, "cards.csv", "five");
  trained({"--loss", "focal", "--focusing", "1.5", "--focusing-others", "1.5"}, "cards.csv", "same");
  trained({"--loss", "focal", "--focusing", "0", "--focusing-others", "1.5"}, "cards.csv", "asymmetric");
  BOOST_TEST(read_file(file("five")) == read_file(file("same")));
  BOOST_TEST(read_file(file("five")) != read_file(file("asymmetric")));
  trained({"--loss", "focal", "--focusing", "1.5", "--continue", file("five")}, "cards.csv", "ten");
  trained({"--loss", "focal", "--focusing", "1.5", "--rounds", "10"}, "cards.csv", "once");
  BOOST_TEST(read_file(file("ten")) == read_file(file("once")));
  refuses({"--loss", "focal", "--continue", file("five")},
          "--loss focal --focusing 1.5 --focusing-others 1.5, as there");
  refuses({"--focusing", "2"}, "--focusing is read with --loss focal");
  refuses({"--loss", "focal", "--focusing", "11"}, "from 0 to 10");
  const Outcome why = call_ballast({"explain", file("five"), file("cards.csv"), "--row-numbers", "3"});
  BOOST_TEST(why.out.find(", focal margin ") != std::string::npos, why.out);
  for (const std::string form : {"cpp", "xgboost-json"}) {
    const Outcome out = call_ballast({"export", file("five"), "--to", form, "--out", file("other." + form)});
    BOOST_TEST(out.status == 2);
    BOOST_TEST(out.err.find("a model of focal loss cannot be written as") != std::string::npos, out.err);
  }
  BOOST_REQUIRE(call_ballast({"export", file("asymmetric"), "--to", "json", "--out", file("m.json")}).status == 0);
  const Json json = Json::parse(read_file(file("m.json")));
  BOOST_TEST(json.at("loss") == "focal");
  BOOST_TEST(json.at("focusing").at("positives") == 0.0);
  BOOST_TEST(json.at("focusing").at("others") == 1.5);
}

// Scores of exactly 0 and 1 have no odds to move; the prior, both maps and the thresholds leave finite probabilities.
BOOST_AUTO_TEST_CASE(decisions_bear_scores_of_exactly_0_and_1) {
  const Words steep{"--loss", "squared", "--rounds", "30", "--eta", "1", "--scale-pos-weight", "4"};
  for (const Words& more : std::vector<Words>{{"--base-rate", "0.01"},
                                              {"--calibrate", "platt", "--choose", "f1"},
                                              {"--calibrate", "isotonic", "--choose", "cost"}}) {
    Words words = steep;
    words.insert(words.end(), more.begin(), more.end());
    BOOST_TEST(trained(words).at("odds_ratio").get<double>() > 0);
    BOOST_REQUIRE_EQUAL(call_ballast({"predict", file("m"), file("cards.csv"), "--raw", "--out", file("s")}).status, 0);
    const std::string raw = read_file(file("s"));
    for (const char* held : {"\n0\n", "\n1\n"}) BOOST_TEST(raw.find(held) != std::string::npos);
    BOOST_REQUIRE_EQUAL(call_ballast({"predict", file("m"), file("cards.csv"), "--out", file("s")}).status, 0);
    const std::string scores = read_file(file("s"));
    for (const char* bad : {"nan", "inf", "\n-"}) BOOST_TEST(scores.find(bad) == std::string::npos, bad);
    BOOST_TEST(call_ballast({"evaluate", file("m"), file("cards.csv")}).status == 0);
  }
}

BOOST_AUTO_TEST_CASE(growth_options_reach_the_trees) {
  trained({"--max-leaves", "4", "--colsample-node", "0.5", "--label-smoothing", "2"});
  const Outcome seen = call_ballast({"inspect", file("m")});
  BOOST_TEST(seen.out.find("leaves 20,") != std::string::npos, seen.out);
  trained({"--monotone", "+V1,-V2"});
  trained({"--monotone=-V2"});
}

// Only "green" of blue, green, red is positive: one split by a set, where their order would need two.
BOOST_AUTO_TEST_CASE(text_is_split_by_sets_of_labels) {
  trained({"--rounds", "1", "--depth", "1"}, "mixed.csv");
  const Outcome outcome = call_ballast({"evaluate", file("m"), file("mixed.csv"), "--json"});
  BOOST_TEST(Json::parse(outcome.out).at("pr_auc") == 1.0);
}

BOOST_AUTO_TEST_CASE(a_forest_tells_of_the_rows_out_of_bag_and_of_its_columns) {
  const Outcome outcome = call_ballast({"train",
                                        file("cards.csv"),
                                        "--target",
                                        "Class",
                                        "--positive",
                                        "1",
                                        "--classifier",
                                        "forest",
                                        "--trees",
                                        "20",
                                        "--importance",
                                        "--out-of-bag-scores",
                                        file("oob.csv"),
                                        "--class-weight",
                                        "balanced",
                                        "--balanced-bootstrap",
                                        "--extra-random",
                                        "--max-leaves",
                                        "30",
                                        "--out",
                                        file("f"),
                                        "--json"});
  BOOST_REQUIRE_EQUAL(outcome.status, 0);
  const Json json = Json::parse(outcome.out);
  BOOST_TEST(json.at("out_of_bag_pr_auc").get<double>() > 0.5);
  BOOST_TEST(json.at("logloss_rise_shuffled").size() == 30u);
  const std::string scores = read_file(file("oob.csv"));
  BOOST_TEST(scores.starts_with("probability\n"));
  BOOST_TEST(std::count(scores.begin(), scores.end(), '\n') == 1501);
  const Outcome text = call_ballast({"inspect", file("f"), "--importance"});
  BOOST_TEST(text.out.find("gain") != std::string::npos);
  const Json sums = Json::parse(call_ballast({"inspect", file("f"), "--importance", "--json"}).out);
  BOOST_TEST(sums.at("splits").size() == 30u);
}

BOOST_AUTO_TEST_CASE(what_does_not_fit_together_is_refused) {
  refuses({"--metric", "pr-auc"}, "--metric is read with --early-stopping only");
  refuses({"--early-stopping", "0"}, "early-stopping");
  refuses({"--monotone", "V1"}, "a column without a direction");
  refuses({"--monotone", "+W1"}, "no such column");
  refuses({"--monotone", "+V1,-V1"}, "named twice");
  refuses({"--monotone", "+colour"}, "labels have no order", "mixed.csv");
  trained({}, "mixed.csv", "other");
  refuses({"--continue", file("other")}, "another target");
  trained({"--drop", "V3"}, "cards.csv", "narrow");
  refuses({"--continue", file("narrow")}, "the model does not know");
  trained({}, "cards.csv", "wide");
  refuses({"--continue", file("wide"), "--drop", "V3"}, "no column 'V3'");
  BOOST_REQUIRE_EQUAL(call_ballast({"train", file("cards.csv"), "--target", "Class", "--positive", "1", "--classifier",
                                    "forest", "--trees", "2", "--out", file("forest")})
                          .status,
                      0);
  refuses({"--continue", file("forest")}, "needs a model of boosting");
  const Outcome outcome = call_ballast({"train", file("cards.csv"), "--target", "Class", "--positive", "1",
                                        "--classifier", "forest", "--monotone", "+V1", "--out", file("f")});
  BOOST_TEST(outcome.says("--monotone is read with --classifier boosting only; got '--classifier forest'"));
  BOOST_TEST(call_ballast({"train", file("cards.csv"), "--target", "Class", "--positive", "1", "--classifier", "forest",
                           "--loss", "squared", "--out", file("f")})
                 .says("--loss is read with --classifier boosting only"));
  refuses({"--extra-random"}, "--extra-random is read with --classifier forest only");
}

BOOST_AUTO_TEST_SUITE_END()
