// Where rows begin, above the first and among quotes and blank lines.
#include "engine/tabular/csv/parts/text_parts.hpp"

#include <boost/test/unit_test.hpp>
#include <string>
#include <vector>

#include "engine/error.hpp"

using namespace ballast;
using namespace ballast::tabular;
using namespace ballast::tabular::csv;

namespace {

const std::string kName = "rows.csv";

std::string_view below_head(const std::string& text, const CsvOptions& options = {}) {
  return std::string_view(text).substr(head_of(text, kName, options).size);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(text_parts_test)

BOOST_AUTO_TEST_CASE(the_head_is_all_above_the_first_row) {
  BOOST_TEST(below_head("a,b\n1,2\n3,4\n") == "1,2\n3,4\n");
  BOOST_TEST(below_head("\xef\xbb\xbf\"a\n,\",b\r\n1,2\n") == "1,2\n");
  BOOST_TEST(below_head("# made by hand\n# twice\na,b\n1,2\n") == "1,2\n");
  BOOST_TEST(below_head("sep=;\na;b\n1;2\n") == "1;2\n");
  BOOST_TEST(below_head("a title\na,b\n1,2\n", {.format = {.skip_lines = 1}}) == "1,2\n");
  BOOST_TEST(below_head("1,2\n3,4\n", {.format = {.no_header = true}}) == "1,2\n3,4\n");
  BOOST_TEST(head_of("a;b\n1;2\n", kName, {}).delimiter == ';');
  BOOST_CHECK_THROW(head_of("", kName, {}), Error);
}

BOOST_AUTO_TEST_CASE(rows_are_counted_and_found) {
  numeric::ThreadPool pool(2);
  std::string text = "\n  \n";
  std::vector<std::size_t> begins;
  for (std::size_t row = 0; row < 90'000; ++row) {
    if (row % 1000 == 7) text += row % 2000 == 7 ? "\n" : "  \r\n";
    begins.push_back(text.size());
    text += "\"one \"\"of\"\"\n" + std::string(row % 41, '\n') + "\"," + std::to_string(row) + "\n";
  }
  text += "\n\n";
  BOOST_REQUIRE(text.size() > std::size_t{3} << 20);  // more than a chunk
  const RowPlaces places(text, kName, ',', pool);
  BOOST_TEST(places.rows() == begins.size());
  for (const std::size_t row : {0U, 1U, 6U, 7U, 1006U, 1007U, 44'444U, 89'999U}) {
    BOOST_TEST(places.above(row) == begins[row], "row " << row);
  }
  BOOST_TEST(RowPlaces("\n \n", kName, ',', pool).rows() == 0U);
  BOOST_CHECK_THROW(RowPlaces(std::string_view("1,2\n\0,3\n", 8), kName, ',', pool), Error);
}

BOOST_AUTO_TEST_SUITE_END()
