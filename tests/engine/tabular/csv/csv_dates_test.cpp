#include <boost/test/unit_test.hpp>
#include <string>

#include "engine/error.hpp"
#include "engine/tabular/csv/csv.hpp"
#include "tests/engine/tabular/parsed_text.hpp"
#include "tests/refusals.hpp"

using namespace ballast;
using namespace ballast::tabular;
using ballast::test::message_of;

namespace {

Table parse(std::string_view text, const CsvOptions& options = {}) {
  numeric::ThreadPool pool(2);
  return parse_csv(text, "f.csv", options, pool);
}

std::string refusal(std::string_view text, const CsvOptions& options = {}) {
  return message_of([&] { parse(text, options); });
}

// `first` on line 2, then so many dates.
std::string dates_below(const std::string& first, int rows) {
  std::string out = "when,x\n" + first + ",1\n";
  for (int i = 0; i < rows; ++i) out += "2019-11-20,1\n";
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(csv_dates_test)

BOOST_AUTO_TEST_CASE(dates_are_a_kind_and_come_back_byte_for_byte) {
  const std::string text =
      "when,day,x\n2019-11-20T10:00:00+02:00,21/11/2019,1\n,3/1/2020,2\n2019-11-20T10:00:01+02:00,,3\n";
  const Table table = parse(text);
  BOOST_TEST((table.schema()[0].kind == ColumnKind::date));
  BOOST_TEST(table.schema()[0].format == "%Y-%m-%dT%H:%M:%S%z{+02:00}");
  BOOST_TEST(table.schema()[1].format == "%-d/%-m/%Y");
  BOOST_TEST(table.column(0)[2] - table.column(0)[0] == 1);
  BOOST_TEST(is_missing(table.column(0)[1]));
  BOOST_TEST(to_csv(table) == text);
}

BOOST_AUTO_TEST_CASE(dates_with_commas_are_quoted_again) {
  const std::string text = "when,x\n\"November 20, 2019\",1\n";
  BOOST_TEST(to_csv(parse(text)) == text);
}

BOOST_AUTO_TEST_CASE(numbers_stay_numbers_unless_told) {
  const std::string text = "day,unix\n20240115,1700000000\n20240116,1700000001\n";
  BOOST_TEST((parse(text).schema()[0].kind == ColumnKind::binary));
  const Table told = parse(text, {.dates = {{"day", "%Y%m%d"}}});
  BOOST_TEST(told.column(0)[1] - told.column(0)[0] == 86400);
  BOOST_TEST(to_csv(told) == text);
}

BOOST_AUTO_TEST_CASE(columns_named_categorical_stay_text) {
  const Table table = parse("when\n2019-11-20\n2019-11-21\n", {.categorical = {"when"}});
  BOOST_TEST(table.schema()[0].is_text());
}

BOOST_AUTO_TEST_CASE(an_ambiguous_date_is_refused_with_the_two_readings) {
  const std::string text = "x,when\n1,\n2,01/02/2019\n3,03/04/2019\n";
  const std::string message = refusal(text);
  BOOST_TEST(message.find("f.csv:3:3") != std::string::npos, message);
  BOOST_TEST(message.find("the dates in column 'when' may be %d/%m/%Y or %m/%d/%Y") != std::string::npos, message);
  BOOST_TEST(message.find("--date when=%d/%m/%Y or --date when=%m/%d/%Y") != std::string::npos, message);
  BOOST_TEST(parse(text, {.dates = {{"when", "%m/%d/%Y"}}}).column(1)[1] == 1546387200.0);
}

BOOST_AUTO_TEST_CASE(a_cell_that_is_no_date_among_dates_is_an_error_with_its_line) {
  const std::string message = refusal(dates_below("soon", 200));
  BOOST_TEST(message.find("f.csv:2:1") != std::string::npos, message);
  BOOST_TEST(message.find("expected a date like %Y-%m-%d in column 'when'") != std::string::npos, message);
  BOOST_TEST(message.find("soon") != std::string::npos, message);
  BOOST_TEST(parse(dates_below("soon", 20)).schema()[0].is_text());
  const std::string told = refusal(dates_below("soon", 20), {.dates = {{"when", "%Y-%m-%d"}}});
  BOOST_TEST(told.find("not a date") != std::string::npos, told);
}

BOOST_AUTO_TEST_CASE(a_later_date_without_the_hour_or_the_day_that_was_learned_is_refused) {
  const auto later = [](const std::string& cells, const std::string& learned) {
    return refusal("when,x\n" + cells, {.schema = {{"when", ColumnKind::date, {}, learned}}});
  };
  const std::string days = "2023-01-05,1\n2023-01-16,2\n", months = "2023-01,1\n2023-02,2\n";
  BOOST_TEST(later(days, "%Y-%m-%d %H:%M").find("not a date") != std::string::npos, later(days, "%Y-%m-%d %H:%M"));
  BOOST_TEST(later(months, "%Y-%m-%d").find("not a date") != std::string::npos, later(months, "%Y-%m-%d"));
  BOOST_TEST(later(days, "%d.%m.%Y") == "no error");
  BOOST_TEST(later("2023-01-05 10:30,1\n2023-01-16 11:30,2\n", "%d.%m.%Y") == "no error");
  BOOST_TEST(later(days, "%-m/%-d/%Y %-H:%M").find("not a date") != std::string::npos);
  BOOST_TEST(later("1/27/2024 13:00,1\n1/7/2024 3:00,2\n", "%Y-%m-%d %H:%M:%S") == "no error");
}

BOOST_AUTO_TEST_CASE(digits_behind_the_microsecond_are_cut_and_named) {
  testing::Notes notes;
  testing::parse("when,x\n2024-01-05 10:30:48.000000000,1\n2024-01-16 11:30:00.000000001,2\n", {}, notes);
  BOOST_TEST(
      notes.hold("column 'when' is kept to the microsecond: 2024-01-16 11:30:00.000000001 is "
                 "2024-01-16 11:30:00.000000000"));
}

BOOST_AUTO_TEST_CASE(zones_that_differ_are_named) {
  const std::string rows = "when,x\n2024-01-05T10:30:48+02:00,1\n2024-01-16T11:30:00-05:00,2\n";
  testing::Notes notes, again, one_zone;
  testing::parse(rows, {}, notes);
  BOOST_TEST(
      notes.hold("column 'when' has more than one zone, as in '2024-01-05T10:30:48+02:00' and "
                 "'2024-01-16T11:30:00-05:00': its hours are taken, and written, in UTC"));
  testing::parse(rows, {.schema = {{"when", ColumnKind::date, {}, "%Y-%m-%dT%H:%M:%S%z"}}}, again);
  BOOST_TEST(!again.hold("more than one zone"));
  testing::parse("when,x\n2024-01-05T10:30:48+02:00,1\n2024-01-16T11:30:00+02:00,2\n", {}, one_zone);
  BOOST_TEST(!one_zone.hold("more than one zone"));
}

BOOST_AUTO_TEST_CASE(a_column_of_dates_that_is_not_there_is_named_with_the_nearest) {
  const std::string message = refusal("when,x\n2019-11-20,1\n", {.dates = {{"wen", "%Y-%m-%d"}}});
  BOOST_TEST(message.find("no column 'wen' to read as dates") != std::string::npos, message);
  BOOST_TEST(message.find("did you mean 'when'?") != std::string::npos, message);
  BOOST_TEST(refusal("x\n1\n", {.dates_if_present = {{"when", "%Y-%m-%d"}}}) == "no error");
}

BOOST_AUTO_TEST_SUITE_END()
