#include "app/data/notes/date_notes.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <string>
#include <vector>

#include "app/data/dataset.hpp"
#include "engine/tabular/csv/csv.hpp"

using namespace ballast;
using namespace ballast::app;

namespace {

// The notes on these cells, over and over.
std::vector<std::string> notes_on_cells(const std::vector<std::string>& cells) {
  std::string text = "when,Class\n";
  for (std::size_t row = 0; row < 100; ++row) text += cells[row % cells.size()] + (row % 3 == 0 ? ",1\n" : ",0\n");
  numeric::ThreadPool pool(2);
  DataRequest request;
  request.path = "f.csv";
  request.target = {"Class", "1"};
  const Dataset data = make_dataset(tabular::parse_csv(text, "f.csv", {}, pool), request);
  std::vector<std::string> out;
  for (const std::size_t c : data.feature_columns()) {
    if (std::string note = date_note(data.table.schema()[c], data.table.column(c)); !note.empty()) out.push_back(note);
  }
  return out;
}

// The notes on a column with `others` cells that are no dates among a hundred.
std::vector<std::string> notes_on(int others) {
  std::vector<std::string> cells(100, "2019-11-20");
  std::fill_n(cells.begin(), others, "soon");
  return notes_on_cells(cells);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(date_notes_test)

BOOST_AUTO_TEST_CASE(a_column_of_dates_and_other_words_is_named_with_one_of_them) {
  const std::vector<std::string> notes = notes_on(20);
  BOOST_REQUIRE_EQUAL(notes.size(), 1u);
  BOOST_TEST(notes[0] ==
             "column 'when' is read as text: 80 % of its cells are dates like %Y-%m-%d, but not 'soon'; --date "
             "when=%Y-%m-%d names the line of the first, --missing soon reads it as missing");
}

BOOST_AUTO_TEST_CASE(years_of_two_digits_are_named_with_the_option_that_reads_them) {
  const std::vector<std::string> notes = notes_on_cells({"13/11/19", "01/02/20"});
  BOOST_REQUIRE_EQUAL(notes.size(), 1u);
  BOOST_TEST(notes[0] ==
             "column 'when' is read as text: dates with years of two digits are read when told, by --date "
             "when=%d/%m/%y or --date when=%y/%m/%d");
  BOOST_TEST(notes_on_cells({"13/11/19", "none"}).empty());
}

BOOST_AUTO_TEST_CASE(years_that_may_be_days_are_named_in_both_readings) {
  const std::vector<std::string> notes = notes_on_cells({"21-11-02 06:27", "22-01-13 18:00"});
  BOOST_REQUIRE_EQUAL(notes.size(), 1u);
  BOOST_TEST(notes[0].ends_with("by --date 'when=%d-%m-%y %H:%M' or --date 'when=%y-%m-%d %H:%M'"), notes[0]);
}

BOOST_AUTO_TEST_CASE(dates_in_an_unknown_writing_are_named_and_versions_and_addresses_are_not) {
  std::vector<std::string> weeks, addresses;
  for (int i = 10; i < 40; ++i) {
    weeks.push_back("2021-W" + std::to_string(i) + "-2");
    addresses.push_back("192.168.1." + std::to_string(i));
  }
  const std::vector<std::string> notes = notes_on_cells(weeks);
  BOOST_REQUIRE_EQUAL(notes.size(), 1u);
  BOOST_TEST(notes[0].find("if '2021-W10-2' is a date, --date when=FORMAT says how") != std::string::npos, notes[0]);
  BOOST_TEST(notes_on_cells(addresses).empty());
}

BOOST_AUTO_TEST_CASE(a_column_of_words_or_of_dates_alone_is_not) {
  BOOST_TEST(notes_on(0).empty());
  BOOST_TEST(notes_on(60).empty());
}

BOOST_AUTO_TEST_SUITE_END()
