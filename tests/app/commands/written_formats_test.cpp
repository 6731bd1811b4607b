// Rows that are made of a file are written as that file is, so that they can be read beside it: delimiter, decimal mark,
// thousands, percent, currency, dates.
#include <boost/test/unit_test.hpp>
#include <string>
#include <vector>

#include "tests/app/program.hpp"

using namespace ballast::app::testing;
using Words = std::vector<std::string>;

namespace {

// How one kind of file writes an amount of cents and a tenth of a rate.
struct Kind {
  std::string name, delimiter, group, decimal, unit_before, rate_unit, date;
  Words options;  // without which the file cannot be read
};

std::string grouped(int whole, const std::string& group) {
  std::string digits = std::to_string(whole);
  for (std::size_t at = digits.size(); at > 3;) digits.insert(at -= 3, group);
  return digits;
}

std::string source(const Kind& kind, int rows) {
  const auto cell = [&](const std::string& text) {
    return text.find(kind.delimiter) == std::string::npos ? text : '"' + text + '"';
  };
  const std::string& sign = kind.delimiter;
  std::string out = "Amount" + sign + "Rate" + sign + "Day" + sign + "Town" + sign + "Class\n";
  for (int i = 0; i < rows; ++i) {
    const bool rare = i % 5 == 0;
    const int amount = (rare ? 400'000 : 150'000) + i * 7919 % 90'000, rate = (rare ? 105 : 41) + i * 31 % 90;
    const std::string day = std::to_string(10 + i % 19), month = "0" + std::to_string(1 + i % 9);
    out += cell(kind.unit_before + grouped(amount / 100, kind.group) + kind.decimal + std::to_string(10 + amount % 90)) +
           sign + cell(std::to_string(rate / 10) + kind.decimal + std::to_string(rate % 10) + kind.rate_unit) + sign +
           (kind.date == "iso" ? "2024-" + month + "-" + day : day + kind.date + month + kind.date + "2024") + sign +
           (i % 3 == 0 ? "Oslo" : "Roma") + sign + (rare ? "1" : "0") + "\n";
  }
  return out;
}

const std::vector<Kind> kinds{
    {"plain", ",", "", ".", "", "", "iso", {}},
    {"thousands", ",", ",", ".", "", "%", "/", {}},
    {"dollars", ",", ",", ".", "$", "", "iso", {}},
    {"decimal comma, quoted", ",", "", ",", "", "", "iso", {}},
    {"semicolons", ";", "", ",", "", "", ".", {}},
    {"semicolons, thousands, percent", ";", ".", ",", "", " %", ".", {}},
    {"tabs, spaced thousands", "\t", " ", ",", "", "", ".", {}},
    {"euros", ";", ".", ",", "€", "%", "/", {}},
    {"a bar, apostrophes", "|", "'", ".", "", "%", "iso", {}},
    {"decimal asked for", ";", "", ",", "", "", "iso", {"--decimal", ","}},
    {"delimiter asked for", "^", "", ",", "", "", "iso", {"--delimiter", "^"}},
};

struct Bench : TempFolder {
  Outcome must(Words words, const Words& more = {}) const {
    words.insert(words.end(), more.begin(), more.end());
    const Outcome outcome = call_ballast(words);
    BOOST_REQUIRE_MESSAGE(outcome.status == 0, words[0] << ": " << outcome.err);
    return outcome;
  }
  std::string line(const std::string& text, int number) const {
    std::size_t at = 0;
    while (number-- > 0) at = text.find('\n', at) + 1;
    return text.substr(at, text.find('\n', at) - at);
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(written_formats_test, Bench)

BOOST_AUTO_TEST_CASE(sampled_rows_go_everywhere_the_source_goes) {
  for (const Kind& kind : kinds) {
    BOOST_TEST_CONTEXT(kind.name) {
      const std::string data = write("data.csv", source(kind, 150)), gen = file("gen"), made = file("made.csv");
      const Words target{"--target", "Class", "--positive", "1"}, force{"--force"};
      Words asked = kind.options;
      asked.insert(asked.end(), {"--target", "Class", "--positive", "1"});
      must({"fit", data, "--generator", "smote", "--out", gen, "--force"}, asked);
      must({"sample", gen, "--rows", "40", "--out", made, "--force"});
      BOOST_TEST(line(read_file(made), 0) == line(read_file(data), 0));
      must({"compare", data, made}, asked);
      const std::string model = file("model");
      must({"train", data, "--added", made, "--classifier", "forest", "--trees", "5", "--out", model, "--force"}, asked);
      const std::string scores = must({"predict", model, made, "--out", "-"}, kind.options).out;
      BOOST_TEST(scores == must({"predict", model, "-", "--out", "-"}, kind.options).out == false);
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
