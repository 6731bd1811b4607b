#include "bench/arguments.hpp"

#include <boost/test/unit_test.hpp>
#include <string>
#include <vector>

namespace {

using ballast::Error;
using ballast::bench::Arguments;
using ballast::bench::Usage;

const Usage kUsage = {.program = "probe",
                      .idea = "an idea",
                      .file = "FILE.csv",
                      .arguments = {{"--threads", "2", ""}, {"--folder", ballast::bench::kNeeded, ""}}};

Arguments parse(std::vector<std::string> words, const Usage& usage = kUsage) {
  std::vector<char*> values = {nullptr};
  for (std::string& word : words) values.push_back(word.data());
  return {usage, static_cast<int>(values.size()), values.data()};
}

std::string refusal(const std::vector<std::string>& words) {
  try {
    static_cast<void>(parse(words).number("--threads"));
    return "accepted";
  } catch (const Error& error) {
    return error.what();
  }
}

BOOST_AUTO_TEST_SUITE(arguments_test)

BOOST_AUTO_TEST_CASE(a_value_is_the_one_given_or_the_one_declared) {
  const std::vector<std::string> words = {"a.csv", "--folder", "here"};
  BOOST_TEST(parse(words).file() == "a.csv");
  BOOST_TEST(parse(words).text("--folder") == "here");
  BOOST_TEST(parse(words).number("--threads") == 2);
  BOOST_TEST(parse({"a.csv", "--folder", "here", "--threads", "5"}).number("--threads") == 5);
  BOOST_TEST(parse({"a.csv", "--folder", "here", "--json"}).json());
}

BOOST_AUTO_TEST_CASE(help_asks_for_nothing_else) {
  BOOST_TEST(parse({"--help"}).help());
  BOOST_TEST(parse({"-h"}).help());
}

BOOST_AUTO_TEST_CASE(what_is_misspelt_or_missing_is_refused) {
  BOOST_TEST(refusal({"a.csv", "--thread", "2"}) ==
             "unknown argument; got '--thread' (hint: did you mean '--threads'?)");
  BOOST_TEST(refusal({"a.csv", "--folder", "here", "--threads", "2x"}) ==
             "not a number; expected a number for --threads, got '2x'");
  BOOST_TEST(refusal({"a.csv", "--threads"}) == "--threads needs a value");
  BOOST_TEST(refusal({"a.csv", "b.csv"}) == "unexpected argument; got 'b.csv'");
  BOOST_TEST(refusal({"--threads", "2"}) == "FILE.csv is missing");
  BOOST_TEST(refusal({"a.csv"}) == "--folder is missing");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
