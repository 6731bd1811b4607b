// Which few cells keep a column of numbers from being one.
#include "engine/tabular/cells/odd_numbers.hpp"

#include <boost/test/unit_test.hpp>

using namespace ballast::tabular;

namespace {

using Texts = std::vector<std::string>;

// Forty numbers so written, and some other texts.
Texts with(const std::string& before, const std::string& behind, const Texts& others) {
  Texts out;
  for (int i = 0; i < 40; ++i) out.push_back(before + std::to_string(1 + i) + ",234.56" + behind);
  out.insert(out.end(), others.begin(), others.end());
  return out;
}

Texts odd(const Texts& texts) {
  return odd_among_numbers(texts, 0);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(odd_numbers_test)

BOOST_AUTO_TEST_CASE(words_among_numbers_of_any_style_are_found) {
  for (const auto& [before, behind] :
       {std::pair{"", ""}, {"$", ""}, {"", " %"}, {"(", ")"}, {"", " kg"}, {"", " EUR"}}) {
    for (const std::string word : {"-", "n.a.", "tbd", "unknown"}) {
      BOOST_TEST(odd(with(before, behind, {word})) == Texts{word}, boost::test_tools::per_element());
    }
    BOOST_TEST(odd(with(before, behind, {})).empty(), before << behind);
  }
}

BOOST_AUTO_TEST_CASE(a_number_in_another_style_is_found) {
  BOOST_TEST(odd(with("", "", {"1,23,4.5"})) == Texts{"1,23,4.5"}, boost::test_tools::per_element());
  BOOST_TEST(odd(with("", "%", {"0.4372"})) == Texts{"0.4372"}, boost::test_tools::per_element());
  BOOST_TEST(odd({"-1", "-2", "3", "-"}) == Texts{"-"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(texts_of_which_most_are_no_numbers_have_none) {
  BOOST_TEST(odd({"A12", "B7", "3", "C9"}).empty());
  BOOST_TEST(odd({"red", "green"}).empty());
  BOOST_TEST(odd({}).empty());
}

BOOST_AUTO_TEST_SUITE_END()
