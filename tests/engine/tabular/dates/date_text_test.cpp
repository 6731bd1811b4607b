#include "engine/tabular/dates/date_text.hpp"

#include <boost/test/unit_test.hpp>
#include <random>
#include <string>
#include <vector>

#include "engine/tabular/dates/date_format.hpp"

using namespace ballast::tabular;
using Kind = DateGuess::Kind;

namespace {

DateGuess guess(const std::vector<std::string>& labels) {
  return guess_date_format(labels, std::vector<std::size_t>(labels.size(), 1));
}

std::string format_of(const std::vector<std::string>& labels) {
  const DateGuess found = guess(labels);
  return found.kind == Kind::dates ? found.format : "kind " + std::to_string(static_cast<int>(found.kind));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(date_text_test)

BOOST_AUTO_TEST_CASE(common_forms_are_recognised) {
  BOOST_TEST(format_of({"2019-11-20", "2020-01-02"}) == "%Y-%m-%d");
  BOOST_TEST(format_of({"2019/11/20"}) == "%Y/%m/%d");
  BOOST_TEST(format_of({"20/11/2019", "01/02/2019"}) == "%d/%m/%Y");
  BOOST_TEST(format_of({"1/13/2019", "12/2/2019"}) == "%-m/%-d/%Y");
  BOOST_TEST(format_of({"01.02.2019"}) == "%d.%m.%Y");
  BOOST_TEST(format_of({"20-NOV-2019"}) == "%d-%^b-%Y");
  BOOST_TEST(format_of({"Nov 5 2019", "Nov 20 2019"}) == "%b %-d %Y");
  BOOST_TEST(format_of({"November 05, 2019"}) == "%B %d, %Y");
  BOOST_TEST(format_of({"2019-11-20T10:00:00Z"}) == "%Y-%m-%dT%H:%M:%S%z{Z}");
  BOOST_TEST(format_of({"2019-11-20 10:00:00.123", "2019-11-20 10:00:01.000"}) == "%Y-%m-%d %H:%M:%S.%3f");
  BOOST_TEST(format_of({"2019-11-20 10:00:00.5", "2019-11-20 10:00:01"}) == "%Y-%m-%d %H:%M:%S%0f");
  BOOST_TEST(format_of({"2019-06-20T10:00:00+02:00", "2019-11-20T10:00:00+01:00"}) == "%Y-%m-%dT%H:%M:%S%z");
  BOOST_TEST(format_of({"11/20/2019 1:05 pm", "11/20/2019 10:05 am"}) == "%m/%d/%Y %-I:%M %P");
  BOOST_TEST(format_of({"20/Nov/2019:10:15:00 +0000"}) == "%d/%b/%Y:%H:%M:%S %z{+0000}");
  BOOST_TEST(format_of({"Wed, 20 Nov 2019 10:15:00 GMT"}) == "%a, %d %b %Y %H:%M:%S %z{GMT}");
  BOOST_TEST(format_of({"10:15", "23:59"}) == "%H:%M");
  BOOST_TEST(format_of({"Dec-2015", "May-2016"}) == "%b-%Y");
}

BOOST_AUTO_TEST_CASE(day_and_month_that_could_be_either_are_ambiguous) {
  const DateGuess found = guess({"01/02/2019", "11/12/2019"});
  BOOST_TEST((found.kind == Kind::ambiguous));
  BOOST_TEST(found.format == "%d/%m/%Y");
  BOOST_TEST(found.other == "%m/%d/%Y");
  BOOST_TEST((guess({"01/01/2019"}).kind == Kind::ambiguous));  // a later file would be misread
}

BOOST_AUTO_TEST_CASE(what_is_written_in_two_ways_is_no_column_of_dates) {
  BOOST_TEST((guess({"2019-11-20", "20/11/2019"}).kind == Kind::mixed));
  BOOST_TEST((guess({"2019-11-20 10:00:00", "2019-11-20 10:00:00Z"}).kind == Kind::mixed));
  for (const auto& labels : {std::vector<std::string>{"red", "blue"}, {"12", "a 2019"}, {"19-11-20"}, {"1-2"}, {}}) {
    BOOST_TEST((guess(labels).kind == Kind::none));
  }
}

BOOST_AUTO_TEST_CASE(cells_count_and_not_labels) {
  const std::vector<std::string> labels{"2019-11-20", "pending"};
  const std::size_t nearly_all[]{99, 1}, most[]{98, 2}, few[]{1, 2};
  const DateGuess found = guess_date_format(labels, nearly_all);
  BOOST_TEST((found.kind == Kind::unreadable));
  BOOST_TEST(found.label == 1u);
  BOOST_TEST((guess_date_format(labels, most).kind == Kind::mixed));
  BOOST_TEST(guess_date_format(labels, most).share == 0.98);
  BOOST_TEST((guess_date_format(labels, few).kind == Kind::none));
}

BOOST_AUTO_TEST_CASE(a_recognised_column_is_written_back_as_it_was) {
  std::mt19937_64 random(3);
  for (const char* text : {"%Y-%m-%d", "%-d/%-m/%Y %H:%M", "%d.%m.%Y %H:%M:%S", "%Y-%m-%dT%H:%M:%S.%6f%z{-08:00}",
                           "%^b %-d, %Y, %I:%M %P", "%a %d %b %Y", "%Y%m%dT%H%M%S%z{Z}", "%Y-%m-%d %H:%M:%S%0f"}) {
    const DateFormat format(text);
    std::vector<std::string> labels;
    for (int i = 0; i < 300; ++i) labels.push_back(format.write(1e9 + static_cast<double>(random() % 4000000000) / 4));
    const DateGuess found = guess(labels);
    BOOST_REQUIRE_MESSAGE((found.kind == Kind::dates), text);
    const DateFormat again(found.format);
    for (const std::string& label : labels) BOOST_REQUIRE_EQUAL(again.write(*again.read(label)), label);
  }
}

BOOST_AUTO_TEST_CASE(forms_of_machines_and_countries_are_recognised) {
  BOOST_TEST(format_of({"20211102 18:27:00"}) == "%Y%m%d %H:%M:%S");
  BOOST_TEST(format_of({"Tue Nov  2 18:27:00 2021", "Tue Nov 23 18:27:00 2021"}) == "%a %b %-d %H:%M:%S %Y");
  BOOST_TEST(format_of({"02NOV2021:18:27:00"}) == "%d%^b%Y:%H:%M:%S");
  BOOST_TEST(format_of({"2021-11-02  18:27:00"}) == "%Y-%m-%d %H:%M:%S");
  BOOST_TEST(format_of({"2021-11-02 18:27:00 CET"}) == "%Y-%m-%d %H:%M:%S %z{CET}");
  BOOST_TEST(format_of({"2021-11-02 18:27:00 GMT+1"}) == "%Y-%m-%d %H:%M:%S %z{GMT+1}");
  BOOST_TEST(format_of({"2021-11-02T18:27:00Z[UTC]"}) == "%Y-%m-%dT%H:%M:%S%z{Z[UTC]}");
  BOOST_TEST(format_of({"13/11/2021 06:27 p.m.", "14/11/2021 06:27 a.m."}) == "%d/%m/%Y %I:%M %P");
  BOOST_TEST(format_of({"13/11/2021, 06:27:00\u202fPM"}) == "%d/%m/%Y, %I:%M:%S %p");
  BOOST_TEST(format_of({"2021-11-02 18:27:00,123"}) == "%Y-%m-%d %H:%M:%S,%3f");
  BOOST_TEST(format_of({"2021-11-02 18:27:00,123", "2021-11-02 18:27:00.5"}) == "%Y-%m-%d %H:%M:%S%0f");
  BOOST_TEST(format_of({"2021年11月02日"}) == "%Y年%m月%d日");
}

BOOST_AUTO_TEST_SUITE_END()
