#include "engine/tabular/dates/date_format.hpp"

#include <boost/test/unit_test.hpp>
#include <chrono>
#include <cmath>
#include <random>
#include <string>

#include "engine/error.hpp"
#include "engine/tabular/dates/calendar.hpp"
#include "tests/refusals.hpp"

using namespace ballast;
using namespace ballast::tabular;
using ballast::test::message_of;

namespace {

std::string refusal(const std::string& format) {
  return message_of([&] { DateFormat{format}; });
}

std::string again(const std::string& format, const std::string& cell) {
  const DateFormat dates(format);
  const auto seconds = dates.read(cell);
  return seconds ? dates.write(*seconds) : "not read";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(date_format_test)

BOOST_AUTO_TEST_CASE(days_and_civil_dates_agree_with_the_standard_library) {
  using namespace std::chrono;
  for (std::int64_t days = -800000; days < 3000000; days += 97) {
    const CivilDay civil = civil_from_days(days);
    const year_month_day theirs{sys_days{std::chrono::days{days}}};
    BOOST_REQUIRE_EQUAL(civil.year, static_cast<int>(theirs.year()));
    BOOST_REQUIRE_EQUAL(civil.month, static_cast<int>(static_cast<unsigned>(theirs.month())));
    BOOST_REQUIRE_EQUAL(civil.day, static_cast<int>(static_cast<unsigned>(theirs.day())));
    BOOST_REQUIRE_EQUAL(days_from_civil(civil), days);
    const auto of_week = static_cast<int>(weekday{sys_days{std::chrono::days{days}}}.iso_encoding()) - 1;
    BOOST_REQUIRE_EQUAL(weekday_of(days), of_week);
  }
}

BOOST_AUTO_TEST_CASE(cells_are_seconds_since_1970_in_utc) {
  BOOST_TEST(*DateFormat("%Y-%m-%d").read("1970-01-02") == 86400);
  BOOST_TEST(*DateFormat("%Y-%m-%dT%H:%M:%S%z").read("2001-09-09T03:46:40+02:00") == 1e9);
  BOOST_TEST(*DateFormat("%d/%m/%Y %I:%M %p").read("9/9/2001 1:46 AM") == 1e9 - 40);
  BOOST_TEST(*DateFormat("%b %d, %Y %I %p").read("jan 1, 1970 12 pm") == 43200);
  BOOST_TEST(*DateFormat("%Y-%m-%d %H:%M:%S").read("1969-12-31 23:59:59.25") == -0.75);
  BOOST_TEST(*DateFormat("%d-%b-%y").read("01-Jan-70") == 0);
  BOOST_TEST(*DateFormat("%Y%m%d").read("19700102") == 86400);
}

BOOST_AUTO_TEST_CASE(what_is_no_date_is_not_read) {
  for (const char* cell : {"2019-02-29", "2019-13-01", "2019-00-01", "2019-01-32", "0000-01-01", "19-01-01",
                           "2019-1-1 ", "2019-01-01x", "2019/01/01", "", "today"}) {
    BOOST_TEST(!DateFormat("%Y-%m-%d").read(cell), cell);
  }
  const DateFormat clock("%I:%M %p"), zoned("%H:%M:%S%z");
  for (const char* cell : {"13:00 PM", "0:30 AM", "11:60 AM", "11:5 AM", "11:05"}) BOOST_TEST(!clock.read(cell), cell);
  for (const char* cell : {"24:00:00Z", "10:00:60Z", "10:00:00", "10:00:00+2", "10:00:00+02:", "10:00:00+16:00"}) {
    BOOST_TEST(!zoned.read(cell), cell);
  }
}

BOOST_AUTO_TEST_CASE(every_format_writes_what_it_reads) {
  const std::pair<const char*, const char*> kCells[]{{"%Y-%m-%d", "2019-11-05"},
                                                     {"%Y-%m-%dT%H:%M:%S%z{Z}", "2019-11-05T09:05:07Z"},
                                                     {"%Y-%m-%dT%H:%M:%S%z{+05:30}", "2019-11-05T00:05:07+05:30"},
                                                     {"%Y-%m-%d %H:%M:%S.%3f", "2019-11-05 00:05:07.120"},
                                                     {"%Y-%m-%d %H:%M:%S.%9f", "2019-11-05 00:05:07.123456000"},
                                                     {"%H:%M:%S%0f", "10:00:00.5"},
                                                     {"%H:%M:%S%0f", "10:00:00"},
                                                     {"%-d/%-m/%Y %-I:%M %P", "5/1/2019 9:05 pm"},
                                                     {"%a, %d %b %Y %H:%M:%S %z{GMT}", "Tue, 05 Nov 2019 10:00:00 GMT"},
                                                     {"%A %d-%^b-%Y", "Tuesday 05-NOV-2019"},
                                                     {"%B %-d, %Y 100%%", "November 5, 2019 100%"},
                                                     {"%Y-%m", "2019-11"},
                                                     {"%m/%d/%y", "11/05/68"}};
  for (const auto& [format, cell] : kCells) BOOST_TEST(again(format, cell) == cell);
  BOOST_TEST(again("%Y-%m-%dT%H:%M:%S%z", "2019-11-05T01:00:00+02:00") == "2019-11-04T23:00:00+00:00");
}

BOOST_AUTO_TEST_CASE(microseconds_of_two_centuries_come_back) {
  const DateFormat dates("%Y-%m-%dT%H:%M:%S.%6f%z{-03:30}");
  std::mt19937_64 random(5);
  for (int i = 0; i < 20000; ++i) {
    const auto microseconds = static_cast<std::int64_t>(random() % 8000000000000000) - 4000000000000000;
    const double seconds = static_cast<double>(microseconds) / 1e6;
    BOOST_REQUIRE_EQUAL(*dates.read(dates.write(seconds)), seconds);
  }
}

BOOST_AUTO_TEST_CASE(moments_are_drawn_to_the_nearest_that_can_be_written) {
  BOOST_TEST(DateFormat("%Y-%m-%d").nearest(86400.0 * 3 + 50000) == 86400.0 * 4);
  BOOST_TEST(DateFormat("%Y-%m-%d %H:%M").nearest(89.9) == 60);
  BOOST_TEST(DateFormat("%Y-%m-%d %H:%M:%S").nearest(-0.6) == -1);
  BOOST_TEST(DateFormat("%Y-%m-%d %H:%M:%S%0f").nearest(0.25) == 0.25);
  BOOST_TEST(DateFormat("%Y-%m").nearest(86400.0 * 30.9) == 0);
  BOOST_TEST(DateFormat("%Y-%m-%d").write(1e15) == "9999-12-31");
  BOOST_TEST(DateFormat("%Y-%m-%d").write(-1e15) == "0001-01-01");
}

BOOST_AUTO_TEST_CASE(a_format_that_holds_no_moment_is_refused) {
  BOOST_TEST(refusal("%Q").find("'%Q' is no format of dates: %Q is unknown") == 0);
  BOOST_TEST(refusal("%Q").find("such as %Y-%m-%d") != std::string::npos);
  BOOST_TEST(refusal("%d/%m").find("there is no year") != std::string::npos);
  BOOST_TEST(refusal("%Y %d").find("a year needs a month") != std::string::npos);
  BOOST_TEST(refusal("%Y-%m-%d %I").find("%I and %p need each other") != std::string::npos);
  BOOST_TEST(refusal("%Y-%m-%d %S").find("minutes need hours") != std::string::npos);
  BOOST_TEST(refusal("%Y-%m-%").find("ends behind a percent sign") != std::string::npos);
  BOOST_TEST(refusal("%H:%M%z{here}").find("a zone such as %z{+02:00}") != std::string::npos);
  BOOST_TEST(refusal("%H:%M%z{Z").find("a zone such as") != std::string::npos);
  BOOST_TEST(refusal("").find("there is no year") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(zones_have_names_and_a_first_zero_may_be_lost) {
  const double noon = *DateFormat("%Y-%m-%d %H:%M").read("2021-11-02 12:00");
  const DateFormat zoned("%Y-%m-%d %H:%M %z");
  BOOST_TEST(*zoned.read("2021-11-02 13:00 CET") == noon);
  BOOST_TEST(*zoned.read("2021-11-02 07:00 EST") == noon);
  BOOST_TEST(*zoned.read("2021-11-02 14:30 UTC+2:30") == noon);
  BOOST_TEST(*zoned.read("2021-11-02 12:00 Z[Etc/UTC]") == noon);
  BOOST_TEST(!zoned.read("2021-11-02 12:00 CETX"));
  BOOST_TEST(!zoned.read("2021-11-02 12:00 XYZ"));
  BOOST_TEST(DateFormat("%Y-%m-%d %H:%M %z{CET}").write(noon) == "2021-11-02 13:00 CET");
  const DateFormat run("%-d%m%Y");
  BOOST_TEST(*run.read("2112021") == *run.read("02112021"));
  BOOST_TEST(!DateFormat("%d%m%Y").read("2112021"));
}

BOOST_AUTO_TEST_SUITE_END()
