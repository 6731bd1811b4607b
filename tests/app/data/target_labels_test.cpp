#include "app/data/target_labels.hpp"

#include <boost/test/unit_test.hpp>
#include <string>
#include <vector>

#include "app/data/labels/class_labels.hpp"
#include "engine/error.hpp"
#include "tests/refusals.hpp"

using namespace ballast::app;
using ballast::tabular::ColumnKind;
using ballast::tabular::Table;
using ballast::test::says_just;

namespace {

using Y = std::vector<std::int32_t>;

Table of_text(std::vector<std::string> labels, std::vector<double> cells) {
  return Table({{"Class", ColumnKind::categorical, std::move(labels)}}, {std::move(cells)});
}

}  // namespace

BOOST_AUTO_TEST_SUITE(target_labels_test)

BOOST_AUTO_TEST_CASE(a_number_is_one_label_however_it_is_written) {
  const Table numbers({{"Class", ColumnKind::binary, {}}}, {{0, 1, 1, 0}});
  const Table text = of_text({"0", "1", "1.0"}, {0, 1, 2, 0});
  for (const char* positive : {"1", "1.0", "01", "+1"}) {
    BOOST_TEST(binary_labels(numbers, {"Class", positive}, "t.csv") == (Y{0, 1, 1, 0}), positive);
    BOOST_TEST(written_label(numbers.schema()[0], positive) == "1");
  }
  for (const char* positive : {"1", "1.0", "+1"}) {
    BOOST_TEST(binary_labels(text, {"Class", positive}, "t.csv") == (Y{0, 1, 1, 0}), positive);
  }
  BOOST_TEST(written_label({"y", ballast::tabular::ColumnKind::binary, {}}, "True") == "1");
  BOOST_TEST(written_label({"y", ballast::tabular::ColumnKind::binary, {}}, "FALSE") == "0");
  BOOST_TEST(written_label(of_text({"00", "01"}, {0, 1}).schema()[0], "1") == "01");
  BOOST_TEST(class_labels(of_text({"0", "1", "1.0", "2"}, {0, 1, 2, 3, 0, 1, 2, 3}), "Class", "t.csv").y ==
             (Y{0, 1, 1, 2, 0, 1, 1, 2}));
}

BOOST_AUTO_TEST_CASE(codes_that_are_one_number_are_labels_of_their_own) {
  const std::vector<std::pair<std::string, std::string>> codes{
      {"007", "7"}, {"1E2", "100"}, {"1.10", "1.1"}, {"12345678901234567890", "12345678901234567891"}};
  for (const auto& [a, b] : codes) {
    const Table text = of_text({a, b, "x"}, {0, 1, 2, 0, 1, 2});
    BOOST_TEST(binary_labels(text, {"Class", b}, "t.csv") == (Y{0, 1, 0, 0, 1, 0}), b);
    BOOST_TEST(class_labels(text, "Class", "t.csv").classes.size() == 3u, b);
  }
}

BOOST_AUTO_TEST_CASE(the_positive_label_may_be_written_as_the_column_writes_its_numbers) {
  const Table numbers({{"Class", ColumnKind::binary, {}}}, {{20, 10, 1.5, 10}});
  for (const auto& [positive, y] : {std::pair("10%", Y{0, 1, 0, 1}), {"$10", Y{0, 1, 0, 1}}, {"1,5", Y{0, 0, 1, 0}}}) {
    BOOST_TEST(binary_labels(numbers, {"Class", positive}, "t.csv") == y, positive);
  }
  BOOST_TEST(written_label(numbers.schema()[0], "10 %") == "10");
}

