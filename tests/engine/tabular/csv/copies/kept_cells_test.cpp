#include "engine/tabular/csv/copies/kept_cells.hpp"

#include <boost/test/unit_test.hpp>
#include <string>

#include "engine/error.hpp"
#include "tests/refusals.hpp"

using namespace ballast::tabular;
using ballast::test::says_just;

namespace {

std::string kept(const KeptCells& cells, std::string_view record) {
  std::string out;
  cells.append(record, out);
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(kept_cells_test)

BOOST_AUTO_TEST_CASE(cells_stay_as_they_are_written) {
  const KeptCells cells("x,id,when,y", {"when", "id"}, "in");
  BOOST_TEST(kept(cells, "1,007,\"a, \"\"b\"\"\",2") == "\"a, \"\"b\"\"\",007,");
  BOOST_TEST(kept(cells, "1,NA,,2") == ",NA,");
  BOOST_TEST(kept(cells, "1, 1.50 ,\"null\",2\r") == "\"null\",1.50,");
  BOOST_TEST(kept(KeptCells("x,id", {"id"}, "in"), "1,7\r") == "7,");
}

BOOST_AUTO_TEST_CASE(a_record_that_is_cut_short_keeps_what_it_has) {
  const KeptCells cells("id,x,when", {"id", "when"}, "in");
  BOOST_TEST(kept(cells, "7,1") == "7,,");
  BOOST_TEST(kept(cells, "7,\"open") == "7,,");
  BOOST_TEST(kept(KeptCells("id,x", {}, "in"), "7,1").empty());
  BOOST_TEST(kept(KeptCells("id;x", {"x", "id"}, "in", ';'), "7;1,5") == "\"1,5\",7,");  // it goes to a CSV of commas
}

BOOST_AUTO_TEST_CASE(names_that_are_not_there_or_twice_are_refused) {
  BOOST_CHECK_EXCEPTION(KeptCells("id,x", {"ids"}, "in"), ballast::Error,
                        says_just("in:1: there is no column 'ids' to keep (hint: did you mean 'id'?)"));
  BOOST_CHECK_EXCEPTION(KeptCells("id,x", {"id", "id"}, "in"), ballast::Error,
                        says_just("in:1: column 'id' is to be kept twice"));
}

BOOST_AUTO_TEST_SUITE_END()
