#include "app/data/notes/date_notes.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <string>
#include <vector>

using namespace ballast;
using namespace ballast::app;

namespace {

struct Notes final : Observer {
  std::vector<std::string> all;
  void note(std::string_view text) override { all.emplace_back(text); }
};

// The notes on these cells, over and over.
std::vector<std::string> notes_on_cells(const std::vector<std::string>& cells) {
  std::string text = "when,Class\n";
  for (std::size_t row = 0; row < 100; ++row) text += cells[row % cells.size()] + (row % 3 == 0 ? ",1\n" : ",0\n");
  numeric::ThreadPool pool(2);
  DataRequest request;
  request.path = "f.csv";
  request.target = {"Class", "1"};
  const Dataset data = make_dataset(tabular::parse_csv(text, "f.csv", {}, pool), request);
  Notes notes;
  note_mixed_dates(data, notes);
  return notes.all;
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
             "'when=%Y-%m-%d' names the line of the first");
}

BOOST_AUTO_TEST_CASE(years_of_two_digits_are_named_with_the_option_that_reads_them) {
  const std::vector<std::string> notes = notes_on_cells({"13/11/19", "01/02/20"});
  BOOST_REQUIRE_EQUAL(notes.size(), 1u);
  BOOST_TEST(notes[0] ==
             "column 'when' is read as text: dates with years of two digits are read when told, by --date "
             "'when=%d/%m/%y'");
  BOOST_TEST(notes_on_cells({"13/11/19", "none"}).empty());
}

BOOST_AUTO_TEST_CASE(a_column_of_words_or_of_dates_alone_is_not) {
  BOOST_TEST(notes_on(0).empty());
  BOOST_TEST(notes_on(60).empty());
}

BOOST_AUTO_TEST_SUITE_END()
