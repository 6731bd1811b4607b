// Every bad input gets one clear line that says what, where and what to do, exit status 2, and nothing half-written.
#include <boost/test/unit_test.hpp>
#include <string>
#include <vector>

#include "tests/app/program.hpp"

using namespace ballast::app::testing;

namespace {

using Words = std::vector<std::string>;

// `rows` rows of x, y and Class, the first `positives` of them positive.
std::string small_csv(int rows = 60, int positives = 20) {
  std::string text = "x,y,Class\n";
  for (int r = 0; r < rows; ++r) {
    text += std::to_string(r * 7 % 13) + "." + std::to_string(r % 10) + "," + std::to_string(r * r % 31) + "," +
            (r < positives ? "1" : "0") + "\n";
  }
  return text;
}

struct Bench : TempFolder {
  // Runs, and checks: status 2, one complaint that holds all fragments, and no file that was not there before.
  void refuse(const Words& words, const Words& fragments) const {
    const Words before = names();
    const Outcome outcome = call_ballast(words);
    std::string call;
    for (const std::string& word : words) call += " " + word;
    BOOST_TEST_CONTEXT("ballast" << call << "\nstderr: " << outcome.err) {
      BOOST_TEST(outcome.status == 2);
      BOOST_TEST(outcome.complaints().size() == 1u);
      for (const std::string& fragment : fragments) {
        BOOST_TEST_CONTEXT("looking for: " << fragment) {
          BOOST_TEST(outcome.says(fragment));
        }
      }
      BOOST_TEST(names() == before, boost::test_tools::per_element());
    }
  }
  Words train(const std::string& csv, const Words& more = {}) const {
    Words words{"train",        csv,        "--target", "Class", "--positive", "1",
                "--classifier", "boosting", "--rounds", "2",     "--out",      file("m.ballast")};
    words.insert(words.end(), more.begin(), more.end());
    return words;
  }
  Words run(const std::string& csv, const Words& more = {}) const {
    Words words{"run",  csv,       "--target", "Class",    "--positive", "1",     "--augment",
                "none", "--trees", "2",        "--rounds", "2",          "--out", file("o")};
    words.insert(words.end(), more.begin(), more.end());
    return words;
  }
  void refuse_csv(const std::string& content, const Words& fragments) const {
    const std::string csv = write("data.csv", content);
    refuse(train(csv), fragments);
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(bad_input_test, Bench)

BOOST_AUTO_TEST_CASE(files_that_are_no_csv) {
  refuse(train(file("none.csv")), {"none.csv", "no such file"});
  refuse(train(file("")), {"folder"});
  refuse_csv("", {"data.csv", "empty"});
  refuse_csv("x,y,Class\n", {"data.csv", "header"});
  refuse_csv(std::string("x,y,Class\n1,2,0\n3,\0,1\n", 23), {"data.csv:3", "NUL"});
  std::string garbage;
  for (int i = 0; i < 4000; ++i) garbage += static_cast<char>((i * 7919 + i / 3) % 256);
  refuse_csv(garbage, {"data.csv"});
}

BOOST_AUTO_TEST_CASE(records_that_do_not_fit) {
  refuse_csv("x,y,Class\n1,2,0\n3,4\n", {"data.csv:3", "expected", "3"});
  refuse_csv("x,y,Class\n1,2,0\n3,\"4,1\n", {"data.csv:3", "quote"});
  refuse_csv("x,x,Class\n1,2,0\n3,4,1\n", {"data.csv:1", "'x'"});
}

BOOST_AUTO_TEST_CASE(cells_that_are_no_numbers) {
  refuse_csv("x,y,Class\n1,2,0\ninf,4,1\n", {"data.csv:3", "inf"});
  refuse_csv("x,y,Class\n1,2,0\n3,1e999,1\n", {"data.csv:3", "1e999"});
  std::string text = small_csv(300, 20);
  text += "7,abc,0\n";
  refuse_csv(text, {"data.csv:302", "abc", "'y'", "--categorical y"});
}

BOOST_AUTO_TEST_CASE(targets_that_are_not_there) {
  const std::string csv = write("good.csv", small_csv());
  refuse({"train", csv, "--target", "Clas", "--positive", "1", "--classifier", "forest", "--out", file("m")},
         {"good.csv", "Clas", "Class"});
  refuse({"train", csv, "--target", "Class", "--positive", "fraud", "--classifier", "forest", "--out", file("m")},
         {"good.csv", "'fraud'", "0, 1"});
  refuse({"train", csv, "--positive", "1", "--classifier", "forest", "--out", file("m")}, {"--target"});
  refuse_csv("x,y,Class\n1,2,0\n3,4,\n5,6,1\n", {"data.csv:3", "missing", "Class"});
  refuse_csv("x,y,Class\n1,2,1\n3,4,1\n", {"data.csv", "one class"});
  refuse_csv("Class\n1\n0\n", {"data.csv", "no feature"});
  refuse(train(csv, {"--drop", "x,y"}), {"no feature"});
  refuse(train(csv, {"--drop", "z"}), {"good.csv", "'z'"});
  refuse(train(csv, {"--drop", "Class"}), {"--drop", "target"});
  refuse(train(csv, {"--categorical", "why"}), {"good.csv", "why"});
}

BOOST_AUTO_TEST_CASE(studies_that_cannot_be) {
  refuse(run(write("few.csv", small_csv(60, 1))), {"few.csv", "too"});
  const std::string csv = write("good.csv", small_csv());
  refuse(run(csv, {"--repeats", "0"}), {"--repeats", "'0'", "whole number"});
  refuse(run(csv, {"--threads", "0"}), {"--threads", "'0'"});
  refuse(run(csv, {"--threads", "-1"}), {"--threads", "'-1'"});
  refuse(run(csv, {"--seed", "many"}), {"--seed", "'many'"});
  for (const char* fraction : {"0", "1", "-0.1", "1.5", "half", "nan"}) {
    refuse(run(csv, {"--test-fraction", fraction}), {"--test-fraction", fraction, "between 0 and 1"});
  }
  for (const char* rate : {"0", "1", "-0.1", "nan", "rare"}) {
    refuse(run(csv, {"--base-rate", rate}), {"--base-rate", rate, "from 1e-09 to 0.999999999"});
  }
  refuse(run(csv, {"--split", "chronological"}), {"--time"});
  refuse(run(csv, {"--split", "chronological", "--time", "when"}), {"'when'"});
  refuse(run(csv, {"--classifier", "florest"}), {"florest", "did you mean 'forest'"});
  Words words = run(csv);
  std::replace(words.begin(), words.end(), std::string("none"), std::string("smoke"));
  refuse(words, {"smoke", "did you mean 'smote'"});
}

BOOST_AUTO_TEST_CASE(settings_of_diffusion_that_cannot_be) {
  const std::string csv = write("good.csv", small_csv());
  const auto fit = [&](const Words& more) {
    Words words{"fit", csv, "--target", "Class", "--positive", "1", "--out", file("g.ballast")};
    words.insert(words.end(), more.begin(), more.end());
    return words;
  };
  refuse(fit({"--updates", "0"}), {"--updates", "'0'"});
  refuse(fit({"--parametrisation", "nois"}), {"nois", "did you mean 'noise'"});
  refuse(fit({"--learning-rate", "0"}), {"--learning-rate"});
  refuse(fit({"--generator", "smote", "--updates", "5"}), {"--updates", "diffusion", "smote"});
  refuse(fit({"--generator", "vae", "--parametrisation", "v"}), {"--parametrisation", "diffusion", "vae"});
  refuse(fit({"--generator", "gan", "--hidden", "0"}), {"--hidden", "'0'"});
  BOOST_TEST(!fs::exists(file("g.ballast")));
}

BOOST_AUTO_TEST_CASE(calls_that_are_misspelt) {
  refuse({"rnu"}, {"unknown command", "did you mean run"});
  refuse({"--loud"}, {"--loud"});
  const std::string csv = write("good.csv", small_csv());
  refuse(run(csv, {"--repeat", "3"}), {"unknown option --repeat", "--repeats"});
  refuse(run(csv, {"--repeats"}), {"--repeats", "value"});
  refuse(run(csv, {"extra"}), {"'extra'"});
  refuse({"run"}, {"DATA.csv"});
  refuse(run(csv, {"--seed", "1", "--seed", "2"}), {"--seed", "twice"});
  refuse({"help", "trian"}, {"did you mean train"});
}

BOOST_AUTO_TEST_CASE(outputs_that_cannot_be_written) {
  const std::string csv = write("good.csv", small_csv());
  const auto to = [&](const std::string& out) {
    return Words{"train",        csv,        "--target", "Class", "--positive", "1",
                 "--classifier", "boosting", "--rounds", "2",     "--out",      out};
  };
  refuse(to(file("nowhere/m.ballast")), {"nowhere"});
  refuse(to(file("")), {"folder"});
  refuse(to("/dev/full"), {"/dev/full"});
  refuse({"demo", "--rows", "100", "--write", file("nowhere/d.csv")}, {"nowhere"});
  fs::create_directory(file("full"));
  std::ofstream(file("full/mine.txt")) << "keep";
  Words words = run(csv);
  words.back() = file("full");
  refuse(words, {"full", "mine.txt, which ballast did not write there"});
  BOOST_TEST(read_file(file("full/mine.txt")) == "keep");
  words.back() = csv;
  refuse(words, {"good.csv", "a file has this name"});
}

// A full disk behind a redirection: the summary is lost, and the program says so.
BOOST_AUTO_TEST_CASE(standard_output_that_is_full) {
  const Outcome outcome = call_ballast({"--help"}, "/dev/full");
  BOOST_TEST(outcome.status == 2);
  BOOST_TEST(outcome.says("standard output"));
}

BOOST_AUTO_TEST_CASE(models_that_are_not_what_they_should_be) {
  const std::string csv = write("good.csv", small_csv());
  BOOST_REQUIRE_EQUAL(call_ballast(train(csv)).status, 0);
  BOOST_REQUIRE_EQUAL(call_ballast({"fit", csv, "--target", "Class", "--positive", "1", "--generator", "smote", "--out",
                                    file("g.ballast")})
                          .status,
                      0);
  const auto predict = [&](const std::string& model, const std::string& data) {
    return Words{"predict", model, data, "--out", file("s.csv")};
  };
  refuse(predict(file("g.ballast"), csv), {"g.ballast", "generator", "classifier"});
  refuse({"sample", file("m.ballast"), "--rows", "3", "--out", file("s.csv")}, {"m.ballast", "classifier"});
  refuse(predict(csv, csv), {"good.csv"});
  refuse(predict(file("none.ballast"), csv), {"none.ballast", "no such file"});
  refuse(predict(file("m.ballast"), write("other.csv", "x,z\n1,2\n")), {"other.csv", "'y'"});
  refuse(predict(file("m.ballast"), write("text.csv", "x,y\nred,2\nblue,3\n")), {"text.csv", "'x'"});

  const std::string bytes = read_file(file("m.ballast"));
  refuse(predict(write("short.ballast", bytes.substr(0, bytes.size() / 2)), csv), {"short.ballast"});
  std::string flipped = bytes;
  flipped[flipped.size() / 2] = static_cast<char>(flipped[flipped.size() / 2] ^ 4);
  refuse(predict(write("flipped.ballast", flipped), csv), {"flipped.ballast"});
  refuse({"inspect", file("flipped.ballast")}, {"flipped.ballast"});
}

BOOST_AUTO_TEST_CASE(scores_that_do_not_fit) {
  const std::string csv = write("data.csv", small_csv(4, 2));
  const auto evaluate = [&](const std::string& scores) {
    return Words{"evaluate", write("scores.csv", scores), csv, "--target", "Class", "--positive", "1"};
  };
  refuse(evaluate("probability\n0.5\n0.1\n"), {"scores.csv", "4 scores", "'2'"});
  refuse(evaluate("probability\n0.5\n0.1\n1.5\n0.2\n"), {"scores.csv:4", "'1.5'"});
  refuse(evaluate("score\n0.5\n0.1\n0.5\n0.2\n"), {"scores.csv", "probability"});
  refuse({"evaluate", file("scores.csv"), csv}, {"--target"});
}

BOOST_AUTO_TEST_CASE(gzip_that_ends_early) {
  BOOST_REQUIRE_EQUAL(call_ballast({"demo", "--rows", "400", "--write", file("d.csv.gz"), "--quiet"}).status, 0);
  const std::string bytes = read_file(file("d.csv.gz"));
  refuse(train(write("cut.csv.gz", bytes.substr(0, bytes.size() / 2))), {"cut.csv.gz", "gzip"});
}

BOOST_AUTO_TEST_SUITE_END()
