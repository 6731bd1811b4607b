#include "app/text/aligned.hpp"

#include <boost/test/unit_test.hpp>

using ballast::app::aligned;

BOOST_AUTO_TEST_SUITE(aligned_test)

BOOST_AUTO_TEST_CASE(the_first_columns_stand_left_and_the_others_right) {
  BOOST_TEST(aligned({{"arm", "F1", "rows"}, {"none", "0.5", "7"}, {"smote", "0.25", "3,000"}}, 1) ==
             "arm      F1   rows\n"
             "none    0.5      7\n"
             "smote  0.25  3,000\n");
}

BOOST_AUTO_TEST_CASE(characters_count_and_not_bytes) {
  BOOST_TEST(aligned({{"a", "1 ± 2"}, {"b", "12345"}}, 1) == "a  1 ± 2\nb  12345\n");
}

BOOST_AUTO_TEST_CASE(rows_may_be_short_and_lines_end_without_blanks) {
  BOOST_TEST(aligned({{"long name", "x"}, {"b"}, {"c", ""}}, 2) == "long name  x\nb\nc\n");
  BOOST_TEST(aligned({}, 1) == "");
}

BOOST_AUTO_TEST_CASE(line_breaks_and_tabs_in_cells_do_not_break_the_table) {
  BOOST_TEST(aligned({{"a\nb", "1"}, {"c", "\t2"}}, 1) == "a\\x0ab      1\nc       \\x092\n");
}

BOOST_AUTO_TEST_SUITE_END()
