// The exported C++ file: compiled by the system's compilers without a warning, it gives the bits of `ballast predict`.
// Skipped where there is no compiler and under a sanitizer, where it would be slow.
#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include "tests/app/models/interchange/exported_model.hpp"

using namespace ballast::app::testing;

namespace {

// Reads lines of cells parted by tabs, in the order of the features, and prints scores as predict does.
constexpr const char* kMain = R"(
#include <cstdio>
#include <iostream>
#include <string>
#include "model.cpp"
int main() {
  std::string line;
  while (std::getline(std::cin, line)) {
    std::string_view rest = line, cells[tested::kFeatures];
    for (auto& cell : cells) {
      cell = rest.substr(0, rest.find('\t'));
      rest.remove_prefix(cell.size() < rest.size() ? cell.size() + 1 : cell.size());
    }
    float probability = 0;
    if (!tested::score(cells, probability)) return 1;
    char text[32];
    *std::to_chars(text, text + 31, probability).ptr = 0;
    std::printf("%s,%d\n", text, tested::flag(probability) ? 1 : 0);
  }
}
)";

std::string tabbed(const std::string& csv) {
  std::string out;
  bool quoted = false;
  for (std::size_t i = csv.find('\n') + 1; i < csv.size(); ++i) {
    if (csv[i] == '"') {
      if (quoted && csv[i + 1] == '"')
        out += csv[++i];
      else
        quoted = !quoted;
    } else {
      out += csv[i] == ',' && !quoted ? '\t' : csv[i];
    }
  }
  return out;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(cpp_export_test, ExportFolder)

BOOST_AUTO_TEST_CASE(the_exported_file_gives_the_bits_of_predict) {
  const std::string data = write("data.csv", shop_csv());
  write("main.cpp", kMain);
  write("rows", tabbed(shop_csv()));
  for (const std::string kind : {"forest", "boosting", "squared"}) {
    for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{
             trained_by(kind, data,
                        {"--rounds", "20", "--base-rate", "0.02", "--choose", "fbeta=2", "--calibrate",
                         kind == "forest" ? "isotonic" : "platt"}),
             {"predict", file("m"), data, "--out", file("scores.csv")},
             {"export", file("m"), "--to", "cpp", "--name", "tested", "--force", "--out", file("model.cpp")}}) {
      const Outcome outcome = call_ballast(words);
      BOOST_REQUIRE_MESSAGE(outcome.status == 0, outcome.err);
    }
    const std::string text = read_file(file("model.cpp"));
    for (const char* part : {"comes by at most", "using Number = float"})
      BOOST_TEST(text.find(part) != std::string::npos);
    compiled_gives(kind, "probability,flagged\n", read_file(file("scores.csv")));
  }
}

BOOST_AUTO_TEST_CASE(exact_splits_keep_their_bits_in_the_exported_file) {
  const std::string data = write("data.csv", shop_csv(true));
  write("main.cpp", kMain);
  write("rows", tabbed(shop_csv(true)));
  for (const std::string kind : {"forest", "boosting"}) {
    for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{
             trained_by(kind, data, {"--rounds", "20", "--choose", "f1"}),
             {"predict", file("m"), data, "--out", file("scores.csv")},
             {"export", file("m"), "--to", "cpp", "--name", "tested", "--out", file("model.cpp")}}) {
      const Outcome outcome = call_ballast(words);
      BOOST_REQUIRE_MESSAGE(outcome.status == 0, outcome.err);
    }
    BOOST_TEST(read_file(file("model.cpp")).find("using Number = double") != std::string::npos);
    compiled_gives(kind, "probability,flagged\n", read_file(file("scores.csv")));
  }
}

BOOST_AUTO_TEST_CASE(scores_of_squared_loss_are_held_to_0_and_1_there_too) {
  const std::string data = write("data.csv", shop_csv());
  write("main.cpp", kMain);
  write("rows", tabbed(shop_csv()));
  BOOST_REQUIRE(call_ballast(trained_by("squared", data, {"--rounds", "30", "--eta", "1", "--choose", "f1"})).status ==
                0);
  BOOST_REQUIRE(call_ballast({"predict", file("m"), data, "--out", file("scores.csv")}).status == 0);
  BOOST_REQUIRE(
      call_ballast({"export", file("m"), "--to", "cpp", "--name", "tested", "--force", "--out", file("model.cpp")})
          .status == 0);
  const std::string scores = read_file(file("scores.csv"));
  for (const char* held : {"\n0,0\n", "\n1,1\n"}) BOOST_TEST(scores.find(held) != std::string::npos, held);
  compiled_gives("squared, held", "probability,flagged\n", scores);
}

