#include "engine/error.hpp"

#include <boost/test/unit_test.hpp>
#include <string>
#include <vector>

using ballast::Error;

BOOST_AUTO_TEST_SUITE(error_test)

BOOST_AUTO_TEST_CASE(a_full_message_reads_what_where_expected_got_hint_on_one_line) {
  const Error error =
      Error("not a number").in("cards.csv", 17, 3).expected("a number in 'Amount'").got("ab\nc").hint("try it");
  BOOST_TEST(std::string(error.what()) ==
             "cards.csv:17:3: not a number; expected a number in 'Amount', got 'ab\\x0ac' (hint: try it)");
}

BOOST_AUTO_TEST_CASE(parts_that_are_not_given_leave_no_trace) {
  BOOST_TEST(std::string(Error("no such file").in("a.csv").what()) == "a.csv: no such file");
  BOOST_TEST(std::string(Error("odd").got("x").what()) == "odd; got 'x'");
}

BOOST_AUTO_TEST_CASE(long_text_is_cut_at_sixty_characters) {
  const std::string message = Error("odd").got(std::string(200, 'x')).what();
  BOOST_TEST(message == "odd; got '" + std::string(60, 'x') + "...'");
}

// Names of columns and files come from whoever made the file.
BOOST_AUTO_TEST_CASE(no_part_of_a_message_breaks_the_line_or_speaks_to_the_terminal) {
  const std::string message = Error("no column 'a\nb'").in("a\x1b[2J").expected("\t").hint("\r").what();
  BOOST_TEST(message == "a\\x1b[2J: no column 'a\\x0ab'; expected \\x09 (hint: \\x0d)");
  BOOST_TEST(std::string(Error(std::string(100000, 'x')).what()).size() == 1003u);
}

BOOST_AUTO_TEST_CASE(the_nearest_name_is_found_and_far_names_are_not_offered) {
  const std::vector<std::string> names{"Class", "Amount", "Time"};
  BOOST_TEST(ballast::nearest_name("class", names) == "Class");
  BOOST_TEST(ballast::nearest_name("Amout", names) == "Amount");
  BOOST_TEST(ballast::nearest_name("zzzzzzzzzzzz", names) == "");
  BOOST_TEST(ballast::nearest_name("Rate", names) == "");
}

BOOST_AUTO_TEST_CASE(a_name_that_begins_with_the_word_comes_before_one_that_is_as_near) {
  const std::vector<std::string> names{"lab", "evaluate", "Amount, EUR", "amounts", "V1"};
  BOOST_TEST(ballast::nearest_name("eval", names) == "evaluate");
  BOOST_TEST(ballast::nearest_name("Amount", names) == "amounts");
  BOOST_TEST(ballast::nearest_name("Amount,", names) == "Amount, EUR");
  BOOST_TEST(ballast::nearest_name("evaluates", names) == "evaluate");
  BOOST_TEST(ballast::nearest_name("V", names) == "");
  BOOST_TEST(ballast::nearest_name("2", std::vector<std::string>{"1"}) == "");
}

BOOST_AUTO_TEST_CASE(two_letters_that_changed_places_are_one_step) {
  BOOST_TEST(ballast::edit_distance("rnu", "run") == 1u);
  BOOST_TEST(ballast::nearest_name("rnu", std::vector<std::string>{"fit", "run"}) == "run");
}

BOOST_AUTO_TEST_CASE(edit_distance_matches_hand_counts) {
  BOOST_TEST(ballast::edit_distance("kitten", "sitting") == 3u);
  BOOST_TEST(ballast::edit_distance("", "abc") == 3u);
}

BOOST_AUTO_TEST_SUITE_END()
