#include "engine/tabular/labels/label_index.hpp"

#include <boost/test/unit_test.hpp>
#include <string>
#include <vector>

using namespace ballast::tabular;

BOOST_AUTO_TEST_SUITE(label_index_test)

BOOST_AUTO_TEST_CASE(labels_are_the_same_by_text_or_by_whole_number) {
  for (const char* other : {"12", "12.0", "+12", "12."}) {
    BOOST_TEST(same_label("12", other), other);
  }
  for (const char* other : {"12.5", "-12", "a12", "", "NA", "012", "+012.0", "1.2e1"}) {
    BOOST_TEST(!same_label("12", other), other);
  }
  BOOST_TEST(same_label("0", "-0.0"));
  BOOST_TEST(!same_label("1.10", "1.1"));
  BOOST_TEST(!same_label("12345678901234567890", "12345678901234567891"));
  BOOST_TEST(!same_label("yes", "Yes"));
  BOOST_TEST(!same_label("inf", "Inf"));  // no number
}

BOOST_AUTO_TEST_CASE(text_goes_before_number_and_a_number_of_two_labels_is_neither) {
  const std::vector<std::string> labels{"01", "1", "2", "yes"};
  const LabelIndex index(labels);
  BOOST_TEST((index.find("01") == 0u));
  BOOST_TEST((index.find("1") == 1u));
  BOOST_TEST((index.find("2.0") == 2u));
  BOOST_TEST((index.find("yes") == 3u));
  BOOST_TEST(!index.find("1.0").has_value());
  BOOST_TEST(!index.find("3").has_value());
  BOOST_TEST(!index.find("no").has_value());
}

BOOST_AUTO_TEST_CASE(numbers_are_other_spellings_of_numbers_and_not_of_codes) {
  const std::vector<std::string> numbers{"012", "7", "2.50"}, codes{"1E2", "12345678901234567890", "x"},
      versions{"1.2", "1.10"};
  for (const auto& [word, place] : {std::pair("12", 0u), {"007", 1u}, {"7.0", 1u}, {"2.5", 2u}}) {
    BOOST_TEST((LabelIndex(numbers).find(word) == place), word);
  }
  for (const char* word : {"100", "12345678901234567891", "1e2"}) BOOST_TEST(!LabelIndex(codes).find(word), word);
  BOOST_TEST(!LabelIndex(versions).find("1.1"));
  BOOST_TEST((LabelIndex(versions).find("1.10") == 1u));
}

BOOST_AUTO_TEST_CASE(labels_of_older_models_may_have_blanks_that_are_now_left_out) {
  const std::vector<std::string> labels{"a\u00a0", "b", "b\u00a0", " c"};
  BOOST_TEST((LabelIndex(labels).find("a") == 0u));
  BOOST_TEST((LabelIndex(labels).find("b") == 1u));
  BOOST_TEST(!LabelIndex(labels).find("c"));
}

BOOST_AUTO_TEST_CASE(words_for_yes_and_no_have_other_spellings_where_two_labels_are_such) {
  const std::vector<std::string> words{"False", "True"}, digits{"0", "1"}, yes{"No", "Yes"};
  for (const char* other : {"TRUE", "true", "1", "1.0"}) BOOST_TEST((LabelIndex(words).find(other) == 1u), other);
  for (const char* other : {"FALSE", "0", "0.0"}) BOOST_TEST((LabelIndex(words).find(other) == 0u), other);
  for (const char* other : {"yes", "T", "y", "2", ""}) BOOST_TEST(!LabelIndex(words).find(other), other);
  BOOST_TEST((LabelIndex(digits).find("False") == 0u));
  BOOST_TEST((LabelIndex(yes).find("YES") == 1u));
  BOOST_TEST(!LabelIndex(yes).find("1"));
  BOOST_TEST(TruthSpellings(words).meaning("TRUE") == "True");
  BOOST_TEST(TruthSpellings(words).meaning("no") == "no");
}

BOOST_AUTO_TEST_CASE(spellings_that_are_labels_of_their_own_are_left_alone) {
  const std::vector<std::string> three{"FALSE", "TRUE", "True"}, both{"TRUE", "True"}, odd{"True", "no"};
  for (const auto* labels : {&three, &both, &odd}) BOOST_TEST(!LabelIndex(*labels).find("true"));
  BOOST_TEST((LabelIndex(three).find("True") == 2u));
}

BOOST_AUTO_TEST_SUITE_END()