BOOST_AUTO_TEST_CASE(the_probabilities_of_many_classes_have_the_bits_of_predict) {
  std::string text = "size,tiny,label,kind\n";
  for (int r = 0; r < 240; ++r) {
    text += (r % 11 == 0 ? "NA" : std::to_string(r * 37 % 101) + ".25") + "," + (r % 3 == 0 ? "-1e-42" : "1.5e-38") +
            "," + (r % 4 == 0 ? "yes" : "no") + ",\"k " + std::to_string(r * 37 % 101 / 17) + "\"\"\"\n";
  }
  const std::string data = write("data.csv", text);
  write("rows", tabbed(text));
  std::string main = kMain;
  const std::size_t from = main.find("    float probability"), to = main.find("  }\n}", from);
  main.replace(from, to - from, R"(
    float out[tested::kClasses];
    if (!tested::scores(cells, out)) return 1;
    for (std::size_t k = 0; k < tested::kClasses; ++k) {
      char text[32];
      *std::to_chars(text, text + 31, out[k]).ptr = 0;
      std::printf("%s%c", text, k + 1 < tested::kClasses ? ',' : '\n');
    }
)");
  write("main.cpp", main);
  for (const std::string kind : {"forest", "boosting"}) {
    for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{
             {"train", data, "--target", "kind", "--classifier", kind, kind == "forest" ? "--trees" : "--rounds", "10",
              "--out", file("m")},
             {"predict", file("m"), data, "--raw", "--out", file("scores.csv")},
             {"export", file("m"), "--to", "cpp", "--name", "tested", "--force", "--out", file("model.cpp")}}) {
      const Outcome outcome = call_ballast(words);
      BOOST_REQUIRE_MESSAGE(outcome.status == 0, outcome.err);
    }
    const std::string scores = read_file(file("scores.csv"));
    BOOST_TEST(read_file(file("model.cpp")).find("score(const") == std::string::npos);  // there is no one probability
    compiled_gives(kind, scores.substr(0, scores.find('\n') + 1), scores);
  }
}

// The cells of a row as they stand in the file, and what else a caller may hold of them: their text without quotes,
// where these change nothing.
BOOST_AUTO_TEST_CASE(cells_mean_what_predict_reads_in_them) {
  std::string data = "work,code,a,label\n";
  const char* work[] = {"\" State-gov\"", "\"Self-emp \"", "Private", "\"say \"\"hi\"\"\"", "", "\"NA\""};
  for (int r = 0; r < 240; ++r) {
    const int k = r * 7 % 6, code = r * 11 % 4;
    data += std::string(work[k]) + "," + (code == 0 ? "\"x\"" : std::to_string(code * 4)) + "," +
            std::to_string(r % 17) + ".5," + ((r % 17 + 5 * k + 3 * code) % 11 < 5 ? "yes" : "no") + "\n";
  }
  // Of each: as in the file, as a reader of CSV gives it.
  const std::vector<std::vector<std::pair<std::string, std::string>>> cells = {{{"\" State-gov\"", "\" State-gov\""},
                                                                                {"\"Self-emp \"", "\"Self-emp \""},
                                                                                {" State-gov", " State-gov"},
                                                                                {"\"NA\"", "\"NA\""},
                                                                                {" Private ", " Private "},
                                                                                {"Private\t", "Private\t"},
                                                                                {"\"say \"\"hi\"\"\"", "say \"hi\""},
                                                                                {"never", "never"},
                                                                                {"?", "?"},
                                                                                {"", ""},
                                                                                {"NA", "NA"},
                                                                                {"Self-emp", "Self-emp"}},
                                                                               {{"4", "4"},
                                                                                {"4.0", "4.0"},
                                                                                {"+8", "+8"},
                                                                                {"\"12\"", "12"},
                                                                                {"1.2e1", "1.2e1"},
                                                                                {"x", "x"},
                                                                                {"nan", "nan"},
                                                                                {"5", "5"}},
                                                                               {{"3.5", "3.5"},
                                                                                {"\"3.5\"", "3.5"},
                                                                                {"+3.5", "+3.5"},
                                                                                {" 3.5 ", " 3.5 "},
                                                                                {"35e-1", "35e-1"},
                                                                                {"1e-400", "1e-400"},
                                                                                {"-0.000001e-330", "-0.000001e-330"},
                                                                                {"1e300", "1e300"},
                                                                                {"-1e-320", "-1e-320"},
                                                                                {"NaN", "NaN"},
                                                                                {"?", "?"},
                                                                                {"", ""}}};
  std::string rows = "work,code,a\n", raw, plain;
  for (const auto& a : cells[0]) {
    for (const auto& b : cells[1]) {
      for (const auto& c : cells[2]) {
        rows += a.first + "," + b.first + "," + c.first + "\n";
        raw += a.first + "\t" + b.first + "\t" + c.first + "\n";
        plain += a.second + "\t" + b.second + "\t" + c.second + "\n";
      }
    }
  }
  std::string main = kMain;  // cells may hold tabs at their ends here
  for (std::size_t at; (at = main.find("'\\t'")) != std::string::npos;) main.replace(at, 4, "'|'");
  for (std::string* text : {&raw, &plain}) {
    std::string parted;
    for (std::size_t i = 0; i < text->size(); ++i) {
      const bool inside = (*text)[i] == '\t' && (*text)[i + 1] == '\t';  // "Private\t"
      parted += (*text)[i] == '\t' && !inside ? '|' : (*text)[i];
    }
    *text = parted;
  }
  write("main.cpp", main);
  for (const std::string kind : {"forest", "boosting"}) {
    for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{
             trained_by(kind, write("data.csv", data), {"--categorical", "code", "--choose", "f1", "--force"}),
             {"predict", file("m"), write("rows.csv", rows), "--accept-unseen", "--out", file("scores.csv"), "--force"},
             {"export", file("m"), "--to", "cpp", "--name", "tested", "--out", file("model.cpp"), "--force"}}) {
      const Outcome outcome = call_ballast(words);
      BOOST_REQUIRE_MESSAGE(outcome.status == 0, outcome.err);
    }
    for (const std::string& given : {raw, plain}) {
      write("rows", given);
      compiled_gives(kind, "probability,flagged\n", read_file(file("scores.csv")));
    }
  }
}

