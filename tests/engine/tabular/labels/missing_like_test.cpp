#include "engine/tabular/labels/missing_like.hpp"

#include <boost/test/unit_test.hpp>

using ballast::tabular::missing_like;
using Words = std::vector<std::string>;

BOOST_AUTO_TEST_SUITE(missing_like_test)

BOOST_AUTO_TEST_CASE(words_for_no_value_are_found_however_they_are_written) {
  for (const char* word :
       {"k.A.", "K. A.", "n/d", "n.v.", "s.o.", "N/D", "-", "--", "?", "\u2013", "Unknown", "keine Angabe", "#NV",
        "(blank)", "ns/nr", "nicht verf\u00fcgbar", "N\u00c3O INFORMADO", "sin dato", "not available"}) {
    BOOST_TEST(missing_like(Words{"north", word, "south"}) == Words{word}, boost::test_tools::per_element());
  }
}

BOOST_AUTO_TEST_CASE(labels_that_may_be_meant_are_not) {
  for (const char* label : {"ND", "NV", "so", "na", "A-", "a.b.", "v1.0", "none", "empty", "#1", "St. Nd", "1/2", "no",
                            "x", "\u4e2d", "\u0434\u0430", ""}) {
    BOOST_TEST(missing_like(Words{"north", label, "south"}).empty(), label);
  }
  BOOST_TEST(missing_like(Words{"+", "-", "A"}).empty());
  BOOST_TEST(missing_like(Words{"-", "?"}).empty());
  BOOST_TEST(missing_like(Words{"unknown"}).empty());
}

BOOST_AUTO_TEST_SUITE_END()
