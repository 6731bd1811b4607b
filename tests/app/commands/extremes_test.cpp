// Every option of the learners and generators at both ends of its range, on a tiny table: it works and what is written
// reads back, or it is refused by its name.
#include <array>
#include <boost/test/unit_test.hpp>
#include <charconv>
#include <cmath>
#include <set>

#include "app/commands/parsing/command.hpp"
#include "tests/app/program.hpp"

using namespace ballast;
using namespace ballast::app;
using namespace ballast::app::testing;

namespace {

using Words = std::vector<std::string>;

std::string digits(double value, bool whole) {
  if (whole) return std::to_string(static_cast<std::uint64_t>(value));
  std::array<char, 32> text{};
  return {text.data(), std::to_chars(text.data(), text.data() + text.size(), value).ptr};
}

// The smallest and the largest value that the range holds, and one just inside an open end.
Words ends(const Range& range) {
  constexpr double kTiny = 1e-300;
  Words out{digits(range.low_open ? range.low + kTiny : range.low, range.whole)};
  if (std::isfinite(range.high)) out.push_back(digits(range.high_open ? range.high - 1e-12 : range.high, range.whole));
  return out;
}

// The more of these, the longer it takes: their upper ends are for those who have the time.
const std::set<std::string> kWork{"trees",         "rounds",      "hidden",  "layers",  "updates",       "batch",
                                  "noising-steps", "evaluations", "repeats", "threads", "early-stopping"};

struct Table : TempFolder {
  Table() {
    std::string text = "x,colour,Class\n";
    for (int row = 0; row < 60; ++row) {
      text += std::to_string(row * 7 % 13) + "," +
              (row % 3 == 0   ? "red"
               : row % 3 == 1 ? "blue"
                              : "green") +
              "," + (row % 4 == 0 ? "1" : "0") + "\n";
    }
    write("t.csv", text);
  }

  // `call` and each option at its ends; `quick` are options beside it, unless it is one of them.
  void try_ends(const Command& command, const Words& call, const Words& quick) const {
    for (const OptionSpec& option : command.options) {
      if (option.values.kind() != Values::Kind::number) continue;
      const std::string name = std::string("--") + option.name;
      Words values = ends(option.values.range());
      if (kWork.contains(option.name)) values.resize(1);
      for (const std::string& value : values) {
        Words words = call;
        for (std::size_t i = 0; i < quick.size(); i += 2) {
          if (quick[i] != name) words.insert(words.end(), {quick[i], quick[i + 1]});
        }
        words.insert(words.end(), {name, value, "--out", file("m"), "--force", "--quiet"});
        works_or_is_refused(words, name);
      }
    }
  }

  void works_or_is_refused(const Words& words, const std::string& name) const {
    const Outcome outcome = call_ballast(words);
    std::string call;
    for (const std::string& word : words) call += " " + word;
    BOOST_TEST_CONTEXT("ballast" << call << ": " << outcome.err) {
      BOOST_TEST((outcome.status == 0 || outcome.status == 2));
      if (outcome.status == 2) BOOST_TEST(outcome.says(name));
      if (outcome.status == 0) BOOST_TEST(call_ballast({"inspect", file("m"), "--quiet"}).status == 0);
    }
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(extremes_test, Table)

BOOST_AUTO_TEST_CASE(every_option_of_the_learners_at_its_ends) {
  const Words call{"train", file("t.csv"), "--target", "Class", "--positive", "1", "--classifier"};
  Words forest = call, boosting = call;
  forest.emplace_back("forest");
  boosting.emplace_back("boosting");
  try_ends(train_command(), forest, {"--trees", "3"});
  try_ends(train_command(), boosting, {"--rounds", "3"});
}

BOOST_AUTO_TEST_CASE(boosting_without_any_penalty) {
  works_or_is_refused(
      {"train", file("t.csv"), "--target", "Class", "--positive", "1", "--classifier", "boosting", "--lambda", "0",
       "--min-child-weight", "0", "--eta", "1", "--subsample", "0.5", "--out", file("m"), "--quiet"},
      "--lambda");
}

BOOST_AUTO_TEST_CASE(every_option_of_the_generators_at_its_ends) {
  try_ends(fit_command(), {"fit", file("t.csv"), "--target", "Class", "--positive", "1", "--generator", "diffusion"},
           {"--updates", "3", "--hidden", "8"});
}

BOOST_AUTO_TEST_SUITE_END()