// All spellings of yes and no that `predict` reads, in a column of labels and in one that was learned as 0 and 1.
BOOST_AUTO_TEST_CASE(cells_that_say_yes_or_no_mean_what_predict_reads_in_them) {
  write("main.cpp", kMain);
  using Words = std::vector<std::string>;
  const std::vector<std::pair<Words, Words>> columns = {{{"False", "True"}, {"true", "FALSE", "1", "0.0", "yes", "t"}},
                                                        {{"N", "Y"}, {"n", "y", "Y", "no", "1", "true"}}};
  const Words bits = {"0", "1", "1.0", "true", "FALSE", "True", ""};
  for (const auto& [learned, later] : columns) {
    std::string data = "flag,bit,a,label\n", rows = "flag,bit,a\n";
    for (int r = 0; r < 240; ++r) {
      const int flag = r * 7 % 3 == 0, bit = r * 5 % 4 == 0;
      data += learned[static_cast<std::size_t>(flag)] + "," + std::to_string(bit) + "," + std::to_string(r % 17) + "," +
              ((r % 17 + 5 * flag + 6 * bit) % 11 < 5 ? "yes" : "no") + "\n";
    }
    for (const std::string& flag : later) {
      for (const std::string& bit : bits) rows += flag + "," + bit + "," + std::to_string(rows.size() % 17) + "\n";
    }
    must(trained_by("boosting", write("data.csv", data), {"--choose", "f1", "--force"}));
    must({"predict", file("m"), write("rows.csv", rows), "--accept-unseen", "--out", file("scores.csv"), "--force"});
    must({"export", file("m"), "--to", "cpp", "--name", "tested", "--out", file("model.cpp"), "--force"});
    write("rows", tabbed(rows));
    compiled_gives(learned[0], "probability,flagged\n", read_file(file("scores.csv")));
  }
}

