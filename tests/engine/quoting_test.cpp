#include "engine/quoting.hpp"

#include <boost/test/unit_test.hpp>

using namespace ballast;

BOOST_AUTO_TEST_SUITE(quoting_test)

BOOST_AUTO_TEST_CASE(a_name_is_quoted_in_a_list_only_where_it_would_be_cut) {
  BOOST_TEST(list_word("Amount") == "Amount");
  BOOST_TEST(list_word("Unnamed: 0") == "Unnamed: 0");
  BOOST_TEST(list_word("Amount, EUR") == "\"Amount, EUR\"");
  BOOST_TEST(list_word("5\" pipe") == "\"5\"\" pipe\"");
  BOOST_TEST(list_word(" x") == "\" x\"");
  BOOST_TEST(list_word("two\nlines") == "\"two\nlines\"");
}

BOOST_AUTO_TEST_CASE(a_word_is_quoted_where_a_shell_would_split_or_change_it) {
  BOOST_TEST(shell_word("data/cards.csv") == "data/cards.csv");
  BOOST_TEST(shell_word("Unnamed: 0") == "'Unnamed: 0'");
  BOOST_TEST(shell_word("it's") == "'it'\\''s'");
  BOOST_TEST(shell_word("$HOME") == "'$HOME'");
  BOOST_TEST(shell_word("") == "''");
  BOOST_TEST(shell_word("größe") == "größe");
}

BOOST_AUTO_TEST_CASE(an_option_and_a_name_can_be_typed_as_they_are_shown) {
  BOOST_TEST(typed_option("--drop", "Time") == "--drop Time");
  BOOST_TEST(typed_option("--drop", "Unnamed: 0") == "--drop 'Unnamed: 0'");
  BOOST_TEST(typed_option("--drop", "Amount, EUR") == "--drop '\"Amount, EUR\"'");
  const std::vector<std::string> names{"Time", "Amount, EUR"};
  BOOST_TEST(typed_option("--drop", names) == "--drop 'Time,\"Amount, EUR\"'");
  BOOST_TEST(quoted_names(names) == "'Time', 'Amount, EUR'");
}

BOOST_AUTO_TEST_CASE(what_is_said_of_a_name_stands_behind_quotes_or_the_longest_name_that_fits) {
  const std::vector<std::string> names{"a", "a=b", "t<3", " x"};
  const auto cut = [&](const char* word) {
    const NamedWord out = cut_named(word, "<>=", names);
    return out.name + "|" + out.rest;
  };
  BOOST_TEST(cut("a=b") == "a|=b");
  BOOST_TEST(cut("a=b=1") == "a=b|=1");
  BOOST_TEST(cut("a=b >= 1") == "a=b|>= 1");
  BOOST_TEST(cut("t<3<0.5") == "t<3|<0.5");
  BOOST_TEST(cut("t <3") == "t|<3");
  BOOST_TEST(cut("\"a\"=b=1") == "a|=b=1");
  BOOST_TEST(cut("\"5\"\" pipe\" = x") == "5\" pipe|= x");
  BOOST_TEST(cut("other=1=2") == "other|=1=2");
  BOOST_TEST(cut("a") == "a|");
  BOOST_TEST(cut("=x") == "|=x");
}

BOOST_AUTO_TEST_CASE(what_would_break_a_line_is_written_out) {
  BOOST_TEST(one_line("low\r\nrisk\t\x1b[1m\x7f größe") == "low\\x0d\\x0arisk\\x09\\x1b[1m\\x7f größe");
}

BOOST_AUTO_TEST_SUITE_END()
