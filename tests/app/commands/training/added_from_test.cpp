// `train --added-from`: rows of a generator for every tree and round, what the model's file keeps of them, and
// refusals.
#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include "tests/app/program.hpp"

using namespace ballast::app::testing;
using Json = nlohmann::json;
using Words = std::vector<std::string>;

namespace {

Words operator+(Words a, const Words& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

struct Bench : TempFolder {
  std::string csv = file("cards.csv"), generator = file("g.ballast"), model = file("m.ballast");

  Bench() {
    must({"demo", "--rows", "1500", "--positives", "60", "--write", csv});
    must({"fit", csv, "--target", "Class", "--positive", "1", "--generator", "smote", "--out", generator});
  }
  Words train(const std::string& classifier, const std::string& from) const {
    return {"train",
            csv,
            "--target",
            "Class",
            "--positive",
            "1",
            "--classifier",
            classifier,
            "--force",
            "--added-from",
            from,
            "--out",
            model,
            classifier == "forest" ? "--trees" : "--rounds",
            "12"};
  }
  void refused(const Words& words, const std::string& text) const {
    const Outcome outcome = call_ballast(words);
    BOOST_TEST(outcome.status == 2);
    BOOST_TEST(outcome.says(text), outcome.err);
    BOOST_TEST(outcome.complaints().size() == 1U);
    BOOST_TEST(!fs::exists(model));
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(added_from_test, Bench)

BOOST_AUTO_TEST_CASE(what_the_generator_has_seen_of_the_rows_that_decide_is_told) {
  const std::string other = file("other.csv");
  must({"demo", "--rows", "1500", "--positives", "60", "--seed", "7", "--write", other});
  Words words = train("boosting", generator) + Words{"--choose", "f1"};
  BOOST_TEST(must(words).out.find("optimistic") != std::string::npos);
  words[1] = other;
  BOOST_TEST(must(words).out.find("optimistic") == std::string::npos);
  const Outcome decided = must(words + Words{"--decide-on", csv});
  BOOST_TEST(decided.says("the generator of --added-from has learned 60 of these 1,500 rows"), decided.err);
}

BOOST_AUTO_TEST_CASE(a_model_keeps_what_it_learned_from_and_is_the_same_at_any_number_of_threads) {
  const std::string checksum = Json::parse(must({"inspect", generator, "--json"}).out)["checksum"];
  for (const std::string classifier : {"forest", "boosting"}) {
    must(train(classifier, generator) + Words{"--fresh", "80", "--threads", "1"});
    const Json kept = Json::parse(must({"inspect", model, "--json"}).out);
    BOOST_TEST(kept["fresh_rows"] == 80);
    BOOST_TEST(kept["fresh_weight"] == 1.0);
    BOOST_TEST(kept["fresh_draws"] == 10);
    BOOST_TEST(kept["fresh_seed"] == 42);
    BOOST_TEST(kept["fresh_generator"] == "smote");
    BOOST_TEST(kept["fresh_generator_checksum"] == checksum);
    BOOST_TEST(must({"inspect", model})
                   .out.find("for each tree 80 fresh ones of the smote generator (" + checksum.substr(0, 16) +
                             ", seed 42, draws 10)") != std::string::npos);
    const std::string bytes = read_file(model);
    must(train(classifier, generator) + Words{"--fresh", "80", "--threads", "3"});
    BOOST_TEST((read_file(model) == bytes));
    must(train(classifier, generator) + Words{"--fresh", "81"});
    BOOST_TEST((read_file(model) != bytes));
    must(train(classifier, generator) + Words{"--fresh", "80", "--fresh-draws", "0"});
    BOOST_TEST((read_file(model) != bytes));
    must({"inspect", model});
  }
}

BOOST_AUTO_TEST_CASE(the_prior_of_fresh_rows_is_put_right_and_their_figures_are_told_to_be_optimistic) {
  const Json told = Json::parse(
      must(train("boosting", generator) + Words{"--fresh", "300", "--fresh-weight", "2", "--choose", "f1", "--json"})
          .out);
  const double real = 60.0 / 1440, learned = 660.0 / 1440;  // 60 + 300 x 2
  BOOST_TEST(told["odds_ratio"].get<double>() == real / learned, boost::test_tools::tolerance(1e-6));
  BOOST_TEST(told["optimistic"] == true);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_learned_from_is_refused) {
  refused(train("forest", generator) + Words{"--fresh", "0"}, "--fresh");
  refused(train("forest", generator) + Words{"--fresh-weight", "0"}, "--fresh-weight");
  refused(train("forest", file("none.ballast")), "none.ballast");
  refused(
      {"train", csv, "--target", "Class", "--positive", "1", "--classifier", "forest", "--fresh", "9", "--out", model},
      "--added-from");
  refused({"train", csv, "--target", "Class", "--positive", "0", "--classifier", "forest", "--added-from", generator,
           "--out", model},
          "the generator makes rows of another class");
}

BOOST_AUTO_TEST_CASE(arms_of_studies_may_be_sums_of_known_ones_and_fresh_rows_need_an_arm_that_draws_them) {
  refused({"demo", "--augment", "none+smoke"}, "unknown value of --augment");
  refused({"demo", "--augment", "none+"}, "unknown value of --augment");
  refused({"demo", "--augment", "bag+none"}, "cannot be part of a mean of arms");
  refused({"demo", "--augment", "smote", "--fresh", "9"}, "--fresh");
}

BOOST_AUTO_TEST_CASE(a_generator_of_other_columns_is_refused_by_the_column_it_lacks_or_has_beyond) {
  const std::string few = file("few.ballast"), other = write("other.csv", "V1,Class\n1,0\n2,1\n3,0\n4,1\n");
  must({"fit", csv, "--target", "Class", "--positive", "1", "--drop", "V3", "--generator", "smote", "--out", few});
  refused(train("forest", few), "the generator makes no column 'V3'");
  must(train("forest", few) + Words{"--drop", "V3"});
  fs::remove(model);
  refused({"train", other, "--target", "Class", "--positive", "1", "--classifier", "forest", "--added-from", few,
           "--out", model},
          "the generator makes a column that the data lack");
  const std::string text = write("text.csv", "V1,Class\na,0\nb,1\na,0\nb,1\n");
  must({"fit", other, "--target", "Class", "--positive", "1", "--generator", "oversample", "--out",
        file("one.ballast")});
  refused({"train", text, "--target", "Class", "--positive", "1", "--classifier", "forest", "--added-from",
           file("one.ballast"), "--out", model},
          "the generator makes other cells of column 'V1'");
}

BOOST_AUTO_TEST_SUITE_END()
