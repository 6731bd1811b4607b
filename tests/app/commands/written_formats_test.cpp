// Rows that are made of a file are written as that file is, so that they can be read beside it: delimiter, decimal
// mark, thousands, percent, currency, dates.
#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cstdlib>
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
    out +=
        cell(kind.unit_before + grouped(amount / 100, kind.group) + kind.decimal + std::to_string(10 + amount % 90)) +
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
  // The output of a command that reads a file from standard input.
  std::string piped(Words words, const Words& more, const std::string& from) const {
    words.insert(words.end(), more.begin(), more.end());
    std::string command = BALLAST_PROGRAM;
    for (const std::string& word : words) command += " '" + word + "'";
    BOOST_REQUIRE(std::system((command + " < " + from + " > " + file("piped")).c_str()) == 0);
    return read_file(file("piped"));
  }
  std::string line(const std::string& text, int number) const {
    std::size_t at = 0;
    while (number-- > 0) at = text.find('\n', at) + 1;
    return text.substr(at, text.find('\n', at) - at);
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(written_formats_test, Bench)

BOOST_AUTO_TEST_CASE(sampled_rows_go_wherever_the_source_goes) {
  for (const Kind& kind : kinds) {
    BOOST_TEST_CONTEXT(kind.name) {
      const std::string data = write("data.csv", source(kind, 150)), made = file("made.csv"), model = file("model");
      Words asked{"--target", "Class", "--positive", "1"};
      asked.insert(asked.end(), kind.options.begin(), kind.options.end());
      must({"fit", data, "--generator", "smote", "--out", file("gen")}, asked);
      must({"sample", file("gen"), "--rows", "30", "--out", made});
      const std::string rows = read_file(made);
      BOOST_TEST(line(rows, 0) == line(read_file(data), 0));
      BOOST_TEST((line(rows, 1).find(kind.unit_before) != std::string::npos));
      BOOST_TEST((line(rows, 1).find(kind.rate_unit.empty() ? "" : "%") != std::string::npos));

      must({"compare", data, made}, asked);
      must({"train", data, "--added", made, "--classifier", "forest", "--trees", "5", "--out", model}, asked);
      const std::string scores = must({"predict", model, made, "--out", "-"}, kind.options).out;
      BOOST_TEST(std::count(scores.begin(), scores.end(), '\n') == 31);
      BOOST_TEST(scores == piped({"predict", model, "-", "--out", "-"}, kind.options, made));
      must({"explain", model, made, "--row-numbers", "1"}, kind.options);
      must({"evaluate", model, data}, kind.options);
    }
  }
}

BOOST_AUTO_TEST_CASE(filled_cells_are_written_as_the_others) {
  std::string text = source(kinds[5], 150);  // 1.234,50;5,1 %
  for (int row = 1; row < 4; ++row) {
    const std::size_t start = text.find('\n', text.find(line(text, row)) - 1) + 1;
    text.erase(start, text.find(';', start) - start);
  }
  const std::string gaps = write("gaps.csv", text);
  must({"fit", gaps, "--generator", "masked", "--updates", "20", "--out", file("gen")});
  must({"impute", gaps, "--with", file("gen"), "--out", file("full.csv")});
  const std::string full = read_file(file("full.csv"));
  BOOST_TEST(line(full, 1).find(';') >= 5u);
  BOOST_TEST((line(full, 1).substr(0, line(full, 1).find(';')).find_first_of(".,") != std::string::npos));
  must({"compare", gaps, file("full.csv")});
}

BOOST_AUTO_TEST_CASE(a_study_writes_its_rows_as_the_data_are) {
  const std::string data = write("data.csv", source(kinds[7], 150));
  must({"run", data, "--target", "Class", "--positive", "1", "--repeats", "1", "--no-report", "--augment",
        "none,diffusion", "--out", file("study")});
  const std::string made = file("study") + "/synthetic.csv";
  BOOST_TEST(line(read_file(made), 0) == line(read_file(data), 0));
  BOOST_TEST((line(read_file(made), 1).find("€") != std::string::npos));
  must({"compare", data, made, "--target", "Class", "--positive", "1"});
}

BOOST_AUTO_TEST_CASE(rows_of_another_program_need_no_lines_above_and_no_old_encoding) {
  const std::string data = source(kinds[0], 150);
  std::string old = data;
  for (std::size_t at = 0; (at = old.find("Oslo", at)) != std::string::npos;) old.replace(at, 4, "\xd6rebro");
  const std::string real = write("real.csv", "a title\n\n" + old);
  const Words asked{"--target", "Class", "--positive", "1", "--encoding", "latin1", "--skip-lines", "2"};
  must({"fit", real, "--generator", "smote", "--out", file("gen")}, asked);
  must({"sample", file("gen"), "--rows", "30", "--out", file("made.csv")});
  BOOST_TEST((read_file(file("made.csv")).find("Örebro") != std::string::npos));
  must({"compare", real, file("made.csv")}, asked);
  const Outcome train =
      must({"train", real, "--added", file("made.csv"), "--classifier", "forest", "--trees", "3", "--out", file("m")},
           asked);
  BOOST_TEST(!train.says("labels"), train.err);  // none that the model has never seen
}

BOOST_AUTO_TEST_CASE(a_plain_file_under_decimal_commas_is_read_as_it_is_written) {
  const std::string data = write("data.csv", source(kinds[4], 150)), plain = write("plain.csv", source(kinds[0], 20));
  must({"train", data, "--target", "Class", "--positive", "1", "--drop", "Day", "--classifier", "forest", "--trees",
        "3", "--out", file("m")});
  const Outcome read = must({"predict", file("m"), plain, "--out", "-"});
  BOOST_TEST(read.out == must({"predict", file("m"), plain, "--decimal", ".", "--out", "-"}).out);
}

BOOST_AUTO_TEST_SUITE_END()
