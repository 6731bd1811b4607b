// `ballast explain`: reasons a person can read, all of it as JSON, and what it refuses.
#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <nlohmann/json.hpp>

#include "tests/app/program.hpp"

using namespace ballast::app::testing;
using Json = nlohmann::json;

namespace {

using Words = std::vector<std::string>;

// A row is positive when it is red and large.
std::string shop_csv() {
  std::string text = "colour,size,same,label\n";
  for (int r = 0; r < 160; ++r) {
    const bool red = r % 2 == 0, large = r % 5 > 2;
    text += std::string(red          ? "red"
                        : r % 3 == 0 ? "\"blue, dark\""
                                     : "green") +
            "," + (r % 17 == 0 ? "" : std::to_string(r % 5) + ".5") + ",7," + (red && large ? "yes" : "no") + "\n";
  }
  return text;
}

struct Bench : TempFolder {
  Bench() {
    data = write("shop.csv", shop_csv());
    for (const char* kind : {"forest", "boosting"}) {
      const Outcome outcome =
          call_ballast({"train", data, "--target", "label", "--positive", "yes", "--classifier", kind,
                        kind == std::string("forest") ? "--trees" : "--rounds", "9", "--out", file(kind)});
      BOOST_REQUIRE_EQUAL(outcome.status, 0);
    }
  }
  Outcome explain(const std::string& model, const std::string& csv, const std::string& rows, Words more = {}) const {
    more.insert(more.begin(), {"explain", file(model), csv, "--row-numbers", rows, "--quiet"});
    return call_ballast(more);
  }
  void refuse(const Outcome& outcome, const Words& fragments) const {
    BOOST_TEST(outcome.status == 2);
    BOOST_TEST(outcome.complaints().size() == 1u);
    for (const std::string& fragment : fragments) BOOST_TEST(outcome.says(fragment), fragment << " in " << outcome.err);
  }
  std::string data;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(explain_test, Bench)

BOOST_AUTO_TEST_CASE(a_reason_names_columns_cells_and_what_they_moved) {
  const std::string text = explain("boosting", data, "4,1").out;
  for (const char* part : {"row 4: probability ", " of label = yes, log-odds +", "mean log-odds", "up    colour = red",
                           "\n\nrow 1: ", "down  colour = green"}) {
    BOOST_TEST(text.find(part) != std::string::npos, part << " in " << text);
  }
  BOOST_TEST(text.find("same") == std::string::npos);  // a constant moves nothing
  const std::string forest = explain("forest", data, "4").out;
  BOOST_TEST(forest.find("mean probability") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(scores_of_squared_loss_are_called_unclipped_probabilities) {
  BOOST_REQUIRE_EQUAL(call_ballast({"train", data, "--target", "label", "--positive", "yes", "--classifier", "boosting",
                                    "--loss", "squared", "--out", file("squared")})
                          .status,
                      0);
  const std::string text = explain("squared", data, "4").out;
  for (const char* part : {"row 4: probability ", " of label = yes, unclipped probability +", "mean unclipped"}) {
    BOOST_TEST(text.find(part) != std::string::npos, part << " in " << text);
  }
  const Json all = Json::parse(explain("squared", data, "4", {"--json"}).out);
  BOOST_TEST(all.at("scale") == "unclipped probability");
  const Json& positive = all.at("rows").at(0).at("classes").at(0);
  const double score = positive.at("score").get<double>();
  BOOST_TEST(positive.at("probability").get<double>() == std::min(std::max(score, 0.0), 1.0));
}

BOOST_AUTO_TEST_CASE(missing_cells_and_labels_never_seen_are_called_so) {
  const std::string csv = write("new.csv", "same,label,size,colour\n7,?,,violet\n");
  const std::string text = explain("boosting", csv, "0").out;
  BOOST_TEST(text.find("size = missing") != std::string::npos, text);
  BOOST_TEST(text.find("colour = violet (never seen, read as missing)") != std::string::npos, text);
}

BOOST_AUTO_TEST_CASE(top_sums_up_the_rest) {
  const std::string text = explain("boosting", data, "4", {"--top", "1"}).out;
  BOOST_TEST(text.find("1 other column ") != std::string::npos, text);
  BOOST_TEST(explain("boosting", data, "4", {"--top", "0"}).out.find("other column") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(json_adds_up_and_agrees_with_predict) {
  BOOST_REQUIRE_EQUAL(call_ballast({"predict", file("boosting"), data, "--out", file("s.csv")}).status, 0);
  const std::string scores = read_file(file("s.csv"));
  for (const char* kind : {"forest", "boosting"}) {
    const Json all = Json::parse(explain(kind, data, "0,17,159", {"--json"}).out);
    BOOST_TEST(all.at("rows").size() == 3u);
    for (const Json& row : all.at("rows")) {
      const Json& positive = row.at("classes").at(0);
      double sum = positive.at("base").get<double>();
      for (const Json& part : positive.at("contributions")) sum += part.at("contribution").get<double>();
      constexpr double kFloat = 1e-5;  // the model adds in float32
      BOOST_TEST(std::fabs(sum - positive.at("score").get<double>()) < kFloat);
    }
    BOOST_TEST(all.at("rows").at(1).at("row") == 17);
    BOOST_TEST(all.at("rows").at(1).at("classes").at(0).at("contributions").at(1).at("cell").is_null());
    BOOST_TEST(all.at("scale") == (std::string(kind) == "forest" ? "probability" : "log-odds"));
  }
  const Json first = Json::parse(explain("boosting", data, "0", {"--json"}).out);
  const double probability = first.at("rows").at(0).at("classes").at(0).at("probability").get<double>();
  constexpr double kDigits = 1e-6;
  BOOST_TEST(std::fabs(probability - std::stod(scores.substr(scores.find('\n') + 1))) < kDigits);
}

BOOST_AUTO_TEST_CASE(rows_and_columns_that_are_not_there_are_refused) {
  refuse(explain("boosting", data, "160"), {"shop.csv", "no such row", "0 to 159", "'160'"});
  refuse(explain("boosting", data, "-1"), {"--row-numbers", "'-1'", "whole numbers"});
  refuse(explain("boosting", data, "3,x"), {"--row-numbers", "'x'"});
  refuse(explain("boosting", data, "99999999999999999999"), {"--row-numbers", "'99999999999999999999'"});
  refuse(explain("boosting", data, ","), {"--row-numbers", "empty"});
  refuse(call_ballast({"explain", file("boosting"), data}), {"--row-numbers"});
  refuse(explain("boosting", write("less.csv", "colour,same\nred,7\n"), "0"), {"less.csv", "'size'"});
  refuse(explain("shop.csv", data, "0"), {"shop.csv"});
}

BOOST_AUTO_TEST_SUITE_END()