BOOST_AUTO_TEST_CASE(near_twins_of_the_positive_label_are_refused) {
  const Table table = of_text({"YES", "Yes", "no", "y es", "yes"}, {2, 4, 2, 1, 0, 3});
  BOOST_CHECK_EXCEPTION(binary_labels(table, {"Class", "yes"}, "t.csv"), ballast::Error,
                        says_just("t.csv:6: column 'Class' writes the positive label in 4 ways: yes, YES, Yes, y es; "
                                  "expected yes alone; rows of the others would count as the other class, got 'YES' "
                                  "(hint: write one label for both in the file)"));
  BOOST_TEST(binary_labels(table, {"Class", "no"}, "t.csv") == (Y{1, 0, 1, 0, 0, 0}));  // twins of others are one class
  BOOST_TEST(binary_labels(of_text({"no", "yes"}, {0, 1}), {"Class", "Yes"}, "t.csv") ==
             (Y{0, 1}));  // another spelling
  BOOST_CHECK_EXCEPTION(
      binary_labels(of_text({"bad", "good"}, {0, 1}), {"Class", "Bad"}, "t.csv"), ballast::Error,
      says_just("t.csv: no row of column 'Class' has the positive label; expected one of bad, good, got "
                "'Bad' (hint: did you mean 'bad'?)"));
}

BOOST_AUTO_TEST_CASE(ways_to_write_one_label_are_near_twins) {
  const std::vector<std::vector<std::string>> pairs{{"да", "ДА"},
                                                    {"ναι", "ΝΑΙ"},
                                                    {"Kündigung", "KÜNDIGUNG"},
                                                    {"K\xc3\xbcr", "Ku\xcc\x88r"},
                                                    {"yes", "yes."},
                                                    {"A1", "\uff21\uff11"},
                                                    {"A", "\u0410"},
                                                    {"STRASSE", "stra\u00dfe"},
                                                    {"\u2764", "\u2764\ufe0f"},
                                                    {">50K", ">50K."},
                                                    {"charged_off", "Charged-Off"},
                                                    {"charged off", "charged_off"},
                                                    {"yes", "'yes'"},
                                                    {"yes",
                                                     "y\xe2\x80\x8b"
                                                     "es"},
                                                    {"yes", "\xef\xbb\xbfyes"},
                                                    {"1", "1,0"},
                                                    {"TRUE", "1"},
                                                    {"Y", "yes"},
                                                    {"f", "False"}};
  for (const auto& pair : pairs) {
    BOOST_TEST((near_twins(pair, pair[0]) == std::vector<std::string>{pair[1]}), pair[0] << " and " << pair[1]);
  }
  const std::vector<std::vector<std::string>> others{{"-1", "1"},       {"B-", "B"},     {"B+", "B"},  {"1-2", "12"},
                                                     {"<=50K", ">50K"}, {"Y", "1", "X"}, {"no", "nö"}, {"1,5", "1"}};
  for (const auto& pair : others) BOOST_TEST(near_twins(pair, pair[0]).empty(), pair[0] << " and " << pair[1]);
}

BOOST_AUTO_TEST_CASE(a_quantity_is_no_class) {
  std::vector<double> cells;
  for (int i = 0; i < 300; ++i) cells.push_back(i / 4.0);
  const Table table({{"Class", ColumnKind::numeric, {}}}, {cells});
  BOOST_CHECK_EXCEPTION(
      binary_labels(table, {"Class", "0.5"}, "t.csv"), ballast::Error,
      says_just("t.csv: column 'Class' holds 300 different numbers: it is a quantity, not a class; "
                "expected a target of at most 100 labels, got 'Class = 0.5' (hint: cut it in two classes "
                "in the file; if every number is a label, --categorical Class)"));
  const Table few({{"Class", ColumnKind::numeric, {}}}, {std::vector<double>(cells.begin(), cells.begin() + 100)});
  BOOST_TEST(binary_labels(few, {"Class", "0.5"}, "t.csv")[2] == 1);
}

BOOST_AUTO_TEST_CASE(a_column_that_is_not_there_is_an_error_of_its_file) {
  BOOST_CHECK_EXCEPTION(target_cells(of_text({"no", "yes"}, {0, 1}), "class", "t.csv"), ballast::Error,
                        says_just("t.csv: no column 'class' (hint: did you mean 'Class'?)"));
}

BOOST_AUTO_TEST_SUITE_END()
