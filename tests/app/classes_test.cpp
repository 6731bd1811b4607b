// More than two classes from the command line: training, scoring, judging, and what is refused.
#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <nlohmann/json.hpp>

#include "tests/app/program.hpp"

using namespace ballast::app::testing;
using Json = nlohmann::json;

namespace {

using Words = std::vector<std::string>;

// Three kinds of 180 things, told apart by colour and size; one row is of a fourth, with a comma in its name.
std::string things_csv() {
  std::string text = "colour,size,kind\n";
  for (int r = 0; r < 180; ++r) {
    const int kind = r % 3;
    text += std::string(kind == 0 ? "red" : (r % 2 == 0 ? "green" : "blue")) + "," +
            (r % 17 == 0 ? "" : std::to_string(kind * 10 + r % 7)) + "," +
            (kind == 0   ? "apple"
             : kind == 1 ? "pear"
                         : "plum") +
            "\n";
  }
  return text + "white,99,\"fig, dried\"\n";
}

struct Bench : TempFolder {
  Bench() : data(write("things.csv", things_csv())) {}

  Outcome train(const std::string& kind, Words more = {}, const std::string& out = "m") const {
    Words words{"train", data, "--target", "kind", "--classifier", kind, "--out", file(out), "--json"};
    if (kind == "forest") words.insert(words.end(), {"--trees", "12"});
    const bool told = std::ranges::find(more, "--rounds") != more.end();
    if (kind == "boosting" && !told) words.insert(words.end(), {"--rounds", "8"});
    words.insert(words.end(), more.begin(), more.end());
    return call_ballast(words);
  }
  Json trained(const std::string& kind, const Words& more = {}, const std::string& out = "m") const {
    return Json::parse(good(train(kind, more, out)).out);
  }
  static Outcome good(const Outcome& outcome) {
    BOOST_REQUIRE_MESSAGE(outcome.status == 0, outcome.err);
    return outcome;
  }
  static void refuses(const Outcome& outcome, const Words& fragments) {
    BOOST_TEST(outcome.status == 2);
    BOOST_TEST(outcome.complaints().size() == 1u, outcome.err);
    for (const std::string& fragment : fragments) BOOST_TEST(outcome.says(fragment), fragment << " in " << outcome.err);
  }
  Json evaluated(const std::string& scores, const std::string& csv) const {
    return Json::parse(good(call_ballast({"evaluate", scores, csv, "--target", "kind", "--json"})).out);
  }

