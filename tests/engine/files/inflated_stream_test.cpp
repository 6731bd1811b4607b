#include "engine/files/inflated_stream.hpp"

#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>

#include "engine/error.hpp"
#include "engine/files/gzip.hpp"

using namespace ballast;

namespace {

std::string gzipped(const std::string& text) {
  const auto path = std::filesystem::temp_directory_path() / "ballast-inflated-stream-test.gz";
  files::write_by_name(path.string(), text);
  std::ifstream in(path, std::ios::binary);
  std::string out(std::istreambuf_iterator<char>(in), {});
  std::filesystem::remove(path);
  return out;
}

std::string through(const std::string& bytes) {
  std::istringstream in(bytes);
  const auto stream = files::inflated_stream(in, "standard input");
  return {std::istreambuf_iterator<char>(*stream), {}};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(inflated_stream_test)

BOOST_AUTO_TEST_CASE(gzip_is_inflated_and_anything_else_comes_as_it_is) {
  std::string text;
  for (int i = 0; i < 50'000; ++i) text += std::to_string(i) + "\n";
  BOOST_TEST((through(gzipped(text)) == text));
  BOOST_TEST((through(text) == text));
  BOOST_TEST(through("").empty());
}

BOOST_AUTO_TEST_CASE(truncated_data_is_refused_with_the_name) {
  const std::string half = gzipped(std::string(100'000, 'x')).substr(0, 60);
  BOOST_CHECK_EXCEPTION(through(half), Error, [](const Error& error) {
    return std::string(error.what()).starts_with("standard input: the gzip data is truncated");
  });
}

BOOST_AUTO_TEST_SUITE_END()
