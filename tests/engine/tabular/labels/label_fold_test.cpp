#include "engine/tabular/labels/label_fold.hpp"

#include <boost/test/unit_test.hpp>
#include <string>
#include <vector>

using ballast::tabular::folded_label;
using ballast::tabular::folded_truth;

BOOST_AUTO_TEST_SUITE(label_fold_test)

BOOST_AUTO_TEST_CASE(ways_to_write_one_label_fold_to_the_same) {
  const std::vector<std::vector<const char*>> same{
      {"yes", "Yes", " YES ", "\"yes\"", "yes.",
       "y\xC2\xA0"
       "es",
       "y\xC2\xAD"
       "es"},
      {"well-known", "well_known", "wellknown", "Well Known"},
      {"caf\xC3\xA9", "CAF\xC3\x89", "cafe\xCC\x81"},            // é alone, and as e with a mark
      {"\xCE\xA3\xCE\xBF\xCF\x82", "\xCF\x83\xCE\xBF\xCF\x83"},  // Σος
      {"\xD0\xAF\xD0\x81", "\xD1\x8F\xD1\x91"},                  // ЯЁ
      {"\xC5\x81\xC3\xB3\xC5\xBB", "\xC5\x82\xC3\x93\xC5\xBC"},  // ŁóŻ
      {"1,0", "1", "1,00"},
  };
  for (const auto& ways : same) {
    for (const char* way : ways) BOOST_TEST(folded_label(way) == folded_label(ways[0]), way);
  }
}

BOOST_AUTO_TEST_CASE(other_labels_stay_other_labels) {
  const std::vector<std::vector<const char*>> apart{
      {"cafe", "caf\xC3\xA9"},  // an accent is a mark
      {"-1", "1"},
      {"1-2", "12"},
      {"1,0", "10"},
      {"1,5", "1"},
      {",0", ""},
      {"1,", "1"},
      {".", ""},
      {"\xD0\xAF", "\xD0\xAE"},
      {"\xC3\x97", "\xC3\xB7"},  // × and ÷ are no letters
      {"a", "b"},
  };
  for (const auto& pair : apart) BOOST_TEST(folded_label(pair[0]) != folded_label(pair[1]), pair[0]);
}

BOOST_AUTO_TEST_CASE(words_for_true_and_false_are_two) {
  for (const char* word : {"true", "T", "Yes", "y", "1", "1,0"}) BOOST_TEST(folded_truth(word) == "true", word);
  for (const char* word : {"false", "F", "No", "n", "0"}) BOOST_TEST(folded_truth(word) == "false", word);
  BOOST_TEST(folded_truth("Maybe") == "maybe");
  BOOST_TEST(ballast::tabular::are_truth_values(std::vector<std::string>{"Yes", "0"}));
  BOOST_TEST(!ballast::tabular::are_truth_values(std::vector<std::string>{"yes", "maybe"}));
}

BOOST_AUTO_TEST_CASE(bytes_that_are_no_utf8_stand_for_themselves) {
  BOOST_TEST(folded_label("a\xFF") != folded_label("a"));
  BOOST_TEST(folded_label("a\xC3") != folded_label("a"));
}

BOOST_AUTO_TEST_SUITE_END()
