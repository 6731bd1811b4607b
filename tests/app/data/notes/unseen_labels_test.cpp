#include "app/data/notes/unseen_labels.hpp"

#include <boost/test/unit_test.hpp>
#include <string>
#include <vector>

#include "engine/error.hpp"

using namespace ballast::app;
using ballast::tabular::ColumnKind;
using ballast::tabular::UnseenLabels;

namespace {

UnseenLabels labels(std::size_t unseen, std::size_t present) {
  UnseenLabels out({"city", ColumnKind::categorical, {"Bonn", "Lyon"}});
  out.present = present;
  for (std::size_t i = 0; i < unseen; ++i) out.add("Rome " + std::to_string(i % 5));
  return out;
}

struct Notes : ballast::Observer {
  void note(std::string_view text) override { all.emplace_back(text); }
  std::vector<std::string> all;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(unseen_labels_test)

BOOST_AUTO_TEST_CASE(more_than_a_tenth_and_five_cells_are_too_many_or_half) {
  BOOST_TEST(!too_many(labels(10, 100)));
  BOOST_TEST(too_many(labels(11, 100)));
  BOOST_TEST(!too_many(labels(4, 9)));
  BOOST_TEST(too_many(labels(3, 5)));
  BOOST_TEST(too_many(labels(5, 6)));
  BOOST_TEST(!too_many(labels(1, 1)));  // one row to score
  BOOST_TEST(too_many(labels(2, 2)));
}

BOOST_AUTO_TEST_CASE(a_stream_is_given_up_at_half_of_twenty) {
  BOOST_TEST(!beyond_hope(labels(19, 19)));
  BOOST_TEST(beyond_hope(labels(10, 20)));
  BOOST_TEST(!beyond_hope(labels(10, 21)));
}

BOOST_AUTO_TEST_CASE(a_few_are_noted_with_file_column_and_examples) {
  Notes notes;
  const std::vector<UnseenLabels> columns{labels(1, 50), labels(4, 50)};
  judge_unseen(columns, "new.csv", false, notes);
  BOOST_REQUIRE_EQUAL(notes.all.size(), 2u);
  BOOST_TEST(notes.all[0] ==
             "new.csv, column 'city': 1 cell holds a label the model has never seen (Rome 0): read as missing");
  BOOST_TEST(notes.all[1] ==
             "new.csv, column 'city': 4 cells hold labels the model has never seen (Rome 0, Rome 1, Rome 2, ...): "
             "read as missing");
}

BOOST_AUTO_TEST_CASE(many_are_an_error_unless_accepted) {
  Notes notes;
  const std::vector<UnseenLabels> columns{labels(20, 50)};
  BOOST_CHECK_EXCEPTION(judge_unseen(columns, "new.csv", false, notes), ballast::Error, [](const ballast::Error& e) {
    BOOST_TEST(std::string(e.what()) ==
               "new.csv: column 'city': 20 of 50 cells hold labels that the model has never seen; expected labels of "
               "the training data, Bonn, Lyon, got 'Rome 0, Rome 1, Rome 2, ...' (hint: with --accept-unseen they are "
               "read as missing)");
    return true;
  });
  judge_unseen(columns, "new.csv", true, notes);
  BOOST_TEST(notes.all.size() == 1u);
}

BOOST_AUTO_TEST_SUITE_END()