BOOST_AUTO_TEST_CASE(two_models_in_one_program_never_mix) {
  if (under_sanitizer() || std::system("command -v g++ > /dev/null") != 0) {
    BOOST_TEST_MESSAGE("skipped: compiling them");
    return;
  }
  const std::string data = write("data.csv", shop_csv());
  // Both by default, both under one name, or each under its own.
  for (const std::vector<std::string>& spaces : std::vector<std::vector<std::string>>{{}, {"one", "one"}, {"a", "b"}}) {
    for (const int k : {0, 1}) {
      const std::string number = std::to_string(k);
      BOOST_REQUIRE(call_ballast(trained_by("boosting", data, {"--rounds", k == 0 ? "3" : "9", "--force"})).status ==
                    0);
      std::vector<std::string> words{
          "export", file("m"), "--to", "cpp", "--force", "--out", file("model" + number + ".hpp")};
      if (!spaces.empty()) words.insert(words.end(), {"--name", spaces[static_cast<std::size_t>(k)]});
      BOOST_REQUIRE(call_ballast(words).status == 0);
      const std::string text = read_file(file("model" + number + ".hpp"));
      const std::size_t from = text.find("\nnamespace ") + 11;
      const std::string space = text.substr(from, text.find(' ', from) - from);
      write("unit" + number + ".cpp", "#include \"model" + number + ".hpp\"\nfloat score" + number +
                                          "() {\n  const double x[" + space + "::kFeatures] = {1, 50, 0};\n  return " +
                                          space + "::score(x);\n}\n");
    }
    write("both.cpp", R"(
#include <cstdio>
float score0();
float score1();
int main() { std::printf("%.9g %.9g\n", static_cast<double>(score0()), static_cast<double>(score1())); }
)");
    std::vector<std::string> printed;
    for (const std::string units : {"unit0.cpp unit1.cpp", "unit1.cpp unit0.cpp"}) {
      for (const std::string level : {"-O0", "-O1", "-O2"}) {
        const std::string compile = "cd " + file("") + " && g++ -std=c++17 " + level + " -o both both.cpp " + units;
        BOOST_REQUIRE(std::system(compile.c_str()) == 0);
        BOOST_REQUIRE(std::system((file("both") + " > " + file("printed")).c_str()) == 0);
        printed.push_back(read_file(file("printed")));
      }
    }
    for (const std::string& line : printed) BOOST_TEST(line == printed[0]);
    BOOST_TEST(printed[0].substr(0, printed[0].find(' ')) != printed[0].substr(printed[0].find(' ') + 1));
  }
}

BOOST_AUTO_TEST_CASE(the_namespace_is_the_users_or_carries_the_checksum) {
  BOOST_REQUIRE(call_ballast(trained_by("boosting", write("data.csv", shop_csv()), {"--rounds", "2"})).status == 0);
  const auto inspected = nlohmann::json::parse(call_ballast({"inspect", file("m"), "--json"}).out);
  const std::string mark = inspected.at("checksum").get<std::string>().substr(0, 8);
  BOOST_REQUIRE(call_ballast({"export", file("m"), "--to", "cpp", "--out", file("x.hpp")}).status == 0);
  const std::string text = read_file(file("x.hpp"));
  BOOST_TEST(text.find("#ifndef BALLAST_MODEL_" + mark + "\n") != std::string::npos);
  BOOST_TEST(text.find("\nnamespace ballast_model_" + mark + " {\n") != std::string::npos);
  const auto named = [&](const std::string& name) {
    return call_ballast({"export", file("m"), "--to", "cpp", "--name", name, "--out", file("y.hpp"), "--force"});
  };
  BOOST_REQUIRE(named("champion").status == 0);
  BOOST_TEST(read_file(file("y.hpp")).find("\nnamespace champion {\ninline namespace model_" + mark + " {\n") !=
             std::string::npos);
  const std::string before = read_file(file("y.hpp"));
  for (const char* name : {"2fast", "a b", "a-b", "a::b", "caf\xc3\xa9"})
    BOOST_TEST(named(name).says("no name of C++"), name);
  for (const char* name : {"_x", "a__b"}) BOOST_TEST(named(name).says("reserved"), name);
  for (const char* name : {"class", "std", "main"}) BOOST_TEST(named(name).says("taken by C++"), name);
  BOOST_TEST(named("").status == 2);
  BOOST_TEST(read_file(file("y.hpp")) == before);
  BOOST_TEST(call_ballast({"export", file("m"), "--to", "json", "--name", "a", "--out", file("z")}).says("--to cpp"));
}

BOOST_AUTO_TEST_CASE(forms_that_there_are_not_are_refused) {
  BOOST_TEST(call_ballast({"export", file("m"), "--to", "pmml", "--out", file("x")}).says("xgboost-json"));
  BOOST_TEST(call_ballast({"export", file("none"), "--to", "cpp", "--out", file("x")}).says("no such file"));
  BOOST_TEST(names().empty());
}

BOOST_AUTO_TEST_SUITE_END()
