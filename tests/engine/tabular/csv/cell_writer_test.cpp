// How cells are written: plainly where that is short, and so that the same double comes back.
#include "engine/tabular/csv/cell_writer.hpp"

#include <boost/test/unit_test.hpp>
#include <string>

#include "engine/tabular/csv/csv.hpp"
#include "tests/engine/tabular/parsed_text.hpp"

using namespace ballast::tabular;
using testing::Notes;
using testing::parse;

BOOST_AUTO_TEST_SUITE(cell_writer_test)

BOOST_AUTO_TEST_CASE(numbers_are_written_plainly_where_that_is_short) {
  Notes notes;
  CsvFormat format;
  const Table table =
      parse("a,b\n0.0010,0.000009\n0.0000,1e-7\n5.5000,12345678901234560\n0.5000,0.5\n", {}, notes, &format);
  BOOST_TEST(to_csv(table, format) == "a,b\n0.0010,0.000009\n0.0000,1e-07\n5.5000,12345678901234560\n0.5000,0.5\n");
  for (const double value : {5e-4, 9e-6, 1e-6, 123456789.000001, 9e15, 1.5e300, 0.1 + 0.2, 4503599627370497.5}) {
    const ColumnSchema column{"x", ColumnKind::numeric, {}};
    const std::string text = CellWriter(column, {}).text(value);
    BOOST_TEST(std::stod(text) == value, text);
    BOOST_TEST((text.find('e') == std::string::npos) == (value < 1e16), text);
  }
}

BOOST_AUTO_TEST_SUITE_END()
