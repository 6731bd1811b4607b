#include "app/commands/parsing/arguments.hpp"

#include <boost/test/unit_test.hpp>

#include "app/commands/parsing/option_list.hpp"
#include "engine/error.hpp"

using namespace ballast;
using namespace ballast::app;

namespace {

using Words = std::vector<std::string>;

// A small command: a learner with two kinds.
std::vector<OptionSpec> rows() {
  return {{"help", "", "", "This text."},
          {"version", "", "", "The version."},
          {"out", "FILE", "", "File to write."},
          {"kind", "KIND", "forest", "What learns.", Values::one_of("forest,boosting")},
          {"arms", "A,B", "none", "Arms.", Values::some_of("none,smote,clusters")},
          {"trees", "N", 100U, "Trees.", whole_range(1, 1000), "kind=forest"},
          {"eta", "X", 0.3, "Rate.", above(0, 1), "kind=boosting"},
          {"shift", "X", 0.0, "Any number.", closed_range(-5, 5)},
          {"stop", "N", "", "Rounds.", whole_range(1, 9), "kind=boosting"},
          {"share", "X", 0.2, "Share.", open_range(0, 1), "stop"},
          {"decide-on", "FILE", "", "File.", {}, "out | arms=smote,clusters"},
          {"skip", "", "", "Skip.", {}, "DATA.csv=-"},
          {"plain", "", "", "Plain.", {}, "!out"},
          {"weight", "X", 1.0, "Weight.", above(0), "kind=boosting & two-classes"},
          {"clusters", "N", "3", "Clusters.", Values::number_or("auto", whole_range(1, 9))},
          {"drop", "A,B", "", "Columns.", Values::names()},
          {"only", "", "", "Alone.", {}, "", "out"}};
}

Arguments parsed(Words words) {
  return {words, rows(), {"DATA.csv"}};
}

std::string refusal(Words words) {
  words.insert(words.begin(), "data.csv");
  try {
    parsed(words);
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(arguments_test)

BOOST_AUTO_TEST_CASE(values_stand_behind_a_space_or_an_equals_sign_and_may_begin_with_a_minus) {
  const Arguments arguments = parsed({"--shift", "-1.5", "--out=a=b", "--drop", "-B,C", "-"});
  BOOST_TEST(arguments.real("shift") == -1.5);
  BOOST_TEST(arguments.text("out") == "a=b");
  BOOST_TEST(arguments.list("drop") == (Words{"-B", "C"}), boost::test_tools::per_element());
  BOOST_TEST(arguments.positional(0) == "-");
  BOOST_TEST(arguments.whole("trees") == 100u);
  BOOST_TEST(!arguments.given("trees"));
  BOOST_CHECK_THROW(arguments.given("treez"), std::logic_error);
}

BOOST_AUTO_TEST_CASE(behind_two_dashes_every_word_is_positional) {
  BOOST_TEST(parsed({"--shift", "1", "--", "--out"}).positional(0) == "--out");
  BOOST_TEST(parsed({"data.csv", "--"}).positional(0) == "data.csv");
}

BOOST_AUTO_TEST_CASE(letters_stand_for_options) {
  BOOST_TEST(parsed({"data.csv", "-o", "file"}).text("out") == "file");
  BOOST_TEST(parsed({"-h"}).flag("help"));
  BOOST_TEST(parsed({"-V"}).flag("version"));
  BOOST_TEST(refusal({"--out", "-h"}) == "--out needs a value; expected FILE (hint: File to write.)");
}

BOOST_AUTO_TEST_CASE(an_option_without_its_reader_is_refused_and_the_reader_named) {
  BOOST_TEST(refusal({"--kind", "boosting", "--trees", "10"}) ==
             "--trees is read with --kind forest only; got '--kind boosting'");
  BOOST_TEST(refusal({"--eta", "0.1"}) == "--eta is read with --kind boosting only; got '--kind forest'");
  BOOST_TEST(refusal({"--kind", "boosting", "--share", "0.1"}) == "--share is read with --stop only");
  BOOST_TEST(refusal({"--decide-on", "x"}) ==
             "--decide-on is read with --out or --arms smote or clusters only; got '--arms none'");
  BOOST_TEST(refusal({"--decide-on", "x", "--arms", "none,clusters"}).empty());
  BOOST_TEST(refusal({"--skip"}) == "--skip is read with DATA.csv - only");
  BOOST_TEST(refusal({"--plain", "--out", "x"}) == "--plain is not read with --out");
  BOOST_TEST(refusal({"--only", "--shift", "1"}) == "--shift is not read with --only");
  BOOST_TEST(refusal({"--only", "--out", "1"}).empty());
}

BOOST_AUTO_TEST_CASE(a_fact_is_asked_for_when_it_is_stated) {
  const Arguments arguments = parsed({"d", "--kind", "boosting", "--weight", "2"});
  BOOST_CHECK_NO_THROW(arguments.state("two-classes", true, ""));
  BOOST_CHECK_EXCEPTION(arguments.state("two-classes", false, "Species of 3 classes", "make two"), Error,
                        [](const Error& error) {
                          return error.what() == std::string(
                                                     "--weight is read with two classes only; got 'Species of 3 "
                                                     "classes' (hint: make two)");
                        });
  BOOST_CHECK_NO_THROW(parsed({"d"}).state("two-classes", false, ""));
}

BOOST_AUTO_TEST_CASE(what_is_no_value_of_the_row_is_refused_at_once) {
  BOOST_TEST(refusal({"--kind", "boosting", "--eta", "0"}) ==
             "--eta is invalid; expected a number above 0, at most 1, got '0'");
  BOOST_TEST(refusal({"--clusters", "0"}) ==
             "--clusters is invalid; expected a whole number from 1 to 9 or auto, got '0'");
  BOOST_TEST(refusal({"--clusters", "auto"}).empty());
  BOOST_TEST(refusal({"--kind", "florest"}) ==
             "unknown value of --kind; expected one of forest, boosting, got 'florest' (hint: did you mean 'forest'?)");
  BOOST_TEST(
      refusal({"--arms", "none,smoke"}) ==
      "unknown value of --arms; expected some of none, smote, clusters, got 'smoke' (hint: did you mean 'smote'?)");
  BOOST_TEST(refusal({"--out", "a", "--out", "b"}) == "--out is given twice");
  BOOST_TEST(refusal({"--drop", "a,,b"}) == "--drop: an empty name; got 'a,,b'");
}

BOOST_AUTO_TEST_CASE(a_limit_by_other_options_names_them) {
  const Arguments arguments = parsed({"d", "--trees", "20"});
  BOOST_CHECK_EXCEPTION(arguments.require("trees", whole_range(1, 12), "for small forests"), Error, [](const Error& e) {
    return e.what() ==
           std::string("--trees is invalid; expected a whole number from 1 to 12 for small forests, got '20'");
  });
}

BOOST_AUTO_TEST_CASE(lists_are_cut_as_csv_records_are) {
  const auto cut = [](const char* text) { return split_option_list(text); };
  BOOST_TEST(cut("\"Amount, EUR\",Time") == (Words{"Amount, EUR", "Time"}), boost::test_tools::per_element());
  BOOST_TEST(cut("\"5\"\" pipe\"") == (Words{"5\" pipe"}), boost::test_tools::per_element());
  BOOST_TEST(cut("a b,c") == (Words{"a b", "c"}), boost::test_tools::per_element());
  BOOST_TEST(cut("").empty());
  // What is said of a name in quotes, for those who read it.
  BOOST_TEST(cut("\"a, b\"=x|y,c=1") == (Words{"\"a, b\"=x|y", "c=1"}), boost::test_tools::per_element());
  BOOST_TEST(cut("\"t<3\" < 5") == (Words{"\"t<3\" < 5"}), boost::test_tools::per_element());
  BOOST_TEST(cut("+\"Amount, EUR\",-b") == (Words{"+Amount, EUR", "-b"}), boost::test_tools::per_element());
  for (const char* bad : {",a", "a,", "\"a", "\"a\"b", "\"\""}) BOOST_CHECK_THROW(cut(bad), Error);
}

BOOST_AUTO_TEST_SUITE_END()
