// Labels below the privacy floor, and labels that a schema spells otherwise.
#include "app/schema/rare_labels.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/app/schema/small_table.hpp"

using namespace ballast;
using namespace ballast::app;
using namespace ballast::app::testing;

namespace {

struct Notes : Observer {
  void note(std::string_view text) override { all += std::string(text) + "\n"; }
  std::string all;
};

TableSchema schema_of(std::optional<std::vector<std::string>> labels, std::size_t floor) {
  return {.columns = {{.name = "c", .kind = "categorical", .labels = std::move(labels)}}, .rare_below = floor};
}

// The texts of the column's cells, one after another.
std::string cells_of(const tabular::Table& table) {
  std::string out;
  for (const double cell : table.column(0)) {
    if (!out.empty()) out += ' ';
    out += tabular::is_missing(cell) ? "-" : table.schema()[0].labels[static_cast<std::size_t>(cell)];
  }
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(rare_labels_test)

BOOST_AUTO_TEST_CASE(labels_below_the_floor_are_one) {
  Notes notes;
  const auto table = table_of("c,x\nred,1\nred,2\nblue,3\ngreen,4\n,5\n");
  BOOST_TEST(cells_of(group_rare_labels(table, schema_of(std::nullopt, 2), notes)) == "red red (rare) (rare) -");
  BOOST_TEST(has_all(notes.all, {"2 labels of fewer than 2 rows, in 2 rows, are taken for '(rare)'"}));
}

BOOST_AUTO_TEST_CASE(labels_that_are_listed_stay) {
  Notes notes;
  const auto table = table_of("c,x\nred,1\nred,2\nblue,3\ngreen,4\n");
  BOOST_TEST(cells_of(group_rare_labels(table, schema_of({{"blue", "red"}}, 2), notes)) == "red red blue (rare)");
  BOOST_TEST(cells_of(group_rare_labels(table, schema_of({{"blue"}}, 2), notes, Floor::listed)) ==
             "(rare) (rare) blue (rare)");
}

BOOST_AUTO_TEST_CASE(other_spellings_of_listed_labels_are_those_labels) {
  Notes notes;
  const auto table = table_of("c,x\n1.0,1\n2,2\n1,3\nred,4\n", {.categorical = {"c"}});
  BOOST_TEST(cells_of(group_rare_labels(table, schema_of({{"1", "2", "red"}}, 0), notes)) == "1 2 1 red");
  BOOST_TEST(notes.all == "column 'c': labels are spelled as the schema has them: '1.0' is '1'\n");
}

BOOST_AUTO_TEST_CASE(other_spellings_count_together) {
  Notes notes;
  const auto table = table_of("c,x\nyes,1\nYES,2\nno,3\nNO,4\n");
  BOOST_TEST(cells_of(group_rare_labels(table, schema_of({{"no", "yes"}}, 2), notes)) == "yes yes no no");
}

BOOST_AUTO_TEST_CASE(a_table_without_either_is_left_as_it_is) {
  Notes notes;
  const auto table = table_of("c,x\nred,1\nblue,2\n");
  BOOST_TEST(cells_of(group_rare_labels(table, schema_of({{"blue", "red"}}, 5), notes)) == "red blue");
  BOOST_TEST(notes.all.empty());
}

BOOST_AUTO_TEST_SUITE_END()