  std::string data;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(classes_test, Bench)

BOOST_AUTO_TEST_CASE(every_label_is_a_class_without_positive) {
  for (const std::string kind : {"forest", "boosting"}) {
    const Json json = trained(kind);
    BOOST_TEST(json.at("classes") == (Words{"apple", "fig, dried", "pear", "plum"}));
    BOOST_TEST(json.at("class_rows").at("pear") == 60);
    BOOST_TEST(json.at("class_rows").at("fig, dried") == 1);
    BOOST_TEST(!json.contains("positives"));
    const Json all = evaluated(file("m"), data);
    BOOST_TEST(all.at("accuracy").get<double>() > 0.95, kind << all);
    BOOST_TEST(all.at("rows") == 181);
  }
  const Outcome text = good(
      call_ballast({"train", data, "--target", "kind", "--classifier", "forest", "--trees", "2", "--out", file("m")}));
  BOOST_TEST(text.says("learned from 181 rows of 4 classes, 1 (fig, dried) to 60 (plum) each"), text.err);
  BOOST_TEST(!text.says("positive"), text.err);
}

BOOST_AUTO_TEST_CASE(numbers_are_classes_by_size) {
  std::string text = "x,y\n";
  for (int r = 0; r < 60; ++r) text += std::to_string(r % 4) + "," + Words{"10", "9", "200000", "-1.5"}[r % 4] + "\n";
  const std::string csv = write("n.csv", text);
  const Json json = Json::parse(good(call_ballast({"train", csv, "--target", "y", "--classifier", "boosting",
                                                   "--rounds", "3", "--out", file("n"), "--json"}))
                                    .out);
  BOOST_TEST(json.at("classes") == (Words{"-1.5", "9", "10", "200000"}));
  good(call_ballast({"predict", file("n"), csv, "--out", file("s.csv")}));
  BOOST_TEST(read_file(file("s.csv"))
                 .starts_with("probability_-1.5,probability_9,probability_10,probability_200000,predicted\n"));
  // The same labels written otherwise.
  const std::string other = write("o.csv", "x,y\n0,10.0\n1,9\n2,2e5\n3,-1.50\n");
  const Json judged = Json::parse(good(call_ballast({"evaluate", file("n"), other, "--json"})).out);
  BOOST_TEST(judged.at("accuracy") == 1.0);
}

BOOST_AUTO_TEST_CASE(predict_gives_a_column_a_class_and_the_likeliest) {
  trained("forest");
  good(call_ballast({"predict", file("m"), data, "--out", file("s.csv")}));
  const std::string scores = read_file(file("s.csv"));
  BOOST_TEST(
      scores.starts_with("probability_apple,\"probability_fig, dried\",probability_pear,probability_plum,predicted\n"));
  BOOST_TEST(std::count(scores.begin(), scores.end(), '\n') == 182);
  const std::size_t second = scores.find('\n') + 1;
  BOOST_TEST(scores.substr(second, scores.find('\n', second) - second).ends_with(",apple"), scores.substr(second, 80));
  good(call_ballast({"predict", file("m"), data, "--raw", "--out", file("raw.csv")}));
  BOOST_TEST(read_file(file("raw.csv")).find("predicted") == std::string::npos);
  const std::string call = std::string(BALLAST_PROGRAM) + " predict " + file("m") + " - --skip-bad < " +
                           write("in", things_csv() + "red,big,apple\n") + " > " + file("out") + " 2> " + file("err");
  BOOST_REQUIRE(std::system(call.c_str()) == 0);
  BOOST_TEST(read_file(file("out")) == scores + "NA,NA,NA,NA,NA\n");
}

BOOST_AUTO_TEST_CASE(a_model_and_its_scores_are_judged_alike) {
  trained("boosting");
  good(call_ballast({"predict", file("m"), data, "--out", file("s.csv")}));
  Json by_model = evaluated(file("m"), data);
  BOOST_TEST(by_model.erase("learned_rows") == 1u);  // which scores do not know
  BOOST_TEST(by_model == evaluated(file("s.csv"), data));
  std::size_t sum = 0;
  for (const Json& row : by_model.at("confusion")) {
    for (const Json& cell : row) sum += cell.get<std::size_t>();
  }
  BOOST_TEST(sum == 181u);
  BOOST_TEST(by_model.at("classes").at(1).at("label") == "fig, dried");
  BOOST_TEST(by_model.at("classes").at(1).at("support") == 1);
}

BOOST_AUTO_TEST_CASE(early_stopping_leaves_a_class_of_one_row_to_learn_from) {
  const Json json = trained("boosting", {"--early-stopping", "2", "--rounds", "30"});
  BOOST_TEST(json.at("validation_rows") == 36);
  BOOST_TEST(json.at("metric") == "logloss");
  trained("boosting", {"--early-stopping", "2", "--validation-fraction", "0.9"});
}

BOOST_AUTO_TEST_CASE(training_goes_on_from_a_model_of_the_same_classes) {
  trained("boosting", {"--rounds", "4"}, "four");
  trained("boosting", {"--rounds", "4", "--continue", file("four")}, "eight");
  trained("boosting", {"--rounds", "8"}, "once");
  BOOST_TEST(read_file(file("eight")) == read_file(file("once")));
  std::string fewer = things_csv();
  fewer.erase(fewer.find("white"));
  const std::string csv = write("fewer.csv", fewer);
  refuses(call_ballast({"train", csv, "--target", "kind", "--classifier", "boosting", "--continue", file("four"),
                        "--out", file("x")}),
          {"another target", "kind, classes apple, pear, plum", "fig, dried of the model, pear of the data"});
  refuses(train("boosting", {"--positive", "pear", "--continue", file("four")}, "x"),
          {"another target", "positive label pear", "classes apple"});
}

BOOST_AUTO_TEST_CASE(a_forest_tells_of_the_rows_out_of_bag) {
  const Outcome outcome = good(train("forest", {"--importance", "--out-of-bag-scores", file("oob.csv"),
                                                "--class-weight", "balanced", "--extra-random"}));
  const Json json = Json::parse(outcome.out);
  BOOST_TEST(json.at("out_of_bag_accuracy").get<double>() > 0.8);
  BOOST_TEST(json.at("out_of_bag_logloss").get<double>() > 0);
  BOOST_TEST(!json.contains("out_of_bag_pr_auc"));
  BOOST_TEST(json.at("logloss_rise_shuffled").size() == 2u);
  BOOST_TEST(!json.contains("pr_auc_fall_shuffled"));
  const std::string scores = read_file(file("oob.csv"));
  BOOST_TEST(scores.starts_with("probability_apple,\"probability_fig, dried\",probability_pear,probability_plum\n"));
  BOOST_TEST(std::count(scores.begin(), scores.end(), '\n') == 182);
}

BOOST_AUTO_TEST_CASE(a_balanced_bootstrap_says_that_the_prior_stays) {
  const Outcome outcome = good(train("forest", {"--balanced-bootstrap"}));
  BOOST_TEST(outcome.says("were of one size"), outcome.err);
}

BOOST_AUTO_TEST_CASE(what_is_about_two_classes_is_refused) {
  for (const Words& option : std::vector<Words>{{"--added", data},
                                                {"--choose", "f1"},
                                                {"--calibrate", "platt"},
                                                {"--base-rate", "0.1"},
                                                {"--no-prior-correction"},
                                                {"--choose", "cost", "--cost-miss", "5"},
                                                {"--scale-pos-weight", "2"},
                                                {"--monotone", "+size"},
                                                {"--loss", "squared"},
                                                {"--early-stopping", "2", "--metric", "pr-auc"}}) {
    const bool metric = option.size() == 4 && option[2] == "--metric", loss = option[0] == "--loss";
    const std::string says = metric ? "--metric pr-auc is for two classes"
                             : loss ? "--loss squared is for two classes"
                                    : option[0] + " is read with two classes only";
    refuses(train("boosting", option, "x"), {says, "'kind of 4 classes'", "--positive LABEL"});
  }
  BOOST_TEST(names() == Words{"things.csv"}, boost::test_tools::per_element());
  trained("boosting");
  for (const Words& option :
       std::vector<Words>{{"--threshold", "0.3"}, {"--base-rate", "0.1"}, {"--positive", "pear"}}) {
    Words words{"evaluate", file("m"), data};
    words.insert(words.end(), option.begin(), option.end());
    refuses(call_ballast(words), {option[0] + " is read with two classes only", "'kind of 4 classes'"});
  }
}

BOOST_AUTO_TEST_CASE(targets_that_are_no_classes_are_refused) {
  const auto refuse = [&](const std::string& csv, const Words& fragments) {
    refuses(call_ballast({"train", csv, "--target", "y", "--classifier", "forest", "--out", file("x")}), fragments);
  };
  std::string two = "x,y\n", one = two, many = two, thousands = two;
  for (int r = 0; r < 40; ++r) {
    two += std::to_string(r) + (r % 2 == 0 ? ",no\n" : ",yes\n");
    one += std::to_string(r) + ",yes\n";
    many += std::to_string(r % 5) + "," + std::to_string(r * 3 / 4) + ".5\n";
  }
  for (int r = 0; r < 2002; ++r) thousands += "1," + std::to_string(r / 2 + 1) + "\n";
  refuse(write("two.csv", two), {"two.csv", "--positive is missing", "two labels", "--positive no or --positive yes"});
  refuse(write("one.csv", one), {"holds one class only", "yes"});
  refuse(write("many.csv", many), {"too many labels", "30 labels in 40 rows", "looks like a number"});
  refuse(write("thousands.csv", thousands), {"at most 1000", "1001 labels"});
  refuse(write("gap.csv", two + "3,\n"), {"gap.csv:42", "missing value", "'y'"});
}

BOOST_AUTO_TEST_CASE(labels_never_seen_and_scores_that_are_none_are_refused) {
  trained("boosting");
  refuses(call_ballast({"evaluate", file("m"), write("new.csv", "colour,size,kind\nred,1,apple\nred,1,quince\n")}),
          {"new.csv:3", "never seen", "apple, fig, dried, pear, plum", "'quince'"});
  const auto judge = [&](const std::string& scores, const Words& fragments) {
    refuses(call_ballast({"evaluate", write("s.csv", scores), write("d.csv", "kind\na\nb\n"), "--target", "kind"}),
            fragments);
  };
  judge("probability_a,probability_b,probability_c\n1,0,0\n0.5,0.25,0\n", {"s.csv:3", "do not sum to 1", "0.75"});
  judge("probability_a,probability_b,probability_c\n1,0,0\n2,0,0\n", {"s.csv:3", "not a probability", "'2'"});
  judge("probability_a,probability_b,probability_c\n1,0,0\n", {"s.csv", "differ in length"});
  judge("probability_a,probability_c,probability_d\n1,0,0\n0,1,0\n", {"d.csv:3", "'b'"});
  judge("probability_a\n1\n0\n", {"s.csv", "probability_LABEL"});
  judge("probability\n1\n0\n", {"--positive is missing"});
  refuses(call_ballast({"evaluate", file("s.csv"), file("d.csv")}), {"--target is missing"});
}

BOOST_AUTO_TEST_CASE(the_number_of_threads_changes_no_byte) {
  for (const std::string kind : {"forest", "boosting"}) {
    trained(kind, {"--threads", "1"}, "one");
    trained(kind, {"--threads", "3"}, "three");
    BOOST_TEST(read_file(file("one")) == read_file(file("three")));
  }
}

BOOST_AUTO_TEST_CASE(inspect_and_explain_speak_of_classes) {
  trained("boosting");
  const std::string seen = good(call_ballast({"inspect", file("m")})).out;
  BOOST_TEST(seen.find("kind, classes apple, fig, dried, pear, plum") != std::string::npos, seen);
  BOOST_TEST(seen.find("positive") == std::string::npos, seen);
  const Json json = Json::parse(good(call_ballast({"inspect", file("m"), "--json"})).out);
  BOOST_TEST(json.at("classes").size() == 4u);
  BOOST_TEST(!json.contains("positive"));
  const std::string why = good(call_ballast({"explain", file("m"), data, "--row-numbers", "0,1"})).out;
  BOOST_TEST(why.find("of kind = apple") != std::string::npos, why);
  BOOST_TEST(why.find("of kind = pear") != std::string::npos, why);
  const Json all = Json::parse(good(call_ballast({"explain", file("m"), data, "--row-numbers", "0", "--json"})).out);
  BOOST_TEST(all.at("rows").at(0).at("classes").size() == 4u);
}

BOOST_AUTO_TEST_CASE(models_go_to_xgboost_and_come_back) {
  for (const std::string kind : {"forest", "boosting"}) {
    trained(kind);
    good(call_ballast({"predict", file("m"), data, "--out", file("s.csv")}));
    good(call_ballast({"export", file("m"), "--to", "xgboost-json", "--out", file("m.json")}));
    good(call_ballast({"import", file("m.json"), "--out", file("back")}));
    good(call_ballast({"predict", file("back"), data, "--out", file("b.csv")}));
    BOOST_TEST(read_file(file("b.csv")) == read_file(file("s.csv")), kind);
    Json own = evaluated(file("m"), data);
    own["learned_rows"] = nullptr;  // the other program's file does not know them
    Json back = evaluated(file("back"), data);
    if (!back.contains("learned_rows")) own.erase("learned_rows");
    BOOST_TEST(back == own);
    refuses(call_ballast({"import", file("m.json"), "--positive", "pear", "--out", file("x")}),
            {"--positive is for two classes", "'4'"});
    good(call_ballast({"export", file("m"), "--to", "json", "--out", file("c.json")}));
    const Json canonical = Json::parse(read_file(file("c.json")));
    BOOST_TEST(canonical.at("classes").size() == 4u);
    BOOST_TEST(!canonical.at("target").contains("positive"));
  }
}

BOOST_AUTO_TEST_CASE(digits_are_told_apart) {
  const char* folder = std::getenv("BALLAST_DATA");
  const std::string digits = std::string(folder != nullptr ? folder : "") + "/digits.csv.gz";
  if (folder == nullptr || !fs::exists(digits)) {
    BOOST_TEST_MESSAGE("skipped: no digits.csv.gz");
    return;
  }
  const Json json = Json::parse(good(call_ballast({"train", digits, "--target", "digit", "--classifier", "forest",
                                                   "--out-of-bag", "--out", file("digits"), "--json"}))
                                    .out);
  BOOST_TEST(json.at("classes") == (Words{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"}));
  BOOST_TEST(json.at("out_of_bag_accuracy").get<double>() > 0.95);
  const std::string text = good(call_ballast({"evaluate", file("digits"), digits})).out;
  BOOST_TEST(text.find("1,797 rows, 10 classes of digit") != std::string::npos, text);
  BOOST_TEST(text.find("truth, by prediction") != std::string::npos, text);
}

BOOST_AUTO_TEST_SUITE_END()
