#include "app/text/wrapped.hpp"

#include <boost/test/unit_test.hpp>

using ballast::app::kTextColumns;
using ballast::app::wrapped;

BOOST_AUTO_TEST_SUITE(wrapped_test)

BOOST_AUTO_TEST_CASE(lines_break_between_words_at_the_last_column_that_fits) {
  const std::string full(kTextColumns - 4, 'x');
  BOOST_TEST(wrapped(full + " abc") == full + " abc\n");
  BOOST_TEST(wrapped(full + " abcd") == full + "\nabcd\n");
  BOOST_TEST(wrapped(full + " abc", 1) == " " + full + "\n abc\n");
}

BOOST_AUTO_TEST_CASE(letters_beyond_ascii_count_as_one_column_each) {
  std::string full;
  for (std::size_t i = 0; i < kTextColumns - 4; ++i) full += "ü";
  BOOST_TEST(wrapped(full + " abc") == full + " abc\n");
}

BOOST_AUTO_TEST_CASE(line_feeds_stay_and_a_long_word_stands_alone) {
  const std::string longer(kTextColumns + 1, 'y');
  BOOST_TEST(wrapped("a\n\nb " + longer + " c") == "a\n\nb\n" + longer + "\nc\n");
  BOOST_TEST(wrapped("") == "");
}

BOOST_AUTO_TEST_SUITE_END()
