#include "app/data/notes/date_numbers.hpp"

#include <boost/test/unit_test.hpp>
#include <string>
#include <vector>

#include "engine/tabular/dates/date_format.hpp"

using namespace ballast;
using namespace ballast::app;

namespace {

// Formats that fit days written by another, with spaces between; "rising" before them where numbers order the days.
std::string formats_of(const char* written, int first_year, int last_year, int last_day = 28) {
  const tabular::DateFormat days("%Y-%m-%d"), as(written);
  std::vector<double> cells;
  for (int i = 0; i < 400; ++i) {
    const int year = first_year + i % (last_year - first_year + 1);
    const std::string day =
        std::to_string(year) + "-" + std::to_string(i % 12 + 1) + "-" + std::to_string(i % last_day + 1);
    cells.push_back(std::stod(as.write(*days.read(day))));
  }
  const DateNumbers found = date_numbers(cells);
  std::string out = found.ordered ? "rising" : "";
  for (const std::string& format : found.formats) out += " " + format;
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(date_numbers_test)

BOOST_AUTO_TEST_CASE(every_form_that_fits_all_cells_is_named) {
  BOOST_TEST(formats_of("%y%m%d", 2021, 2024) == " %y%m%d %d%m%y");
  BOOST_TEST(formats_of("%y%m%d", 2032, 2040) == "rising %y%m%d");
  BOOST_TEST(formats_of("%y%m%d", 1995, 1999) == "rising %y%m%d");
  BOOST_TEST(formats_of("%d%m%y", 2021, 2024) == " %-y%m%d %-d%m%y");
  BOOST_TEST(formats_of("%d%m%y", 2040, 2068) == " %-d%m%y");
  BOOST_TEST(formats_of("%Y%m%d", 2021, 2024) == "rising %Y%m%d");
  BOOST_TEST(formats_of("%m%d%Y", 2021, 2024) == " %-m%d%Y");
  BOOST_TEST(formats_of("%d%m%Y", 2021, 2024, 12) == " %-d%m%Y %-m%d%Y");
}

BOOST_AUTO_TEST_CASE(days_that_no_month_has_are_no_dates) {
  const std::vector<double> cells(30, 310299);
  BOOST_TEST(date_numbers(cells).formats.empty());
}

BOOST_AUTO_TEST_CASE(formats_are_named_as_they_are_typed) {
  const std::vector<std::string> formats{"%y%m%d", "%d%m%y"};
  BOOST_TEST(typed_dates("a day", formats) == "--date 'a day=%y%m%d' or --date 'a day=%d%m%y'");
}

BOOST_AUTO_TEST_SUITE_END()
