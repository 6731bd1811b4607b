// The single commands in the order a user meets them, their files, their help, and what is handled with a note.
#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include "tests/app/program.hpp"

using namespace ballast::app::testing;
using Json = nlohmann::json;

namespace {

using Words = std::vector<std::string>;

std::size_t lines_in(const std::string& text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

std::string first_line(const std::string& text) {
  return text.substr(0, text.find('\n'));
}

// Rows with text, missing cells, a constant, an empty column and an identifier.
std::string mixed_csv() {
  std::string text = "id,colour,size,empty,same,label\n";
  for (int r = 0; r < 120; ++r) {
    const bool yes = r % 4 == 0;
    text += "row" + std::to_string(r) + "," +
            (yes          ? "red"
             : r % 3 == 0 ? "\"blue, dark\""
                          : "green") +
            "," + (r % 17 == 0 ? "?" : std::to_string((yes ? 5 : 1) + r % 3) + ".5") + ",,7," + (yes ? "yes" : "no") +
            "\n";
  }
  text += "row1,green,2.5,,7,no\n";  // equal to the second row
  return text;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(commands_test, TempFolder)

BOOST_AUTO_TEST_CASE(the_settings_of_diffusion_reach_the_generator_file) {
  const std::string data = file("cards.csv");
  must({"demo", "--rows", "300", "--positives", "30", "--write", data});
  must({"fit",
        data,
        "--target",
        "Class",
        "--positive",
        "1",
        "--out",
        file("g"),
        "--training",
        "trajectories",
        "--parametrisation",
        "noise",
        "--network",
        "residual",
        "--hidden",
        "16",
        "--noising-steps",
        "20",
        "--evaluations",
        "0",
        "--updates",
        "3",
        "--batch",
        "4",
        "--sampler",
        "ancestral"});
  const Outcome seen = must({"inspect", file("g")});
  for (const char* words : {"20 steps", "noise prediction", "trajectories, 3 updates of 4 rows", "ancestral in 20"}) {
    BOOST_TEST(seen.out.find(words) != std::string::npos, words << " in\n" << seen.out);
  }
  must({"sample", file("g"), "--rows", "5", "--out", file("s.csv")});
  BOOST_TEST(lines_in(read_file(file("s.csv"))) == 6u);
}

BOOST_AUTO_TEST_CASE(every_rival_is_fitted_inspected_and_sampled) {
  const std::string data = file("cards.csv");
  must({"demo", "--rows", "300", "--positives", "30", "--write", data});
  const std::vector<std::pair<std::string, std::string>> rivals{{"vae", "variational autoencoder of 30 rows"},
                                                                {"gan", "generative adversarial network of 30 rows"},
                                                                {"kde", "kernel density of 30 rows"},
                                                                {"masked", "masked diffusion of 30 rows"}};
  for (const auto& [kind, says] : rivals) {
    Words words{"fit", data, "--target", "Class", "--positive", "1", "--generator", kind, "--out", file(kind)};
    if (kind != "kde") words.insert(words.end(), {"--updates", "20", "--hidden", "8", "--batch", "16"});
    must(words);
    const Outcome seen = must({"inspect", file(kind)});
    BOOST_TEST(seen.out.find("generator (" + kind + ")") != std::string::npos, seen.out);
    BOOST_TEST(seen.out.find(says) != std::string::npos, seen.out);
    if (kind != "kde") BOOST_TEST(seen.out.find("20 updates of 16 rows") != std::string::npos, seen.out);
    must({"sample", file(kind), "--rows", "5", "--out", file(kind + ".csv")});
    BOOST_TEST(lines_in(read_file(file(kind + ".csv"))) == 6u);
  }
}

BOOST_AUTO_TEST_CASE(noise_level_is_a_dial_of_fit_and_of_sample_and_clusters_are_a_choice) {
  const std::string data = file("few.csv");
  must({"demo", "--rows", "400", "--positives", "40", "--write", data});
  const auto fit = [&](const std::string& out, std::vector<std::string> more) {
    std::vector<std::string> words{"fit", data, "--target", "Class", "--positive", "1", "--out", out};
    for (const char* word : {"--updates", "3", "--hidden", "8", "--noising-steps", "20"}) words.emplace_back(word);
    words.insert(words.end(), more.begin(), more.end());
    return call_ballast(words);
  };
  BOOST_TEST(fit(file("partial"), {"--noise-level", "0.25"}).status == 0);
  BOOST_TEST(must({"inspect", file("partial")}).out.find("from rows noised to step 5 of 20") != std::string::npos);
  must({"sample", file("partial"), "--rows", "5", "--out", file("a.csv")});
  must({"sample", file("partial"), "--rows", "5", "--noise-level", "0.25", "--out", file("b.csv")});
  must({"sample", file("partial"), "--rows", "5", "--noise-level", "1", "--out", file("c.csv")});
  BOOST_TEST(read_file(file("a.csv")) == read_file(file("b.csv")));
  BOOST_TEST(read_file(file("a.csv")) != read_file(file("c.csv")));

  BOOST_TEST(fit(file("away"), {"--away-from-majority", "0.5"}).status == 0);
  BOOST_TEST(must({"inspect", file("away")}).out.find("away from the other class by 0.5, as a network of 360") !=
             std::string::npos);
  must({"sample", file("away"), "--rows", "5", "--out", file("e.csv")});
  BOOST_TEST(fit(file("parts"), {"--clusters", "auto"}).status == 0);
  BOOST_TEST(fit(file("parts"), {"--clusters", "2"}).status == 0);
  BOOST_TEST(fit(file("parts"), {"--clusters", "0"}).err.find("--clusters") != std::string::npos);
  BOOST_TEST(fit(file("zero"), {"--noise-level", "0"})
                 .err.find("--noise-level is invalid; expected a number above 0, at most 1, got '0'") !=
             std::string::npos);
  BOOST_TEST(fit(file("full"), {}).status == 0);
  const auto sample = [&](const std::string& from) {
    return call_ballast({"sample", from, "--rows", "5", "--noise-level", "0.5", "--out", file("d.csv")});
  };
  BOOST_TEST(sample(file("full")).status == 2);
  BOOST_TEST(sample(file("full")).err.find("does not hold the rows") != std::string::npos);
  must({"fit", data, "--target", "Class", "--positive", "1", "--generator", "smote", "--out", file("smote")});
  BOOST_TEST(sample(file("smote"))
                 .err.find("--noise-level is read with a generator of diffusion only; got 'a file of smote'") !=
             std::string::npos);
}

BOOST_AUTO_TEST_CASE(fit_sample_train_predict_evaluate_inspect) {
  const std::string data = file("cards.csv");
  must({"demo", "--rows", "2000", "--positives", "100", "--write", data});
  BOOST_TEST(lines_in(read_file(data)) == 2001u);

  must({"fit", data, "--target", "Class", "--positive", "1", "--generator", "smote", "--out", file("gen.ballast")});
  must({"sample", file("gen.ballast"), "--rows", "50", "--out", file("synthetic.csv")});
  const std::string synthetic = read_file(file("synthetic.csv"));
  BOOST_TEST(lines_in(synthetic) == 51u);
  BOOST_TEST(first_line(synthetic) == first_line(read_file(data)));
  BOOST_TEST(synthetic.ends_with(",1\n"));

  for (const std::string kind : {"forest", "boosting"}) {
    const Outcome trained =
        must({"train", data, "--target", "Class", "--positive", "1", "--classifier", kind,
              kind == "forest" ? "--trees" : "--rounds", "20", "--out", file(kind + ".ballast"), "--json"});
    const Json json = Json::parse(trained.out);
    for (const char* phase : {"load", "bin", "fit"}) BOOST_TEST(json.at("timings").at(phase).get<double>() >= 0);
    must({"predict", file(kind + ".ballast"), data, "--out", file("scores.csv")});
    const std::string scores = read_file(file("scores.csv"));
    BOOST_TEST(first_line(scores) == "probability");
    BOOST_TEST(lines_in(scores) == 2001u);
    const Json from_scores =
        Json::parse(must({"evaluate", file("scores.csv"), data, "--target", "Class", "--positive", "1", "--json"}).out);
    Json from_model = Json::parse(must({"evaluate", file(kind + ".ballast"), data, "--json"}).out);
    BOOST_TEST(from_model.at("learned_rows").get<int>() == 2000);  // which a file of scores does not know
    from_model.erase("learned_rows");
    BOOST_TEST(from_scores == from_model);
    BOOST_TEST(from_model.at("tp").get<int>() + from_model.at("fn").get<int>() == 100);
    BOOST_TEST(from_model.at("pr_auc").get<double>() > 0.8);
    const Json inspected = Json::parse(must({"inspect", file(kind + ".ballast"), "--json"}).out);
    BOOST_TEST(inspected.at("kind") == "classifier");
    BOOST_TEST(inspected.at("model") == kind);
    BOOST_TEST(inspected.at("checksum").get<std::string>().size() == 64u);
    BOOST_TEST(inspected.at("columns").size() == 30u);
  }
  BOOST_TEST(must({"inspect", file("gen.ballast")}).out.find("generator (smote)") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_sample_can_be_made_in_parts) {
  must({"demo", "--rows", "500", "--positives", "60", "--write", file("d.csv")});
  must({"fit", file("d.csv"), "--target", "Class", "--positive", "1", "--generator", "smote", "--out", file("g")});
  must({"sample", file("g"), "--rows", "20", "--out", file("all.csv")});
  must({"sample", file("g"), "--rows", "5", "--first", "15", "--out", file("tail.csv")});
  const std::string tail = read_file(file("tail.csv")), all = read_file(file("all.csv"));
  BOOST_TEST(all.ends_with(tail.substr(tail.find('\n') + 1)));
  must({"sample", file("g"), "--rows", "20", "--seed", "43", "--out", file("other.csv")});
  BOOST_TEST(read_file(file("other.csv")) != all);
}

// Columns in another order, columns too many, a label never seen: scored all the same.
BOOST_AUTO_TEST_CASE(predict_finds_its_columns) {
  const std::string data = write("mixed.csv", mixed_csv());
  must({"train", data, "--target", "label", "--positive", "yes", "--drop", "id", "--classifier", "boosting", "--out",
        file("m")});
  const std::string fresh =
      write("fresh.csv", "same,note,size,colour,empty\n7,hello,5.5,red,\n7,\"a, b\",1.5,green,\n7,x,,violet,\n");
  const Outcome outcome = must({"predict", file("m"), fresh, "--out", file("s.csv")});
  BOOST_TEST(lines_in(read_file(file("s.csv"))) == 4u);
  BOOST_TEST(outcome.says("never seen"));
  BOOST_TEST(outcome.err.find("1 cell") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(odd_columns_are_noted) {
  const std::string data = write("mixed.csv", mixed_csv());
  const Outcome outcome = must({"run", data, "--target", "label", "--positive", "yes", "--augment", "oversample,smote",
                                "--trees", "5", "--rounds", "5", "--repeats", "1", "--out", file("o")});
  for (const char* text : {"'same'", "constant", "'empty'", "'id'", "identif"}) {
    BOOST_TEST_CONTEXT(text << " in " << outcome.err) {
      BOOST_TEST(outcome.says(text));
    }
  }
  BOOST_TEST(Json::parse(read_file(file("o/summary.json"))).at("data").at("duplicate_rows") == 1);
}

BOOST_AUTO_TEST_CASE(diffusion_learns_a_mixed_table) {
  const std::string data = write("mixed.csv", mixed_csv());
  must({"fit", data, "--target", "label", "--positive", "yes", "--drop", "id", "--updates", "300", "--out", file("g")});
  must({"sample", file("g"), "--rows", "12", "--out", file("s.csv")});
  const std::string rows = read_file(file("s.csv"));
  BOOST_TEST(first_line(rows) == "colour,size,empty,same,label");
  BOOST_TEST(lines_in(rows) == 13u);
  BOOST_TEST(rows.ends_with(",7,yes\n"));
}

BOOST_AUTO_TEST_CASE(demo_runs_the_whole_loop) {
  const Json summary = Json::parse(must({"demo", "--rows", "800", "--positives", "40", "--repeats", "1", "--trees", "5",
                                         "--rounds", "5", "--synthetic", "50", "--json"})
                                       .out);
  BOOST_TEST(summary.at("arms").size() == 8u);
  BOOST_TEST(summary.at("data").at("positives") == 40);
}

BOOST_AUTO_TEST_CASE(help_and_version) {
  BOOST_TEST(must({"--version"}).out.starts_with("ballast "));
  const std::string overall = must({"--help"}).out;
  for (const char* name : {"demo", "run", "fit", "sample", "train", "predict", "evaluate", "inspect"}) {
    BOOST_TEST(overall.find(std::string("  ") + name + " ") != std::string::npos);
    const std::string help = must({"help", name}).out;
    BOOST_TEST(help == must({name, "--help"}).out);
    for (const char* part : {"usage: ballast ", "--seed", "example"}) BOOST_TEST(help.find(part) != std::string::npos);
  }
}

BOOST_AUTO_TEST_SUITE_END()
