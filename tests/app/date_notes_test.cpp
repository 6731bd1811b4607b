#include "app/data/date_notes.hpp"

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

// The notes on a column with `others` cells that are no dates among a hundred.
std::vector<std::string> notes_on(int others) {
  std::string text = "when,Class\n";
  for (int row = 0; row < 100; ++row) {
    text += (row < others ? "soon" : "2019-11-20") + std::string(row % 2 == 0 ? ",1\n" : ",0\n");
  }
  numeric::ThreadPool pool(2);
  DataRequest request;
  request.path = "f.csv";
  request.target = {"Class", "1"};
  const Dataset data = make_dataset(tabular::parse_csv(text, "f.csv", {}, pool), request);
  Notes notes;
  note_mixed_dates(data, notes);
  return notes.all;
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

BOOST_AUTO_TEST_CASE(a_column_of_words_or_of_dates_alone_is_not) {
  BOOST_TEST(notes_on(0).empty());
  BOOST_TEST(notes_on(60).empty());
}

BOOST_AUTO_TEST_SUITE_END()
