#include "engine/tabular/csv/copies/csv_rows.hpp"

#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <string>
#include <vector>

#include "engine/files/atomic.hpp"
#include "engine/files/file_layer.hpp"
#include "engine/files/gzip.hpp"

using namespace ballast;
using namespace ballast::tabular;

namespace {

std::string temporary(const std::string& name) {
  return (std::filesystem::temp_directory_path() / ("rows" + std::to_string(getpid()) + name)).string();
}

// `picked` rows of a file with this text, written to a file with this ending.
std::string written(const std::string& text, const std::vector<std::size_t>& picked, const std::string& ending) {
  numeric::ThreadPool pool(2);
  const std::string from = temporary("in.csv"), to = temporary("out.csv" + ending);
  files::write_atomically(from, text);
  CsvRows(from, pool).write(picked, to);
  std::string out(4096, ' ');
  const auto file = files::open_inflated(to);
  out.resize(file->read(std::as_writable_bytes(std::span(out))));
  std::filesystem::remove(from);
  std::filesystem::remove(to);
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(csv_rows_test)

BOOST_AUTO_TEST_CASE(records_end_at_line_feeds_outside_quotes) {
  const std::vector<std::string_view> records = csv_records("a,b\r\n1,\"x\ny\"\r\n\r\n \n2,\"\"\"\n\"\n3,z");
  BOOST_REQUIRE_EQUAL(records.size(), 4u);
  BOOST_TEST(records[0] == "a,b\r\n");
  BOOST_TEST(records[1] == "1,\"x\ny\"\r\n");
  BOOST_TEST(records[2] == "2,\"\"\"\n\"\n");
  BOOST_TEST(records[3] == "3,z");
}

BOOST_AUTO_TEST_CASE(rows_are_written_byte_for_byte_below_the_header) {
  const std::string text = "a,b\r\n 1.50 ,\"x\ny\"\r\n02, '\r\n3,";
  for (const char* ending : {"", ".gz"}) {
    BOOST_TEST(written(text, {0, 2}, ending) == "a,b\r\n 1.50 ,\"x\ny\"\r\n3,\n");
    BOOST_TEST(written(text, {1}, ending) == "a,b\r\n02, '\r\n");
  }
}

BOOST_AUTO_TEST_SUITE_END()
