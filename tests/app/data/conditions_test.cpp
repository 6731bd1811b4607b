#include "app/data/conditions.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "tests/refusals.hpp"

using ballast::app::read_conditions;
using ballast::diffusion::CellCondition;
using ballast::tabular::ColumnKind;
using ballast::test::message_of;

namespace {

constexpr double kEndless = std::numeric_limits<double>::infinity();

const ballast::tabular::Schema kSchema{{"age", ColumnKind::integer, {}},
                                       {"region", ColumnKind::categorical, {"east", "north"}},
                                       {"when", ColumnKind::date, {}, "%Y-%m-%d"}};

std::vector<CellCondition> read(const std::vector<std::string>& words) {
  return read_conditions(words, kSchema);
}

void check_range(const std::string& word, double low, double high) {
  const auto conditions = read({word});
  BOOST_TEST_REQUIRE(conditions.size() == 1U);
  BOOST_TEST(!conditions[0].missing);
  BOOST_TEST(conditions[0].low == low, word);
  BOOST_TEST(conditions[0].high == high, word);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(conditions_test)

BOOST_AUTO_TEST_CASE(signs_include_or_exclude_their_value) {
  check_range("age=40", 40, 40);
  check_range("age>=40", 40, kEndless);
  check_range("age<=40", -kEndless, 40);
  check_range("age > 40", 41, kEndless);
  check_range("age<40", -kEndless, 39);
  check_range("age>40.5", 41, kEndless);
  check_range("age>=40.5", 41, kEndless);
  check_range("region=north", 1, 1);
  check_range("when=1970-01-02", 86400, 86400);
}

BOOST_AUTO_TEST_CASE(names_may_hold_signs) {
  const ballast::tabular::Schema schema{{"a", ColumnKind::integer, {}},
                                        {"a=b", ColumnKind::integer, {}},
                                        {"t<3", ColumnKind::integer, {}},
                                        {"so!", ColumnKind::integer, {}}};
  const auto column = [&](const std::string& word) { return read_conditions(std::vector{word}, schema)[0].column; };
  BOOST_TEST(column("a=1") == 0U);
  BOOST_TEST(column("a=b=1") == 1U);
  BOOST_TEST(column("\"a=b\" >= 1") == 1U);
  BOOST_TEST(column("t<3<5") == 2U);
  BOOST_TEST(column("so!=1") == 3U);
  for (const char* word : {"a!=1", "a=b!=1"}) {
    BOOST_TEST(message_of([&] { column(word); }).find("a sign that it does not know") != std::string::npos, word);
  }
}

BOOST_AUTO_TEST_CASE(ends_lie_on_the_grid_of_the_column_and_are_read_as_it_is_written) {
  const ballast::tabular::Schema schema{
      {"price", ColumnKind::numeric, {}}, {"rate", ColumnKind::numeric, {}}, {"flag", ColumnKind::binary, {}}};
  ballast::tabular::CsvFormat format;
  format.styles = {{"price", {',', ".", "$"}}, {"rate", {'.', "", "%"}}};
  format.decimals = {{"price", 2}};
  format.zero_one = {"flag"};
  const auto range = [&](const std::string& word) { return read_conditions(std::vector{word}, schema, format)[0]; };
  BOOST_TEST(range("price>1.250,50").low == 1250.51);
  BOOST_TEST(range("price<$3.500").high == 3499.99);
  BOOST_TEST(range("price>=3500.5").low == 3500.5);  // plainly
  BOOST_TEST(range("rate>50%").low == std::nextafter(50, kEndless));
  BOOST_TEST(range("rate>=50").low == 50);
  BOOST_TEST(range("flag=true").low == 1);
  BOOST_TEST(message_of([&] {
               read_conditions(std::vector<std::string>{"price>1", "price<1,01"}, schema, format);
             }).find("that no value of the column fulfils together") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(nothing_behind_an_equals_sign_asks_for_a_missing_cell) {
  const auto conditions = read({"age="});
  BOOST_TEST(conditions[0].column == 0U);
  BOOST_TEST(conditions[0].missing);
}

BOOST_AUTO_TEST_CASE(conditions_on_one_column_are_one_range) {
  const auto conditions = read({"age>=40", "region=east", "age<=65", "age>=30"});
  BOOST_TEST_REQUIRE(conditions.size() == 2U);
  BOOST_TEST(conditions[0].low == 40);
  BOOST_TEST(conditions[0].high == 65);
  BOOST_TEST(conditions[1].column == 1U);
  BOOST_TEST(read({"age>=40", "age<=40"})[0].high == 40);
}

BOOST_AUTO_TEST_CASE(what_no_row_can_fulfil_or_nobody_can_read_is_refused) {
  const auto refused = [](const std::vector<std::string>& words, const std::string& text) {
    const std::string message = message_of([&] { read(words); });
    BOOST_TEST(message.find(text) == 0U, message);
  };
  refused({"age"}, "--where has a word that is no condition; expected NAME=VALUE");
  refused({"=40"}, "--where has a word that is no condition");
  refused({"aged=40"},
          "--where names a column that the generator does not have; got 'aged' (hint: did you mean 'age'?)");
  refused({"region=nort"},
          "--where names a label that column 'region' does not have; got 'nort' (hint: did you mean 'north'?)");
  refused({"region>=east"}, "--where asks for a range of a text column; expected 'region=LABEL'");
  refused({"when=1970"}, "--where has a value that is no date of column 'when'; expected %Y-%m-%d");
  refused({"age=old"}, "--where has a value that is no number for column 'age'");
  refused({"age>"}, "--where has a range without a number; got 'age>'");
  refused({"age>=41", "age<=40"}, "--where has conditions on 'age' that no value of the column fulfils together");
  refused({"age=", "age<=40"}, "--where has conditions on 'age' that no value of the column fulfils together");
}

BOOST_AUTO_TEST_CASE(no_condition_can_be_on_an_identifier) {
  const std::vector<std::string> words{"id=C100005"}, identifiers{"id"};
  BOOST_TEST(message_of([&] { read_conditions(words, kSchema, {}, identifiers); }) ==
             "--where names an identifier: it is made anew in each row, so no condition can be on it; got 'id'");
}

BOOST_AUTO_TEST_CASE(conditions_that_hardly_go_together_are_said_with_the_probability_of_the_worst) {
  const auto conditions = read({"age>=40", "region=north"});
  const auto said = [&](double age, double given, std::size_t rows) {
    return ballast::app::doubts(conditions,
                                std::vector<ballast::diffusion::ConditionChance>{{1, 0.5, 0.5}, {0, age, given}},
                                kSchema, {}, rows);
  };
  BOOST_TEST(said(0.4, 0.3, 1000) == "");
  BOOST_TEST(said(0.4, 0.01, 1000) ==
             "the conditions hardly go together: by the network 40<=age has the probability 0.01 given the others, 0.4 "
             "by itself; of 1,000 rows about 5 would fulfil all");
  BOOST_TEST(said(0.4, 0.0001, 1000).ends_with("; of 1,000 rows about none would fulfil all"));
  BOOST_TEST(said(0.001, 0.001, 100) == "the conditions hardly go together; of 100 rows about none would fulfil all");
  BOOST_TEST(ballast::app::doubts(conditions, {}, kSchema, {}, 10) == "");
}

BOOST_AUTO_TEST_SUITE_END()
